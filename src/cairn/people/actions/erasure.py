"""Erase one person everywhere."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.models import Organisation
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound, system
from cairn.desk import jobs
from cairn.desk.models import Job
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store
from cairn.kernel.problems import refuse_if
from cairn.people import holding, queries, rules

AGAIN = "people.erase_again"
MOST_TRIES = 50


@dataclass(frozen=True, slots=True)
class Removed:
    """How many things one store removed."""

    store: str
    count: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was erased. It names the person by uid only, so it may be kept.

    `unanswered` are stores of files that had not answered when the receipt was made (empty when all went well).
    """

    client_uid: str
    reason: str
    event_uid: str
    removed: tuple[Removed, ...]
    unanswered: tuple[str, ...] = ()


def erase(*, by: Actor, client_uid: object, reason: str) -> Receipt:
    """Erase a person from every store; `reason` is a code of `rules.ERASURE_REASONS`. There is no way back.

    All rows go in one transaction, files after it has committed. Raises Refused and NotFound.
    """
    by.require(Permission.ERASE_CLIENTS)
    refuse_if(rules.reason_problems(reason))
    person = queries.get(by, client_uid)
    who = Erasure(by.organisation_id, person.pk, str(person.uid))
    shells = [Erasure(by.organisation_id, row.pk, str(row.uid)) for row in queries.shells_of(by, person)]
    stores = erasure.stores()
    removed: list[Removed] = []
    with deed("people.client_erased", by=by, reason=reason) as this:
        holding.hold([by.organisation_id])
        _lock(by, who)
        for each in (*shells, who):  # a record that became one with theirs points at them, and goes first
            this.about("client", each.client_uid)
            for store in stores:
                if store.after_commit:
                    transaction.on_commit(_later(by, store, each, removed), robust=True)
                else:
                    _ask(store, each, removed)
    answered = {one.store for one in removed}
    unanswered = tuple(store.name for store in stores if store.name not in answered)
    return Receipt(who.client_uid, reason, this.uid, _summed(removed), unanswered)


def _summed(removed: list[Removed]) -> tuple[Removed, ...]:
    """One line a store, for the person and for the records that became one with theirs."""
    counts: dict[str, int] = {}
    for one in removed:
        counts[one.store] = counts.get(one.store, 0) + one.count
    return tuple(Removed(store, count) for store, count in counts.items())


def _ask(store: Store, who: Erasure, removed: list[Removed]) -> None:
    removed.append(Removed(store.name, store.erase(who)))


def _later(by: Actor, store: Store, who: Erasure, removed: list[Removed]) -> Callable[[], None]:
    """Asked when the rows are gone for good. One that fails keeps no other from being asked, and is asked again later."""

    def ask() -> None:
        try:
            _ask(store, who, removed)
        except Exception:
            _ask_again(by, store.name, who, 1)
            raise

    return ask


def _ask_again(by: Actor, store: str, who: Erasure, tries: int) -> None:
    payload = {"store": store, "client_id": who.client_id, "client_uid": who.client_uid, "tries": tries}
    jobs.ask(by=by, kind=AGAIN, payload=payload, total=1)


def again(job: Job, progress: jobs.Progress) -> str:
    """A store that had not answered is asked by the worker, and again if it must be."""
    told = job.payload
    who = Erasure(job.organisation_id, told["client_id"], told["client_uid"])
    store = next(each for each in erasure.stores() if each.name == told["store"])
    try:
        store.erase(who)
    except Exception:
        if told["tries"] >= MOST_TRIES:
            raise
        _ask_again(system(Organisation.objects.get(pk=job.organisation_id)), store.name, who, told["tries"] + 1)
        return f"{store.name} has not answered yet; it is asked again."
    progress(1, 1)
    return f"{store.name} has answered."


def _lock(by: Actor, who: Erasure) -> None:
    """Hold the person's row, so that nobody writes of them, nor a revision, between the first store and the last."""
    if not queries.visible_to(by).select_for_update().filter(pk=who.client_id).values_list("pk", flat=True):
        raise NotFound("no such person")
