"""Retention periods and quality rules."""

from typing import Literal

from cairn.definitions.conditions import Written
from cairn.definitions.shapes.base import Definition, Id, Words, shape


@shape
class Retention(Definition):
    """How long a kind of record is kept, counted from when, and what is done then."""

    words: Words
    years: int = 0
    days: int = 0
    counted_from: Words
    then: Literal["erase", "anonymise", "review"]


@shape
class QualityRule(Definition):
    """What ought to hold of a record. An error blocks a return; a warning is shown and may be explained."""

    table: Id
    field: Id
    must: Written
    severity: Literal["error", "warning"]
    message: Words
    fix: Words
