"""One scale's readings of one person, drawn and said: a line of scores, a star of areas, or answers item by item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from markupsafe import Markup

from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.presentation import items, readings, star
from cairn.presentation.items import Chart
from cairn.presentation.star import Star
from cairn.scales.scoring import score
from cairn.scales.scoring.comparable import is_cut, set_aside, unnamed
from cairn.scales.scoring.limits import limits
from cairn.web import formats

Kind = Literal["line", "star", "items"]


class ReadingOf(Protocol):
    """A reading as `cases.queries` gives it."""

    @property
    def uid(self) -> str: ...
    @property
    def assessed_date(self) -> date: ...
    @property
    def stage(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def answers(self) -> Sequence[int | str | None]: ...


@dataclass(frozen=True, slots=True)
class Drawn:
    """`picture` is empty where nothing can be drawn; `star` and `chart` hold the table of the picture of their kind.
    `change` says what moved, `marks` what the lines in the picture mean, `rule` what counts as a change (a sentence to a
    line), `flags` what somebody must look at today."""

    kind: Kind
    picture: Markup
    sentence: str
    change: str
    marks: str
    rule: str
    decimals: int
    flags: tuple[str, ...]
    star: Star | None = None
    chart: Chart | None = None


def kind_of(scale: Scale, found: Sequence[ReadingOf]) -> Kind:
    """Scores over time where there is one; else a star where the areas make one; else the answers."""
    if scale.headline and any(one.value is not None for one in found):
        return "line"
    return "star" if star.is_star(scale) else "items"


def drawn(scale: Scale, found: Sequence[ReadingOf], *, baseline: str | None, change: float | None) -> Drawn:
    """The readings of a scale, oldest first. `change` is of the headline score, from the reading of uid `baseline`."""
    kind = kind_of(scale, found)
    flags = score(scale, found[-1].answers).flags if found else ()
    rule = readings.rule_words(scale)
    if kind == "line":
        points, cut = _points(found, baseline), cut_words(scale, found)
        said = unnamed(scale) if cut else scale
        marks = " ".join(filter(None, (cut, table_words(scale), readings.marks_words(said, points))))
        moved = f"{readings.change_words(scale, change)} {readings.crossed_words(said, points)}".strip()
        return Drawn(
            kind, readings.picture(said, points, marks=True), readings.sentence(scale, points),
            moved, marks, rule, scale.decimals, flags,
        )  # fmt: skip
    latest = next((one for one in reversed(found) if told(one.answers)), None)
    if latest is None:
        words = f"{scale.short_label}: nothing was answered."
        return Drawn(kind, Markup(""), words, words, "", rule, scale.decimals, flags)
    first = next(one for one in found if told(one.answers))
    pair = (None, None) if first.uid == latest.uid else (whole(first.answers), first.assessed_date)
    now = whole(latest.answers), latest.assessed_date
    if kind == "star":
        shape = star.star(scale, *now, *pair)
        return Drawn(kind, shape.svg, shape.sentence, shape.sentence, "", rule, scale.decimals, flags, star=shape)
    chart = items.chart(scale, *now, *pair)
    return Drawn(
        kind, chart.svg, chart.sentence, chart.sentence, found[-1].reason, rule, scale.decimals, flags, chart=chart
    )


def cut_words(scale: Scale, found: Sequence[ReadingOf]) -> str:
    """That items which count did not apply, how far the score then reaches, and that what is published of a score of every
    item is not said of it; "" where every item applied each time."""
    asides = {aside for one in found if is_cut(scale, aside := set_aside(one.answers))}
    if not asides:
        return ""
    places = sorted({place for aside in asides for place in aside})
    named = ", ".join(f"{scale.items[place].number} ({scale.items[place].topic})" for place in places)
    reach = [score(scale, one.answers).possible for one in found if set_aside(one.answers) in asides]
    ends = {formats.number(end) for span in reach if span for end in span[1:]}
    return (
        f"Item {named} did not apply: scores then reach {' or '.join(sorted(ends))}, not {formats.number(limits(scale)[1])}."
        " Bands and cut-off were published for every item, so none is given here."
    )


def table_words(scale: Scale) -> str:
    """From which table the values of a score come, where the organisation loaded it; else ""."""
    if scale.tariff is None or scale.tariff.sure != "own":
        return ""
    return f"Scores are by the table of values that your organisation loaded: {scale.tariff.source.rstrip('.')}."


def whole(answers: Sequence[int | str | None]) -> tuple[int | None, ...]:
    """Answers as numbers: what was left blank or does not apply is None."""
    return tuple(answer if isinstance(answer, int) else None for answer in answers)


def told(answers: Sequence[int | str | None]) -> bool:
    return any(isinstance(answer, int) for answer in answers)


def _points(found: Sequence[ReadingOf], baseline: str | None) -> list[readings.Point]:
    stages = registry.get("codes", "assessment_stage")
    return [
        readings.Point(one.assessed_date, one.value, stages.label_of(one.stage), one.uid == baseline)
        for one in found
        if one.value is not None
    ]
