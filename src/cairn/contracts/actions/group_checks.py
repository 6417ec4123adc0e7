"""Look at a group by the checklist on a day; take a check back."""

from collections.abc import Sequence
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import checklists, groups, parties, rules_groups
from cairn.contracts.models import Group, GroupCheck
from cairn.contracts.rules_groups import NewCheck
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if

_AGAIN = Problem("uid.again", "This was written down already.", severity="warning")


def record(*, by: Actor, checks: Sequence[NewCheck]) -> Done[GroupCheck]:
    """All or none; one of a day that has one already takes its place. By the newest version of the checklist, unless a check
    names the one by which it was made. Raises Refused or NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    looked = [groups.find(by, one.group_uid) for one in checks]
    uids = [one.uid for one in checks if one.uid]
    if uids and (there := list(GroupCheck.objects.filter(group__in=looked, uid__in=uids))):
        return Done(tuple(there), (_AGAIN,))
    today = clock.today()
    refuse_if(
        problem
        for at, (one, group) in enumerate(zip(checks, looked, strict=True))
        for problem in rules_groups.check_problems(one, group.known_date, today, at)
    )
    with deed("contracts.group_checked", by=by) as this:
        rows = [_write(this, by, one, group) for one, group in zip(checks, looked, strict=True)]
        for group in looked:
            this.about("group", group.uid)
    return Done(tuple(rows), (), this.uid)


def _write(this: Any, by: Actor, new: NewCheck, group: Group) -> GroupCheck:
    fields = {"answers": dict(new.answers), "words": new.words.strip(), "withdrawn_date": None}
    version = new.version or checklists.newest().version
    there = GroupCheck.objects.filter(group=group, checked_date=new.checked_date).first()
    if there is not None and there.checklist_version == version:
        changed: GroupCheck = parties.change(this, by, there, **fields)
        return changed
    if there is not None:
        this.delete(there)
    row = GroupCheck(
        provider_id=group.provider_id, commissioner_id=group.commissioner_id, group=group,
        checked_date=new.checked_date, checklist=checklists.NAME, checklist_version=version, **fields,
        **({"uid": new.uid} if new.uid else {}),
    )  # fmt: skip
    [made] = parties.make(this, by, [row])
    return made  # type: ignore[no-any-return]


def withdraw(*, by: Actor, check_uid: object, version: int | None = None) -> Done[GroupCheck]:
    """It was written down by mistake: nothing is compared with it any more."""
    by.require(Permission.PREPARE_RETURNS)
    row: GroupCheck = groups.of_group(by, GroupCheck.objects.filter(withdrawn_date=None), check_uid)
    if version is not None:
        row.version = version
    with deed("contracts.group_checked", by=by) as this:
        parties.change(this, by, row, withdrawn_date=clock.today())
        this.about("group", row.group.uid)
    return Done((row,), (), this.uid)
