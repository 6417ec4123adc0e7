"""Every return of a round over all organisations, built in one go: for whoever runs the program.

The figures are those that each return's page shows: computed from the work where it is still its provider's to send, and as
they were sent where it is not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cairn.access import scope
from cairn.access.queries import system
from cairn.contracts import many
from cairn.contracts.views import MeasureView, Source
from cairn.insight import together
from cairn.insight.results import MeasureResult
from cairn.insight.together import Figures, Holder, Wanted
from cairn.kernel.periods import Period
from cairn.returns import derive
from cairn.returns.derive import Asked, Overrides
from cairn.returns.models import Figure, Return, Submission
from cairn.returns.views import FigureView

Basis = Literal["now", "sent", "accepted"]
Say = Callable[[str], None]
EVERY = "the operator builds every return of a round"
#: States in which a return is its provider's, so that its page shows what the work says now.
DRAFTS = ("open", "rejected")


@dataclass(frozen=True, slots=True)
class Built:
    """One return. `basis` says what its figures are: as now, as sent, as accepted."""

    uid: str
    contract_uid: str
    contract_reference: str
    provider_name: str
    commissioner_name: str
    period: Period
    kind: str
    state: str
    basis: Basis
    figures: tuple[FigureView, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class _Read:
    """What of the database the returns of a round rest on, read at once."""

    returns: Sequence[Return]
    agreed: Mapping[int, tuple[MeasureView, ...]]
    sources: Mapping[int, tuple[Source, ...]]
    overrides: Mapping[int, Overrides]


def periods_asked(kind: str) -> tuple[Period, ...]:
    """The periods of the rounds of a kind that there are, the newest first."""
    with scope.every(EVERY):
        rows = Return.objects.filter(round__kind=kind).values_list(
            "round__observed_from_date", "round__observed_to_date"
        )
        return tuple(Period(*row) for row in sorted(set(rows), reverse=True))


def build(
    period: Period, kind: str = "quarterly", say: Say = lambda line: None, *, as_now: bool = False
) -> tuple[Built, ...]:
    """Every return of the rounds that lie in a period, by the contract's reference. `as_now`: what was sent is computed too."""
    with scope.every(EVERY):
        every = _asked(period, kind)
        computed = [row for row in every if as_now or row.state in DRAFTS]
        found = _frozen([row for row in every if row not in computed])
        reads = [_read(rows, kind) for rows in _by_period(computed)]
    for read in reads:
        figures = _compute(read, _period(read.returns[0]), say)
        found |= {row.pk: _built(row, "now", mine, "") for row, mine in zip(read.returns, figures, strict=True)}
    return tuple(found[row.pk] for row in every)


def _period(row: Return) -> Period:
    return Period(row.round.observed_from_date, row.round.observed_to_date)


def _by_period(rows: Sequence[Return]) -> list[list[Return]]:
    """A contract that begins or ends in a round is asked about its own days of it."""
    found: dict[Period, list[Return]] = {}
    for row in rows:
        found.setdefault(_period(row), []).append(row)
    return list(found.values())


def sent(period: Period, kind: str = "quarterly") -> tuple[Built, ...]:
    """Those that were sent and are locked, as they were sent."""
    with scope.every(EVERY):
        return tuple(_frozen([row for row in _asked(period, kind) if row.state not in DRAFTS]).values())


def _asked(period: Period, kind: str) -> list[Return]:
    rows = Return.objects.filter(
        round__observed_from_date__gte=period.start, round__observed_to_date__lte=period.end, round__kind=kind
    )
    rows = rows.select_related("round__contract__provider", "round__contract__commissioner")
    return list(rows.order_by("round__contract__reference", "pk"))


def _frozen(rows: Sequence[Return]) -> dict[int, Built]:
    """As they were sent last, by the return's inner id."""
    last = _sent(rows)
    agreed = many.measures(row.round.contract for row in rows)
    return {row.pk: _as_sent(row, last[row.pk], agreed.get(row.round.contract_id, ())) for row in rows}


def _sent(rows: Sequence[Return]) -> dict[int, Submission]:
    """The last submission of each."""
    found = Submission.objects.filter(answer__in=[row.pk for row in rows]).order_by("answer_id", "number")
    return {one.answer_id: one for one in found}


def _read(rows: Sequence[Return], kind: str) -> _Read:
    contracts = [row.round.contract for row in rows]
    agreed = {
        contract: tuple(view for view in views if view.frequency == kind)
        for contract, views in many.measures(contracts, on=rows[0].round.observed_from_date).items()
    }
    overrides: dict[int, dict[tuple[str, str], Figure]] = {}
    for one in Figure.objects.filter(answer__in=[row.pk for row in rows]):
        overrides.setdefault(one.answer_id, {})[one.measure, one.code] = one
    return _Read(rows, agreed, many.sources(contracts), overrides)


def _compute(read: _Read, period: Period, say: Say) -> list[tuple[FigureView, ...]]:
    holders = _holders(read)
    say(f"{len(read.returns)} returns of {len(holders)} organisations…")
    together.refresh(holders, lambda done, of: say(f"  {done} of {of} organisations read") if done % 50 == 0 else None)
    found = together.compute(holders, _wanted(read), period)
    say("  figures counted")
    return [_figures(read, row, period, found) for row in read.returns]


def _holders(read: _Read) -> list[Holder]:
    """Whose rows count, and for which contracts."""
    uids: dict[tuple[int, str], set[str]] = {}
    for row in read.returns:
        contract = row.round.contract
        for source in read.sources[contract.pk]:
            uids.setdefault((source.organisation_id, source.organisation_uid), set()).add(str(contract.uid))
    return [Holder(id_, uid, frozenset(contracts)) for (id_, uid), contracts in sorted(uids.items())]


def _wanted(read: _Read) -> list[Wanted]:
    """Every measure whole, and by each dimension that any contract asks for."""
    views = [view for views in read.agreed.values() for view in views]
    return list(dict.fromkeys(each for view in views for each in ((view.definition, ""), (view.definition, view.by))))


def _figures(read: _Read, row: Return, period: Period, found: Figures) -> tuple[FigureView, ...]:
    contract = row.round.contract

    def ask(asked: Asked, view: MeasureView, by: str) -> MeasureResult:
        return found.of(str(asked.contract.uid), str(asked.contract.provider.uid), view.definition, by)

    asked = Asked(system(contract.provider), contract, period, read.sources[contract.pk])
    return derive.compute(asked, read.agreed.get(contract.pk, ()), read.overrides.get(row.pk, {}), ask)


def _as_sent(row: Return, sent: Submission, agreed: Sequence[MeasureView]) -> Built:
    basis: Basis = "accepted" if row.state == "accepted" else "sent"
    return _built(row, basis, derive.thawed(sent.figures, agreed), sent.sha256)


def _built(row: Return, basis: Basis, figures: tuple[FigureView, ...], sha256: str) -> Built:
    contract = row.round.contract
    return Built(
        uid=str(row.uid), contract_uid=str(contract.uid), contract_reference=contract.reference,
        provider_name=contract.provider.name, commissioner_name=contract.commissioner.name,
        period=_period(row), kind=row.round.kind, state=row.state,
        basis=basis, figures=figures, sha256=sha256,
    )  # fmt: skip
