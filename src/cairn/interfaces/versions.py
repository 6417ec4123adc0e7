"""What the pages of anything written in the browser and kept in versions share: own scales, own measures, own forms."""

from collections.abc import Callable, Sequence
from typing import TypeVar

V = TypeVar("V")


def told(versions: Sequence[V], differences: Callable[[V, V], list[str]]) -> list[tuple[V, list[str]]]:
    """Each version, the newest first, with how it differs from the one before it (`differences(before, after)`)."""
    before: list[V | None] = [*versions[1:], None]
    return [
        (version, differences(old, version) if old is not None else [])
        for version, old in zip(versions, before, strict=True)
    ]
