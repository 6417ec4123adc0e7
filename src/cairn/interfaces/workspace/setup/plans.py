"""The plan of a service between its pages: kept as a draft of its writer, so that it can be left and taken up again."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import uuid4

from cairn.access.actors import Actor
from cairn.desk.actions import drafts
from cairn.kernel import clock
from cairn.services import queries, setting_up
from cairn.services.rules import ServiceFacts
from cairn.services.rules_scales import DEFAULT
from cairn.services.setting_up import PlannedLadder, PlannedType, SetUp

NOW, BEFORE, LATER = "setup", "setup.before", "setup.later"


def new(starter: str) -> SetUp:
    """A plan to begin with: what a starter brings, or nothing. Raises LookupError when there is no such starter."""
    plan = setting_up.of_starter(starter) if starter else SetUp(ServiceFacts(""), scales=DEFAULT)
    return replace(plan, uid=str(uuid4()), service=replace(plan.service, start_date=clock.today()))


def load(by: Actor) -> SetUp | None:
    """The plan that was begun, unless it has been written since (and not taken back)."""
    found = _read(by, NOW)
    return None if found is None or queries.visible_to(by).filter(uid=found.uid).exists() else found


def before(by: Actor) -> SetUp | None:
    """The plan that was put aside for another."""
    found = _read(by, BEFORE)
    return None if found is None or queries.visible_to(by).filter(uid=found.uid).exists() else found


def keep(by: Actor, plan: SetUp) -> None:
    """Keep the plan as it stands. It stays when it has been written, so that who takes that back loses nothing."""
    drafts.put(by=by, form=NOW, values=_values(plan))


def begin(by: Actor, plan: SetUp) -> None:
    """Put another plan in the place of the one that was begun, and that one aside."""
    if (old := load(by)) is not None:
        drafts.put(by=by, form=BEFORE, values=_values(old))
    keep(by, plan)


def later(by: Actor) -> None:
    """Not now: Today is then shown without a service."""
    drafts.put(by=by, form=LATER, values={})


def is_put_off(by: Actor) -> bool:
    """Whether this person has looked at the set-up and chosen to look around first."""
    return drafts.get(by=by, form=LATER) is not None or load(by) is not None


def _values(plan: SetUp) -> dict[str, Any]:
    said = asdict(plan)
    for name in ("start_date", "end_date"):
        day = said["service"][name]
        said["service"][name] = day.isoformat() if day else None
    return said


def _read(by: Actor, form: str) -> SetUp | None:
    """The plan as it was kept; None where there is none, or none that can still be read."""
    said = drafts.get(by=by, form=form)
    try:
        return _plan(said) if said else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _plan(said: dict[str, Any]) -> SetUp:
    facts = dict(said["service"])
    old = facts.pop("scale", "")  # a plan that was begun when a service had one scale
    for name in ("start_date", "end_date"):
        facts[name] = date.fromisoformat(facts[name]) if facts[name] else None
    ladders = tuple(PlannedLadder(**{**one, "rungs": tuple(one["rungs"])}) for one in said["ladders"])
    return SetUp(
        ServiceFacts(**facts),
        tuple(map(_type, said["types"])),
        ladders,
        dict(said["needs"]),
        said["starter"],
        said["uid"],
        tuple(said.get("scales", [old] if old else [])),
    )


def _type(one: dict[str, Any]) -> PlannedType:
    steps = {key: None if labels is None else tuple(labels) for key, labels in one["steps"].items()}
    outcomes = tuple((framework, ref) for framework, ref in one["outcomes"])
    return PlannedType(**{**one, "steps": steps, "outcomes": outcomes, "needs": tuple(one["needs"])})
