"""How well forms are filled in: by provider for the authority, and for a provider its own place among all, without names."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.insight import collected
from cairn.insight.collected import Places
from cairn.insight.results import FigureRow
from cairn.presentation import dimensions, figures
from cairn.presentation.collected import strip
from cairn.presentation.collected.headline import Question
from cairn.presentation.figures import Line, Stat

MEASURES = ("forms_whole_share", "forms_blank_mean", "forms_days_to_send", "forms_confirmed_mean")


@dataclass(frozen=True, slots=True)
class Strip:
    """One measure of every provider as a row of dots, the reader's own filled. `picture` is None for too few."""

    label: str
    words: str
    mine: str
    sentence: str
    picture: Markup | None
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ByProvider:
    """The authority's table: its providers by how whole their forms are."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def strips(by: Actor, asked: Question) -> list[Strip]:
    """One for each measure of how well forms are filled in."""
    return [_strip(by, asked, measure) for measure in MEASURES]


def _strip(by: Actor, asked: Question, id: str) -> Strip:
    measure = registry.get("form_measure", id)
    found = collected.places(id, by=by, collection=asked.collection, period=asked.period, form=asked.form.id)
    mine = figures.value(found.mine, measure.kind, measure.decimals)
    values = tuple(figures.value(value, measure.kind, measure.decimals) for value in found.values)
    sentence = _sentence(found, mine, values, measure.better)
    enough = len(found.values) >= collected.FEWEST_PLACES
    return Strip(
        measure.label, measure.words, mine, sentence, strip.picture(found, values, sentence) if enough else None, values
    )


def _sentence(found: Places, mine: str, values: Sequence[str], better: str) -> str:
    of = len(found.values)
    if of < collected.FEWEST_PLACES:
        few, least = collected.FEWEST_PLACES, collected.FEWEST
        return f"Fewer than {few} providers have sent {least} forms or more: there is nothing to compare with."
    if found.mine is None:
        return f"{of} providers. You have sent fewer than {collected.FEWEST} forms of this time, so you are not among them."
    if better == "none":
        return f"You: {mine}. {of} providers, from {values[0]} to {values[-1]}."
    ahead = sum(value < found.mine if better == "lower" else value > found.mine for value in found.values)
    alike = sum(value == found.mine for value in found.values) - 1
    said = f"{ahead} of the {of - 1} others do better" if ahead else "nobody does better"
    return f"You: {mine}. Of {of} providers {said}{f', and {alike} the same' if alike else ''}."


def by_provider(by: Actor, asked: Question) -> ByProvider:
    """Raises NotFound for a level that is not the actor's."""
    measures = [registry.get("form_measure", id) for id in ("forms_sent", *MEASURES)]
    found = {
        measure.id: {
            row.codes[0]: row
            for row in collected.compute(
                measure.id, by=by, collection=asked.collection, level=asked.level, period=asked.period,
                group_by=("provider",), where=asked.held,
            ).rows
        }
        for measure in measures
    }  # fmt: skip
    names = dimensions.names(by, "provider", found["forms_sent"])
    lines = [
        Line(name, tuple(_stat(found[measure.id].get(code), measure) for measure in measures))
        for code, name in names.items()
    ]
    return ByProvider(tuple(measure.label for measure in measures), tuple(lines))


def _stat(row: FigureRow | None, measure: Measure) -> Stat:
    found = figures.stat(row, measure.kind, measure.decimals)
    return Stat(found.value, hidden=found.hidden)
