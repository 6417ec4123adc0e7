"""What follows from dates and states in a case. Pure: dates are passed in, nothing is read, nothing written."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """One scored reading of one scale in one episode. `value` is the scale's headline score."""

    uid: str
    date: dt.date
    value: float


@dataclass(frozen=True, slots=True)
class Pair:
    """The baseline and one later reading. The pair belongs to the period of `second.date`."""

    first: Reading
    second: Reading


def pairs(start_date: dt.date, baseline_days: int, readings: Sequence[Reading]) -> list[Pair]:
    """Pair every later reading of an episode with its baseline, in order of date.

    The baseline is the first reading dated within `baseline_days` of the episode's start, before or after, both bounds
    inclusive. Readings before it pair with nothing; without a baseline there are no pairs. A new episode starts anew.
    """
    ordered = sorted(readings, key=lambda reading: reading.date)
    baseline = next((r for r in ordered if abs((r.date - start_date).days) <= baseline_days), None)
    if baseline is None:
        return []
    return [Pair(baseline, reading) for reading in ordered if reading.date > baseline.date]
