"""What may be said of a concern and of an entry in its chronology. Nothing is read here but code lists."""

from datetime import date, time

from cairn.cases import checks
from cairn.kernel import clock
from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem, too_long

LONGEST = 20_000


def said_problems(kind: str, level: str, summary: str, plan: str, row: int | None) -> list[Problem]:
    found = checks.code("concern_kind", kind, "kind", row) + checks.code("concern_level", level, "level", row)
    if not summary.strip():
        fix = "Write what was seen or heard, in plain words."
        found.append(Problem("concern.empty", "The concern has no words.", fix, field="summary", row=row))
    return found + too_long(summary, LONGEST, "summary", row) + too_long(plan, LONGEST, "plan", row)


def text_problems(text: str, row: int | None) -> list[Problem]:
    found = too_long(text, LONGEST, "text", row)
    if not text.strip():
        found.append(
            Problem("entry.empty", "The entry is empty.", "Write what happened, or why.", field="text", row=row)
        )
    return found


def day_problems(day: date, field: str, words: str, row: int | None) -> list[Problem]:
    return slip(day, field, row) + checks.not_future(day, clock.today(), field, words, row)


def time_problems(day: date, at: time | None, row: int | None) -> list[Problem]:
    """Nothing is written down before it happens."""
    now = clock.now().astimezone(clock.LONDON)
    if at is None or day != now.date() or at <= now.time():
        return []
    fix = "Write the time at which it happened, or leave it out."
    return [Problem("time.future", "This time is still to come.", fix, field="entry_time", row=row)]
