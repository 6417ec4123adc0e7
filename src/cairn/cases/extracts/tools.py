"""A scale as the marts need it: which scores a reading has, what a change between two is called, what it tells of."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.frameworks.mapping import Feed, feeds
from cairn.scales.scoring.change import crossed, distance, reliable
from cairn.scales.scoring.comparable import is_cut, is_whole
from cairn.scales.scoring.plan import plan_of
from cairn.scales.scoring.reading import SKIPPED

Judged = tuple[str | None, str | None, str | None]
"""`verdict`, `reliable`, `crossed`."""
UNJUDGED: Judged = (None, None, None)


class Tool:
    """One version of a scale. What two scores come to is worked out once: answers are few and readings many."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.headline = scale.headline
        self.feeds: tuple[Feed, ...] = feeds(scale)
        self.subscales = tuple(part.id for part in scale.subscales)
        self.items = tuple(item.id for item in scale.scored) if scale.rule == "each" else ()
        self.parts = (*((self.headline,) if self.headline else ()), *self.items, *self._others())
        self._judged: dict[tuple[str, float, float], Judged] = {}
        self._banding = next((one for one in plan_of(scale).bands if one.bands.of == self.headline), None)

    def _others(self) -> tuple[str, ...]:
        return tuple(part for part in self.subscales if part != self.headline)

    def values(
        self, total: float | None, metric: float | None, subscales: Mapping[str, float], answers: Sequence[Any]
    ) -> dict[str, float]:
        """Every score that a reading has and that may be compared, by `of`; one that it has not is not there."""
        own = {"total": total, "metric": metric}
        found = {part: own.get(part, subscales.get(part)) for part in self.parts}
        for item, answer in zip(self.items, answers, strict=False):
            if found[item] is None and isinstance(answer, int) and answer != self.scale.missing.unknown:
                found[item] = answer
        return {
            part: float(value)
            for part, value in found.items()
            if value is not None and (part not in self.subscales or is_whole(self.scale, part, answers))
        }

    def judged(self, of: str, before: float, after: float, aside: tuple[int, ...] = ()) -> Judged:
        """What the change from one score to another is called; `aside` are the items that do not apply to either: without
        them a cut-off, which is of every item, is not crossed."""
        key = (of, before, after)
        if key not in self._judged:
            self._judged[key] = self._judge(*key)
        verdict, reliably, across = self._judged[key]
        return verdict, reliably, None if aside and is_cut(self.scale, aside) else across

    def _judge(self, of: str, before: float, after: float) -> Judged:
        if of != self.headline:
            return distance(self.scale, before, after, of).verdict, None, None
        verdict = distance(self.scale, before, after).verdict
        return verdict, reliable(self.scale, before, after), crossed(self.scale, before, after)

    def missing(self, answers: Sequence[Any]) -> int:
        """How many scored items are blank or not known; one that does not apply is none."""
        unknown, need = self.scale.missing.unknown, len(self.scale.scored)
        told = [answer for answer in answers[:need] if answer == SKIPPED or _is_told(answer, unknown)]
        return need - len(told)

    def band(self, value: float | None, aside: tuple[int, ...] = ()) -> str | None:
        """The band of a headline score in the scale's first set of bands of it: `scale/version/set/place`. None where an
        item that counts does not apply: bands are of every item."""
        if self._banding is None or value is None or (aside and is_cut(self.scale, aside)):
            return None
        place = self._banding.place(value)
        if place is None:
            return None
        return f"{self.scale.id}/{self.scale.version}/{self._banding.bands.id}/{place}"


def _is_told(answer: Any, unknown: int | None) -> bool:
    return isinstance(answer, int) and answer != unknown


@lru_cache(maxsize=512)
def tool_of(scale: str, version: int) -> Tool:
    """Raises definitions.registry.NotDefined. A published version never changes, so each is made once."""
    return Tool(registry.get("scale", scale, version))
