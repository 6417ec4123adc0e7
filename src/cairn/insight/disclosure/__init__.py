"""Disclosure control at the edge: one table, one audience, safe figures. README.md says what is promised and what not."""

from cairn.insight.disclosure.audience import COMMISSIONER, PUBLIC, Audience
from cairn.insight.disclosure.audit import Intruder
from cairn.insight.disclosure.protect import (
    Figure,
    ProtectedMeans,
    ProtectedShares,
    Share,
    protect_counts,
    protect_means,
    protect_shares,
)
from cairn.insight.disclosure.tables import TOTAL, Cell, Key, Protected, Table
from cairn.insight.disclosure.words import sentence

__all__ = [
    "COMMISSIONER", "PUBLIC", "TOTAL", "Audience", "Cell", "Figure", "Intruder", "Key", "Protected", "ProtectedMeans",
    "ProtectedShares", "Share", "Table", "protect_counts", "protect_means", "protect_shares", "sentence",
]  # fmt: skip
