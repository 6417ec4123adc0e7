"""What has numbers, whoever computed it."""

from typing import Protocol


class Numbers(Protocol):
    """A figure of a return, a row of a measure, a cell of a cross-tab: whatever has numbers."""

    @property
    def value(self) -> float | None: ...
    @property
    def n(self) -> int | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
