"""What follows from dates and states in a case. Pure: dates are passed in, nothing is read, nothing written."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem

REFERRAL_STATES = ("accepted", "unsuccessful", "withdrawn", "pending")
CONFIRMED = ("reached", "kept")
CAN_MEET = ("yes", "no", "not_known")
QUIET_DAYS = 28
REVIEW_MONTHS = 3

# --- readings ---


@dataclass(frozen=True, slots=True)
class Reading:
    """One scored reading of one scale in one episode. `value` is the scale's headline score."""

    uid: str
    date: dt.date
    value: float


@dataclass(frozen=True, slots=True)
class Pair:
    """The baseline and one later reading. The pair belongs to the period of `second.date`."""

    first: Reading
    second: Reading


def baseline(start_date: dt.date, baseline_days: int, readings: Iterable[Reading]) -> Reading | None:
    """The first reading dated within `baseline_days` of the episode's start, before or after, both bounds inclusive."""
    within = (reading for reading in readings if abs((reading.date - start_date).days) <= baseline_days)
    return min(within, key=lambda reading: reading.date, default=None)


def pairs(start_date: dt.date, baseline_days: int, readings: Sequence[Reading]) -> list[Pair]:
    """Pair every later reading of an episode with its baseline, in order of date.

    Readings before the baseline pair with nothing; without a baseline there are no pairs. A new episode starts anew.
    """
    first = baseline(start_date, baseline_days, readings)
    if first is None:
        return []
    later = (reading for reading in readings if reading.date > first.date)
    return [Pair(first, reading) for reading in sorted(later, key=lambda reading: reading.date)]


@dataclass(frozen=True, slots=True)
class Due:
    """A reading that is owed, since when, and of which scale."""

    what: Literal["first", "review"]
    since: dt.date
    scale: str = ""


def reading_due(
    today: dt.date, start_date: dt.date, reading_dates: Collection[dt.date], *, is_one_off: bool, explained: bool,
    months: int = REVIEW_MONTHS, scale: str = "",
) -> Due | None:  # fmt: skip
    """The first reading is due from the start, unless its absence is explained; a review, `months` after the latest
    reading, unless the service is one-off or expects none (0)."""
    if not reading_dates:
        return None if explained or today < start_date else Due("first", start_date, scale)
    since = add_months(max(reading_dates), months)
    return None if is_one_off or not months or today < since else Due("review", since, scale)


def readings_due(
    today: dt.date, start_date: dt.date, asked: Sequence[tuple[str, int]], latest: Mapping[str, dt.date], *,
    is_one_off: bool, explained: bool,
) -> tuple[Due, ...]:  # fmt: skip
    """What is owed of all the scales that are `asked`, each with its months between reviews: first readings before
    reviews, in their order, then the longest due. `latest` is the day of each scale's latest reading. `is_one_off` says
    that no repeat is expected, which is so of short stays too: a start and an end suffice."""
    found = [
        reading_due(today, start_date, [latest[scale]] if scale in latest else [], is_one_off=is_one_off,
                    explained=explained, months=months, scale=scale)
        for scale, months in asked
    ]  # fmt: skip
    return tuple(sorted((one for one in found if one), key=lambda one: (one.what, one.since)))


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    next_first = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return dt.date(year, month + 1, min(day.day, (next_first - dt.timedelta(days=1)).day))


# --- needs ---


@dataclass(frozen=True, slots=True)
class NeedState:
    """What a need's judgements add up to."""

    state: str
    part_met_date: dt.date | None
    met_date: dt.date | None


def need_state(judgements: Sequence[tuple[dt.date, str]]) -> NeedState:
    """Add up (date, state), given in the order they were recorded; of two on one date, the later recorded stands last.

    `state` is the latest. `part_met_date` is the first date judged part met or met, and stays when a need falls back:
    what was reported of a past quarter does not change. `met_date` is there only while the need is met: the date on
    which the present unbroken run of met began, so that confirming it again moves nothing.
    """
    ordered = sorted(judgements, key=lambda judgement: judgement[0])
    part_met = next((date for date, state in ordered if state in ("part_met", "met")), None)
    met: dt.date | None = None
    for date, state in ordered:
        met = (met or date) if state == "met" else None
    return NeedState(ordered[-1][1], part_met, met)


# --- the whole person asked about ---

#: What is found within so many days of the first question belongs to how things stood at the start.
START_DAYS = 42
ASKED = ("present", "not_present")


def area_answer(answers: Iterable[str]) -> str:
    """What is known of an area of life from what was said of its needs (codes of `need_answer`): something is there,
    nothing is, all that was asked was refused, or nothing was asked."""
    said = set(answers)
    return next((code for code in ("present", "not_present", "refused") if code in said), "not_asked")


def last_words(said: Iterable[tuple[dt.date, str, str]]) -> dict[str, tuple[dt.date, str]]:
    """The latest (date, answer) by need, from (date, need, answer) in the order recorded; not asked says nothing."""
    found: dict[str, tuple[dt.date, str]] = {}
    for date, need, answer in said:
        if answer != "not_asked" and (need not in found or date >= found[need][0]):
            found[need] = (date, answer)
    return found


def first_answers(
    said: Iterable[tuple[dt.date, Mapping[str, str]]], asked: Iterable[str]
) -> dict[str, tuple[dt.date, str]]:
    """How each need was first answered, from (date, answers by need) in order of date: present or not on the first day
    that said so; else refused on the first day it was; else, of those in `asked`, not asked as of the first day."""
    days = list(said)
    found = dict.fromkeys(asked, (days[0][0], "not_asked")) if days else {}
    for date, answers in days:
        for need, answer in answers.items():
            before = found.get(need, (date, "not_asked"))[1]
            if (answer in ASKED and before not in ASKED) or (answer == "refused" and before == "not_asked"):
                found[need] = (date, answer)
    return found


def in_doubt(state: str, judged: dt.date, word: tuple[dt.date, str] | None) -> str:
    """Whether a later check contradicts how a need stands: `gone`, said not to be there while it is not met; `back`,
    said to be there while it is met; else "". A check proposes; only a judgement changes a need."""
    if word is None or word[0] <= judged:
        return ""
    if word[1] == "not_present" and state != "met":
        return "gone"
    return "back" if word[1] == "present" and state == "met" else ""


# --- steps ---


def step_states(said: Sequence[tuple[dt.date, str]]) -> list[str]:
    """What each record of one rung in one episode counts as, in the order given: the first confirmation is `reached`,
    every later one `kept` (also after a loss), a loss `lost`. So a rung is reached once, however often it is confirmed."""
    confirmed = [date for date, state in said if state in CONFIRMED]
    first = min(confirmed, default=None)
    return ["lost" if state == "lost" else "reached" if date == first else "kept" for date, state in said]


def first_reached(said: Iterable[tuple[dt.date, str]]) -> dt.date | None:
    """When a rung was first reached in an episode, whatever was undone or changed since."""
    return min((date for date, state in said if state in CONFIRMED), default=None)


def can_be_lost(date: dt.date, said: Iterable[tuple[dt.date, str]]) -> bool:
    """Only a rung that was reached before can be lost."""
    first = first_reached(said)
    return first is not None and first < date


# --- funding, episodes ---


def is_open_on(day: dt.date, start_date: dt.date, end_date: dt.date | None) -> bool:
    return start_date <= day and (end_date is None or day <= end_date)


def overlap(start: dt.date, end: dt.date | None, other_start: dt.date, other_end: dt.date | None) -> bool:
    """Whether two stretches share a day, other than one beginning on the day on which the other ends."""
    return (end is None or other_start < end) and (other_end is None or start < other_end)


# --- appointments ---

MOST_AHEAD = 2 * 366
_ATTENDED = {"attended": "kept", "did_not_attend": "missed", "no_answer": "no_answer"}


def appointment_state(attendance: str) -> str:
    """What an attendance makes of the appointment that it was planned as."""
    return _ATTENDED.get(attendance, "cancelled")


def planned_problems(day: dt.date, today: dt.date, field: str, row: int | None = None) -> list[Problem]:
    """A contact is planned for today or later, and for no day that can only be a slip."""
    if day < today:
        fix = "Choose today or a later day; what was done already is recorded, not planned."
        return [Problem("appointment.past", "That day is over.", fix, field=field, row=row)]
    if (day - today).days > MOST_AHEAD:
        return [
            Problem("appointment.far", "That is more than two years away.", "Check the year.", field=field, row=row)
        ]
    return []


# --- problems ---


def dates_in_order(
    dates: Sequence[tuple[str, str, dt.date | None]], today: dt.date, row: int | None = None
) -> list[Problem]:
    """Dates as (field, words, date) in the order in which they must come; blanks are passed over; none in the future."""
    problems = []
    latest, latest_words = dt.date.min, ""
    for field, words, date in dates:
        if date is None:
            continue
        problems += slip(date, field, row)
        if date > today:
            problems.append(in_future(field, words, row))
        if date < latest:
            message = f"The date {words} is before the date {latest_words}."
            problems.append(Problem("date.order", message, "Check both dates.", field=field, row=row))
        else:
            latest, latest_words = date, words
    return problems


def in_future(field: str, words: str, row: int | None = None) -> Problem:
    return Problem(
        "date.future",
        f"The date {words} is in the future.",
        "Write today's date or an earlier one.",
        field=field,
        row=row,
    )


def unknown(what: str, field: str, row: int | None = None) -> Problem:
    """Something named by a uid that is not this organisation's, or is not at all: they look the same from here."""
    return Problem(
        f"{field}.unknown", f"That {what} is not known here.", "Choose one from the list.", field=field, row=row
    )


def not_a_code(value: str, codes: Collection[str], field: str, row: int | None = None) -> list[Problem]:
    """A value that its list does not have. The list is named in the fix, the value never."""
    if value in codes:
        return []
    fix = f"Choose one of: {', '.join(codes)}."
    return [Problem(f"{field}.code", "That answer is not on the list.", fix, field=field, row=row)]


def repeated(keys: Sequence[object]) -> set[int]:
    """Places in a list that repeat an earlier entry; None repeats nothing."""
    seen: set[object] = set()
    again = set()
    for place, key in enumerate(keys):
        if key is not None and key in seen:
            again.add(place)
        seen.add(key)
    return again


def heads_problems(mode: str, named: int, heads: int | None, heads_new: int | None, row: int | None) -> list[Problem]:
    """An individual contact names one person, a group any number; where heads are counted, nobody is named."""
    found = _counted(named, heads, heads_new) if mode == "head_count" else _named(mode, named, heads, heads_new)
    return [Problem(rule, words, fix, field=field, row=row) for rule, wrong, words, fix, field in found if wrong]


_Check = tuple[str, bool, str, str, str]
MOST_HEADS = 100_000
_HEADS = f"Write a number from 0 to {MOST_HEADS:,}."


def _named(mode: str, named: int, heads: int | None, heads_new: int | None) -> list[_Check]:
    wrong = named != 1 if mode == "individual" else named == 0
    words = "This is a contact with one person." if mode == "individual" else "Nobody is on the register."
    any_heads = heads is not None or heads_new is not None
    return [
        ("activity.people", wrong, words, "Choose who came.", "attendances"),
        ("heads.none", any_heads, "Heads are counted only where nobody is named.", "Leave the count out.", "heads"),
    ]


def _counted(named: int, heads: int | None, heads_new: int | None) -> list[_Check]:
    new = heads_new or 0
    more = heads is not None and new > heads
    return [
        (
            "activity.people",
            named > 0,
            "This activity counts heads and names nobody.",
            "Leave names out.",
            "attendances",
        ),
        ("heads.some", heads is None, "The head count is missing.", "Write how many came.", "heads"),
        ("heads.size", not 0 <= (heads or 0) <= MOST_HEADS, "No room holds so many.", _HEADS, "heads"),
        ("heads_new.size", not 0 <= new <= MOST_HEADS, "No room holds so many.", _HEADS, "heads_new"),
        ("heads_new.more", more, "More came for the first time than came.", "Check both numbers.", "heads_new"),
    ]
