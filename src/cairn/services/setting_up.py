"""A whole service as it is being set up, before anything is written: from a starter, or from nothing. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.definitions.shapes.starter import StarterType
from cairn.kernel.problems import Problem
from cairn.services import naming, rules, rules_scales
from cairn.services.rules import Outcome, ServiceFacts
from cairn.services.rules_scales import ScaleChoice

Steps = Mapping[str, tuple[str, ...] | None]
"""For each ladder by its key, the labels of the rungs that are carried; None for all of them, also those added later."""


@dataclass(frozen=True, slots=True)
class PlannedLadder:
    """A ladder to write; `key` names it within the plan, `rungs` are labels from the bottom."""

    key: str
    name: str
    rungs: tuple[str, ...]
    need: str = ""
    starter: str = ""


@dataclass(frozen=True, slots=True)
class PlannedType:
    """A type of activity to write, with what it carries; `key` names it within the plan."""

    key: str
    name: str
    mode: str = "individual"
    usual_minutes: int = 60
    steps: Steps = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetUp:
    """All of a service. `uid` is the service's, made before, so that sending it twice writes it once."""

    service: ServiceFacts
    types: tuple[PlannedType, ...] = ()
    ladders: tuple[PlannedLadder, ...] = ()
    needs: Mapping[str, str] = field(default_factory=dict)
    starter: str = ""
    uid: str = ""
    scales: tuple[str, ...] = ()


def of_starter(id: str) -> SetUp:
    """What a starter sets up, ready to be changed. Raises LookupError when there is no such starter."""
    starter = registry.get("starter", id)
    facts = ServiceFacts(
        name=starter.name,
        who_for=starter.who_for,
        commissioning_area=starter.commissioning_area,
        asks_postcode=starter.asks_postcode,
        is_one_off=starter.is_one_off,
    )
    types = tuple(_type(f"t{place}", one) for place, one in enumerate(starter.activity_types, 1))
    return SetUp(facts, types, tuple(map(ready_made, starter.ladders)), starter.needs, id, scales=starter.usual_scales)


def ready_made(id: str) -> PlannedLadder:
    """A ladder of the library, under its own id. Raises LookupError when there is no such ladder."""
    ladder = registry.get("ladder", id)
    return PlannedLadder(id, ladder.label, tuple(rung.label for rung in ladder.rungs), ladder.needs[0], id)


def _type(key: str, one: StarterType) -> PlannedType:
    steps: dict[str, tuple[str, ...] | None] = {}
    for carried in one.steps:
        labels = {rung.id: rung.label for rung in registry.get("ladder", carried.ladder).rungs}
        steps[carried.ladder] = tuple(labels[rung] for rung in carried.rungs) or None
    outcomes = tuple((framework, ref) for framework, _, ref in (each.partition("/") for each in one.outcomes))
    return PlannedType(key, one.name, one.mode, one.usual_minutes, steps, outcomes, one.needs)


def carried(kind: PlannedType, ladder: PlannedLadder) -> tuple[str, ...]:
    """The steps of a ladder that a type carries, as they stand on the ladder now; none where it does not go with it."""
    if ladder.key not in kind.steps:
        return ()
    chosen = kind.steps[ladder.key]
    return ladder.rungs if chosen is None else tuple(label for label in ladder.rungs if label in chosen)


def problems(plan: SetUp, taken: Sequence[str] = (), offered: Mapping[str, Scale] | None = None) -> list[Problem]:
    """Everything that is wrong, all at once. `taken` are names of services that there are,
    `offered` the scales to choose from: those of the package, where left out. A problem's field says where:
    `service-name`, `types-2-usual_minutes`, `ladders-0-rungs`, `needs-…`."""
    facts = [*rules.service_problems(plan.service)]
    facts += [naming.taken()] if rules.twice([plan.service.name], taken) else []
    found = [_at("service", problem) for problem in facts]
    found += rules_scales.scale_problems(chosen(plan, offered), _known(offered))
    for place, kind in enumerate(plan.types):
        steps = sum(len(carried(kind, ladder)) for ladder in plan.ladders)
        wrong = rules.type_problems(kind.name, kind.mode, kind.usual_minutes, steps, kind.outcomes)
        found += [_at(f"types-{place}", problem) for problem in [*wrong, *rules.need_problems(kind.needs)]]
    for place, ladder in enumerate(plan.ladders):
        wrong = rules.ladder_problems(ladder.name, ladder.rungs, ladder.need, ladder.starter)
        found += [_at(f"ladders-{place}", problem) for problem in wrong]
    found += [_at("needs", problem) for problem in rules.asked_problems(plan.needs)]
    return [*found, *_names_twice(plan)]


def chosen(plan: SetUp, offered: Mapping[str, Scale] | None = None) -> list[ScaleChoice]:
    """The scales of a plan, each as it is usually asked; when it falls due may be changed later."""
    return rules_scales.usual_of(plan.scales, _known(offered))


def _known(offered: Mapping[str, Scale] | None) -> Mapping[str, Scale]:
    return {one.id: one for one in registry.all("scale")} if offered is None else offered


def _names_twice(plan: SetUp) -> list[Problem]:
    fix = "Give one of them another name, or remove it."
    types = [
        Problem("activity_type.name_taken", "Two activities have this name.", fix, field=f"types-{place}-name")
        for place in rules.twice([kind.name for kind in plan.types])
    ]
    return types + [
        Problem("ladder.name_taken", "Two ladders have this name.", fix, field=f"ladders-{place}-name")
        for place in rules.twice([ladder.name for ladder in plan.ladders])
    ]


def _at(place: str, problem: Problem) -> Problem:
    """The problem under its part of the plan; one of a single step is said at the box of all steps, with its line."""
    if problem.field.startswith("rungs-"):
        line = int(problem.field.removeprefix("rungs-")) + 1
        problem = replace(problem, field="rungs", message=f"Line {line}: {problem.message}")
    return replace(problem, field=f"{place}-{problem.field}")
