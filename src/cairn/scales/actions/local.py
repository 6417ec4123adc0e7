"""An organisation's own scales: drafted, published, given a next version, withdrawn; or taken in from another's file."""

from typing import Any

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, deed
from cairn.access.permissions import Permission
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused, refuse_if
from cairn.scales import building, files, local
from cairn.scales.building import Plan
from cairn.scales.models import LocalScale


def draft(*, by: Actor, plan: Plan, id: str = "", number: int = 1, seen: int | None = None) -> Done[LocalScale]:
    """Begin a scale of one's own, or change its draft, if nobody else has since row version `seen`. An unfinished plan is
    kept; what is wrong is refused, all at once. Raises Refused, Conflict, NotFound."""
    by.require(Permission.MANAGE_SERVICES)
    row = _draft(by, id, number, "changed") if id else None
    if row is not None and seen is not None and row.version != seen:
        raise Conflict(
            [Problem("edit.conflict", "Somebody else changed this draft meanwhile.", "Look, then save again.")]
        )
    id = id or local.new_id()
    definition = local.stored(building.built(plan, id, number, _area_ids(by, id)))
    with deed("scales.scale_drafted", by=by) as this:
        if row is None:
            row = this.create(_row(by, id, number, definition))
        else:
            this.update(row, definition=definition)
    return Done((row,), (), this.uid)


def _row(by: Actor, id: str, number: int, definition: dict[str, Any], **more: Any) -> LocalScale:
    return LocalScale(
        organisation_id=by.organisation_id, scale=id, scale_version=number, definition=definition, **more
    )  # fmt: skip


def _area_ids(by: Actor, id: str) -> set[str]:
    return {item.id for one in local.versions(by, id) if one.state != "draft" for item in one.scale.items}


def _draft(by: Actor, id: str, number: int, what: str) -> LocalScale:
    row = local.get(by, id, number)
    if row.state != "draft":
        message = f"Version {number} is published: it can no longer be {what}."
        raise Refused([Problem("scale.published", message, "Make a new version of it.", field="scale")])
    return row


def publish(*, by: Actor, id: str, number: int) -> Done[LocalScale]:
    """Publish a draft: from now on it may be answered, and never changed. Raises Refused with all that it lacks."""
    by.require(Permission.MANAGE_SERVICES)
    row = _draft(by, id, number, "published again")
    refuse_if(building.lacking(local.scale_of(row)))
    with deed("scales.scale_published", by=by) as this:
        sha256 = local.sha256(row.definition, id, number)
        this.update(row, state="published", sha256=sha256, published_date=clock.today())
    return Done((row,), (), this.uid)


def next_version(*, by: Actor, id: str) -> Done[LocalScale]:
    """A draft made from the newest version. Of a scale that came from another organisation it is a scale of one's own, with
    an id of its own: that id's versions are theirs to make. Raises Refused when there is a draft already."""
    by.require(Permission.MANAGE_SERVICES)
    every = local.versions(by, id)
    if not every:
        local.get(by, id, 1)  # raises NotFound
    newest = every[0]
    if newest.state == "draft":
        fix = "Go on with that draft, or give it up first."
        raise Refused([Problem("scale.draft", "There is a draft of the next version already.", fix, field="scale")])
    if newest.came_from:
        own = local.new_id()
        row = _row(by, own, 1, local.stored(building.built(building.from_template(newest.scale), own, 1)))
    else:
        row = _row(by, id, newest.number + 1, local.get(by, id, newest.number).definition)
    with deed("scales.scale_drafted", by=by) as this:
        this.create(row)
    return Done((row,), (), this.uid)


def drop(*, by: Actor, id: str, number: int) -> Done[LocalScale]:
    """Give up a draft."""
    by.require(Permission.MANAGE_SERVICES)
    row = _draft(by, id, number, "given up")
    with deed("scales.draft_dropped", by=by) as this:
        this.delete(row)
    return Done((row,), (), this.uid)


def withdraw(*, by: Actor, id: str, number: int) -> Done[LocalScale]:
    """Answer this version no more. Readings keep it, and what it says of them stands."""
    by.require(Permission.MANAGE_SERVICES)
    row = local.get(by, id, number)
    if row.state != "published":
        message = "Only a published version can be withdrawn."
        raise Refused([Problem("scale.not_published", message, "Give up a draft instead.", field="scale")])
    with deed("scales.scale_withdrawn", by=by) as this:
        this.update(row, state="withdrawn", withdrawn_date=clock.today())
    return Done((row,), (), this.uid)


def take_in(*, by: Actor, data: bytes) -> Done[LocalScale]:
    """Take in a published scale from another organisation's file: the same id, version and hash, so that both ask the same
    and their readings may stand in one figure. Raises Refused: altered, unreadable, or here already."""
    by.require(Permission.MANAGE_SERVICES)
    file = files.read(data)
    id, number = file.scale.id, file.scale.version
    row = local.visible_to(by).filter(scale=id, scale_version=number).first()
    refuse_if(_known(row, file))
    with deed("scales.scale_taken_in", by=by) as this:
        if row is not None:
            this.update(row, state="published", withdrawn_date=None)
        else:
            came = {"came_from": file.came_from or "another organisation", "sha256": file.sha256}
            dated = {"state": "published", "published_date": clock.today()}
            row = this.create(_row(by, id, number, file.definition, **came, **dated))
    return Done((row,), (), this.uid)


def _known(mine: LocalScale | None, file: files.ScaleFile) -> list[Problem]:
    """One id and version is one content, whoever has it here: else figures of two organisations would mix two scales. Of a
    scale that was made here nothing is taken in but what its makers published: a later version that somebody else wrote
    would stand in the place of the one that they publish next."""
    with scope.every(
        "one id and version of a scale must be one content for all, or shared figures would mix two scales"
    ):
        rows = LocalScale.objects.filter(scale=file.scale.id).values_list(
            "scale_version", "state", "sha256", "came_from"
        )
        every = list(rows)
    number = file.scale.version
    there = {sha256 for version, state, sha256, _ in every if version == number and state != "draft"}
    is_made_here = any(not came_from for *_, came_from in every)
    if there - {file.sha256} or (is_made_here and not there) or (mine is not None and mine.state == "draft"):
        message = "Another scale has this id and version here already."
        fix = "Ask whoever gave you the file for the version that they published, or make a scale of your own."
        return [Problem("file.other", message, fix, field="file")]
    if mine is not None and mine.state == "published":
        return [
            Problem("file.known", "Your organisation has this version already.", "Nothing needs doing.", field="file")
        ]
    return []
