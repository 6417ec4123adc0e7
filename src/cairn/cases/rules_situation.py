"""What may be said of a block to moving on, a level of support, a safeguarding referral and a carer's assessment. Pure."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cairn.definitions import registry
from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem, too_long

LONGEST = 2_000
YOUNG_KINDS = frozenset({"young_carer", "transition"})
GROWN = 18


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both inside; None: it goes on."""

    start: dt.date
    end: dt.date | None = None

    def meets(self, other: "Span") -> bool:
        """Whether there is a day in both."""
        return self.start <= (other.end or dt.date.max) and other.start <= (self.end or dt.date.max)

    def days(self, today: dt.date) -> int:
        """How many days it has lasted, the first and the last among them."""
        return ((self.end or today) - self.start).days + 1


def block_problems(
    cause: str, span: Span, episode: Span, others: Iterable[Span], words: str, today: dt.date, row: int | None = None
) -> list[Problem]:
    """A block lies within its episode, ends no earlier than it starts, and no two of one episode share a day."""
    found = not_listed("move_on_cause", cause, "cause", row)
    found += day_problems(span.start, "start_date", today, row) + _within(span.start, episode, "start_date", row)
    if span.end is not None:
        found += day_problems(span.end, "end_date", today, row) + _in_order(span.start, span.end, row)
        if span.end >= span.start:
            found += _within(span.end, episode, "end_date", row)
    if not found and any(span.meets(other) for other in others):
        fix = "Say when the earlier one ended, or change that one."
        message = "They were noted as blocked on some of these days already."
        found.append(Problem("block.overlaps", message, fix, field="start_date", row=row))
    return found + too_long(words, LONGEST, "words", row)


def _in_order(start: dt.date, end: dt.date, row: int | None) -> list[Problem]:
    if end >= start:
        return []
    fix = "Write the day on which it ended, or leave it blank while it goes on."
    return [Problem("date.order", "The end is before the start.", fix, field="end_date", row=row)]


def level_problems(
    is_of_service: bool, is_used: bool, day: dt.date, episode: Span, today: dt.date, row: int | None = None
) -> list[Problem]:
    """A level is of the service's own list, and from a day within the episode."""
    found = day_problems(day, "start_date", today, row) + _within(day, episode, "start_date", row)
    if not is_of_service:
        fix = "Choose one of the service's own list."
        found.append(Problem("level.unknown", "This service has no such level.", fix, field="level_uid", row=row))
    elif not is_used:
        fix = "Choose one that is still used, or take this one up again in the service's settings."
        found.append(Problem("level.retired", "This level is no longer used.", fix, field="level_uid", row=row))
    return found


def referral_problems(
    body: str, made: dt.date, birth_date: dt.date | None, words: str, today: dt.date, row: int | None = None
) -> list[Problem]:
    """Everything that is wrong with a safeguarding referral made."""
    found = not_listed("safeguarding_body", body, "body", row) + day_problems(made, "made_date", today, row)
    if birth_date is not None and made < birth_date:
        fix = "Use a later day, or put the date of birth right."
        found.append(Problem("date.birth", "This is before they were born.", fix, field="made_date", row=row))
    return found + too_long(words, LONGEST, "words", row)


def outcome_problems(outcome: str, day: dt.date | None, made: dt.date, today: dt.date) -> list[Problem]:
    """What came of a referral: with the day on which it was heard, or still waiting without one."""
    found = not_listed("safeguarding_outcome", outcome, "outcome", None)
    if outcome == "waiting":
        if day is not None:
            fix = "Clear the date, or say what came of it."
            found.append(Problem("outcome.waiting", "A day, but no outcome.", fix, field="outcome_date"))
        return found
    if day is None:
        fix = "Write the day on which you heard, or gave up waiting."
        return [*found, Problem("outcome.date", "The day is missing.", fix, field="outcome_date")]
    found += day_problems(day, "outcome_date", today, None)
    if day < made:
        fix = "Write the day on which the referral was made, or a later one."
        found.append(Problem("date.order", "This is before the referral was made.", fix, field="outcome_date"))
    return found


def carers_problems(
    kind: str, state: str, day: dt.date, review: dt.date | None, episode: Span, age: int | None, words: str,
    today: dt.date, row: int | None = None,
) -> list[Problem]:  # fmt: skip
    """Everything that is wrong with a carer's assessment; `age` is the carer's on that day, where it is known."""
    found = not_listed("carers_assessment_kind", kind, "kind", row)
    found += not_listed("carers_assessment_state", state, "state", row)
    found += day_problems(day, "assessment_date", today, row) + _within(day, episode, "assessment_date", row)
    if kind in YOUNG_KINDS and age is not None and age >= GROWN:
        fix = "Choose the assessment of an adult or parent carer, or put the date of birth right."
        found.append(Problem("carers.young", "A young carer is under 18.", fix, field="kind", row=row))
    if review is not None:
        found += slip(review, "review_date", row)
        if review < day:
            fix = "Write a later day, or leave it blank."
            message = "This is before the assessment."
            found.append(Problem("date.order", message, fix, field="review_date", row=row))
    return found + too_long(words, LONGEST, "words", row)


def not_listed(list_id: str, code: str, field: str, row: int | None) -> list[Problem]:
    if code in registry.get("codes", list_id).codes:
        return []
    return [Problem(f"{field}.code", "That answer is not on the list.", "Choose one from it.", field=field, row=row)]


def day_problems(day: dt.date, field: str, today: dt.date, row: int | None) -> list[Problem]:
    """A day that cannot be: of an odd year, or still to come."""
    if found := slip(day, field, row):
        return found
    if day <= today:
        return []
    fix = "Write today, or an earlier day."
    return [Problem("date.future", "This day is still to come.", fix, field=field, row=row)]


def _within(day: dt.date, episode: Span, field: str, row: int | None) -> list[Problem]:
    if Span(day, day).meets(episode):
        return []
    fix = "Check the day; or reopen the support, if it went on."
    return [Problem("episode.not_open", "Support was not open on this day.", fix, field=field, row=row)]


def spans_but(spans: Collection[tuple[int, Span]], pk: int | None) -> list[Span]:
    """The spans of the other rows."""
    return [span for key, span in spans if key != pk]
