"""Load a table of values that a scale's file lacks: the score is then their sum."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.definitions.shapes.scale import Scale
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.scales.actions.finding import known
from cairn.scales.models import ScaleTariff
from cairn.scales.writers import at_most_twice, put

LONGEST_SOURCE = 300
LARGEST = 1_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTariff:
    """The value of each answer to each item, by item id, the lowest answer first; `source` is the paper and its table."""

    scale: str
    values: Mapping[str, Sequence[float | None]]
    source: str
    version: int | None = None


def load(*, by: Actor, tariffs: Sequence[NewTariff]) -> Done[ScaleTariff]:
    """Load tables for the newest version of scales whose files say that they are lacking.

    Readings recorded from then on have a score; those from before are given theirs by `cases.actions.rescoring`. A table in
    which the best answers together are not worth most is taken with a warning: somebody should look at it again. Raises
    Refused and Conflict.
    """
    by.require(Permission.MANAGE_SERVICES)
    return at_most_twice(lambda: _load(by, tariffs))


def _load(by: Actor, tariffs: Sequence[NewTariff]) -> Done[ScaleTariff]:
    tidied = [replace(new, source=new.source.strip()) for new in tariffs]
    found, problems = known(by, [new.scale for new in tidied])
    for row, new in enumerate(tidied):
        if scale := found.get(new.scale):
            problems += [replace(problem, row=row) for problem in wrong(scale, new)]
    refuse_if(problems)
    with deed("scales.tariff_loaded", by=by) as this:
        rows = tuple(_put(this, by, found[new.scale], new) for new in tidied)
    return Done(rows, tuple(problems), this.uid)


def _put(this: Deed, by: Actor, scale: Scale, new: NewTariff) -> ScaleTariff:
    values = {
        "values": {item.id: list(new.values[item.id]) for item in scale.scored},
        "source": new.source,
        "loaded_date": clock.today(),
    }
    key = {"scale": scale.id, "scale_version": scale.version}
    found: ScaleTariff = put(this, by, ScaleTariff, key, values, new.version)
    return found


def wrong(scale: Scale, new: NewTariff) -> Iterator[Problem]:
    """What is wrong with a table; warnings too."""
    if scale.tariff is None or scale.tariff.lacking is None:
        message = f"{scale.short_label} lacks no table of values."
        yield Problem(
            "tariff.none", message, "Its score is made by its own rule: nothing needs to be loaded.", field="scale"
        )
        return
    if not new.source:
        fix = "Write the paper and its table, so that anybody can compare."
        yield Problem("tariff.source", "Where the table comes from is missing.", fix, field="source")
    if len(new.source) > LONGEST_SOURCE:
        yield Problem("tariff.source", "This is too long.", f"Use at most {LONGEST_SOURCE} characters.", field="source")
    cells = list(_cells(scale, new))
    yield from cells
    if not cells:
        yield from _plausible(scale, new)


def _cells(scale: Scale, new: NewTariff) -> Iterator[Problem]:
    for id in new.values.keys() - {item.id for item in scale.scored}:
        yield Problem("tariff.item", f"{scale.short_label} has no item `{id}`.", "Take this line away.", field="values")
    for item in scale.scored:
        answers = scale.answers(item)
        given = list(new.values.get(item.id, ()))
        if len(given) != len(answers):
            message = f"Item {item.number} ({item.topic}) has {len(given)} values, and {len(answers)} answers."
            yield Problem(
                "tariff.count", message, "Give one value for each answer, the lowest answer first.", field=item.id
            )
            continue
        for choice, value in zip(answers, given, strict=True):
            if value is None or not isfinite(value) or abs(value) > LARGEST:
                message = f"Item {item.number} ({item.topic}): answer {choice.value} has no value that can be used."
                fix = f"Give a number between −{LARGEST:,.0f} and {LARGEST:,.0f}, with a point: 0.1234."
                yield Problem("tariff.value", message, fix, field=f"{item.id}_{choice.value}")


def _plausible(scale: Scale, new: NewTariff) -> Iterator[Problem]:
    """The best answer to each item should be worth most; a single step that falls is no fault."""
    for item in scale.scored:
        values = [float(value or 0) for value in new.values[item.id]]
        best = values[-1] if (item.better or scale.better) == "higher" else values[0]
        if best < max(values):
            message = f"Item {item.number} ({item.topic}): the best answer is not worth most."
            yield Problem(
                "tariff.order", message, "Compare with the paper: are the values the right way round?", "warning"
            )
