"""Whether all that was accepted still holds, over all organisations: for whoever runs the program.

Every submission verifies by its hash; of each accepted return one submission stands; what a commissioner's totals say is the
sum of what was accepted, counted here by another way; and a return that was sent reads for both sides as it was sent.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from cairn.access import scope
from cairn.access.models import Organisation
from cairn.access.queries import system
from cairn.kernel.problems import Problem
from cairn.returns import building, totals
from cairn.returns.inbox import Filter
from cairn.returns.models import Return, Submission
from cairn.returns.totals import Same
from cairn.returns.verification import verify

Say = Callable[[str], None]
WHY = "the operator checks every return that was sent"
_MEND = "Report this: it is a fault of ours, or somebody wrote past the program."


@dataclass(frozen=True, slots=True)
class Reckoned:
    """How much was looked at, and what does not hold."""

    submissions: int
    rounds: int
    totals: int
    problems: tuple[Problem, ...]


def reckon(say: Say = lambda line: None) -> Reckoned:
    """Look at every submission and every total of every commissioner."""
    with scope.every(WHY):
        sent = list(Submission.objects.select_related("answer__round__contract").order_by("pk"))
        problems = [problem for one in sent for problem in verify(one)]
        say(f"{len(sent)} submissions verified")
        problems += _standing(sent)
    rounds = sorted({_round(one) for one in sent if one.is_accepted})
    added = 0
    for commissioner_id, period, kind in rounds:
        found, wrong = _totals(commissioner_id, f"{period},{kind}", sent)
        added, problems = added + found, problems + wrong
    for _, period, kind in rounds:
        say(f"  {period} {kind}: totals are the sums of what was accepted")
    problems += _read_alike(sent)
    return Reckoned(len(sent), len(rounds), added, tuple(problems))


def _round(one: Submission) -> tuple[int, str, str]:
    of = one.answer.round
    return one.commissioner_id, f"{of.observed_from_date}..{of.observed_to_date}", of.kind


def _standing(sent: Sequence[Submission]) -> Iterator[Problem]:
    """Of an accepted return one submission stands, the last; of any other at most one, from before it was opened again."""
    of: dict[int, list[Submission]] = defaultdict(list)
    for one in sent:
        of[one.answer_id].append(one)
    for answer in Return.objects.filter(pk__in=of).select_related("round__contract"):
        stand = [one for one in of[answer.pk] if one.is_accepted]
        is_right = stand == of[answer.pk][-1:] if answer.state == "accepted" else len(stand) <= 1
        if not is_right:
            words = f"{answer.round.contract.reference}, {answer.round.name}: not one submission stands as accepted."
            yield Problem("return.standing", words, _MEND)


def _totals(commissioner_id: int, key: str, sent: Sequence[Submission]) -> tuple[int, list[Problem]]:
    by = system(Organisation.objects.get(pk=commissioner_id))
    with scope.of(by):
        every = totals.every(by, Filter(round=key))
    said = _whole(every)
    mine = [one for one in sent if one.is_accepted and _round(one) == (commissioner_id, *key.split(","))]
    sums = _sums(mine)
    wrong = [
        Problem(
            "return.total", f"{key}, {same.measure} {same.code}: a total is not the sum of what was accepted.", _MEND
        )
        for same in {*said, *sums}
        if same not in said or said[same] not in (None, sums.get(same))
    ]
    return sum(one.value is not None for one in every), wrong


def _whole(every: Sequence[totals.Total]) -> dict[Same, Decimal | None]:
    """What the totals of one figure come to together: those that are measured differently by now stand apart from the others."""
    found: dict[Same, Decimal | None] = {}
    for one in every:
        same, before = replace(one.same, since=""), found.get(replace(one.same, since=""), Decimal(0))
        found[same] = None if one.value is None or before is None else before + Decimal(repr(one.value))
    return found


def _sums(accepted: Sequence[Submission]) -> dict[Same, Decimal]:
    found: dict[Same, Decimal] = defaultdict(Decimal)
    for one in accepted:
        for figure in one.figures:
            same = Same(figure["class"], figure["measure"], figure["version"], figure["code"])
            found[same] += Decimal(repr(figure["value"] or 0))
    return found


def _read_alike(sent: Sequence[Submission]) -> Iterator[Problem]:
    """What `building` gives of a return that is locked is what was sent last."""
    last = {str(one.answer.uid): one for one in sent}
    rounds = {
        (one.answer.round.observed_from_date, one.answer.round.observed_to_date, one.answer.round.kind) for one in sent
    }
    for start, end, kind in sorted(rounds):
        for built in building.sent(building.Period(start, end), kind):
            frozen: list[dict[str, Any]] = last[built.uid].figures
            if [(one["measure"], one["code"], one["value"]) for one in frozen] != [
                (one.measure, one.code, one.value) for one in built.figures
            ]:
                yield Problem("return.read", f"{built.contract_reference}: it reads otherwise than it was sent.", _MEND)
