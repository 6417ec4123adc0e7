"""Where the series of a contract breaks, because what its whole area reports was changed: from which day on a measure is measured
differently, is new, or is told no more. Enter a scope first."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from django.db.models import QuerySet

from cairn.contracts import rules_templates, wording
from cairn.contracts.models import ProposalLine
from cairn.kernel.periods import Period

Doing = Literal["add", "change", "drop"]


DONE = {"add": "new", "change": "measured differently", "drop": "taken out"}


@dataclass(frozen=True, slots=True)
class Break:
    """One measure of one contract from a day on. `by` is the dimension it is broken down by, "" for it and all its parts."""

    measure: str
    by: str
    doing: Doing
    from_date: date
    label: str
    reason: str

    @property
    def since(self) -> str:
        """`April 2027`: from then on it is so."""
        return f"{self.from_date:%B %Y}"

    @property
    def said(self) -> str:
        """`measured differently from April 2027 on`, `new from …`, `taken out from …`."""
        return f"{DONE[self.doing]} from {self.since} on"

    def is_about(self, measure: str, code: str) -> bool:
        """Whether a figure is of it; `code` is what the figure is broken down to, as `ward=E05…`, or ""."""
        return measure == self.measure and self.by in ("", code.partition("=")[0])


def of_contract(contract_id: int) -> tuple[Break, ...]:
    """By the inner id of the contract, the oldest first. One query."""
    return next(iter(_found(ProposalLine.objects.filter(proposal__contract=contract_id)).values()), ())


def of_uid(contract_uid: str) -> tuple[Break, ...]:
    """By the contract's uid, the oldest first. One query."""
    return next(iter(_found(ProposalLine.objects.filter(proposal__contract__uid=contract_uid)).values()), ())


def of_everybody() -> Mapping[str, tuple[Break, ...]]:
    """Of every contract in scope that has any, by its uid. One query."""
    return _found(ProposalLine.objects.all())


def of_commissioner(organisation_id: int) -> Mapping[str, tuple[Break, ...]]:
    """Of every contract of a commissioner that has any, by the contract's uid. One query."""
    return _found(ProposalLine.objects.filter(commissioner_id=organisation_id))


def _found(rows: "QuerySet[ProposalLine]") -> Mapping[str, tuple[Break, ...]]:
    found: dict[str, list[Break]] = defaultdict(list)
    lines = rows.filter(proposal__state="consulted").select_related("proposal__contract")
    for line in lines.order_by("proposal__from_date", "proposal__number", "position"):
        if line.doing != "change" or rules_templates.breaks(line.before, line.terms):
            found[str(line.proposal.contract.uid)].append(_one(line))
    return {contract: tuple(mine) for contract, mine in found.items()}


def _one(line: ProposalLine) -> Break:
    label = wording.label(line.measure, line.by, (line.terms or line.before).get("measure_version"))
    return Break(line.measure, line.by, cast(Doing, line.doing), line.proposal.from_date, label, line.reason)


def crossed(found: Sequence[Break], measure: str, code: str, one: date, other: date) -> Break | None:
    """The last break of a figure's measure between two periods, that begin on these days: they are not the same thing, or it is
    new since the first of them."""
    first, last = sorted((one, other))
    mine = [each for each in found if each.is_about(measure, code) and first < each.from_date <= last]
    return next((each for each in reversed(mine) if each.doing != "drop"), None)


def since(found: Sequence[Break], measure: str, code: str, day: date) -> date | None:
    """From which day on a figure of a period that begins on `day` is measured as it is, where it was otherwise before."""
    mine = [each for each in found if each.is_about(measure, code) and each.doing == "change" and each.from_date <= day]
    return mine[-1].from_date if mine else None


def told(organisation_id: int, measure: str, period: Period) -> str:
    """Of a figure over all contracts of a commissioner in a period: what in it is not one thing, in sentences; "" where it is."""
    days: dict[str, date] = {}
    for contract, found in of_commissioner(organisation_id).items():
        if day := since(found, measure, "", period.end):
            days[contract] = day
    sentences = []
    for day, many in sorted(Counter(days.values()).items()):
        where = "1 contract" if many == 1 else f"{many} contracts"
        sentences.append(f"In {where} it is {said(day)}: that is not the same thing as before, nor as elsewhere.")
    return " ".join(sentences)


def said(day: date) -> str:
    """`measured differently from April 2027 on`."""
    return f"measured differently from {day:%B %Y} on"
