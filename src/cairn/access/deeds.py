"""One deed = one transaction, one audit event naming all its subjects, one undo.

    with deed("cases.activity_recorded", by=by) as this:
        this.create(activity)
        this.create_many(attendances)
        this.update(need, state="met")

What changed is noted row by row into revisions, one per client, beside the event. The chain head is locked last, just
before the commit, so that the order of the chain is the order of commits and a reader of the feed misses nothing.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import OperationalError, connection, models, transaction

from cairn.access import chain, event_types, scope
from cairn.access.actors import Actor
from cairn.access.rows import as_row, label
from cairn.kernel.inserting import insert_many
from cairn.kernel.problems import Problem, Refused

BATCH = 500


class Conflict(Refused):
    """Somebody else changed the record first. Nothing was written; the screen shows their change beside what was typed."""


class Deed:
    """The writer handed to an action. It saves rows and remembers what they were before and after."""

    def __init__(self, type_: str, by: Actor, reason: str, undoes: str) -> None:
        self.type, self.by, self.reason, self.undoes = event_types.get(type_).code, by, reason, undoes
        self.uid = str(uuid.uuid4())
        self._changes: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
        self._places = count()  # one person's changes may lie between another's: undo needs the order of all
        self._subjects: set[tuple[str, str]] = set()
        self._clients: dict[int, type[models.Model]] = {}

    def create(self, row: Any) -> Any:
        """Insert one row and return it."""
        row.save(force_insert=True)
        self._note(row, None, as_row(row))
        return row

    def create_many(self, rows: Iterable[Any]) -> list[Any]:
        """Insert rows of one model in batches and return them, with their ids."""
        made = list(rows)
        if made:
            insert_many(made)
            for row in made:
                self._note(row, None, as_row(row))
        return made

    def update(self, row: Any, **changes: Any) -> Any:
        """Change fields of a row, if nobody else has since `row.version`. A change that changes nothing writes nothing."""
        before, unseen = as_row(row), _unremembered(row, changes)
        for name, value in changes.items():
            setattr(row, name, value)
        if as_row(row) == before and _unremembered(row, changes) == unseen:
            return row
        was, row.version = row.version, row.version + 1
        names = [*changes, "version"]
        values = {name: getattr(row, row._meta.get_field(name).attname) for name in names}
        columns = {row._meta.get_field(name).attname: value for name, value in values.items()}
        if type(row)._base_manager.filter(pk=row.pk, version=was).update(**columns) != 1:
            raise Conflict([Problem("edit.conflict", "Somebody else changed this while you were writing.", _CONFLICT)])
        self._note(row, before, as_row(row))
        return row

    def delete(self, row: Any) -> None:
        """Remove a row; the revision keeps it, so that the deed can be undone."""
        self._note(row, as_row(row), None)
        type(row)._base_manager.filter(pk=row.pk).delete()

    def delete_many(self, rows: Iterable[Any]) -> None:
        """Remove rows of one model in batches."""
        gone = list(rows)
        for row in gone:
            self._note(row, as_row(row), None)
        for start in range(0, len(gone), BATCH):
            pks = [row.pk for row in gone[start : start + BATCH]]
            type(gone[0])._base_manager.filter(pk__in=pks).delete()

    def about(self, kind: str, uid: Any) -> None:
        """Name a subject that no written row names: a client whose figures move because an activity did."""
        self._subjects.add((kind, str(uid)))

    def _note(self, row: Any, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        if row.SUBJECT:
            self._subjects.add((row.SUBJECT, str(row.uid)))
        client = self._client_of(row)
        change = {
            "model": label(row),
            "uid": str(row.uid),
            "before": before,
            "after": after,
            "place": next(self._places),
        }
        self._changes[client].append(change)

    def _client_of(self, row: Any) -> int | None:
        if row.SUBJECT == "client":
            return int(row.pk)
        if (client_id := getattr(row, "client_id", None)) is None:
            return None
        self._clients[client_id] = row._meta.get_field("client").related_model
        return int(client_id)

    def _name_clients(self) -> None:
        by_model: dict[type[models.Model], list[int]] = defaultdict(list)
        for pk, model in self._clients.items():
            by_model[model].append(pk)
        for model, pks in by_model.items():
            for start in range(0, len(pks), BATCH):
                uids = model._base_manager.filter(pk__in=pks[start : start + BATCH]).values_list("uid", flat=True)
                self._subjects.update(("client", str(uid)) for uid in uids)

    def _seal(self) -> None:
        """Write the event, its subjects and revisions; the chain head's lock is the last thing taken."""
        if connection.vendor == "postgresql":  # pragma: no cover  # the coverage run is SQLite's; PostgreSQL's runs too
            # Deferred foreign keys take their row locks now, before the head's: at commit they would come after it, and
            # a deed about a client who is just being erased would deadlock with the erasure.
            connection.check_constraints()
        self._name_clients()
        if self.reason:
            self._changes[None].append({"reason": self.reason})
        if self._changes or self._subjects:
            by = self.by
            done = chain.Done(by.organisation_id, self.uid, self.type, by.kind, by.uid, self.undoes)
            chain.append(done, sorted(self._subjects), dict(self._changes))


def _unremembered(row: Any, changes: dict[str, Any]) -> list[Any]:
    """The values of changed fields that no revision holds."""
    return [getattr(row, name) for name in changes if name in getattr(row, "UNREMEMBERED", ())]


def _is_deadlock(error: OperationalError) -> bool:
    """As PostgreSQL says it, and MariaDB."""
    return getattr(error.__cause__, "sqlstate", "") == "40P01" or error.args[:1] == (1213,)


_AT_ONCE = Problem(
    "edit.at_once",
    "Somebody else changed the same thing at the same moment, and nothing of yours was written.",
    "Open the page again to see where it stands.",
)
_CONFLICT = "Their change is shown beside yours: keep what is right and save again."


@contextmanager
def deed(type_: str, *, by: Actor, reason: str = "", undoes: str = "") -> Iterator[Deed]:
    """Open a deed. Leaving without an exception commits rows, event and revisions together; an exception, none of them. Raises
    Conflict where two deeds waited for each other, and the database let this one go."""
    ids = scope.current()
    if ids is not None and by.organisation_id not in ids:
        raise scope.NoScope("the actor's organisation is not in scope")
    this = Deed(type_, by, reason, undoes)
    try:
        with transaction.atomic(durable=False):
            yield this
            this._seal()
    except OperationalError as error:
        if not _is_deadlock(error):
            raise
        raise Conflict([_AT_ONCE]) from None
