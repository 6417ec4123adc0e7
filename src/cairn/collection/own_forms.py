"""Forms of frameworks that an organisation wrote itself: found by the registry like those of the package, and listed for
whom they belong to.

A published version never changes, and one id and version is one content for all (`actions.own_forms` sees to both), so each
is read once a process. What a form asks is about nobody, and its id cannot be guessed: a provider that is asked to fill it in
reads it, whoever wrote it. A form is its own programme: `programme` and `id` are the same.
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
from cairn.collection.models import LocalForm
from cairn.definitions.shapes.base import Definition
from cairn.definitions.shapes.form import CollectionForm
from cairn.kernel import canonical

PREFIX = "own-"
_SHAPE: TypeAdapter[CollectionForm] = TypeAdapter(CollectionForm)
_NOT_STORED = ("id", "version", "status", "programme")  # the columns beside say them
_read: dict[tuple[str, int], CollectionForm] = {}


@dataclass(frozen=True, slots=True)
class OwnVersion:
    """One version of an own form, as a list or its own page shows it."""

    uid: str
    id: str
    number: int
    state: str
    label: str
    sha256: str
    published_date: date | None
    withdrawn_date: date | None
    form: CollectionForm

    @property
    def begins(self) -> date | None:
        """The first day whose forms are of it; None of a draft."""
        return date.fromisoformat(self.form.from_date) if self.form.from_date else None


def new_id() -> str:
    """An id that nobody else has, here or elsewhere."""
    return f"{PREFIX}{uuid.uuid4().hex[:12]}"


def is_own(id: str) -> bool:
    """Whether an organisation wrote it, this one or another."""
    return id.startswith(PREFIX)


def stored(form: CollectionForm) -> dict[str, Any]:
    """What a row keeps of a form: all but what the columns beside say, and what was left as it is."""
    told: dict[str, Any] = _SHAPE.dump_python(form, mode="json", exclude_defaults=True)
    return {name: value for name, value in told.items() if name not in _NOT_STORED}


def read(definition: Mapping[str, Any], id: str, version: int, status: str = "published") -> CollectionForm:
    """A form from what is stored. Raises pydantic's ValidationError."""
    return _SHAPE.validate_python({**definition, "id": id, "programme": id, "version": version, "status": status})


def sha256(definition: Mapping[str, Any], id: str, version: int) -> str:
    """The hash of one version, over everything that it asks."""
    return canonical.sha256({**definition, "id": id, "version": version})


def resolve(kind: str, id: str, version: int | None) -> Definition | None:
    """For the registry. Drafts are not found. Without a version: the newest published, or, when all were withdrawn, the newest
    of these, so that what was collected keeps its name."""
    if kind != "form" or not is_own(id):
        return None
    if version is not None and (id, version) in _read:
        return _read[id, version]
    rows = [row for row in _rows(id) if version in (None, row.form_version)]
    best = sorted(rows, key=lambda row: (row.state == "published", row.form_version))
    return form_of(best[-1]) if best else None


def published(id: str) -> tuple[CollectionForm, ...]:
    """Every published version of an own form, oldest first."""
    return tuple(form_of(row) for row in _rows(id) if row.state == "published")


def ever(id: str) -> tuple[CollectionForm, ...]:
    """Every version that was ever published, oldest first, withdrawn ones too: for reading what was sent."""
    return tuple(form_of(row) for row in _rows(id))


def _rows(id: str) -> list[LocalForm]:
    """Every version on record that is no draft, whosever it is, oldest first."""
    with scope.every("what a form asks is about nobody; whoever is asked to fill it in reads it"):
        return list(LocalForm.objects.filter(form=id).exclude(state="draft").order_by("form_version"))


def form_of(row: LocalForm) -> CollectionForm:
    """A row as a form. What is published is kept for the process."""
    key = (row.form, row.form_version)
    if row.state != "published":
        return read(row.definition, *key, status=row.state)
    if key not in _read:
        _read[key] = read(row.definition, *key)
    return _read[key]


def visible_to(by: Actor) -> "QuerySet[LocalForm]":
    """Own forms of the actor's organisation, every version: each member may know what is asked."""
    rows: QuerySet[LocalForm] = LocalForm.objects.filter(organisation_id=by.organisation_id)
    return rows


def every(by: Actor) -> list[OwnVersion]:
    """Every version of every own form, drafts too: by label, the newest first."""
    rows = [view(row) for row in visible_to(by).order_by("-form_version")]
    names = {one.id: one.label.casefold() for one in reversed(rows)}
    return sorted(rows, key=lambda one: (names[one.id], one.id))


def versions_of(by: Actor, id: str) -> list[OwnVersion]:
    """The versions of one own form, the newest first; none of one that the organisation has not."""
    return [view(row) for row in visible_to(by).filter(form=id).order_by("-form_version")]


def get(by: Actor, id: str, version: int) -> LocalForm:
    """Raises NotFound."""
    row = visible_to(by).filter(form=id, form_version=version).first()
    if row is None:
        raise NotFound("no such form")
    return row


def view(row: LocalForm) -> OwnVersion:
    form = form_of(row)
    return OwnVersion(
        uid=str(row.uid), id=row.form, number=row.form_version, state=row.state, label=form.label, sha256=row.sha256,
        published_date=row.published_date, withdrawn_date=row.withdrawn_date, form=form,
    )  # fmt: skip


def taken(by: Actor, id: str) -> frozenset[str]:
    """References, codes and domains that versions of this form have had: nothing new in it is given one of them."""
    forms = [one.form for one in versions_of(by, id)]
    return frozenset(
        {need.ref for form in forms for need in form.needs}
        | {reason.code for form in forms for reason in form.reasons}
        | {domain.id for form in forms for domain in form.domains}
    )
