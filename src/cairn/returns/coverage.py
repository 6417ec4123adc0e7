"""Whose accepted returns a commissioner's table of people does not hold: those that sent figures and no rows, and those whose
agreement does not name what is asked by. Enter a scope first."""

from collections.abc import Collection
from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.definitions.shapes.measure import Measure
from cairn.insight import agreements
from cairn.kernel.periods import Period
from cairn.returns import uses
from cairn.returns.models import Submission, SubmissionRow

FIGURES, FIELDS = "figures only", "not agreed"


@dataclass(frozen=True, slots=True)
class Absent:
    """An accepted return that is counted in the totals and not in the table. `why` is FIGURES, or FIELDS."""

    provider: str
    reference: str
    round_name: str
    why: str

    @property
    def name(self) -> str:
        return f"{self.provider} ({self.reference}, {self.round_name})"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of so many accepted returns that carry a measure, those that are in no table of people."""

    returns: int
    absent: tuple[Absent, ...]

    @property
    def sentence(self) -> str:
        """ "" where every one of them is in it."""
        if not self.absent:
            return ""
        held = self.returns - len(self.absent)
        said = [
            f"{', '.join(names)}, {words}"
            for why, words in _WORDS.items()
            if (names := [one.name for one in self.absent if one.why == why])
        ]
        noun = "return stand" if self.returns == 1 else "returns stand"
        return f"The rows of {held} of {self.returns} accepted {noun} in this table. Not in it: {'; '.join(said)}."


_WORDS = {FIGURES: "which sent figures and no rows", FIELDS: "whose agreement does not name these fields"}


def of(by: Actor, measure: Measure, period: Period, names: Collection[str]) -> Coverage:
    """For the commissioner: `names` are the fields that the table is asked by. A return that counted nobody is left out. Four
    queries."""
    by.require(Permission.SEE_SHARED_FIGURES)
    sent = Submission.objects.filter(uid__in=uses.carrying(by, measure.id, period))
    sent = sent.select_related("answer__round__contract", "provider").order_by(
        "provider__name", "answer__round__name", "pk"
    )
    listed = [one for one in sent.defer("adjustments", "narrative") if _counts(one, measure.id)]
    held = SubmissionRow.objects.filter(submission__in=[one.pk for one in listed], table=measure.table)
    with_rows = set(held.exclude(counted_in=[]).order_by().values_list("submission_id", flat=True).distinct())
    lets = {let.contract for let in agreements.in_force(by) if let.covers(names)}
    found = []
    for one in listed:
        contract, why = one.answer.round.contract, FIGURES
        if one.pk in with_rows:
            why = "" if str(contract.uid) in lets else FIELDS
        if why:
            found.append(Absent(one.provider.name, contract.reference, one.answer.round.name, why))
    return Coverage(len(listed), tuple(found))


def _counts(sent: Submission, measure: str) -> bool:
    """Whether a return says anything of a measure: more than nobody."""
    return any(one["measure"] == measure and not one["code"] and (one["value"] or one["n"]) for one in sent.figures)
