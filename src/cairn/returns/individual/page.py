"""Who stands alone in the rows of an annual return, for the people who decide about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import queries as contracts
from cairn.contracts.rules import SHAREABLE
from cairn.contracts.views import AgreementView
from cairn.insight.figures import one_reading
from cairn.kernel import clock
from cairn.people.models import Client
from cairn.people.rules_optional import BY_ID
from cairn.returns import finding, rules
from cairn.returns.derive import Asked
from cairn.returns.individual import coarse, columns, leaving, standing
from cairn.returns.individual.standing import AGGREGATE, COARSEN, WITHHOLD, Handling
from cairn.returns.models import Return, RowCode, RowHandling, SubmissionRow

CHUNK = 500
NOBODY = "Somebody supported by {}"
#: Steps that help alike are taken in this order: what is asked least and used least is given up first.
ORDER = (*reversed(columns.OPTIONAL), "same_as_birth", "ward", "postcode", "sector", "district", "ethnicity",
         "ethnicity_group", "disability", "age_band", "gender")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the page shows them. `key` names them on the page and says nothing; `client_uid` is "" where the reader
    may not open their record. `answers` as they would leave; `because`: any one of these left out would hide them. `alike`:
    how many there are like them, themselves included; 0 of who was decided about and stands alone no more."""

    key: str
    name: str
    client_uid: str
    answers: tuple[str, ...]
    alike: int
    because: tuple[str, ...]
    decision: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that could be taken for all who stand alone, and how many then stand alone still."""

    code: str
    label: str
    left: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The page. `before`: how many stand alone as answered; `alone`: who does now; `decided`: about whom something was said.
    `sent_finer`: of these how many stand with finer answers in rows of this contract that were sent before."""

    return_uid: str
    is_open: bool
    columns: tuple[str, ...]
    threshold: int
    people: int
    objected: int
    before: int
    alone: tuple[Person, ...]
    decided: tuple[Person, ...]
    offers: tuple[Offer, ...]
    sent_finer: int
    has_full_postcode: bool
    why_none: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """What the page and the deeds both rest on. `answers` are those of the people whose rows may leave."""

    answer: Return
    asked: Asked
    agreement: AgreementView
    holders: Mapping[str, int]
    answers: Mapping[str, Mapping[str, str]]
    objected: int
    handled: Mapping[str, Handling]

    @property
    def alone(self) -> frozenset[str]:
        return standing.after(self.answers, self.handled, self.agreement.threshold)

    def key(self, uid: str) -> str:
        """Not what leaves of them: who prepares a return cannot tell by it whose a row of the preview is."""
        return rules.hashed(f"who stands alone in {self.answer.uid}", uid)


def lay(by: Actor, return_uid: str) -> Laid | None:
    """None where nothing individual leaves: no annual round, or no agreement in force. Raises NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    agreement = contracts.agreement_in_force(answer.round.contract, clock.today())
    if answer.round.kind != leaving.ANNUAL or agreement is None:
        return None
    asked = finding.asked(by, answer)
    with one_reading():
        found = leaving.gather(asked, finding.carried(answer), agreement)
    leaves = {uid: values for uid, values in found.answers.items() if uid not in found.held}
    return Laid(answer, asked, agreement, found.holders, leaves, len(found.held), leaving.handled(answer))


def page(by: Actor, return_uid: str) -> Standing:
    """For the provider. Raises NotFound."""
    laid = lay(by, return_uid)
    if laid is None:
        answer = finding.led(by, return_uid)
        why = "No data-sharing agreement is in force, so nothing about one person leaves."
        if answer.round.kind != leaving.ANNUAL:
            why = "Rows about people leave with the annual return only."
        return Standing(return_uid, False, (), 0, 0, 0, 0, (), (), (), 0, False, why)
    return _page(by, laid)


def _page(by: Actor, laid: Laid) -> Standing:
    names = _names(by, laid, laid.alone | laid.handled.keys())
    named = columns.of_person(laid.agreement.field_names)
    return Standing(
        return_uid=str(laid.answer.uid),
        is_open=rules.may_move(laid.answer.state, "submitted", "provider"),
        columns=tuple(SHAREABLE[name] for name in named),
        threshold=standing.fewest(laid.agreement.threshold),
        people=len(laid.answers),
        objected=laid.objected,
        before=len(standing.few_of(laid.answers, laid.agreement.threshold)),
        alone=_alone(by, laid, names, named),
        decided=_decided(by, laid, names, named),
        offers=_offers(laid, named),
        sent_finer=_sent_finer(laid),
        has_full_postcode="postcode" in named,
        why_none="" if named else "The agreement names nothing about who people are, so no row about a person leaves.",
    )


def _sent(laid: Laid) -> dict[str, dict[str, str]]:
    """The answers as they would leave now, of those whose rows leave."""
    plain = standing.AS_ANSWERED
    return {
        uid: standing.sent(values, laid.handled.get(uid, plain))
        for uid, values in laid.answers.items()
        if laid.handled.get(uid, plain).leaves
    }


def _alone(by: Actor, laid: Laid, names: Mapping[str, tuple[str, str]], named: Sequence[str]) -> tuple[Person, ...]:
    sent = _sent(laid)
    found = standing.alone(sent, laid.agreement.threshold)
    people = [
        Person(
            laid.key(uid), *names[uid], _words(by, sent[uid], named), one.alike, tuple(SHAREABLE[name] for name in one.because),
            _decision(laid.handled.get(uid)),
        )
        for uid, one in found.items()
    ]  # fmt: skip
    return tuple(sorted(people, key=lambda one: (one.answers, one.name)))


def _decided(by: Actor, laid: Laid, names: Mapping[str, tuple[str, str]], named: Sequence[str]) -> tuple[Person, ...]:
    """Those about whom something was decided; `alike` is 1 of who stands alone all the same."""
    reasons, alone = _reasons(laid.answer), laid.alone
    people = [
        Person(
            laid.key(uid), *names[uid], _words(by, standing.sent(laid.answers[uid], one), named), int(uid in alone), (),
            _decision(one), reasons.get(uid, ""),
        )
        for uid, one in laid.handled.items()
        if uid in laid.answers
    ]  # fmt: skip
    return tuple(sorted(people, key=lambda one: (one.decision, one.name)))


def _words(by: Actor, values: Mapping[str, str], named: Sequence[str]) -> tuple[str, ...]:
    """The answers beside a name. What only some may read of a person is not shown to others here."""
    return tuple(
        coarse.words(name, values[name]) if _may_read(by, name) else f"{SHAREABLE[name]}: not shown to you"
        for name in named
    )


def _may_read(by: Actor, name: str) -> bool:
    return name not in BY_ID or not BY_ID[name].is_restricted or by.may(Permission.READ_RESTRICTED)


def _decision(one: Handling | None) -> str:
    if one is None or not one.choice:
        return ""
    if one.choice != COARSEN:
        return {AGGREGATE: "Sent in figures only", WITHHOLD: "Withheld"}[one.choice]
    return "; ".join(coarse.step_words(name, SHAREABLE[name], to) for name, to in sorted(one.coarser.items()))


def _reasons(answer: Return) -> dict[str, str]:
    rows = RowHandling.objects.filter(answer=answer).values_list("client__uid", "reason")
    return {str(uid): reason for uid, reason in rows}


def _offers(laid: Laid, named: Sequence[str]) -> tuple[Offer, ...]:
    """Each step of each column, as it would work for all who stand alone now; then sending nobody's row."""
    alone = laid.alone
    if not alone:
        return ()
    stands = {name: _stands(laid, alone, name) for name in named}
    return tuple(
        Offer(f"{name}={to}", coarse.step_words(name, SHAREABLE[name], to), _left(laid, alone, name, to))
        for name in named
        for to in coarse.steps(name)
        if ("", *coarse.steps(name)).index(to) > ("", *coarse.steps(name)).index(stands[name])
    )


def _stands(laid: Laid, alone: frozenset[str], name: str) -> str:
    every = ("", *coarse.steps(name))
    plain = standing.AS_ANSWERED
    return min((laid.handled.get(uid, plain).coarser.get(name, "") for uid in alone), key=every.index)


def _left(laid: Laid, alone: frozenset[str], name: str, to: str) -> int:
    tried = standing.alike(laid.handled, alone, Handling(COARSEN, {name: to}))
    return len(standing.after(laid.answers, tried, laid.agreement.threshold))


def _names(by: Actor, laid: Laid, uids: frozenset[str]) -> dict[str, tuple[str, str]]:
    """Of each person a name and the uid of the record, where the reader may open it; else whose person it is."""
    providers = {source.organisation_id: source.name for source in laid.asked.sources}
    found = {uid: (NOBODY.format(providers.get(laid.holders.get(uid, 0), "a partner")), "") for uid in uids}
    if not by.may(Permission.READ_CLIENTS):
        return found
    wanted = sorted(uid for uid in uids if laid.holders.get(uid) == by.organisation_id)
    for start in range(0, len(wanted), CHUNK):
        for row in Client.objects.filter(organisation_id=by.organisation_id, uid__in=wanted[start : start + CHUNK]):
            found[str(row.uid)] = (f"{row.name} ({row.reference})", str(row.uid))
    return found


def _sent_finer(laid: Laid) -> int:
    """People whose answers are to be broader, or kept, and of whom rows of this contract were sent before as answered."""
    changed = [uid for uid, one in laid.handled.items() if one.choice]
    codes: set[str] = set()
    with scope.organisation(*{laid.holders.get(uid, laid.asked.by.organisation_id) for uid in changed} or {0}):
        for start in range(0, len(changed), CHUNK):
            rows = RowCode.objects.filter(contract=laid.asked.contract, client__uid__in=changed[start : start + CHUNK])
            codes |= set(rows.values_list("code", flat=True))
    sent: set[str] = set()
    listed = sorted(codes)
    for start in range(0, len(listed), CHUNK):
        rows = SubmissionRow.objects.filter(row_code__in=listed[start : start + CHUNK], shared__isnull=False)
        rows = rows.exclude(submission__answer=laid.answer)
        sent |= set(rows.values_list("row_code", flat=True))
    return len(sent)


def resolved(laid: Laid, keys: Sequence[str]) -> list[str]:
    """The people that these keys of the page name; one that names nobody is left out."""
    known = {laid.key(uid): uid for uid in {*laid.answers, *laid.handled}}
    return [known[key] for key in dict.fromkeys(keys) if key in known]
