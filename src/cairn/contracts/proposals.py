"""Proposals about what a contract's returns carry, as each side reads them: what stands, what is proposed, what differs, who
must act next, and every version there was. A partner sees none of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.permissions import Permission as P
from cairn.contracts import agreeing, inputs, parties, queries, rules_proposals, standing, value_banks, varying, wording
from cairn.contracts.models import (
    AgreedMeasure,
    AreaOutcome,
    Contract,
    MeasureProposal,
    ProposalComment,
    ProposalLine,
    Variation,
)
from cairn.contracts.rules_proposals import Ground, Key
from cairn.contracts.wording import Terms
from cairn.definitions import registry

#: Who proposes and comments, and who binds their side by deciding.
TALKS = {"commissioner": P.MANAGE_CONTRACTS, "provider": P.MAKE_MEASURES}
BINDS = {"commissioner": P.MANAGE_CONTRACTS, "provider": P.SIGN_AGREEMENTS}
STATES = {
    "open": "Open", "agreed": "Agreed", "declined": "Declined", "withdrawn": "Withdrawn",
    "consulted": "Decided for the whole area",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comment:
    """What a side said, of the whole or of one measure."""

    uid: str
    side: str
    who: str
    words: str
    made_at: datetime
    key: Key


@dataclass(frozen=True, slots=True)
class Line:
    """One measure side by side. `doing` is "" for one that stays as it is; `before` and `after` are its terms as word and
    value, () for none. `told` says in sentences what differs."""

    measure: str
    by: str
    label: str
    words: str
    doing: str
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    told: tuple[str, ...]
    reason: str
    is_input: bool
    comments: tuple[Comment, ...] = ()
    outcome: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return self.measure, self.by

    @property
    def code(self) -> str:
        """Names it within the page."""
        return f"{self.measure}--{self.by}" if self.by else self.measure


@dataclass(frozen=True, slots=True)
class ProposalView:
    """One proposal. `waits_for` is the side that must act next, "" for none; `mine` whether the reader's side made it. `moved`
    says what has changed since it was made, so that it can no longer be agreed; `differs` what it changes of the one before."""

    uid: str
    version: int
    contract_uid: str
    number: int
    side: str
    who: str
    mine: bool
    state: str
    words: str
    from_date: date
    made_date: date
    decided_date: date | None
    decision_words: str
    lines: tuple[Line, ...]
    comments: tuple[Comment, ...]
    moved: tuple[str, ...]
    differs: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def waits_for(self) -> str:
        if not self.is_open:
            return ""
        return "provider" if self.side == "commissioner" else "commissioner"

    @property
    def waits_for_me(self) -> bool:
        return self.is_open and not self.mine

    @property
    def changed(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.doing)


@dataclass(frozen=True, slots=True)
class Version:
    """A proposal in a list. `reader` is the side on which the reader stands."""

    uid: str
    reader: str
    contract_uid: str
    contract_reference: str
    contract_title: str
    other: str
    number: int
    who: str
    mine: bool
    state: str
    from_date: date
    made_date: date
    decided_date: date | None
    size: int


@dataclass(frozen=True, slots=True)
class VariationView:
    """A dated change of what was agreed or promised. `told` says in sentences what it changed."""

    label: str
    doing: str
    told: tuple[str, ...]
    reason: str
    who: str
    from_date: date
    made_at: datetime
    number: int | None
    commitment: str


def contract_of(by: Actor, contract_uid: str) -> Contract:
    """A contract of which the actor's organisation is one of the two sides. Raises NotFound."""
    row: Contract = queries.one(queries.visible_to(by), contract_uid)
    if not parties.sides(row, by) & {"provider", "commissioner"}:
        raise queries.NotFound(contract_uid)
    return row


def visible_to(by: Actor) -> "QuerySet[Any]":
    mine = MeasureProposal.party_to(frozenset({by.organisation_id}))
    rows = MeasureProposal.objects.filter(mine)
    return rows.select_related("contract__provider", "contract__commissioner").order_by("-number")


def find(by: Actor, proposal_uid: str) -> MeasureProposal:
    """Raises NotFound."""
    row: MeasureProposal = queries.one(visible_to(by), proposal_uid)
    return row


def side_of(row: Any, by: Actor) -> str:
    """The side on which the actor's organisation stands; one that is both reads as the commissioner."""
    return "commissioner" if "commissioner" in parties.sides(row, by) else "provider"


def open_of(by: Actor, contract_uid: str) -> ProposalView | None:
    """The one proposal of a contract that waits for a decision. Raises NotFound."""
    contract = contract_of(by, contract_uid)
    row = visible_to(by).filter(contract=contract, state="open").first()
    return _view(by, row) if row else None


def get(by: Actor, proposal_uid: str) -> ProposalView:
    """Raises NotFound."""
    return _view(by, find(by, proposal_uid))


def carried(contract: Contract) -> dict[Key, dict[str, Any]]:
    """What the contract says of each measure now, in its order. One query."""
    rows = AgreedMeasure.objects.filter(contract=contract).select_related("area_outcome").order_by("position", "pk")
    return {(row.measure, row.by): wording.of(row) for row in rows}


def ground(by: Actor, contract: Contract) -> Ground:
    """What a proposal is measured against, for either side."""
    rows = AgreedMeasure.objects.filter(contract=contract).select_related("contract")
    paid = [(row.measure, row.by) for row in rows if varying.paid_for(row)]
    offered = outcomes(contract) if side_of(contract, by) == "commissioner" else {}
    return Ground(agreeing.definitions(by, contract), carried(contract), offered, paid, varying.paid_by(contract))


def outcomes(contract: Contract) -> dict[str, str]:
    """The commissioner's own outcomes for the contract's area, in words, by uid: both sides read those of the contract."""
    with scope.organisation(contract.commissioner_id):
        rows = AreaOutcome.objects.filter(
            organisation_id=contract.commissioner_id, area=contract.commissioning_area
        ).order_by("position", "pk")
        return {str(row.uid): f"{row.code} {row.label}" for row in rows}


def agreed_set(by: Actor, contract_uid: str) -> tuple[Line, ...]:
    """What the contract carries, with nothing proposed. Raises NotFound."""
    contract = contract_of(by, contract_uid)
    said = outcomes(contract)
    shown = value_banks.agreed(contract)
    every = carried(contract).items()
    return tuple(replace(_stays(key, terms, said), outcome=shown.get(key, {})) for key, terms in every)


def history(by: Actor, contract_uid: str) -> tuple[Version, ...]:
    """Every proposal of a contract, the newest first. Raises NotFound."""
    return _versions(by, visible_to(by).filter(contract=contract_of(by, contract_uid)))


def waiting(by: Actor) -> tuple[Version, ...]:
    """Open proposals of the other side: what waits for the actor's own. One query, and one where there are any."""
    rows = visible_to(by).filter(state="open")
    return tuple(one for one in _versions(by, rows) if not one.mine)


def open_everywhere(by: Actor) -> dict[str, Version]:
    """The open proposal of each contract, by the contract's uid."""
    return {one.contract_uid: one for one in _versions(by, visible_to(by).filter(state="open"))}


def variations(by: Actor, contract_uid: str) -> tuple[VariationView, ...]:
    """Each change of what was agreed or promised, the newest first. Raises NotFound."""
    contract = contract_of(by, contract_uid)
    rows = (
        Variation.objects.filter(contract=contract).select_related("proposal", "commitment").order_by("-made_at", "-pk")
    )
    said = outcomes(contract)
    return tuple(_variation(row, contract, said) for row in rows)


def _variation(row: Variation, contract: Contract, said: Mapping[str, str]) -> VariationView:
    told: tuple[str, ...] = ()
    if row.measure:
        told = wording.sentences(row.measure, row.before, row.after, said) if row.after else ("It is taken out.",)
    elif row.doing == "drop":
        told = ("It is no longer promised.",)
    else:
        told = (f"It is now: {row.after['words']}",)
    label = wording.label(row.measure, row.by) if row.measure else ""
    return VariationView(
        label, row.doing, told, row.reason, _name(contract, row.side), row.from_date, row.made_at,
        row.proposal.number if row.proposal else None, row.commitment.words if row.commitment else "",
    )  # fmt: skip


def _versions(by: Actor, rows: Iterable[MeasureProposal]) -> tuple[Version, ...]:
    found = list(rows)
    sizes: dict[int, int] = {}
    for pk in ProposalLine.objects.filter(proposal__in=[row.pk for row in found]).values_list("proposal_id", flat=True):
        sizes[pk] = sizes.get(pk, 0) + 1
    return tuple(_version(by, row, sizes.get(row.pk, 0)) for row in found)


def _version(by: Actor, row: MeasureProposal, size: int) -> Version:
    contract, mine = row.contract, side_of(row, by)
    other = "provider" if mine == "commissioner" else "commissioner"
    return Version(
        str(row.uid), mine, str(contract.uid), contract.reference, contract.title, _name(contract, other), row.number,
        _name(contract, row.side), row.side == mine, row.state, row.from_date, row.made_date, row.decided_date, size,
    )  # fmt: skip


def _name(contract: Contract, side: str) -> str:
    return contract.provider.name if side == "provider" else contract.commissioner.name


def _view(by: Actor, row: MeasureProposal) -> ProposalView:
    contract = row.contract
    lines = list(ProposalLine.objects.filter(proposal=row).order_by("position", "pk"))
    said = [_comment(one, contract) for one in ProposalComment.objects.filter(proposal=row).order_by("made_at", "pk")]
    now = carried(contract)
    outcome = outcomes(contract)
    moved = stale(lines, now) if row.state == "open" else []
    return ProposalView(
        uid=str(row.uid), version=row.version, contract_uid=str(contract.uid), number=row.number, side=row.side,
        who=_name(contract, row.side), mine=row.side == side_of(row, by), state=row.state, words=row.words,
        from_date=row.from_date, made_date=row.made_date, decided_date=row.decided_date,
        decision_words=row.decision_words, lines=_side_by_side(lines, now, outcome, said, row.state == "open"),
        comments=tuple(one for one in said if not one.key[0]), moved=(*moved, *_late(contract, row)),
        differs=_differs(row, lines, outcome),
    )  # fmt: skip


def stale(lines: Sequence[ProposalLine], now: Mapping[Key, Terms]) -> list[str]:
    """What has changed of the contract since these lines were proposed."""
    return [said for one in lines for said in rules_proposals.moved(one.doing, (one.measure, one.by), one.before, now)]


def _late(contract: Contract, row: MeasureProposal) -> list[str]:
    if row.state != "open":
        return []
    return [one.words for one in standing.start_problems(contract, row.from_date)]


def _side_by_side(
    lines: Sequence[ProposalLine],
    now: Mapping[Key, Terms],
    said: Mapping[str, str],
    comments: Sequence[Comment],
    open_: bool,
) -> tuple[Line, ...]:
    """Every measure of the contract, with what is proposed of it; of a decided proposal only what it was about."""
    proposed = {(one.measure, one.by): one for one in lines}
    keys = [*now, *(key for key in proposed if key not in now)] if open_ else list(proposed)
    found = []
    for key in keys:
        mine = tuple(one for one in comments if one.key == key)
        found.append(line_of(proposed[key], said, mine) if key in proposed else _stays(key, now[key], said, mine))
    return tuple(found)


def line_of(row: ProposalLine, said: Mapping[str, str] | None = None, comments: tuple[Comment, ...] = ()) -> Line:
    """One line as it is read out; `said` are the commissioner's own outcomes in words."""
    told: tuple[str, ...]
    if row.doing == "change":
        told = wording.sentences(row.measure, row.before, row.terms, said)
    else:
        told = ("It is added.",) if row.doing == "add" else ("It is taken out.",)
    label, words, is_input = _about((row.measure, row.by), row.terms or row.before)
    before = tuple(wording.facts(row.measure, row.before, said)) if row.before else ()
    after = tuple(wording.facts(row.measure, row.terms, said)) if row.terms else ()
    return Line(
        row.measure, row.by, label, words, row.doing, before, after, told, row.reason, is_input, comments, row.outcome
    )  # fmt: skip


def _stays(key: Key, terms: Terms, said: Mapping[str, str], comments: tuple[Comment, ...] = ()) -> Line:
    label, words, is_input = _about(key, terms)
    facts = tuple(wording.facts(key[0], terms, said))
    return Line(key[0], key[1], label, words, "", facts, facts, (), "", is_input, comments)


def _about(key: Key, terms: Terms) -> tuple[str, str, bool]:
    """Its label, its words, and whether it is an input, at the version that is meant."""
    version = terms.get("measure_version")
    definition = registry.get("measure", key[0], version)
    return wording.label(*key, version), definition.words, inputs.is_input(definition)


def _comment(row: ProposalComment, contract: Contract) -> Comment:
    return Comment(str(row.uid), row.side, _name(contract, row.side), row.words, row.made_at, (row.measure, row.by))


def _differs(row: MeasureProposal, lines: Sequence[ProposalLine], said: Mapping[str, str]) -> tuple[str, ...]:
    """Against the proposal in whose place it was put, in sentences."""
    earlier = MeasureProposal.objects.filter(contract_id=row.contract_id, number=row.number - 1, state__in=_REPLACED)
    one = earlier.first()
    if one is None or one.decision_words != replaced_words(row.number):
        return ()
    was = {(each.measure, each.by): each for each in ProposalLine.objects.filter(proposal=one)}
    now = {(each.measure, each.by): each for each in lines}
    told = [
        f"“{wording.label(*key)}” is no longer proposed to be {_DONE[was[key].doing]}." for key in was if key not in now
    ]
    for key, each in now.items():
        name, before = f"“{wording.label(*key)}”", was.get(key)
        if before is None or before.doing != each.doing:
            told.append(f"{name} is now proposed to be {_DONE[each.doing]}.")
        else:
            told += [f"{name}: {words}" for words in wording.sentences(key[0], before.terms, each.terms, said)]
            told += [f"{name}: another outcome of a value bank."] if before.outcome != each.outcome else []
    if one.from_date != row.from_date:
        told.append(f"It would hold from {row.from_date:%-d %B %Y}, not from {one.from_date:%-d %B %Y}.")
    return tuple(told)


_REPLACED = ("withdrawn", "declined")
_DONE = {"add": "added", "change": "changed", "drop": "taken out"}


def replaced_words(number: int) -> str:
    """What stands on a proposal in whose place another was put."""
    return f"Proposal {number} stands in its place."
