"""What every definition has, and the small types that shapes share."""

from typing import Annotated, Any, Literal, dataclass_transform

from pydantic import AfterValidator, BeforeValidator, ConfigDict, StringConstraints
from pydantic.dataclasses import dataclass

Sure = Literal["verified", "seed", "memory", "own", "computed"]
"""How sure a fact is: seen in a public source; from a seed paper; remembered only; our own choice; our own sum."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]

NO_MATCH = "no match"


def _mapped(raw: Any) -> Any:
    """A mapping must be said: a reference, or `no match`. Leaving it blank is not an answer."""
    if raw is None:
        raise ValueError(f"say which it maps to, or `{NO_MATCH}`")
    return raw


def _none_if_no_match(text: str) -> str | None:
    return None if text == NO_MATCH else text


Mapped = Annotated[str | None, AfterValidator(_none_if_no_match), BeforeValidator(_mapped)]


@dataclass_transform(frozen_default=True, kw_only_default=True)
def shape(cls: type) -> Any:
    """A frozen dataclass that pydantic fills from a file: unknown fields are refused, lists become tuples."""
    return dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid", arbitrary_types_allowed=True))(cls)


@shape
class Definition:
    """One published version of one thing. `id` and `version` are the file's own path."""

    id: Id
    version: int
    label: Words
    source: Words
    sure: Sure
    status: Literal["published", "draft", "withdrawn"] = "published"
