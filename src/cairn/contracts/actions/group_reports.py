"""What a group told: written down by its anchor, looked at, withdrawn."""

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import group_telling, groups, parties, queries, rules_groups, told
from cairn.contracts.models import GroupReport
from cairn.contracts.rules_groups import Telling
from cairn.desk import received
from cairn.desk.models import Upload
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.kernel.problems import Done, Problem, refuse_if


def write(*, by: Actor, group_uid: object, period: Period, said: Telling) -> Done[GroupReport]:
    """As the anchor, for a group that told it by phone or on a visit. What stood of the same period is replaced, and stays to
    be read. Raises Refused or NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    group = groups.find(by, group_uid)
    refuse_if(problems(period, said))
    with deed("contracts.group_told", by=by) as this:
        row = group_telling.write(this, by, group, from_date=period.start, to_date=period.end, said=said, link=None)
    return Done((row,), (), this.uid)


def problems(period: Period, said: Telling) -> list[Problem]:
    found = rules_groups.telling_problems(said)
    if period.start > clock.today():
        fix = "Choose one that has begun."
        found.append(Problem("telling.future", "That time has not begun.", fix, field="period"))
    return found


def see(*, by: Actor, report_uid: object) -> Done[GroupReport]:
    """It was looked at."""
    by.require(Permission.PREPARE_RETURNS)
    row = told.find(by, report_uid)
    with deed("contracts.group_report_seen", by=by) as this:
        parties.change(this, by, row, seen_date=row.seen_date or clock.today())
    return Done((row,), (), this.uid)


def withdraw(*, by: Actor, report_uid: object, version: int | None = None) -> Done[GroupReport]:
    """It was sent by mistake, or for another group: it counts no more. What it had replaced does not come back by itself."""
    by.require(Permission.PREPARE_RETURNS)
    row = told.find(by, report_uid)
    if version is not None:
        row.version = version
    with deed("contracts.group_report_withdrawn", by=by) as this:
        parties.change(this, by, row, withdrawn_date=row.withdrawn_date or clock.today())
        this.about("group", row.group.uid)
    return Done((row,), (), this.uid)


def drop_file(*, by: Actor, report_uid: object, file_uid: str) -> Done[GroupReport]:
    """A photo or a voice note goes for good, such as when somebody in it did not agree. It cannot be undone. Raises NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    row = told.find(by, report_uid)
    if all(one["uid"] != file_uid for one in row.files):
        raise queries.NotFound(file_uid)
    with deed("contracts.group_file_dropped", by=by) as this:
        parties.change(this, by, row, files=[one for one in row.files if one["uid"] != file_uid])
        uploads = Upload.objects.filter(organisation_id=by.organisation_id, uid=file_uid, kind=group_telling.FILES)
        received.let_go(by.organisation_id, list(uploads.values_list("pk", flat=True)))
    received.remove(by.organisation_id)
    return Done((row,), (), this.uid)
