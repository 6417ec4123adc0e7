"""What is to come of rounds, for who gives returns and for who asks for them; and all rounds, for a calendar. Enter a scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.returns import rules_rounds
from cairn.returns.finding import COMMISSIONER_READS, visible_to
from cairn.returns.models import Return
from cairn.returns.rules import Side
from cairn.returns.rules_rounds import What

ORDER: tuple[What, ...] = ("overdue", "today", "due", "opened", "opens")


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is to be said today of returns that nobody has sent: of one (`return_uid`), or for a commissioner of all that have
    the same name and day. `days` until it opens or closes, or since it was due; `stage` which of 14, 7 and 1 days has passed."""

    what: What
    days: int
    on: date
    side: Side
    round_name: str
    references: tuple[str, ...]
    titles: tuple[str, ...]
    return_uid: str = ""

    @property
    def number(self) -> int:
        return len(self.references)

    @property
    def stage(self) -> int:
        return rules_rounds.stage(self.days) if self.what == "due" else 0


@dataclass(frozen=True, slots=True)
class Dated:
    """Rounds with the same kind, name and dates: of one contract, or of many. `sent`: how many of their returns were sent."""

    kind: str
    name: str
    period: Period
    opens: date
    closes: date
    round_uids: tuple[str, ...]
    return_uids: tuple[str, ...]
    contracts: tuple[str, ...]
    sent: int

    @property
    def number(self) -> int:
        return len(self.round_uids)


def reminders(by: Actor) -> tuple[Reminder, ...]:
    """What wants doing first; one query, none for who has nothing to do with returns."""
    if not (by.may(Permission.PREPARE_RETURNS) or any(map(by.may, COMMISSIONER_READS))):
        return ()
    today = clock.today()
    rows = _waiting(by).filter(round__opens_date__lte=today + timedelta(days=rules_rounds.SOON))
    found = [one for row in rows if (one := _reminder(by, row, today))]
    ours = [one for one in found if one.side == "provider"]
    theirs = sorted((one for one in found if one.side == "commissioner"), key=_alike)
    together = [_together(list(same)) for _, same in groupby(theirs, key=_alike)]
    return tuple(sorted([*ours, *together], key=lambda one: (ORDER.index(one.what), one.on, one.round_name)))


def _waiting(by: Actor):  # type: ignore[no-untyped-def]
    rows = visible_to(by).filter(state__in=("open", "rejected"))
    return rows.order_by("round__closes_date", "round__contract__reference")


def _reminder(by: Actor, row: Return, today: date) -> Reminder | None:
    said = rules_rounds.reminder(row.round.opens_date, row.round.closes_date, today)
    if said is None:
        return None
    what, days = said
    contract = row.round.contract
    side: Side = "commissioner" if contract.commissioner_id == by.organisation_id else "provider"
    on = row.round.opens_date if what == "opens" else row.round.closes_date
    return Reminder(what, days, on, side, row.round.name, (contract.reference,), (contract.title,), str(row.uid))


def _alike(one: Reminder) -> tuple[str, date, str]:
    return one.what, one.on, one.round_name


def _together(same: list[Reminder]) -> Reminder:
    if len(same) == 1:
        return same[0]
    first = same[0]
    references = tuple(each.references[0] for each in same)
    return Reminder(first.what, first.days, first.on, first.side, first.round_name, references, ())


def dated(by: Actor, side: Side, since: date | None = None) -> tuple[Dated, ...]:
    """Every round that one gives returns for, or asks for, the earliest to open first; one query. `since`: without those that
    closed before that day."""
    mine = {f"{side}_id": by.organisation_id}
    rows = visible_to(by).filter(**mine)
    if since:
        rows = rows.filter(round__closes_date__gte=since)
    return tuple(_dated(list(same)) for _, same in groupby(sorted(rows, key=_day), key=_day))


def _day(row: Return) -> tuple[object, ...]:
    one = row.round
    return one.opens_date, one.closes_date, one.kind, one.name, one.observed_from_date, one.observed_to_date


def _dated(rows: list[Return]) -> Dated:
    one = rows[0].round
    return Dated(
        one.kind, one.name, Period(one.observed_from_date, one.observed_to_date), one.opens_date, one.closes_date,
        tuple(str(row.round.uid) for row in rows), tuple(str(row.uid) for row in rows),
        tuple(row.round.contract.reference for row in rows),
        sum(row.state in ("submitted", "accepted") for row in rows),
    )  # fmt: skip


def references(found: Iterable[Dated]) -> int:
    """Of how many contracts these are."""
    return len({reference for one in found for reference in one.contracts})
