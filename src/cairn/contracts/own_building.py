"""A measure of one's own from its plan, as any other measure is defined, and its plan from the measure. Pure."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from cairn.contracts.measuring import ALWAYS, OF_THE_SUPPORT, ONE_EACH, SUBJECTS, Subject
from cairn.contracts.rules_own_measures import Joined, Plan, Said, one_scale
from cairn.definitions import registry
from cairn.definitions.conditions import parse, written
from cairn.definitions.shapes.measure import Measure
from cairn.questionnaire import conditions as tree
from cairn.questionnaire.conditions import Condition

SHAPE: TypeAdapter[Measure] = TypeAdapter(Measure)
DECIMALS = {"average": 1, "change": 2}
_KIND = {
    "people": "distinct",
    "rows": "count",
    "share": "share",
    "average": "mean",
    "change": "paired_change",
    "heads": "sum",
}


def built(plan: Plan, id: str, version: int, *, words: str, source: str) -> Measure:
    """The definition of a plan without faults. `words` is what it counts, in a sentence."""
    subject = SUBJECTS[plan.subject]
    kind = "distinct" if plan.kind == "rows" and subject.distinct else _KIND[plan.kind]
    groups = (*ALWAYS, *(name for name in subject.groups if name in plan.by))
    told: dict[str, Any] = {
        "id": id,
        "version": version,
        "label": plan.label.strip(),
        "source": source,
        "sure": "own",
        "words": words,
        "not_shown": plan.not_shown.strip() or None,
        "kind": kind,
        "table": subject.table,
        "period_date": subject.date,
        "period_rule": "open_during" if subject.ends else "date",
        "period_end": subject.ends or None,
        "where": _where(plan, subject),
        "numerator": _joined(plan.parts, plan.parts_joined) if plan.kind == "share" else None,
        "value": _value(plan),
        "distinct": _distinct(plan, subject),
        "latest_per": "line" if _is_of_scores(plan, subject) else None,
        "scale": one_scale(plan) or None,
        "measure_class": "provider_output",
        "may_group_by": groups,
        "not_additive_over": _not_additive(plan, subject, groups),
        "better": plan.better,
        "decimals": DECIMALS.get(plan.kind, 0),
        "left_out": _left_out(plan, subject),
    }
    return SHAPE.validate_python(told)


def _where(plan: Plan, subject: Subject) -> Condition | None:
    fixed: list[Condition] = [tree.Equals(name, value) for name, value in subject.base]
    if subject.needs_scale:
        fixed.append(tree.Equals("of", headline(one_scale(plan))))
    said = _joined(plan.where, plan.joined)
    parts = (*fixed, *((said,) if said is not None else ()))
    return None if not parts else parts[0] if len(parts) == 1 else tree.All(parts)


def headline(scale: str) -> str:
    """The score of a tool that is compared; "" where it has none."""
    return registry.get("scale", scale).headline or ""


def _joined(every: Sequence[Said], how: Joined) -> Condition | None:
    if not every:
        return None
    parts = tuple(map(_condition, every))
    return parts[0] if len(parts) == 1 else tree.Any(parts) if how == "any" else tree.All(parts)


def _condition(said: Said) -> Condition:
    match said.test:
        case "in":
            return tree.In(said.column, said.values)
        case "not_in":
            return tree.Not(tree.In(said.column, said.values))
        case "at_least":
            return tree.AtLeast(said.column, _number(said))
        case "at_most":
            return tree.AtMost(said.column, _number(said))
        case "yes" | "no":
            return tree.Equals(said.column, said.test == "yes")
        case _:
            return tree.Answered(said.column, said.test == "known")


def _number(said: Said) -> int | float:
    number = said.number or 0
    return int(number) if float(number).is_integer() else number


def _value(plan: Plan) -> str | None:
    return "heads" if plan.kind == "heads" else plan.value if plan.kind in ("average", "change") else None


def _distinct(plan: Plan, subject: Subject) -> str | None:
    return "person" if plan.kind == "people" else subject.distinct or None if plan.kind == "rows" else None


def _is_of_scores(plan: Plan, subject: Subject) -> bool:
    """Of several readings of one person on one tool, the latest in the period alone is averaged."""
    return subject.needs_scale or plan.value == "score"


def _left_out(plan: Plan, subject: Subject) -> Any:
    if subject.needs_scale:
        none = {"id": "no_baseline", "words": "There is no first reading to compare with"}
        return (
            _out("no_score", dict(subject.numbers)["change"], "second_score"),
            {**none, "where": parse({"field": "first_score", "answered": False}), "by": "baseline_missing_reason"},
        )
    if plan.kind == "average":
        return (_out("no_number", dict(subject.numbers)[plan.value], plan.value),)
    return ()


def _out(id: str, words: str, column: str) -> dict[str, Any]:
    return {"id": id, "words": words, "where": parse({"field": column, "answered": False})}


def _not_additive(plan: Plan, subject: Subject, groups: Sequence[str]) -> tuple[str, ...]:
    if plan.kind in ("average", "change"):
        return tuple(groups)
    if plan.kind == "people":
        return tuple(name for name in groups if name not in ONE_EACH)
    if subject.distinct:
        return tuple(name for name in groups if name == "contract" or name in OF_THE_SUPPORT)
    return tuple(name for name in groups if name == "contract" or (subject.ends and name == "quarter"))


def plan_of(measure: Measure) -> Plan:
    """The plan that a measure of one's own was built from."""
    subject = next(one for one in SUBJECTS.values() if _is_of(one, measure))
    where, joined = _read(_rest(measure.where, subject))
    parts, parts_joined = _read(measure.numerator)
    kind = next(
        kind for kind in subject.kinds
        if _KIND[kind] == measure.kind or (kind == "rows" and subject.distinct and measure.distinct == subject.distinct)
        if not (kind == "people" and measure.distinct != "person")
    )  # fmt: skip
    return Plan(
        label=measure.label, subject=subject.id, kind=kind, value=measure.value or "" if kind != "heads" else "",
        where=where, joined=joined, parts=parts, parts_joined=parts_joined,
        by=tuple(name for name in measure.may_group_by if name not in ALWAYS), better=measure.better,
        not_shown=measure.not_shown or "",
    )  # fmt: skip


def _is_of(subject: Subject, measure: Measure) -> bool:
    return (subject.table, subject.date, subject.ends) == (measure.table, measure.period_date, measure.period_end or "")


def _rest(where: Condition | None, subject: Subject) -> Condition | None:
    """What was said, without what a subject always holds its records to."""
    fixed = len(subject.base) + subject.needs_scale
    if where is None or not fixed:
        return where
    parts = where.parts if isinstance(where, tree.All) else (where,)
    return parts[fixed] if len(parts) > fixed else None


def _read(condition: Condition | None) -> tuple[tuple[Said, ...], Joined]:
    match condition:
        case None:
            return (), "all"
        case tree.All(parts):
            return tuple(map(_said, parts)), "all"
        case tree.Any(parts):
            return tuple(map(_said, parts)), "any"
        case _:
            return (_said(condition),), "all"


def _said(condition: Condition) -> Said:
    match condition:
        case tree.In(column, values):
            return Said(column, "in", tuple(map(str, values)))
        case tree.Not(tree.In(column, values)):
            return Said(column, "not_in", tuple(map(str, values)))
        case tree.AtLeast(column, number):
            return Said(column, "at_least", number=float(str(number)))
        case tree.AtMost(column, number):
            return Said(column, "at_most", number=float(str(number)))
        case tree.Equals(column, value):
            return Said(column, "yes" if value is True else "no")
        case tree.Answered(column, answered):
            return Said(column, "known" if answered else "not_known")
    raise ValueError(f"no condition of a measure of one’s own: {written(condition)}")
