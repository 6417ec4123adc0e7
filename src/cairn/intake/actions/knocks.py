"""Count knocks at the public doors, so that a flood does not pass. No address is kept: only a keyed hash of it, whose salt
changes every day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from cairn.intake.models import Throttle
from cairn.intake.rules import Limit, window_of
from cairn.kernel import clock

DAYS_KEPT = 2


@dataclass(frozen=True, slots=True)
class Knock:
    """Somebody at a door: `what` is counted, `who` is never kept as it is."""

    what: str
    who: str
    limit: Limit


def admit(*, knocks: Sequence[Knock]) -> int:
    """Count these knocks, in their order; 0 when every one is within its limit, else the minutes after which to try again.
    One that is over its limit is where the counting ends: a single address cannot use up what is there for all.
    The count and the limit are one statement, so that two workers of the web agree and none over the limit slips through."""
    now = clock.now()
    return next((_minutes_left(now, one) for one in knocks if not _counted(now, one)), 0)


def key_of(knock: Knock, now: datetime) -> str:
    """What is kept of who knocks: unknown without the installation's key, and another one tomorrow."""
    day = clock.london_date(now).isoformat()
    return salted_hmac(f"cairn.knock.{day}.{knock.what}", knock.who, algorithm="sha256").hexdigest()


def _counted(now: datetime, knock: Knock) -> bool:
    key, window = key_of(knock, now), window_of(now, knock.limit)
    rows = Throttle.objects.filter(key=key, window_at=window)
    if rows.filter(count__lt=knock.limit.most).update(count=F("count") + 1):
        return True
    if rows.exists():
        return False
    try:
        with transaction.atomic():
            Throttle.objects.create(key=key, window_at=window, count=1)
    except IntegrityError:  # another worker was first to make the row
        return bool(rows.filter(count__lt=knock.limit.most).update(count=F("count") + 1))
    Throttle.objects.filter(window_at__lt=now - timedelta(days=DAYS_KEPT)).delete()
    return True


def _minutes_left(now: datetime, knock: Knock) -> int:
    ends = window_of(now, knock.limit) + timedelta(minutes=knock.limit.minutes)
    return max(1, ceil((ends - now).total_seconds() / 60))
