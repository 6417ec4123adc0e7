"""What there is to ask about, in the order in which to ask it: the service's own needs first, then the rest of life."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from cairn.cases.queries import AreaView, NeedRow
from cairn.definitions import registry
from cairn.definitions.shapes.needs import Need


@dataclass(frozen=True, slots=True)
class AreaAsked:
    """An area with its needs. `known` are needs that are here already and not met, `states` what is known of each that was
    ever presented; `answer` (of `need_answer`) and `asked_date` what was said of the area before."""

    id: str
    label: str
    needs: tuple[Need, ...]
    own: frozenset[str]
    known: tuple[str, ...]
    states: dict[str, NeedRow]
    answer: str
    asked_date: dt.date | None

    @property
    def field(self) -> str:
        return f"area_{self.id}"

    @property
    def needs_field(self) -> str:
        return f"needs_{self.id}"

    @property
    def is_own(self) -> bool:
        return bool(self.own)


def areas_asked(own: Collection[str], stands: Collection[AreaView], episode_uid: str) -> list[AreaAsked]:
    """Every area of the newest dictionary: those with a need in `own` first, and such needs first in each. `stands` is
    what is known of the person; what is known in this episode is ticked from the start."""
    return sorted(_areas(own, {area.id: area for area in stands}, episode_uid), key=lambda area: not area.is_own)


def _areas(own: Collection[str], stands: dict[str, AreaView], episode_uid: str) -> Iterator[AreaAsked]:
    dictionary = registry.get("needs", "common")
    for area in dictionary.areas:
        needs = [need for need in dictionary.needs if need.area == area.id]
        before = stands.get(area.id)
        rows = {row.need: row for row in before.needs} if before else {}
        open_here = [
            need.id for need in needs
            if need.id in rows and rows[need.id].state != "met" and rows[need.id].episode_uid == episode_uid
        ]  # fmt: skip
        if needs:
            yield AreaAsked(
                id=area.id,
                label=area.label,
                needs=tuple(sorted(needs, key=lambda need: need.id not in own)),
                own=frozenset(need.id for need in needs if need.id in own),
                known=tuple(open_here),
                states=rows,
                answer=before.answer if before else "not_asked",
                asked_date=before.asked_date if before else None,
            )
