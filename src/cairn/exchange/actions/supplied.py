"""The rights of somebody whom only another system knows, by the code that it knows them by: that they say no, and that they are
erased. What was sent keeps its hash: of a row that is emptied its digest stays."""

from functools import partial

from django.db import transaction

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.exchange import erasure as files
from cairn.exchange.models import SuppliedCode
from cairn.exchange.returned import one_person
from cairn.kernel import clock, erasure
from cairn.kernel.erasure import Erasure
from cairn.kernel.problems import Done, Problem, Refused, refuse_if
from cairn.people import holding
from cairn.returns import coded


def object_to(*, by: Actor, code: str) -> Done[SuppliedCode]:
    """They said no to rows about them: what was sent is emptied in every contract, and no file that holds a row about them is
    taken from now on. They stay counted in the figures (ADR 0012)."""
    by.require(Permission.PREPARE_RETURNS)
    rows = one_person.rows_of(by, code)
    refuse_if([_SAID] if all(row.objected_date for row in rows) else [])
    with deed("exchange.person_objected", by=by) as this:
        _mine(by, code).update(objected_date=clock.today())
        for uid in sorted(coded.empty(by, [row.code for row in rows])):
            this.about("return", uid)
        _let_files_go(by)
    return Done(tuple(rows), (), this.uid)


def allow(*, by: Actor, code: str) -> Done[SuppliedCode]:
    """They let rows about them be sent again. What was emptied stays so."""
    by.require(Permission.PREPARE_RETURNS)
    rows = one_person.rows_of(by, code)
    refuse_if([] if any(row.objected_date for row in rows) else [_NEVER_SAID])
    with deed("exchange.person_allowed", by=by) as this:
        _mine(by, code).update(objected_date=None)
    return Done(tuple(rows), (), this.uid)


def erase(*, by: Actor, code: str) -> Done[SuppliedCode]:
    """Empty all that was sent about them, forget which codes were theirs, and take away every file of a return that may hold
    them. There is no way back."""
    by.require(Permission.PREPARE_RETURNS)
    rows = one_person.rows_of(by, code)
    with deed("exchange.person_erased", by=by) as this:
        holding.hold([by.organisation_id])
        if not _mine(by, code).delete()[
            0
        ]:  # first: whoever is sending rows of theirs now waits, and finds the code gone
            raise Refused([one_person.NOBODY])
        for uid in sorted(coded.empty(by, [row.code for row in rows])):
            this.about("return", uid)
        files.let_returned_go(by.organisation_id)
        _let_files_go(by)
    return Done(tuple(rows), (), this.uid)


def _mine(by: Actor, code: str):  # type: ignore[no-untyped-def]
    return SuppliedCode.objects.filter(organisation_id=by.organisation_id, own=code.strip())


def _let_files_go(by: Actor) -> None:
    """Once it is done, every store of files lets go of what the records do not hold any more: marts of whoever reads the rows,
    files received, the database's own log."""
    for store in erasure.stores():
        if store.after_commit:
            transaction.on_commit(partial(store.erase, Erasure(by.organisation_id, 0, "")), robust=True)


_SAID = Problem("person.objected", "It is noted already that they said no.", "Nothing more is needed.")
_NEVER_SAID = Problem(
    "person.allowed", "They have not said no, so there is nothing to take back.", "Look at the page again."
)
