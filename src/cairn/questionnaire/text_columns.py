"""The tests of `texts` over Arrow columns of text: one mask each, true where the test holds, null where there is no text."""

from datetime import date
from typing import Any as Untyped

import pyarrow as pa
import pyarrow.compute as pc

from cairn.questionnaire.texts import REAL_DAY, WHOLE_NUMBER, Reads

Column = Untyped
"""A pyarrow.ChunkedArray of text, of numbers or of days."""


def matches(column: Column, pattern: str) -> Column:
    """True where the whole text has the pattern."""
    return pc.match_substring_regex(column, f"^(?:{pattern})$")


def reads(column: Column, leaf: Reads) -> Column:
    """True where the text reads as a number or day of this size."""
    read = numbers(column) if leaf.kind == "number" else days(column)
    if leaf.low is None and leaf.high is None:
        return read.is_valid()
    return between(read, leaf.low, leaf.high)


def numbers(column: Column) -> Column:
    """The whole numbers that texts read as; null for any other text."""
    return _only(column, WHOLE_NUMBER).cast(pa.int64())


def days(column: Column) -> Column:
    """The real days that texts read as; null for any other text."""
    return _only(column, REAL_DAY).cast(pa.date32())


def days_after(later: Column, earlier: Column, low: int | None, high: int | None) -> Column:
    """True where one day is so many days after the other."""
    apart = pc.subtract(days(later).cast(pa.int32()), days(earlier).cast(pa.int32()))
    return apart.is_valid() if low is None and high is None else between(apart, low, high)


def between(column: Column, low: int | date | None, high: int | date | None) -> Column:
    """True where a value is within the bounds, either of which may be None, but not both."""
    bounds = [(pc.greater_equal, low), (pc.less_equal, high)]
    tests = [test(column, pa.scalar(bound)) for test, bound in bounds if bound is not None]
    return tests[0] if len(tests) == 1 else pc.and_(*tests)


def _only(column: Column, pattern: str) -> Column:
    """The texts of a pattern; null for the others, so that what is left can be read."""
    return pc.if_else(matches(column, pattern), column, pa.scalar(None, column.type))
