"""The person's own page as it is drawn, on screen and on paper: large trails, readings over time, all in their words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.presentation import readings
from cairn.presentation.measured import told, whole
from cairn.presentation.own.words import Words
from cairn.presentation.star import Area, is_star, star
from cairn.presentation.trail import Step
from cairn.web.formats import number


@dataclass(frozen=True, slots=True)
class Path:
    """One ladder: its stones with what is said of each, and the sentence that says the same."""

    title: str
    service: str
    steps: tuple[Step, ...]
    said: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One rating: when, how high, who rated."""

    uid: str
    date: dt.date
    value: str
    rated: str


@dataclass(frozen=True, slots=True)
class Readings:
    """One scale's ratings, with the picture and the change in words."""

    label: str
    service: str
    picture: Any
    change: str
    rows: tuple[Reading, ...]
    areas: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """`page` is an `intake.own.OwnPage`; beside it, what is drawn from it."""

    page: Any
    paths: tuple[Path, ...]
    readings: tuple[Readings, ...]
    fields: dict[str, str]

    @property
    def said_of_steps(self) -> bool:
        """Whether they see any step otherwise: the list of steps then stands open, with their words in it."""
        return any(step.uid in self.page.seen_otherwise for step in self.page.record.steps)

    def listed(self, names: Iterable[str]) -> str:
        """What fields are called, one after the other."""
        return ", ".join(self.fields[name] for name in names)


def show(page: Any, words: Words) -> Shown:
    """A person's page (`intake.own.OwnPage`) in a language."""
    paths = tuple(_path(one, words) for one in page.record.trails)
    found = tuple(
        _readings(support.service, scale, words)
        for support in page.record.supports
        for scale in support.scales
        if _can_be_shown(scale)
    )
    named = {name for row in page.shared.rows for name in row.fields} | {
        name for one in page.shared.passed for name in one.what
    }
    return Shown(page, paths, found, {name: _field(name, words) for name in named})


def _field(name: str, words: Words) -> str:
    key = f"field_{name}"
    return words(key) if words.has(key) else name.replace("_", " ")


def _path(trail: Any, words: Words) -> Path:
    steps = tuple(Step(rung.label, rung.state or "ahead", rung.first_date) for rung in trail.rungs)
    standing = sum(step.state in ("reached", "kept") for step in steps)
    lost = sum(step.state == "lost" for step in steps)
    sentence = words("path_sentence", count=standing, all=len(steps))
    sentence += f" {words('path_lost', count=lost)}" if lost else ""
    said = tuple(words(step.state, date=step.date) if step.date else words("ahead") for step in steps)
    return Path(trail.name, trail.service, steps, said, sentence)


def _readings(service: str, view: Any, words: Words) -> Readings:
    scale = registry.get("scale", view.scale, view.version)
    scored = [one for one in view.readings if one.value is not None]
    if not scored:
        return _star(service, view, scale, words)
    points = [readings.Point(one.assessed_date, one.value, "", one.uid == view.baseline) for one in scored]
    rows = [
        Reading(one.uid, one.assessed_date, number(one.value, scale.decimals), words(f"rated_{one.rater}"))
        for one in scored
    ]
    ends_known = scale.headline and not (scale.tariff and scale.tariff.lacking)
    picture = readings.picture(scale, points, label=_sentence(rows, words), short=words.date) if ends_known else ""
    return Readings(
        view.label, service, picture, _change(view.change, scale.decimals, words), tuple(reversed(rows))
    )  # fmt: skip


def _can_be_shown(view: Any) -> bool:
    if any(one.value is not None for one in view.readings):
        return True
    return is_star(registry.get("scale", view.scale, view.version)) and any(told(one.answers) for one in view.readings)


def _star(service: str, view: Any, scale: Scale, words: Words) -> Readings:
    """Areas as a star, the first and the latest over each other; what was said of each area, and on which day."""
    found = [one for one in view.readings if told(one.answers)]
    first, latest = found[0], found[-1]
    pair = (whole(first.answers), first.assessed_date) if first is not latest else (None, None)
    now = whole(latest.answers), latest.assessed_date
    areas = tuple((one.label, _on_days(one, pair[1], now[1], words)) for one in star(scale, *now, *pair).areas)
    label = "; ".join(f"{name}: {said}" for name, said in areas)
    rows = tuple(Reading(one.uid, one.assessed_date, "", words(f"rated_{one.rater}")) for one in reversed(found))
    change = words("one_reading") if first is latest else ""
    return Readings(view.label, service, star(scale, *now, *pair, label=label).svg, change, rows, areas)


def _on_days(area: Area, first: dt.date | None, latest: dt.date, words: Words) -> str:
    said = [(area.first, first), (area.latest, latest)]
    return "; ".join(words("on_day", value=value, date=day) for value, day in said if value is not None) or "–"


def _sentence(rows: Iterable[Reading], words: Words) -> str:
    return "; ".join(words("on_day", value=row.value, date=row.date) for row in rows)


def _change(change: float | None, decimals: int, words: Words) -> str:
    if change is None:
        return words("one_reading")
    if change == 0:
        return words("same")
    return words("higher" if change > 0 else "lower", points=number(abs(change), decimals))
