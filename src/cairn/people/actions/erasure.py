"""Erase one person everywhere."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store
from cairn.kernel.problems import refuse_if
from cairn.people import queries, rules


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
    stores = erasure.stores()
    removed: list[Removed] = []
    with deed("people.client_erased", by=by, reason=reason) as this:
        _lock(by, who)
        this.about("client", who.client_uid)
        for store in stores:
            if store.after_commit:
                transaction.on_commit(_later(store, who, removed), robust=True)
            else:
                _ask(store, who, removed)
    answered = {one.store for one in removed}
    unanswered = tuple(store.name for store in stores if store.name not in answered)
    return Receipt(who.client_uid, reason, this.uid, tuple(removed), unanswered)


def _ask(store: Store, who: Erasure, removed: list[Removed]) -> None:
    removed.append(Removed(store.name, store.erase(who)))


def _later(store: Store, who: Erasure, removed: list[Removed]) -> Callable[[], None]:
    """Asked when the rows are gone for good; one that fails is logged and keeps no other from being asked."""

    def ask() -> None:
        _ask(store, who, removed)

    return ask


def _lock(by: Actor, who: Erasure) -> None:
    """Hold the person's row, so that nobody writes of them, nor a revision, between the first store and the last."""
    if not queries.visible_to(by).select_for_update().filter(pk=who.client_id).values_list("pk", flat=True):
        raise NotFound("no such person")
