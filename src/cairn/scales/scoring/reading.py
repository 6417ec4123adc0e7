"""Answers as they come → a whole number or nothing for each item, or every problem at once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cairn.kernel.problems import Problem, refuse_if
from cairn.questionnaire.conditions import MISSING
from cairn.scales.scoring.plan import Column, Plan

Answer = int | str | None
"""A whole number; or None, `-`, blank or a code for a missing answer."""
Answers = Sequence[Answer] | Mapping[str, Answer]
"""One answer an item in the items' order, or by item id (items left out are missing)."""

BLANK = MISSING | {"", "-"}
SKIPPED = "not_applicable"
NONE: frozenset[int] = frozenset()
_ID = re.compile(r"[a-z0-9_-]{1,20}")


@dataclass(frozen=True, slots=True)
class Given:
    """One value an item, None where it is blank or not known; `skipped` the places of items that do not apply."""

    values: list[int | None]
    skipped: frozenset[int]

    def points(self, plan: Plan) -> list[float | None]:
        """What each answer counts for."""
        if plan.is_plain:
            return [*self.values]
        pairs = zip(plan.columns, self.values, strict=True)
        return [None if v is None or not c.points else c.points[v - c.low] for c, v in pairs]

    def missing(self, need: int) -> int:
        """How many scored items are blank."""
        blank = self.values[:need].count(None)
        return blank - sum(place < need for place in self.skipped)


def read(plan: Plan, answers: Answers) -> Given:
    """Answers by place. Raises Refused with every problem at once."""
    given, problems = _placed(plan, answers)
    unknown, pairs = plan.unknown, zip(plan.bounds, given, strict=True)
    whole = [v for (low, high), v in pairs if type(v) is int and low <= v <= high and v != unknown]
    if len(whole) == len(plan.columns) and not problems:  # as most are
        return Given([*whole], NONE)
    values: list[int | None] = []
    skipped = []
    for place, (column, value) in enumerate(zip(plan.columns, given, strict=True)):
        if type(value) is int and column.low <= value <= column.high and value != plan.unknown:
            values.append(value)
            continue
        values.append(None)
        if value is None or (isinstance(value, str) and value in BLANK):
            if value == SKIPPED and column.may_skip:
                skipped.append(place)
        elif not (type(value) is int and value == plan.unknown):
            problems.append(_fault(plan, column, value))
    refuse_if(problems)
    return Given(values, frozenset(skipped) if skipped else NONE)


def _placed(plan: Plan, answers: Answers) -> tuple[Sequence[Answer], list[Problem]]:
    """One answer an item, None where none was given, with what is wrong about their number or names."""
    if type(answers) is list and len(answers) == len(plan.columns):
        return answers, []
    if isinstance(answers, Mapping):
        return [answers.get(id) for id in plan.places], list(_strangers(plan, answers))
    if isinstance(answers, str) or not isinstance(answers, Sequence):
        fix = "Give a list of answers in the items' order, or each by its item's id."
        return [None] * len(plan.columns), [Problem("answers_shape", "The answers are not a list.", fix)]
    count, all_ = len(answers), len(plan.columns)
    padded = [*answers[:all_], *[None] * (all_ - count)]
    return padded, [] if plan.need <= count <= all_ else [_miscount(plan, count)]


def _strangers(plan: Plan, answers: Mapping[str, Answer]) -> Iterator[Problem]:
    """Names that are no item's, repeated only where they look like one: anything else may have slipped in by mistake."""
    fix = f"The items are {', '.join(plan.places)}."
    for id in (id for id in answers if id not in plan.places):
        name = f"`{id}`" if _ID.fullmatch(str(id)) else "of one of these names"
        words = f"{plan.scale.short_label} has no item {name}."
        yield Problem("unknown_item", words, fix, field=str(id) if name[0] == "`" else "")


def _miscount(plan: Plan, count: int) -> Problem:
    need, most, name = plan.need, len(plan.columns), plan.scale.short_label
    wanted = f"{need}" if need == most else f"{need} to {most}"
    words = f"{name} has {wanted} items; this has {count} answers."
    return Problem("answer_count", words, f"Give {wanted} answers in order, `-` for one left blank.")


def _fault(plan: Plan, column: Column, value: object) -> Problem:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    wrong = f"out of range {column.low}-{column.high}" if is_whole else "not a whole number"
    rule = "out_of_range" if is_whole else "not_whole"
    return Problem(rule, f"{column.name} is {wrong}.", _range(plan, column), field=column.item.id)


def _range(plan: Plan, column: Column) -> str:
    known = "" if plan.unknown is None else f", {plan.unknown} where it is not known"
    skip = f", `{SKIPPED}` where it does not apply" if column.may_skip else ""
    return f"Give a whole number from {column.low} to {column.high}{known}{skip}, or `-` if it was left blank."
