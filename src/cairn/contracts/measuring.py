"""What a measure of one's own may count, and of what it may be made: records, kinds of count, and columns with their words.

A condition may name what tells of a fact: a code, a step, a type of activity, a service, yes or no, a number. It may not name
whose the fact is (`person`, any uid), when (the period says that), who pays, or where somebody lives: a place is what a figure
may be broken down by, in tables that are protected.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cairn.contracts.rules import SHAREABLE
from cairn.definitions.mart import ROUTE, TABLES, WHO

#: How something is counted, in the words of the builder.
KINDS: Mapping[str, str] = {
    "people": "How many different people",
    "rows": "How many times it happened",
    "share": "Which share of them",
    "average": "The average of a number",
    "change": "The average change between two readings",
    "heads": "How many heads were counted",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Records that can be counted. `rows` and `people` are its words in a sentence; `base` is what it always holds them to;
    `numbers` are the columns that can be averaged, each with why a row may have none."""

    id: str
    label: str
    table: str
    date: str
    rows: str
    people: str
    kinds: tuple[str, ...]
    base: tuple[tuple[str, Any], ...] = ()
    ends: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    distinct: str = ""
    needs_scale: bool = False

    @property
    def columns(self) -> dict[str, str]:
        """The columns that a condition may name, each with its kind."""
        fixed = {name for name, _ in self.base}
        return {name: kind for name, kind in TABLES[self.table].items() if name not in fixed and may_name(name, kind)}

    @property
    def groups(self) -> tuple[str, ...]:
        """What it may be broken down by, besides the quarter, the provider and the contract, which it always may."""
        fixed = {name for name, _ in self.base}
        found = TABLES[self.table].items()
        return tuple(name for name, kind in found if name not in fixed and name != "provider" and _groups(name, kind))


_CLOSED = frozenset({"need", "need_area", "ladder", "rung", "outcome", "scale", "activity_type", "flag", "number"})
_SPLITS = frozenset({"need", "need_area", "ladder", "rung", "outcome", "scale", "activity_type", "area"})
_NEVER = frozenset({"scale_version", "provider", "contracts", "commissioning_area", "total", "metric", "first_score"})


def may_name(name: str, kind: str) -> bool:
    """Whether a condition may name a column."""
    return name == "service" or (name not in _NEVER and (kind in _CLOSED or kind.startswith("codes:")))


def _groups(name: str, kind: str) -> bool:
    return name in ("service", "commissioning_area") or kind in _SPLITS or kind.startswith("codes:")


_REASONS = tuple((name, "It has not come to that yet") for name in TABLES["referral"] if name.startswith("days_"))
_USUAL = ("people", "rows", "share")
_ALL = (
    Subject("attended", "Activities that people came to", "attendance", "activity_date", "times that somebody came to an "
            "activity", "came to an activity", _USUAL, (("state", "attended"),)),
    Subject("heads", "Sessions where heads are counted, without names", "headcount", "activity_date",
            "sessions where heads were counted", "", ("heads", "rows")),
    Subject("needs_met", "Needs met", "need", "met_date", "needs met", "had a need met", _USUAL),
    Subject("needs_presented", "Needs that people came with", "need", "presented_date", "needs that people came with",
            "came with a need", _USUAL),
    Subject("steps", "Steps reached", "step", "reached_date", "steps reached for the first time", "reached a step for the "
            "first time", _USUAL, (("is_first", True),)),
    Subject("outcomes", "Outcomes reached", "outcome", "reached_date", "outcomes reached", "reached an outcome", _USUAL,
            (("state", "reached"),)),
    Subject("moves", "Moves from one kind of home to another", "home_move", "moved_date", "moves from one kind of home to "
            "another", "moved from one kind of home to another", ("people", "rows"), distinct="move"),
    Subject("readings", "Readings of a tool", "assessment", "assessed_date", "readings taken", "had a reading taken",
            ("average", *_USUAL), numbers=(("score", "The reading was not complete enough for a score"),)),
    Subject("changes", "Change from a first reading to a later one", "assessment_pair", "second_date", "later readings, each "
            "person’s latest", "", ("change", "share"), needs_scale=True,
            numbers=(("change", "The reading was not complete enough for a score"),)),
    Subject("referrals", "Referrals received", "referral", "received_date", "referrals received", "were referred",
            ("average", *_USUAL), (("direction", "in"),), numbers=_REASONS),
    Subject("supported", "Support that was open", "episode", "start_date", "supports open on at least one day",
            "had support on at least one day", _USUAL, ends="end_date"),
    Subject("begun", "Support that began", "episode", "start_date", "supports that began", "began support", _USUAL),
    Subject("ended", "Support that ended", "episode", "end_date", "supports that ended", "ended support", _USUAL),
    Subject("told", "Other services that people were told of", "signposting", "made_date", "times that somebody was told of "
            "another service", "were told of another service", _USUAL),
    Subject("asked", "Times of asking what the service was like", "feedback", "asked_date", "times that somebody was asked "
            "what the service was like", "were asked what the service was like", ("average", *_USUAL),
            numbers=(("accessible", "The question was not answered"),)),
    Subject("blocked", "Times of being ready to move on, but blocked", "move_on_block", "start_date", "times that somebody "
            "was ready to move on, but blocked", "were ready to move on, but blocked", ("average", *_USUAL),
            numbers=(("days", "It goes on still"),)),
    Subject("carers", "Carer’s assessments", "carers_assessment", "assessment_date", "carer’s assessments",
            "had a carer’s assessment", _USUAL),
)  # fmt: skip
SUBJECTS: Mapping[str, Subject] = {one.id: one for one in _ALL}

#: Columns as they are called in a sentence: a condition reads "whose … is …".
COLUMNS: Mapping[str, str] = {
    **{name: f"{label[0].lower()}{label[1:]}" for name, label in SHAREABLE.items()},
    "activity_type": "type of activity", "rung": "step", "ladder": "step ladder", "state": "what came of it",
    "can_meet": "whether we can meet it ourselves", "answer": "answer", "outcome": "outcome", "scale": "tool",
    "stage": "stage of the reading", "rater": "who rated", "verdict": "what became of it", "entered_by": "how it came in",
    "reliable": "reliable change", "crossed": "cut-off crossed", "urgency": "urgency",
    "closure_reason": "why support ended", "closure_planned": "whether the end was planned",
    "destination": "where they went on to", "signposting_kind": "how they were told",
    "signposting_result": "what came of it", "why": "why they were asked", "from_home": "kind of home before",
    "to_home": "kind of home after", "from_standing": "home before", "to_standing": "home after",
    "missing": "items left blank", "days": "days blocked",
    "heads": "heads counted", "score": "score", "total": "total of the answers", "metric": "metric score",
    "change": "change of the score", "first_score": "first score", "second_score": "later score",
    "accessible": "how easy it was to get to, from 1 to 5",
    "days_to_contact": "days from referral to the first contact",
    "days_to_assessment": "days from referral to the assessment",
    "days_to_decision": "days from referral to the decision",
    "days_to_start": "days from referral to the start of support",
    "days_to_activity": "days from referral to the first visit",
    "is_new": "new to us", "is_first": "the first of its kind", "is_latest": "the latest of its kind",
    "is_repeat": "supported before", "is_added_later": "added later for past attendance",
    "towards_set_aside": "towards an outcome that was set aside", "quarter": "quarter",
    "commissioning_area": "commissioning area",
}  # fmt: skip

#: Of these each person has one answer, so that parts of a count of people add up to the whole.
ONE_EACH = frozenset({"gender", "same_as_birth", "disability", "ethnicity", "ethnicity_group"})
ALWAYS = ("quarter", "provider", "contract")
#: What of a row is the person's or the support's: the same move or reading stands in two rows with two of them.
OF_THE_SUPPORT = frozenset({"service", "commissioning_area", "age_band", *ROUTE})
USUAL_GROUPS = frozenset({*WHO, "service", *ROUTE} - {"person"})


def title(column: str) -> str:
    """A column's name where it stands by itself: `Type of activity`."""
    words = COLUMNS.get(column, column.replace("_", " "))
    return f"{words[:1].upper()}{words[1:]}"
