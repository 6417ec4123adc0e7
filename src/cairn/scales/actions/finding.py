"""The scales that an action names: those of the package, and the organisation's own."""

from collections.abc import Sequence

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.definitions.registry import NotDefined
from cairn.definitions.shapes.scale import Scale
from cairn.kernel.problems import Problem
from cairn.scales import local


def known(by: Actor, ids: Sequence[str]) -> tuple[dict[str, Scale], list[Problem]]:
    """The newest version of each by id; and a problem for each that nobody knows here, or that is only a pattern."""
    found: dict[str, Scale] = {}
    problems: list[Problem] = []
    for row, id in enumerate(ids):
        try:
            scale = registry.get("scale", id)
        except NotDefined:
            problems.append(
                Problem("scale.unknown", "This scale is not known.", "Choose one of the list.", field="scale", row=row)
            )
            continue
        if wrong := local.standing(by, scale):
            problems.append(wrong)
        elif scale.template:
            fix = "Make a scale of your own from it, under Scales."
            problems.append(Problem("scale.template", f"{scale.label} is only a pattern.", fix, field="scale", row=row))
        else:
            found[id] = scale
    return found, problems
