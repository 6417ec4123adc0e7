"""Time several ways of doing a thing turn and turn about, so that a busy machine is as unkind to each."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Act = Callable[[], object]
Side = Callable[[], Act]
"""Makes ready, untimed, and gives what is timed."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line of the table. `aim` is the most that the ratio should be; None where the issue asks only for the figure."""

    what: str
    against: str
    milliseconds: float
    against_milliseconds: float
    aim: float | None = None

    @property
    def reached(self) -> float:
        return self.milliseconds / self.against_milliseconds

    @property
    def is_met(self) -> bool | None:
        return None if self.aim is None else self.reached <= self.aim


def always(act: Act) -> Side:
    """A side that needs no making ready."""
    return lambda: act


def medians(sides: Mapping[str, Side], rounds: int, warm_ups: int = 1) -> dict[str, float]:
    """Milliseconds of each side; who goes first changes from round to round."""
    names = list(sides)
    taken: dict[str, list[float]] = {name: [] for name in names}
    for number in range(-warm_ups, rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            spent = _timed(sides[name]())
            if number >= 0:
                taken[name].append(spent)
    return {name: median(times) for name, times in taken.items()}


def _timed(act: Act) -> float:
    gc.collect()
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1000
