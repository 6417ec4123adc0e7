"""What would help the groups of an anchor, all together: how many asked for what, and their own words. Enter a scope first."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.contracts import told
from cairn.contracts.models import GroupReport
from cairn.definitions import registry
from cairn.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that would help, with the groups that ticked it: uid and name, by name."""

    code: str
    groups: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What a group last wrote of what would help."""

    group_uid: str
    group_name: str
    report_uid: str
    to_date: dt.date
    words: str


@dataclass(frozen=True, slots=True)
class Help:
    """`told` groups told of the period, `asked` of them ticked something; `wanted` has what most groups ticked first."""

    told: int
    asked: int
    wanted: tuple[Wanted, ...]
    words: tuple[Words, ...]


def of(by: Actor, period: Period, search: str = "") -> Help:
    """What groups told of a time that ended in the period. Each group counts once, and once for each thing; of its own words only
    the newest are here, those that hold `search` (in them or in its name), whatever the letters' size. One query."""
    rows = told.visible_to(by).filter(replaced_by=None, withdrawn_date=None, to_date__range=(period.start, period.end))
    found = list(rows.order_by("group__name", "group_id", "-to_date", "-pk"))
    asking = {row.group_id for row in found if row.help_wanted}
    return Help(len({row.group_id for row in found}), len(asking), _wanted(found), _words(found, search.strip()))


def _wanted(found: Iterable[GroupReport]) -> tuple[Wanted, ...]:
    codes = registry.get("codes", "group_help").codes
    groups: dict[str, dict[str, str]] = {code: {} for code in codes}
    for row in found:
        for code in row.help_wanted:
            groups.setdefault(code, {})[str(row.group.uid)] = row.group.name
    made = [Wanted(code, tuple(mine.items())) for code, mine in groups.items()]
    return tuple(sorted(made, key=lambda one: -len(one.groups)))


def _words(found: Iterable[GroupReport], search: str) -> tuple[Words, ...]:
    newest: dict[int, GroupReport] = {}
    for row in found:
        if row.would_help:
            newest.setdefault(row.group_id, row)
    return tuple(
        Words(str(row.group.uid), row.group.name, str(row.uid), row.to_date, row.would_help)
        for row in newest.values()
        if search.casefold() in f"{row.group.name}\n{row.would_help}".casefold()
    )
