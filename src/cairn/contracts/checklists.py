"""What a group has in place, by a version of the checklist, and what came about between two days. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cairn.definitions import registry
from cairn.definitions.shapes.checklist import CheckItem, Checklist

NAME = "group"
IN_PLACE = "in_place"
ANSWERS = ("in_place", "under_way", "not_yet", "not_needed")


class CheckLike(Protocol):
    """A check as it is kept."""

    @property
    def checked_date(self) -> date: ...
    @property
    def checklist(self) -> str: ...
    @property
    def checklist_version(self) -> int: ...
    @property
    def answers(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Change:
    """One item on a day against the last day before it on which it was looked at. `is_gain`: it was not in place and now is;
    `is_loss`: the other way round."""

    item: CheckItem
    before: str
    before_date: date
    after: str

    @property
    def is_gain(self) -> bool:
        return self.after == IN_PLACE != self.before

    @property
    def is_loss(self) -> bool:
        return self.before == IN_PLACE and self.after in ("under_way", "not_yet")


def newest() -> Checklist:
    """The version by which a group is looked at today."""
    return registry.get("checklist", NAME)


def of(check: CheckLike) -> Checklist:
    """The version by which a check was made."""
    return registry.get("checklist", check.checklist, check.checklist_version)


def changes(check: CheckLike, earlier: Sequence[CheckLike]) -> Iterator[Change]:
    """Each item of a check that was looked at before, against the latest such day. What a version has and no earlier check
    asked about is compared with nothing. `earlier` has the newest last."""
    for item in of(check).items:
        after = check.answers.get(item.id)
        before = next((one for one in reversed(earlier) if item.id in one.answers), None)
        if after is not None and before is not None:
            yield Change(item, before.answers[item.id], before.checked_date, after)


def in_place(check: CheckLike) -> tuple[int, int]:
    """How many items are in place, of how many that the group needs."""
    needed = [answer for answer in check.answers.values() if answer != "not_needed"]
    return needed.count(IN_PLACE), len(needed)


def sentences(found: Iterable[Change]) -> tuple[str, ...]:
    """What came about and what was lost, each finishing "The group …"."""
    kept = list(found)
    gains = [change.item.came_about for change in kept if change.is_gain]
    return (*gains, *(f"no longer has: {change.item.label.lower()}" for change in kept if change.is_loss))
