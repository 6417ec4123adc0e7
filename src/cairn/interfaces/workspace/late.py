"""What its writer is told of something dated in a period that was reported already."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import models
from cairn.kernel import clock
from cairn.returns.late import ClosedPeriod, Dated, closed_periods

#: model → the fields that date it, in their order
DATES: dict[type[Any], tuple[str, ...]] = {
    models.Activity: ("activity_date",),
    models.Assessment: ("assessed_date",),
    models.Episode: ("start_date", "end_date"),
    models.Need: ("presented_date",),
    models.NeedJudgement: ("judged_date",),
    models.OutcomeRecord: ("outcome_date",),
    models.Referral: ("received_date", "decided_date"),
    models.StepRecord: ("step_date",),
}


def late_words(by: Actor, items: Iterable[Any]) -> str:
    """A sentence for whoever has just recorded these; "" where no period that they fall into was reported."""
    periods = closed_periods(by, list(_facts(items)))
    if not periods:
        return ""
    named = "; ".join(f"{period.round_name}, {_state(period)} {period.commissioner_name}" for period in periods[:3])
    one = len(periods) == 1
    return (
        f"It is dated in {'a period that was' if one else 'periods that were'} reported already ({named}). It is kept; what "
        f"was sent stays as it is, and the next return tells the change."
    )


def _state(period: ClosedPeriod) -> str:
    return "accepted by" if period.is_accepted else "with"


def _facts(items: Iterable[Any]) -> Iterator[Dated]:
    """Only what lies in the past: no period is reported before it is over."""
    today = clock.today()
    for row in items:
        days = [day for name in DATES.get(type(row), ()) if (day := getattr(row, name)) is not None]
        # All dates of a row that is new are news; of one that was there, the last: the others were told with it.
        for day in days if row.version == 1 else days[-1:]:
            if day < today:
                yield _dated(row, day)


def _dated(row: Any, day: date) -> Dated:
    if isinstance(row, (models.Activity, models.Referral, models.Episode)):
        return Dated(day, row.service_id, row.pk if isinstance(row, models.Episode) else None)
    held = row.need.episode if isinstance(row, models.NeedJudgement) else row.episode
    return Dated(day, held.service_id, held.pk)
