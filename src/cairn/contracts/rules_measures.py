"""What makes the terms of an agreed measure, the topics of a contract and a commissioner's own outcomes sound. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.kernel.problems import Problem, too_long, too_short

LONGEST_REASON = 300
FIXED = frozenset({"primary_outcome", "service_reach"})
"""Classes that are the same for all providers: nothing else can be agreed as one of them."""


class TermsLike(Protocol):
    @property
    def measure_class(self) -> str: ...
    @property
    def frequency(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def level_reason(self) -> str: ...
    @property
    def area_outcome_uid(self) -> str: ...


def terms_problems(
    new: TermsLike, definition: Measure | None, outcomes: Collection[str], row: int | None = None
) -> list[Problem]:
    """`outcomes` are the uids of the commissioner's own outcomes that the measure may be tagged with. Where no class,
    frequency or level is given, it is the usual one."""
    problems = []
    if new.frequency and new.frequency not in registry.get("codes", "round_kind").codes:
        fix = "Choose every quarter, or once a year."
        problems.append(Problem("measure.frequency", "It cannot be asked so often.", fix, field="frequency", row=row))
    if new.level not in registry.get("codes", "measure_level").codes:
        fix = "Choose individual or aggregate."
        problems.append(Problem("measure.level", "That level is not known.", fix, field="level", row=row))
    if new.level == "aggregate" and not new.level_reason.strip():
        fix = "Say why no rows can leave, or agree it at individual level."
        words = "A total without rows needs its reason."
        problems.append(Problem("measure.level_reason", words, fix, field="level_reason", row=row))
    if definition and new.measure_class in FIXED and definition.measure_class != new.measure_class:
        fix = "Agree it as a standardised output, or as this provider’s own."
        words = "Only a measure that is the same for all providers can have this class."
        problems.append(Problem("measure.class_fixed", words, fix, field="measure_class", row=row))
    if new.area_outcome_uid and new.area_outcome_uid not in outcomes:
        fix = "Choose one from your list for this area, or none."
        words = "That outcome is not on your list for this area."
        problems.append(Problem("measure.outcome", words, fix, field="area_outcome_uid", row=row))
    if new.level == "aggregate":
        problems += too_short(new.level_reason, "level_reason", row)
    return problems + too_long(new.level_reason.strip(), LONGEST_REASON, "level_reason", row)


def topic_problems(topics: Mapping[str, str], carried: Collection[str]) -> list[Problem]:
    """`topics` are those that a contract works on, each with why it carries no output of it; `carried` those of which it
    carries one."""
    known, problems = registry.get("codes", "output_topic"), []
    for topic, why in topics.items():
        if topic not in known.codes:
            fix = f"Choose from: {', '.join(known.codes)}."
            problems.append(Problem("topic.unknown", "That topic is not known.", fix, field=topic))
        elif topic not in carried and not why.strip():
            words = f"The returns carry no standardised output of “{known.label_of(topic)}”."
            fix = "Agree one of its measures first, or say why there is none."
            problems.append(Problem("topic.none_carried", words, fix, field=topic))
        problems += too_long(why.strip(), LONGEST_REASON, topic)
    return problems


LONGEST_CODE, LONGEST_LABEL, MOST_LINES = 20, 200, 200


@dataclass(frozen=True, slots=True)
class NewOutcome:
    """An outcome of a commissioner's own list. `line` is where it stood in what was pasted, from 1."""

    code: str
    label: str
    line: int = 0


def read_list(text: str) -> tuple[NewOutcome, ...]:
    """One outcome a line: its code, a space or a tab, and its words. Blank lines are none."""
    lines = [(number, line.split(maxsplit=1)) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    return tuple(NewOutcome(parts[0], parts[1].strip() if len(parts) > 1 else "", at) for at, parts in lines)


def outcome_problems(outcomes: Iterable[NewOutcome], field: str) -> list[Problem]:
    """What is wrong with a list, line by line."""
    found = list(outcomes)
    if not found:
        return [
            Problem("outcomes.none", "The list is empty.", "Write one outcome a line: code, then words.", field=field)
        ]
    if len(found) > MOST_LINES:
        fix = f"Paste at most {MOST_LINES} at once."
        return [Problem("outcomes.many", f"The list has {len(found):,} lines.", fix, field=field)]
    problems, seen = [], set()
    for row, one in enumerate(found):
        problems += [
            Problem(rule, f"Line {one.line}: {words}", fix, field=field, row=row) for rule, words, fix in _of(one)
        ]
        if one.code in seen:
            fix = "Give each its own code."
            words = f"Line {one.line}: its code stands above already."
            problems.append(Problem("outcome.twice", words, fix, field=field, row=row))
        seen.add(one.code)
    return problems


def _of(one: NewOutcome) -> list[tuple[str, str, str]]:
    problems = []
    if not one.label:
        problems.append(("outcome.label", "the words are missing.", "Write the code, a space, then the words."))
    if len(one.code) > LONGEST_CODE:
        problems.append(("outcome.code", "its code is too long.", f"Use at most {LONGEST_CODE} characters, no spaces."))
    if len(one.label) > LONGEST_LABEL:
        problems.append(("outcome.long", "the words are too long.", f"Use at most {LONGEST_LABEL} characters."))
    return problems
