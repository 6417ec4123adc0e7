"""The one writer of what a group tells: by its link, or as the anchor writes it down. No action: actions call it."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.deeds import Deed
from cairn.contracts import parties, told
from cairn.contracts.models import Group, GroupLink, GroupReport
from cairn.contracts.rules_groups import Telling
from cairn.desk.models import Upload
from cairn.kernel import clock

FILES = "group_report"
"""The kind under which a photo or a voice note of a group is kept."""
FIELDS = (
    "heads", "heads_new", "is_sample", "times_met", "times_counted", "asked", "easy_to_come", "feel_better", "changed",
    "story", "story_consent", "would_help",
)  # fmt: skip


def write(
    this: Deed, by: Actor, group: Group, *, from_date: date, to_date: date, said: Telling, link: GroupLink | None
) -> GroupReport:
    """A new row; what stood of the same period is replaced by it and stays. The group is locked first, so that of two who
    tell at once each replaces the other whole."""
    Group.objects.select_for_update().get(pk=group.pk)
    before = told.standing(group, from_date, to_date)
    kept: dict[str, Any] = {name: getattr(said, name) for name in FIELDS}
    words = {name: kept[name].strip() for name in ("changed", "story", "would_help")}
    row = GroupReport(
        provider_id=group.provider_id, commissioner_id=group.commissioner_id, group=group, link=link,
        from_date=from_date, to_date=to_date, told_date=clock.today(), help_wanted=list(said.help_wanted),
        files=[dict(one) for one in said.files], seen_date=None if link else clock.today(), **{**kept, **words},
    )  # fmt: skip
    if not row.story:
        row.story_consent = ""
    [made] = parties.make(this, by, [row])
    if before is not None:
        parties.change(this, by, before, replaced_by=made)
    this.about("group", group.uid)
    return made  # type: ignore[no-any-return]


def wanted() -> "QuerySet[Any]":
    """Files that still belong to something: to what stands or was replaced, or to what is on its way."""
    told = GroupReport.objects.filter(withdrawn_date=None).exclude(files=[]).values_list("files", flat=True)
    going = GroupLink.objects.filter(revoked_at=None, expires_at__gt=clock.now()).exclude(answers={})
    lists = [*told, *(answers.get("files", []) for answers in going.values_list("answers", flat=True))]
    uids = {one["uid"] for files in lists for one in files}
    return Upload.objects.filter(kind=FILES, uid__in=uids).values("pk")
