"""The trail: from the rungs of a ladder and what was recorded of them to the steps that the picture is drawn from."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from cairn.web import formats


class Reached(Protocol):
    """Anything that says how far a rung is: `state` is reached, kept, lost, or "" where it was never reached."""

    @property
    def label(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def first_date(self) -> dt.date | None: ...


@dataclass(frozen=True, slots=True)
class Step:
    """One stone, as the `trail` component draws it: reached, kept, lost or ahead; `date` when first reached."""

    label: str
    state: str
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Trail:
    """A whole ladder of one person: the stones from the first, and the same in a sentence."""

    title: str
    steps: tuple[Step, ...]
    sentence: str

    @property
    def is_started(self) -> bool:
        return any(step.date for step in self.steps)


def trail(name: str, rungs: Iterable[Reached]) -> Trail:
    """The trail of a ladder, from its rungs in their order."""
    steps = tuple(Step(rung.label, rung.state or "ahead", rung.first_date) for rung in rungs)
    return Trail(name, steps, sentence(steps))


def sentence(steps: Sequence[Step]) -> str:
    """The picture in words: how many of how many, the latest, and what was lost."""
    if not any(step.date for step in steps):
        return f"None of {_count(len(steps))} reached yet: the first, “{steps[0].label}”, lies ahead." if steps else ""
    standing = sum(step.state in ("reached", "kept") for step in steps)
    latest = max((step for step in steps if step.date), key=lambda step: step.date or dt.date.min)
    lost = sum(step.state == "lost" for step in steps)
    since = f" {_count(lost).capitalize()} lost for now." if lost else ""
    return f"{standing} of {_count(len(steps))} reached; the latest, “{latest.label}”, on {formats.date(latest.date)}.{since}"


def _count(number: int) -> str:
    return "1 step" if number == 1 else f"{number} steps"
