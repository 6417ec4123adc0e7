"""An organisation's own scales: found by the registry like those of the package, and listed for whom they belong to.

A published version never changes, and one id and version is one content for all (`actions.local` sees to both), so each is
read once a process. What a scale asks is about nobody, and its id cannot be guessed: a label may therefore be read for a
figure of another organisation. Whether a scale may be *answered* is another question, asked afresh each time (`standing`),
and only of the actor's own rows.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from pydantic import TypeAdapter

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.queries import NotFound
from cairn.definitions import registry
from cairn.definitions.shapes.base import Definition
from cairn.definitions.shapes.scale import Item, Scale
from cairn.kernel import canonical
from cairn.kernel.problems import Problem
from cairn.scales.models import LocalScale

PREFIX = "own-"
_SHAPE: TypeAdapter[Scale] = TypeAdapter(Scale)
_ITEM: TypeAdapter[Item] = TypeAdapter(Item)
_NOT_STORED = ("id", "version", "status")  # the columns beside say them
_read: dict[tuple[str, int], Scale] = {}


@dataclass(frozen=True, slots=True)
class LocalVersion:
    """One version of an own scale, as a list or its own page shows it."""

    uid: str
    id: str
    number: int
    state: str
    label: str
    came_from: str
    sha256: str
    published_date: date | None
    withdrawn_date: date | None
    scale: Scale


def new_id() -> str:
    """An id that nobody else has, here or elsewhere: files travel."""
    return f"{PREFIX}{uuid.uuid4().hex[:12]}"


def is_own(id: str) -> bool:
    """Whether an organisation made it, this one or another."""
    return id.startswith(PREFIX)


def as_json(scale: Scale) -> dict[str, Any]:
    """A scale's fields as a definition file has them, without those that were left as they are."""
    told: dict[str, Any] = _SHAPE.dump_python(scale, mode="json", exclude_defaults=True)
    return told


def item_json(item: Item) -> dict[str, Any]:
    """The same of one item."""
    told: dict[str, Any] = _ITEM.dump_python(item, mode="json", exclude_defaults=True)
    return told


def stored(scale: Scale) -> dict[str, Any]:
    """What a row keeps of a scale: all but what the columns beside say."""
    return {name: value for name, value in as_json(scale).items() if name not in _NOT_STORED}


def read(
    definition: Mapping[str, Any], id: str, version: int, status: str = "published", *, strictly: bool = False
) -> Scale:
    """A scale from what is stored; `strictly`, from what somebody else wrote: a number written as text ("inf", "9999999")
    is none, so that nothing passes the bounds unseen. Raises pydantic's ValidationError."""
    told = {**definition, "id": id, "version": version, "status": status}
    return _SHAPE.validate_json(canonical.dumps(told), strict=True) if strictly else _SHAPE.validate_python(told)


def sha256(definition: Mapping[str, Any], id: str, version: int) -> str:
    """The hash of one version, over everything that it asks and counts. It goes with its file."""
    return canonical.sha256({**definition, "id": id, "version": version})


def resolve(kind: str, id: str, version: int | None) -> Definition | None:
    """For the registry. Drafts are not found. Without a version: the newest published that the scope's organisation has,
    or, when all were withdrawn, the newest of these, so that old readings keep their name."""
    if kind != "scale" or not is_own(id):
        return None
    if version is not None and (id, version) in _read:
        return _read[id, version]
    rows = _all_of(id)
    if version is not None:
        rows = [row for row in rows if row.scale_version == version]
    return scale_of(rows[0]) if rows else None


def _all_of(id: str) -> list[LocalScale]:
    """Every version on record that is no draft, best first: of the scope's organisation, then published, then newest."""
    with scope.every("what a scale asks is about nobody; a figure of another organisation shows its name"):
        rows = list(LocalScale.objects.filter(scale=id).exclude(state="draft"))
    try:
        mine = scope.current() or frozenset()
    except scope.NoScope:
        mine = frozenset()
    return sorted(
        rows, key=lambda row: (row.organisation_id in mine, row.state == "published", row.scale_version), reverse=True
    )


def scale_of(row: LocalScale) -> Scale:
    """A row as a scale. What is published is kept for the process."""
    key = (row.scale, row.scale_version)
    if row.state == "draft":
        return read(row.definition, *key, status="draft")
    if key not in _read:
        _read[key] = read(row.definition, *key)
    return _read[key] if row.state == "published" else read(row.definition, *key, status="withdrawn")


def visible_to(by: Actor) -> "QuerySet[LocalScale]":
    """Own scales of the actor's organisation, every version: each member may know what is asked here."""
    rows: QuerySet[LocalScale] = LocalScale.objects.filter(organisation_id=by.organisation_id)
    return rows


def of(by: Actor) -> tuple[Scale, ...]:
    """The newest published version of each own scale of the actor's organisation, by label. One query."""
    newest: dict[str, LocalScale] = {}
    for row in visible_to(by).filter(state="published").order_by("scale_version"):
        newest[row.scale] = row
    return tuple(sorted((scale_of(row) for row in newest.values()), key=lambda scale: scale.label.casefold()))


def known(by: Actor) -> frozenset[tuple[str, int | None]]:
    """Every own scale of the actor's organisation by id and version, drafts aside; with None, each by its id. One query."""
    rows = list(visible_to(by).exclude(state="draft").values_list("scale", "scale_version"))
    return frozenset([*rows, *((id, None) for id, _ in rows)])


def offered(by: Actor) -> tuple[Scale, ...]:
    """Every scale that the actor's organisation can choose from: the package's, without templates, and then its own."""
    package = tuple(one for one in registry.all("scale") if not one.template and one.status == "published")
    return (*package, *of(by))


def every(by: Actor) -> list[LocalVersion]:
    """Every version of every own scale, drafts too: by label, the newest first."""
    rows = [view(row) for row in visible_to(by).order_by("-scale_version")]
    names = {one.id: one.label.casefold() for one in reversed(rows)}
    return sorted(rows, key=lambda one: (names[one.id], one.id))


def versions(by: Actor, id: str) -> list[LocalVersion]:
    """The versions of one own scale, the newest first; none of one that the organisation has not."""
    return [view(row) for row in visible_to(by).filter(scale=id).order_by("-scale_version")]


def get(by: Actor, id: str, version: int) -> LocalScale:
    """Raises NotFound."""
    row = visible_to(by).filter(scale=id, scale_version=version).first()
    if row is None:
        raise NotFound("no such scale")
    return row


def view(row: LocalScale) -> LocalVersion:
    scale = scale_of(row)
    return LocalVersion(
        uid=str(row.uid), id=row.scale, number=row.scale_version, state=row.state, label=scale.label,
        came_from=row.came_from, sha256=row.sha256, published_date=row.published_date,
        withdrawn_date=row.withdrawn_date, scale=scale,
    )  # fmt: skip


def standing(by: Actor, scale: Scale) -> Problem | None:
    """Why the actor's organisation may not answer this version of an own scale; None when it may, or it is no own one."""
    if not is_own(scale.id):
        return None
    state = visible_to(by).filter(scale=scale.id, scale_version=scale.version).values_list("state", flat=True).first()
    if state == "withdrawn":
        message = f"This version of {scale.short_label} was withdrawn."
        return Problem("scale.withdrawn", message, "Choose its newest version, or another scale.", field="scale")
    if state != "published":
        fix = "Choose a scale of your organisation, or publish the draft first."
        return Problem("scale.unknown", "This scale is not known here.", fix, field="scale")
    return None
