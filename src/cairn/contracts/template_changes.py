"""Changes to the template of a whole area as the commissioner who makes one reads it, and as each provider that is asked does."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.access.queries import system
from cairn.contracts import areas, proposals, queries, rules_templates, standing, template_effects
from cairn.contracts.models import Contract, TemplateChange, TemplateReply
from cairn.contracts.rules_templates import STANCES, TemplateLine
from cairn.contracts.standing import Start
from cairn.contracts.template_effects import Effect
from cairn.kernel import clock
from cairn.kernel.periods import quarter_of, words

STATES = {
    "draft": "Draft", "consulting": "Open for replies", "decided": "Decided", "withdrawn": "Withdrawn", "revoked": "Revoked",
}  # fmt: skip
#: So long a published decision stands on the first page of a provider whose set it changes.
NEWS_DAYS = 28


@dataclass(frozen=True, slots=True)
class ReplyView:
    """One contract that was asked. `answer` is the commissioner's."""

    uid: str
    version: int
    contract_uid: str
    reference: str
    title: str
    provider: str
    stance: str
    words: str
    minutes: int | None
    replied_date: date | None
    answer: str
    proposal_uid: str

    @property
    def wants_answer(self) -> bool:
        """Whether it sets conditions or objects, and nobody has answered it yet."""
        return self.stance in ("change", "against") and not self.answer


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change with its lines as they stand: as decided, where they are; `proposed` as providers were asked."""

    uid: str
    version: int
    commissioner: str
    area: str
    area_label: str
    title: str
    words: str
    state: str
    lines: tuple[TemplateLine, ...]
    proposed: tuple[TemplateLine, ...]
    opened_date: date | None
    replies_until_date: date | None
    decision: str
    decision_words: str
    decided_date: date | None
    from_date: date | None
    revoked_date: date | None
    revoked_words: str

    @property
    def takes_replies(self) -> bool:
        return self.state == "consulting" and self.replies_until_date is not None and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether the last day for replies has passed."""
        return self.replies_until_date is not None and self.replies_until_date < clock.today()

    @property
    def decidable_date(self) -> date | None:
        """The first day on which it can be decided; None while nobody is asked."""
        return self.replies_until_date and self.replies_until_date + timedelta(days=1)

    @property
    def waits_for_decision(self) -> bool:
        return self.state == "consulting" and self.is_over

    @property
    def goes_ahead(self) -> bool:
        return self.state == "decided" and self.decision != "not_now"

    @property
    def may_be_revoked(self) -> bool:
        return self.goes_ahead and self.from_date is not None and self.from_date > clock.today()

    @property
    def since(self) -> str:
        """`April 2027`: the first month for which it holds."""
        return f"{self.from_date:%B %Y}" if self.from_date else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A change beside the reply of one contract, as either side reads it."""

    change: ChangeView
    reply: ReplyView


def visible_to(by: Actor) -> "QuerySet[TemplateChange]":
    """The changes that the actor's organisation makes, the newest first."""
    rows: QuerySet[TemplateChange] = TemplateChange.objects.filter(organisation_id=by.organisation_id)
    return rows.select_related("organisation").order_by("-pk")


def find(by: Actor, uid: str) -> TemplateChange:
    """As the commissioner who makes it. Raises NotFound."""
    row: TemplateChange = queries.one(visible_to(by), uid)
    return row


def get(by: Actor, uid: str) -> ChangeView:
    """As the commissioner who makes it. Raises NotFound."""
    row = find(by, uid)
    return _view(row, _labels(row.organisation))


def every(by: Actor) -> tuple[ChangeView, ...]:
    """All that the actor's organisation makes or made, the newest first."""
    rows = list(visible_to(by))
    labels = _labels(rows[0].organisation) if rows else {}
    return tuple(_view(row, labels) for row in rows)


def replies(by: Actor, uid: str) -> tuple[ReplyView, ...]:
    """What was replied to a change, as its commissioner reads it: those that wait for an answer first, then by reference."""
    rows = _replies().filter(change=find(by, uid), commissioner_id=by.organisation_id)
    found = [_reply(row) for row in rows.order_by("contract__reference")]
    return tuple(sorted(found, key=lambda one: (not one.wants_answer, not one.stance)))


def stances(found: Iterable[ReplyView]) -> dict[str, int]:
    """How many replied what; "" for those that have not."""
    many = Counter(one.stance for one in found)
    return {stance: many[stance] for stance in (*STANCES, "")}


def reply(by: Actor, reply_uid: str) -> Asked:
    """As the provider that is asked, or the commissioner that asks. Raises NotFound."""
    return _asked(find_reply(by, reply_uid))


def find_reply(by: Actor, reply_uid: str) -> TemplateReply:
    """Raises NotFound."""
    row: TemplateReply = queries.one(
        _replies().filter(TemplateReply.party_to(frozenset({by.organisation_id}))), reply_uid
    )
    return row


def asked_of(by: Actor) -> tuple[Asked, ...]:
    """Every change that the actor's organisation is or was asked about as a provider, contract by contract: the newest first."""
    rows = _replies().filter(provider_id=by.organisation_id).exclude(change__state="draft")
    return tuple(_asked_all(list(rows.order_by("-change_id", "contract__reference"))))


def of_contract(by: Actor, contract_uid: str) -> tuple[Asked, ...]:
    """What a contract was asked about, for both of its sides: the newest first. Raises NotFound."""
    contract = proposals.contract_of(by, contract_uid)
    return tuple(_asked_all(list(_replies().filter(contract=contract).order_by("-change_id"))))


def others(by: Actor, asked: Asked) -> tuple[Asked, ...]:
    """The same change's questions to the other contracts of the same provider."""
    rows = _replies().filter(provider_id=by.organisation_id, change__uid=asked.change.uid)
    mine = rows.exclude(uid=asked.reply.uid).order_by("contract__reference")
    return tuple(_asked_all(list(mine)))


def waiting(by: Actor) -> tuple[Asked, ...]:
    """Open questions to the actor's organisation that it has not replied to, and decisions of the last weeks that touch it."""
    news = clock.today() - timedelta(days=NEWS_DAYS)
    return tuple(
        one
        for one in asked_of(by)
        if (one.change.takes_replies and not one.reply.stance)
        or (one.change.decided_date and one.change.decided_date >= news and one.change.state != "withdrawn")
        or (one.change.revoked_date and one.change.revoked_date >= news)
    )


def to_decide(by: Actor) -> tuple[ChangeView, ...]:
    """Changes whose replies are in, that wait for the decision of the actor's organisation."""
    return tuple(one for one in every(by) if one.waits_for_decision)


def unasked(by: Actor, change: ChangeView) -> int:
    """How many contracts of the area run that were set up since its providers were asked, and so are not changed."""
    running = {row.pk for row in template_effects.running(by, change.area, clock.today())}
    return len(running - {row.pk for row in asked_contracts(find(by, change.uid))})


def all_stances(asked: Asked) -> dict[str, int]:
    """How many contracts of the area replied what, for any of those that were asked: no names, no words."""
    with scope.every("whoever was asked reads how many replied what, once it is decided"):
        rows = list(TemplateReply.objects.filter(change__uid=asked.change.uid).values_list("stance", flat=True))
    return {stance: rows.count(stance) for stance in (*STANCES, "")}


def asked_contracts(row: TemplateChange) -> list[Contract]:
    """The contracts that were asked, in the order of their references."""
    rows = Contract.objects.filter(template_replies__change=row).select_related("provider", "commissioner")
    return list(rows.order_by("reference"))


def contracts_of(row: TemplateChange) -> list[Contract]:
    """Whom a change is about: those that were asked; of a draft those that would be."""
    if row.state == "draft":
        return template_effects.running(system(row.organisation), row.area, clock.today())
    return asked_contracts(row)


def effects(by: Actor, uid: str) -> tuple[Effect, ...]:
    """What the change does to each contract, measured against what stands now: those it touches first. Raises NotFound."""
    row = find(by, uid)
    found = template_effects.effects(contracts_of(row), lines_of(row))
    return tuple(sorted(found, key=lambda one: (not one.is_touched, one.reference)))


def effect_on(by: Actor, asked: Asked) -> Effect:
    """What it does to one contract, for either side."""
    contract = proposals.contract_of(by, asked.reply.contract_uid)
    return template_effects.effects([contract], asked.change.lines)[0]


def lines_of(row: TemplateChange) -> tuple[TemplateLine, ...]:
    """As decided where it was, else as proposed."""
    return tuple(TemplateLine(**one) for one in (row.decided or row.changes))


def starts(row: TemplateChange) -> tuple[Start, ...]:
    """The days from which a decision of today may hold, the nearest first: after one whole round of every contract asked."""
    contracts = asked_contracts(row)
    known = [standing.rounds_of(each) for each in contracts]
    begins = [[one.day for one in rounds.coming] for rounds in known]
    opened = max((rounds.opened for rounds in known if rounds.opened), default=clock.today())
    first = rules_templates.earliest(clock.today(), begins)
    days = rules_templates.starts(first)
    while days[0] <= opened:
        days = rules_templates.starts(days[1])
    return tuple(Start(day, words(quarter_of(day))) for day in days)


def _replies() -> "QuerySet[TemplateReply]":
    rows: QuerySet[TemplateReply] = TemplateReply.objects.select_related(
        "change__organisation", "contract__provider", "proposal"
    )
    return rows


def _asked(row: TemplateReply) -> Asked:
    return _asked_all([row])[0]


def _asked_all(rows: Sequence[TemplateReply]) -> list[Asked]:
    commissioners = {row.change.organisation_id: row.change.organisation for row in rows}
    labels = {pk: _labels(one) for pk, one in commissioners.items()}
    return [Asked(_view(row.change, labels[row.change.organisation_id]), _reply(row)) for row in rows]


def _labels(commissioner: Organisation) -> dict[str, str]:
    """What the commissioner calls its areas today: whoever is asked reads it too."""
    with scope.organisation(commissioner.pk):
        return areas.labels(system(commissioner), clock.today())


def _view(row: TemplateChange, labels: Mapping[str, str]) -> ChangeView:
    return ChangeView(
        uid=str(row.uid), version=row.version, commissioner=row.organisation.name, area=row.area,
        area_label=labels.get(row.area, row.area), title=row.title, words=row.words, state=row.state,
        lines=lines_of(row), proposed=tuple(TemplateLine(**one) for one in row.changes), opened_date=row.opened_date,
        replies_until_date=row.replies_until_date, decision=row.decision, decision_words=row.decision_words,
        decided_date=row.decided_date, from_date=row.from_date, revoked_date=row.revoked_date,
        revoked_words=row.revoked_words,
    )  # fmt: skip


def _reply(row: TemplateReply) -> ReplyView:
    contract = row.contract
    return ReplyView(
        str(row.uid), row.version, str(contract.uid), contract.reference, contract.title, contract.provider.name, row.stance,
        row.words, row.minutes, row.replied_date, row.answer, str(row.proposal.uid) if row.proposal else "",
    )  # fmt: skip
