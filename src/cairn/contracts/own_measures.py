"""An organisation's own measures: found by the registry like those of the package, and listed for whom they belong to.

A published version never changes (`actions.own_measures` and the hash see to that), so each is read once a process. What a
measure counts is about nobody, and its id cannot be guessed: a label may therefore be read for a figure of another
organisation. Whether a measure may form part of a contract is another question, asked afresh each time (`known`), and only of
the rows of the contract's provider.
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
from cairn.contracts.models import Contract, OwnMeasure
from cairn.contracts.views import ContractView
from cairn.definitions import registry
from cairn.definitions.conditions import written
from cairn.definitions.shapes.base import Definition
from cairn.definitions.shapes.measure import Measure
from cairn.kernel import canonical

PREFIX = "own-"
_SHAPE: TypeAdapter[Measure] = TypeAdapter(Measure)
_NOT_STORED = ("id", "version", "status")  # the columns beside say them
_CONDITIONS = ("where", "numerator")
_read: dict[tuple[str, int], Measure] = {}


@dataclass(frozen=True, slots=True)
class OwnVersion:
    """One version of an own measure, as a list or its own page shows it."""

    uid: str
    id: str
    number: int
    state: str
    sha256: str
    published_date: date | None
    withdrawn_date: date | None
    definition: Measure

    @property
    def label(self) -> str:
        return self.definition.label


def new_id() -> str:
    """An id that nobody else has, here or elsewhere."""
    return f"{PREFIX}{uuid.uuid4().hex[:12]}"


def is_own(id: str) -> bool:
    """Whether an organisation made it, this one or another."""
    return id.startswith(PREFIX)


def stored(measure: Measure) -> dict[str, Any]:
    """What a row keeps of a measure, as a definition file has it: without what the columns beside say, and without what was
    left as it is."""
    bare = _SHAPE.dump_python(measure, mode="json", exclude_defaults=True, exclude={*_CONDITIONS, "left_out"})
    told = {name: value for name, value in bare.items() if name not in _NOT_STORED}
    for name in _CONDITIONS:
        if (condition := getattr(measure, name)) is not None:
            told[name] = written(condition)
    if measure.left_out:
        told["left_out"] = [
            {"id": out.id, "words": out.words, "where": written(out.where), **({"by": out.by} if out.by else {})}
            for out in measure.left_out
        ]
    return told


def read(definition: Mapping[str, Any], id: str, version: int, status: str = "published") -> Measure:
    """A measure from what is stored. Raises pydantic's ValidationError."""
    return _SHAPE.validate_python({**definition, "id": id, "version": version, "status": status})


def sha256(definition: Mapping[str, Any], id: str, version: int) -> str:
    """The hash of one version, over everything that it says and counts."""
    return canonical.sha256({**definition, "id": id, "version": version})


def resolve(kind: str, id: str, version: int | None) -> Definition | None:
    """For the registry. Drafts are not found, nor what is no longer as it was published. Without a version: the newest
    published, or, when all were withdrawn, the newest of these, so that old figures keep their name."""
    if kind != "measure" or not is_own(id):
        return None
    if version is not None and (id, version) in _read:
        return _read[id, version]
    with scope.every("what a measure counts is about nobody; a return of another organisation shows its name"):
        rows = list(OwnMeasure.objects.filter(measure=id).exclude(state="draft"))
    rows.sort(key=lambda row: (row.state == "published", row.measure_version), reverse=True)
    found = (row for row in rows if version in (None, row.measure_version) and is_whole(row))
    row = next(found, None)
    return _kept(row) if row else None


def is_whole(row: OwnMeasure) -> bool:
    """Whether a version is as it was when it was published."""
    return row.sha256 == sha256(row.definition, row.measure, row.measure_version)


def measure_of(row: OwnMeasure) -> Measure:
    """A row as a measure, as it stands."""
    if row.state == "published" and is_whole(row):
        return _kept(row)
    return read(row.definition, row.measure, row.measure_version, status=row.state)


def _kept(row: OwnMeasure) -> Measure:
    """What was published once: figures that were agreed with it go on after it was withdrawn."""
    key = (row.measure, row.measure_version)
    if key not in _read:
        _read[key] = read(row.definition, *key)
    return _read[key]


def visible_to(by: Actor) -> "QuerySet[OwnMeasure]":
    """Own measures of the actor's organisation, every version."""
    rows: QuerySet[OwnMeasure] = OwnMeasure.objects.filter(organisation_id=by.organisation_id)
    return rows


def offered(by: Actor) -> tuple[Measure, ...]:
    """The newest published version of each own measure of the actor's organisation, by label. One query."""
    return _newest(visible_to(by))


def known(by: Actor, contract: Contract | ContractView) -> tuple[Measure, ...]:
    """Every measure that may form part of a contract, for either side of it: the package's, and then what its provider has
    made itself and published. `contract` is one that the actor sees. One query."""
    return (*registry.all("measure"), *of_provider(contract))


def of_provider(contract: Contract | ContractView) -> tuple[Measure, ...]:
    """What the provider of a contract has made itself and published."""
    uid = contract.provider_uid if isinstance(contract, ContractView) else contract.provider.uid
    with scope.every("either side of a contract may read what its provider offers to be agreed"):
        return _newest(OwnMeasure.objects.filter(organisation__uid=uid))


def find(contract: Contract | ContractView, id: str) -> Measure | None:
    """A measure that may form part of a contract, at the version that stands now."""
    if is_own(id):
        return next((one for one in of_provider(contract) if one.id == id), None)
    try:
        return registry.get("measure", id)
    except registry.NotDefined:
        return None


def every_known(by: Actor) -> tuple[Measure, ...]:
    """Every measure that the actor's organisation can ask for a figure of its own: the package's, and then its own."""
    return (*registry.all("measure"), *offered(by))


def _newest(rows: "QuerySet[OwnMeasure]") -> tuple[Measure, ...]:
    newest = {row.measure: row for row in rows.filter(state="published").order_by("measure_version") if is_whole(row)}
    return tuple(sorted(map(measure_of, newest.values()), key=lambda one: (one.label.casefold(), one.id)))


def every(by: Actor) -> list[OwnVersion]:
    """Every version of every own measure, drafts too: by label, the newest first."""
    rows = [view(row) for row in visible_to(by).order_by("-measure_version")]
    names = {one.id: one.label.casefold() for one in reversed(rows)}
    return sorted(rows, key=lambda one: (names[one.id], one.id))


def versions(by: Actor, id: str) -> list[OwnVersion]:
    """The versions of one own measure, the newest first; none of one that the organisation has not."""
    return [view(row) for row in visible_to(by).filter(measure=id).order_by("-measure_version")]


def get(by: Actor, id: str, version: int) -> OwnMeasure:
    """Raises NotFound."""
    row = visible_to(by).filter(measure=id, measure_version=version).first()
    if row is None:
        raise NotFound("no such measure")
    return row


def view(row: OwnMeasure) -> OwnVersion:
    return OwnVersion(
        uid=str(row.uid), id=row.measure, number=row.measure_version, state=row.state, sha256=row.sha256,
        published_date=row.published_date, withdrawn_date=row.withdrawn_date, definition=measure_of(row),
    )  # fmt: skip
