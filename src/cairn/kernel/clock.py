"""The only place that reads the time. Instants are UTC; dates are dates in Europe/London."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_fixed: ContextVar[datetime | None] = ContextVar("cairn_clock", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """Today's date in Europe/London."""
    return london_date(now())


def london_date(instant: datetime) -> date:
    """The date in Europe/London on which an aware instant falls."""
    return instant.astimezone(LONDON).date()


@contextmanager
def fixed(instant: datetime) -> Iterator[None]:
    """Hold the clock at an aware instant: a demonstration city lives its two years through this."""
    if instant.tzinfo is None:
        raise ValueError("the clock takes an aware instant")
    token = _fixed.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
