"""What is wrong with what is said of a goal, a support plan or an outcome set aside. Dates are passed in but for today's;
nothing is read, nothing written."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cairn.cases import checks
from cairn.kernel import clock
from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem, too_long

ENDS = ("reached", "part_reached", "changed", "let_go")
MOST_WORDS = 2_000
MOST_MATTERS = 8_000
REVIEW_MONTHS = 3


def goal_problems(words: str, first_step: str, row: int | None = None) -> list[Problem]:
    """A goal has words."""
    problems = []
    if not words.strip():
        fix = "Write what the person wants, in their own words."
        problems.append(Problem("goal.empty", "The goal has no words.", fix, field="words", row=row))
    return [*problems, *too_long(words, MOST_WORDS, "words", row), *too_long(first_step, MOST_WORDS, "first_step", row)]


def started(episode: Any, start: date, review: date | None, row: int | None = None) -> list[Problem]:
    """A goal is set while its episode is open, and looked at again later."""
    problems = checks.not_future(start, clock.today(), "start_date", "it was set", row)
    if episode is not None:
        problems += checks.within_episode(episode, start, "start_date", row)
    return problems + reviewed_after(start, review, row)


def reviewed_after(start: date, review: date | None, row: int | None = None) -> list[Problem]:
    if review is None:
        return []
    problems = slip(review, "review_date", row)
    if review <= start:
        message, fix = "The review is not after the start.", "Choose a later date."
        problems.append(Problem("review.order", message, fix, field="review_date", row=row))
    return problems


def plan_problems(
    episode: Any, day: date, review: date, agreed: str, matters: str, helps: str, row: int | None = None
) -> list[Problem]:
    """A plan is written down while its episode is open, is looked at again later, and says something."""
    problems = checks.not_future(day, clock.today(), "plan_date", "of the plan", row)
    if episode is not None:
        problems += checks.within_episode(episode, day, "plan_date", row)
    problems += reviewed_after(day, review, row) + checks.code("plan_agreed", agreed, "agreed", row)
    return [
        *problems,
        *too_long(matters, MOST_MATTERS, "matters", row),
        *too_long(helps, MOST_MATTERS, "helps", row),
    ]


def aside_problems(episode: Any, day: date, decided_by: str, reason: str, row: int | None = None) -> list[Problem]:
    """An outcome is set aside on a day on which the episode was open, by somebody."""
    problems = checks.not_future(day, clock.today(), "start_date", "it was set aside", row)
    if episode is not None:
        problems += checks.within_episode(episode, day, "start_date", row)
    return [
        *problems,
        *checks.code("judged_by", decided_by, "decided_by", row),
        *too_long(reason, MOST_WORDS, "reason", row),
    ]


def overlapping(there: Iterable[Any], day: date, row: int | None = None) -> list[Problem]:
    """An outcome is set aside once at a time: again while it stands is a warning, a day inside an earlier time an error."""
    problems = []
    for other in there:
        if other.end_date is None and day >= other.start_date:
            message, fix = "This outcome is set aside already.", "There is nothing to do."
            problems.append(Problem("outcome.aside", message, fix, "warning", field="start_date", row=row))
        elif other.end_date is None or day < other.end_date or day == other.start_date:
            message, fix = "It was set aside at that time already.", "Choose a later date."
            problems.append(Problem("outcome.aside_then", message, fix, field="start_date", row=row))
    return problems
