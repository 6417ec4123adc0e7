"""What one address of the API is: from this come the resolver and the OpenAPI document."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cairn.interfaces.api.door import LONGEST_BODY, Answer

VERSION, JSON = "v1", "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """One method of an address. `takes` and `gives` are shapes: types that pydantic can describe. `refuses` are further
    statuses that it may answer, beside those of every call; `takes_as` and `gives_as` the types of what goes and comes."""

    answer: Answer
    words: str
    gives: Any
    takes: Any = None
    refuses: Sequence[int] = ()
    takes_as: Sequence[str] = (JSON,)
    gives_as: str = JSON


@dataclass(frozen=True, slots=True)
class Route:
    """One address, below `/api/v1/`. `scope` is what a key must be for; `path` as Django writes it. What is
    sent to a `raw` one is handed over as it came, up to `most` bytes."""

    path: str
    name: str
    scope: str
    calls: dict[str, Call] = field(default_factory=dict)
    raw: bool = False
    most: int = LONGEST_BODY
