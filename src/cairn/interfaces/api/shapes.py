"""What the API takes and gives, as types: the OpenAPI document is made from these, and a test holds real answers to them."""

from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict, with_config

from cairn.definitions.shapes.base import Sure
from cairn.kernel.problems import Problem

Answer = int | str | None
_STRICT = ConfigDict(extra="forbid")


@with_config(_STRICT)
@dataclass(frozen=True)
class Entry:
    """One set of answers: in the items' order (null or "-" for a blank), or by item id. Without a version, the newest."""

    scale: str
    answers: list[Answer] | dict[str, Answer]
    version: int | None = None


@with_config(_STRICT)
@dataclass(frozen=True)
class Band:
    """What one published set of bands calls a score, and who says so. The set names an item or a part it is of."""

    set: str
    band: str
    source: str
    sure: Sure


@with_config(_STRICT)
@dataclass(frozen=True)
class Score:
    """One score; without one, `reason` says why. `possible` is the range of the headline score."""

    scale: str
    version: int
    total: float | None
    metric: float | None
    subscales: dict[str, float]
    bands: list[Band]
    flags: list[str]
    missing: int
    reason: str | None
    profile: str | None
    possible: list[float] | None


@with_config(_STRICT)
@dataclass(frozen=True)
class Refusal:
    """What is wrong, all at once; `line` is its place in a list, from 1."""

    error: list[Problem]
    line: int | None = None


@with_config(_STRICT)
@dataclass(frozen=True)
class ScaleRow:
    """One line of the list of scales. `own`: made by the organisation; `usable`: it may ask it now, with words and permission."""

    id: str
    version: int
    label: str
    short_label: str
    items: int
    headline: Literal["total", "metric"] | str | None
    sure: Sure
    own: bool
    usable: bool
