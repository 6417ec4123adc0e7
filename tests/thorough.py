"""How much of what can be tried is tried. `make test-long` tries all; any other run a share of what is only more of the same:
further seeds, further examples, further sorts of junk for a form that has had some. What each test says is said in both."""

import os
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")
ALL = os.environ.get("CAIRN_TEST_ALL") == "1"


def seeds(number: int) -> range:
    return range(number if ALL else 1)


def examples(number: int) -> int:
    """Hypothesis chooses others in each run."""
    return number if ALL else max(number // 4, 8)


def in_turn(things: Sequence[Thing], turn: int, share: int) -> Sequence[Thing]:
    """So many of them, others for the next turn, so that all are tried on some page."""
    return things if ALL else [things[(turn * share + place) % len(things)] for place in range(share)]
