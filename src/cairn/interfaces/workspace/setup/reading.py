"""What each page of the set-up said, put into the plan. Nothing is refused here: what is wrong is said by the rules."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.http import QueryDict

from cairn.services import setting_up
from cairn.services.setting_up import PlannedLadder, PlannedType, SetUp, Steps

UNREADABLE = -1
"""Minutes that are no number: the rules refuse them."""
MOST_ROWS = 200
NAMES_NOBODY = "head_count"


def activities(plan: SetUp, said: QueryDict) -> SetUp:
    """Rows of activities. A row left blank is not one; one that is new gets a key of its own."""
    known = {one.key: one for one in plan.types}
    found: list[PlannedType] = []
    for place in range(MOST_ROWS):
        if f"types-{place}-key" not in said:
            continue
        key = str(said[f"types-{place}-key"])
        name, minutes = (said.get(f"types-{place}-{field}", "").strip() for field in ("name", "usual_minutes"))
        if key not in known and not name:
            continue
        old = known.get(key) or PlannedType(_free("t", {*known, *(one.key for one in found)}), "")
        mode = said.get(f"types-{place}-mode", old.mode)
        one = replace(old, name=name, mode=mode, usual_minutes=_minutes(minutes))
        found.append(replace(one, steps={}, outcomes=()) if mode == NAMES_NOBODY else one)
    return replace(plan, types=tuple(found))


def steps(plan: SetUp, said: QueryDict) -> SetUp:
    """Ladders with their steps, and the activities that each goes with. A new ladder left blank is not one."""
    known = {one.key: one for one in plan.ladders}
    ladders: list[PlannedLadder] = []
    goes_with: dict[str, list[str]] = {}
    for place in range(MOST_ROWS):
        if f"ladders-{place}-key" not in said:
            continue
        key = str(said[f"ladders-{place}-key"])
        name = said.get(f"ladders-{place}-name", "").strip()
        rungs = tuple(line.strip() for line in said.get(f"ladders-{place}-rungs", "").splitlines() if line.strip())
        if key not in known and not name and not rungs:
            continue
        old = known.get(key) or PlannedLadder(_free("l", {*known, *(one.key for one in ladders)}), "", ())
        need = said.get(f"ladders-{place}-need", "")
        ladders.append(replace(old, name=name, rungs=rungs, need=need))
        goes_with[old.key] = said.getlist(f"ladders-{place}-types")
    types = tuple(replace(one, steps=_steps(one, ladders, goes_with)) for one in plan.types)
    return replace(plan, ladders=tuple(ladders), types=types)


def _steps(kind: PlannedType, ladders: list[PlannedLadder], goes_with: Mapping[str, list[str]]) -> Steps:
    """A choice of some steps stays while the ladder keeps any of them; else all of its steps go with the activity."""
    found: dict[str, tuple[str, ...] | None] = {}
    for ladder in ladders:
        if kind.key not in goes_with[ladder.key] or kind.mode == NAMES_NOBODY:
            continue
        chosen = kind.steps.get(ladder.key)
        left = tuple(label for label in chosen or () if label in ladder.rungs)
        found[ladder.key] = left or None
    return found


def outcomes(plan: SetUp, said: QueryDict) -> SetUp:
    """For each activity, the outcomes that may come of it and the needs that it is for."""
    return replace(plan, types=tuple(_aims(one, said) for one in plan.types))


def _aims(kind: PlannedType, said: QueryDict) -> PlannedType:
    if f"aims-{kind.key}" not in said:
        return kind
    pairs = (code.partition("|") for code in said.getlist(f"outcomes-{kind.key}"))
    chosen = () if kind.mode == NAMES_NOBODY else tuple((framework, ref) for framework, _, ref in pairs)
    return replace(kind, outcomes=chosen, needs=tuple(said.getlist(f"needs-{kind.key}")))


def needs(plan: SetUp, said: QueryDict) -> SetUp:
    """The needs asked about first."""
    return replace(plan, needs=asked(said))


def asked(said: QueryDict) -> dict[str, str]:
    """Needs that are asked about, each with what was said of meeting it; left blank, a need is not among them."""
    return asked_in({name: said.get(name, "") for name in said})


def asked_in(said: Mapping[str, str]) -> dict[str, str]:
    """As `asked`, of plain names and values."""
    prefix = "can_meet-"
    chosen = {name.removeprefix(prefix): value for name, value in said.items() if name.startswith(prefix)}
    return {need: can_meet for need, can_meet in chosen.items() if can_meet}


def without(plan: SetUp, key: str) -> SetUp:
    """The plan without one activity or ladder."""
    types = tuple(
        replace(one, steps={ladder: labels for ladder, labels in one.steps.items() if ladder != key})
        for one in plan.types
        if one.key != key
    )
    return replace(plan, types=types, ladders=tuple(one for one in plan.ladders if one.key != key))


def with_ladder(plan: SetUp, starter: str) -> SetUp:
    """The plan with a ready-made ladder, that goes with every activity with names. Nothing twice."""
    if any(one.key == starter for one in plan.ladders):
        return plan
    try:
        ladder = setting_up.ready_made(starter)
    except LookupError:
        return plan
    types = tuple(
        one if one.mode == NAMES_NOBODY else replace(one, steps={**one.steps, ladder.key: None}) for one in plan.types
    )
    return replace(plan, ladders=(*plan.ladders, ladder), types=types)


def _minutes(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else UNREADABLE


def _free(letter: str, taken: set[str]) -> str:
    """A key that nothing has yet: `t1`, `t2`…"""
    return next(f"{letter}{number}" for number in range(1, 10_000) if f"{letter}{number}" not in taken)


READERS: Mapping[str, Callable[[SetUp, QueryDict], SetUp]] = {
    "activities": activities, "steps": steps, "outcomes": outcomes, "needs": needs,
}  # fmt: skip
"""The pages that are rows; the others are forms (`forms.py`)."""
