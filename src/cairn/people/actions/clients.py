"""Add people, and change what is recorded of them."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people import adding, queries, rules
from cairn.people.adding import TAKEN, TAKEN_FIX, NewClient, references_taken, taken, taken_meanwhile, values_of, wrong
from cairn.people.models import Client

__all__ = ["NewClient", "add", "change"]


def add(*, by: Actor, clients: Sequence[NewClient]) -> Done[Client]:
    """Add people, all or none. Raises Refused with every problem of every one."""
    by.require(Permission.RECORD)
    settled = [rules.settle(new, clock.today()) for new in clients]
    refuse_if(adding.problems_of(by, settled))
    with taken_meanwhile(partial(references_taken, by, settled)), deed("people.clients_added", by=by) as this:
        rows = adding.write(this, settled)
    return Done(tuple(rows), (), this.uid)


def change(*, by: Actor, client_uid: object, version: int | None, **answers: Any) -> Done[Client]:
    """Change any answers of one person (fields of `rules.Answers`). An answer that a changed one makes stale goes too.

    Raises Refused, Conflict (`version` is the one the screen was drawn from) and queries.NotFound.
    """
    by.require(Permission.RECORD)
    if unknown := set(answers) - set(rules.FIELDS):
        raise TypeError(f"no answers of a client: {', '.join(sorted(unknown))}")
    row = queries.get(by, client_uid)
    today = clock.today()
    before = rules.Answers(**queries.answers_of(row))
    after = rules.settle(rules.overlay(before, answers), today)
    refuse_if([*wrong(after, today, None, needs_reference=True), *_reference_taken_by_another(by, before, after)])
    if version is not None:
        row.version = version
    taken = partial(_reference_taken_by_another, by, before, after)
    with taken_meanwhile(taken), deed("people.client_changed", by=by) as this:
        this.update(row, **values_of(by, after))
    return Done((row,), (), this.uid)


def _reference_taken_by_another(by: Actor, before: rules.Answers, after: rules.Answers) -> list[Problem]:
    if after.reference == before.reference or not taken(by, [after.reference]):
        return []
    return [Problem("client.reference_taken", TAKEN, TAKEN_FIX, field="reference")]
