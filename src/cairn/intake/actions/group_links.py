"""Make links by which tiny groups tell how they are, and end them."""

from collections.abc import Sequence
from datetime import timedelta

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import groups, rules_groups
from cairn.contracts.models import GroupLink
from cairn.contracts.queries import one
from cairn.intake import group_links
from cairn.intake.group_links import Made
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.kernel.problems import Done, Problem, refuse_if


def make(
    *,
    by: Actor,
    group_uids: Sequence[object],
    period: Period,
    languages: Sequence[str],
    language: str = "english",
    days: int = rules_groups.LINK_DAYS,
) -> Done[Made]:
    """One for each group, all or none; `languages` are those that the page is there in. A link of the same group and time that
    still opened ends. Raises Refused and NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    asked = [groups.find(by, uid) for uid in dict.fromkeys(map(str, group_uids))]
    found = rules_groups.link_problems(period.start, period.end, days, language, languages)
    if not asked:
        found.append(Problem("link.nobody", "No group is ticked.", "Tick at least one.", field="groups"))
    if any(group.left_date is not None for group in asked):
        fix = "Ask those that you look after."
        found.append(Problem("link.left", "One of them is not looked after any more.", fix, field="groups"))
    refuse_if(found)
    with deed("intake.group_link_made", by=by) as this:
        made = tuple(
            group_links.write(
                this, group, from_date=period.start, to_date=period.end, language=language,
                expires_at=clock.now() + timedelta(days=days),
            )
            for group in asked
        )  # fmt: skip
    return Done(made, (), "")


def end(*, by: Actor, link_uid: object) -> Done[GroupLink]:
    """End a link before its time; one that has ended stays as it is. Raises NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    row: GroupLink = one(GroupLink.objects.filter(group__in=groups.visible_to(by)), str(link_uid))
    if row.revoked_at is None:
        with deed("intake.group_link_ended", by=by) as this:
            this.about("group", row.group.uid)
            GroupLink.objects.filter(pk=row.pk).update(revoked_at=clock.now(), answers={})
    return Done((row,))
