"""A measure of one's own as a sentence, and how one version differs from another. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from cairn.contracts.measuring import COLUMNS, SUBJECTS, Subject, title
from cairn.contracts.rules_own_measures import BETTER, Plan, Said, one_scale
from cairn.definitions.shapes.measure import Measure

Names = Mapping[str, Mapping[str, str]]
"""By column, the words of each value."""


def sentence(plan: Plan, names: Names) -> str:
    """What it counts, whole: it stands as the definition wherever the figure does."""
    subject = SUBJECTS[plan.subject]
    where = _joined([said for said in plan.where if said.column in subject.columns], plan.joined, names)
    held = f", where {where}" if where else ""
    return " ".join([_opening(plan, subject, held, names), *_more(plan, subject)])


def _opening(plan: Plan, subject: Subject, held: str, names: Names) -> str:
    match plan.kind:
        case "people":
            return f"How many different people {subject.people} in the period{held}."
        case "share":
            parts = _joined(plan.parts, plan.parts_joined, names) or "nothing is said yet"
            return f"Of the {subject.rows} in the period{held}: the share where {parts}."
        case "average":
            return f"The average of {COLUMNS.get(plan.value, plan.value)}, over the {subject.rows} in the period{held}."
        case "change":
            tool = names.get("scale", {}).get(one_scale(plan), "the tool")
            return f"How far scores on {tool} moved on average, from a first reading to the latest in the period{held}."
        case "heads":
            return f"How many heads were counted at sessions where nobody is named, in the period{held}."
        case _:
            return f"The number of {subject.rows} in the period{held}."


def _more(plan: Plan, subject: Subject) -> Iterator[str]:
    if plan.kind == "people":
        yield "Each person is counted once, however often."
    elif plan.kind == "change":
        yield "It says how people changed, not why."
    elif subject.distinct and plan.kind == "rows":
        yield "Each is counted once, also where two services support the person."


def _joined(every: Sequence[Said], how: str, names: Names) -> str:
    return (" and " if how == "all" else " or ").join(_one(said, names) for said in every)


def _one(said: Said, names: Names) -> str:
    label = _called(said.column)
    known = names.get(said.column, {})
    values = [known.get(value, value) for value in said.values]
    number = f"{said.number or 0:g}"
    return {
        "in": f"{label} is {_listed(values, 'or')}",
        "not_in": f"{label} is {'not ' if len(values) < 2 else 'neither '}{_listed(values, 'nor')}",
        "at_least": f"{label} is {number} or more",
        "at_most": f"{label} is {number} or less",
        "yes": f"“{COLUMNS.get(said.column)}” holds",
        "no": f"“{COLUMNS.get(said.column)}” does not hold",
        "known": f"{label} is known",
        "not_known": f"{label} is not known",
    }.get(said.test, label)


_BARE = frozenset({"whether", "who", "what", "why", "where", "how", "days", "items", "in"})
"""Words with which a column's name stands in a sentence without an article."""


def _called(column: str) -> str:
    words = COLUMNS.get(column, column)
    return words if words.partition(" ")[0] in _BARE else f"the {words.removeprefix('the ')}"


def _listed(words: Sequence[str], last: str) -> str:
    said = [f"“{word}”" for word in words]
    return f"{', '.join(said[:-1])} {last} {said[-1]}" if len(said) > 1 else "".join(said) or "… (nothing is ticked)"


def differences(before: Measure, after: Measure) -> list[str]:
    """Every difference that somebody who reads the figure would notice."""
    found = []
    if before.label != after.label:
        found.append(f"It was called “{before.label}”, and is called “{after.label}”.")
    if before.words != after.words:
        found.append(f"It read: “{before.words}” It reads: “{after.words}”")
    elif _counted(before) != _counted(after):
        found.append("What it counts has changed, though it reads the same.")
    gone = [title(name).lower() for name in before.may_group_by if name not in after.may_group_by]
    new = [title(name).lower() for name in after.may_group_by if name not in before.may_group_by]
    found += [f"It may also be broken down by {', '.join(new)}."] if new else []
    found += [f"It may no longer be broken down by {', '.join(gone)}."] if gone else []
    if before.better != after.better:
        found.append(f"It was “{BETTER[before.better].lower()}”, and is “{BETTER[after.better].lower()}”.")
    if before.not_shown != after.not_shown:
        found.append(
            f"What it does not show was “{before.not_shown or 'nothing'}”, and is “{after.not_shown or 'nothing'}”."
        )
    return found


def _counted(one: Measure) -> tuple[object, ...]:
    how = (one.kind, one.table, one.period_date, one.period_end, one.value, one.distinct, one.latest_per, one.scale)
    return (*how, one.where, one.numerator, one.left_out, one.decimals)
