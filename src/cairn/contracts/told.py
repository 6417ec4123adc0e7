"""What groups told their anchor, and who has not told yet. Enter a scope first."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.contracts import groups, queries
from cairn.contracts.models import Group, GroupLink, GroupReport
from cairn.contracts.rules_groups import TOLD
from cairn.kernel import clock
from cairn.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class ReportView:
    """What a group told of a period. `is_newest`: nothing replaced it. A sample says of how many times it counted how many.
    `may_be_told`: its story may stand in a return."""

    uid: str
    version: int
    group_uid: str
    group_name: str
    contract_uid: str
    from_date: dt.date
    to_date: dt.date
    told_date: dt.date
    by_link: bool
    heads: int | None
    heads_new: int | None
    is_sample: bool
    times_met: int | None
    times_counted: int | None
    asked: int | None
    easy_to_come: int | None
    feel_better: int | None
    changed: str
    story: str
    story_consent: str
    would_help: str
    help_wanted: tuple[str, ...]
    files: tuple[dict[str, str], ...]
    seen_date: dt.date | None
    withdrawn_date: dt.date | None
    is_newest: bool

    @property
    def may_be_told(self) -> bool:
        return bool(self.story) and self.story_consent == TOLD and self.is_newest and self.withdrawn_date is None


@dataclass(frozen=True, slots=True)
class Answering:
    """One group and one period: whether it has told, has a link that still opens, or was never asked."""

    group_uid: str
    group_name: str
    told_date: dt.date | None
    report_uid: str
    link_uid: str
    link_until: dt.datetime | None
    has_opened: bool

    @property
    def state(self) -> str:
        if self.told_date is not None:
            return "told"
        return "asked" if self.link_uid else "not_asked"


def visible_to(by: Actor) -> "QuerySet[Any]":
    """What groups of the actor's organisation told, the newest first; also what was replaced or withdrawn."""
    rows = GroupReport.objects.filter(group__in=groups.visible_to(by)).select_related("group__contract")
    return rows.order_by("-told_date", "-pk")


def find(by: Actor, uid: object) -> GroupReport:
    """Raises NotFound."""
    found: GroupReport = queries.one(visible_to(by), str(uid))
    return found


def standing(group: Group, from_date: dt.date, to_date: dt.date) -> GroupReport | None:
    """What stands of a period: nothing replaced it, and it was not withdrawn."""
    found: GroupReport | None = GroupReport.objects.filter(
        group=group, from_date=from_date, to_date=to_date, replaced_by=None, withdrawn_date=None
    ).first()
    return found


def view(row: GroupReport) -> ReportView:
    same = (
        "from_date", "to_date", "told_date", "heads", "heads_new", "is_sample", "times_met", "times_counted", "asked",
        "easy_to_come", "feel_better", "changed", "story", "story_consent", "would_help", "seen_date", "withdrawn_date",
    )  # fmt: skip
    return ReportView(
        uid=str(row.uid), version=row.version, group_uid=str(row.group.uid), group_name=row.group.name,
        contract_uid=str(row.group.contract.uid), by_link=row.link_id is not None, help_wanted=tuple(row.help_wanted),
        files=tuple(row.files), is_newest=row.replaced_by_id is None, **{name: getattr(row, name) for name in same},
    )  # fmt: skip


def of_group(by: Actor, group: Group) -> tuple[ReportView, ...]:
    """The newest first, with what they replaced."""
    return tuple(view(row) for row in visible_to(by).filter(group=group))


def unseen(by: Actor) -> tuple[ReportView, ...]:
    """What came by a link and nobody has looked at."""
    rows = visible_to(by).filter(seen_date=None, link__isnull=False, replaced_by=None, withdrawn_date=None)
    return tuple(view(row) for row in rows)


def stories(by: Actor) -> tuple[ReportView, ...]:
    """Those that may be told by others."""
    rows = visible_to(by).filter(replaced_by=None, withdrawn_date=None, story_consent=TOLD).exclude(story="")
    return tuple(view(row) for row in rows)


def answering(by: Actor, contract_uid: str, period: Period) -> tuple[Answering, ...]:
    """For each group that was looked after in a period, whether it has told of it. Three queries."""
    rows = groups.visible_to(by).filter(contract__uid=contract_uid, known_date__lte=period.end)
    rows = rows.exclude(left_date__lt=period.start)
    same = {"from_date": period.start, "to_date": period.end, "group__in": rows}
    told = {row.group_id: row for row in GroupReport.objects.filter(**same, replaced_by=None, withdrawn_date=None)}
    live = GroupLink.objects.filter(**same, revoked_at=None, expires_at__gt=clock.now()).order_by("pk")
    links = {row.group_id: row for row in live}
    return tuple(_answering(row, told.get(row.pk), links.get(row.pk)) for row in rows)


def _answering(row: Group, told: GroupReport | None, link: GroupLink | None) -> Answering:
    return Answering(
        str(row.uid), row.name, told.told_date if told else None, str(told.uid) if told else "",
        str(link.uid) if link else "", link.expires_at if link else None, bool(link and link.opened_at),
    )  # fmt: skip
