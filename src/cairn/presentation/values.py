"""Rows of a mart table as people read them: codes in words, dates as dates, no keys."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cairn.contracts.rules import PERSON
from cairn.contracts.views import Source
from cairn.definitions.mart import TABLES
from cairn.insight.labels import label_of
from cairn.presentation import dimensions
from cairn.returns import labels
from cairn.returns.individual import coarse
from cairn.returns.views import BehindRow
from cairn.web import formats

#: what a reader wants to see first, table by table: the date, then what happened
FIRST: dict[str, tuple[str, ...]] = {
    "referral": ("received_date", "state", "unsuccessful_reason", "referral_kind"),
    "episode": ("start_date", "end_date", "is_new"),
    "paid_support": ("start_date", "end_date", "is_repeat"),
    "need": ("need", "presented_date", "part_met_date", "met_date", "state", "can_meet", "signposted_date"),
    "need_asked": ("need", "asked_date", "answer"),
    "step": ("reached_date", "ladder", "rung", "is_added_later"),
    "outcome": ("outcome", "state", "from_date", "reached_date", "is_added_later"),
    "assessment": ("scale", "assessed_date", "stage", "rater", "score", "band", "missing"),
    "outcome_change": ("outcome", "scale", "first_date", "reading_date", "stage", "verdict", "pair_state", "areas"),
    "feedback": ("asked_date", "why", "answered_date", "accessible"),
    "assessment_pair": (
        "scale",
        "first_date",
        "first_score",
        "second_date",
        "second_score",
        "change",
        "verdict",
        "baseline_missing_reason",
    ),
    "attendance": ("activity_date", "activity_type", "state"),
    "headcount": ("activity_date", "activity_type", "heads"),
    "home_move": ("moved_date", "from_home", "to_home"),
    "move_on_block": ("move_on_cause", "start_date", "end_date", "days"),
    "carers_assessment": ("assessment_date", "carers_assessment_kind", "carers_assessment_state"),
    "signposting": ("made_date", "signposting_kind", "need", "signposting_result", "result_date"),
    "safeguarding": ("made_quarter", "service"),
    "group_supported": ("group", "start_date", "end_date"),
    "group_report": ("group", "from_date", "to_date", "told_date", "heads", "heads_new", "is_sample"),
    "group_sample": ("group", "to_date", "sample_of", "is_asked", "is_yes", "of", "heads"),
    "group_help": ("group", "to_date", "group_help"),
    "group_check": ("group", "checked_date", "check_item", "check_answer", "before_date", "came_about"),
    "group_application": (
        "group",
        "received_date",
        "asked_pounds",
        "decided_date",
        "application_decision",
        "application_refusal",
        "is_elsewhere",
        "given_pounds",
        "raised_pounds",
        "raised_date",
    ),
}
ONLY_IF_SO = {"is_added_later", "is_sample", "came_about", "is_elsewhere"}
NUMBERS = {"first_score", "second_score", "change", "heads", "days", "score", "missing", "areas", "accessible"}
NUMBERS |= {"heads_new", "of", "asked_pounds", "given_pounds", "raised_pounds"}
NAMES = {
    "received_date": "Received", "state": "State", "start_date": "Started", "end_date": "Ended", "is_new": "New to us",
    "is_repeat": "Seen under this contract before",
    "presented_date": "Presented", "part_met_date": "Part met", "met_date": "Met", "reached_date": "Reached",
    "first_date": "First reading", "first_score": "Score", "second_date": "Latest reading", "second_score": "Score",
    "change": "Change", "activity_date": "Date", "heads": "Heads", "rung": "Step", "ladder": "Ladder",
    "can_meet": "We can meet it", "signposted_date": "Signposted", "asked_date": "Asked", "answer": "Answer",
    "made_date": "Date", "result_date": "Heard",
    "activity_type": "Activity", "moved_date": "Moved", "from_home": "From", "to_home": "To",
    "assessment_date": "Date", "days": "Days", "made_quarter": "Quarter from",
    "assessed_date": "Date", "score": "Score", "missing": "Left blank", "scale": "Scale", "reading_date": "Reading",
    "areas": "Areas read", "answered_date": "Answered", "accessible": "Easy to get to",
    "group": "Group", "told_date": "Told", "to_date": "Until", "heads_new": "New", "is_sample": "A sample", "of": "How many",
    "sample_of": "About", "is_asked": "Counted or asked", "is_yes": "Said yes", "checked_date": "Looked at", "came_about": "New",
    "before_date": "Looked at before", "check_answer": "Stands", "decided_date": "Decided", "asked_pounds": "Asked for",
    "is_elsewhere": "Helped elsewhere", "given_pounds": "Given", "raised_pounds": "Raised elsewhere", "raised_date": "Raised on",
    "outcome": "Outcome", "from_date": "Since", "is_added_later": "Added later",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BehindLine:
    """One row behind a figure, ready to be drawn; `numeric` says which values stand to the right."""

    row: BehindRow
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BehindTable:
    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    lines: tuple[BehindLine, ...]


def behind(rows: Sequence[BehindRow], sources: Sequence[Source]) -> BehindTable:
    """Rows of one table under the columns that tell what happened; columns that are nowhere filled are left away.

    `sources` are the organisations whose ladders and steps may be named.
    """
    if not rows:
        return BehindTable((), (), ())
    table = rows[0].table
    columns = [name for name in FIRST.get(table, ()) if any(_is_told(name, row.values.get(name)) for row in rows)]
    made = {
        name: labels.names(name, {str(row.values[name]) for row in rows if row.values.get(name)}, sources)
        for name in columns
    }

    def words(name: str, value: Any) -> str:
        return made[name].get(str(value)) or plain(table, name, value)

    return BehindTable(
        tuple(NAMES.get(name, dimensions.label(name)) for name in columns),
        tuple(name in NUMBERS for name in columns),
        tuple(BehindLine(row, tuple(words(name, row.values.get(name)) for name in columns)) for row in rows),
    )


def _is_told(name: str, value: Any) -> bool:
    """Whether a value is worth a column: that something was added later is, that nothing was is not."""
    return value is True if name in ONLY_IF_SO else value not in (None, "")


def plain(table: str, name: str, value: Any) -> str:
    """One value in words; "" for none."""
    if table == PERSON and value and name not in ("row", "fact"):
        return coarse.words(name, str(value))
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return formats.number(round(value, 2))
    if TABLES.get(table, {}).get(name) == "date":
        return formats.short_date(value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10]))
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return label_of(name, str(value))
