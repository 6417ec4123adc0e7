"""Every store of personal data answers *erase*. A room registers its stores; the erasing action asks them all."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Erasure:
    """Whom to erase: the organisation and the client, inside (`client_id`) and outside (`client_uid`)."""

    organisation_id: int
    client_id: int
    client_uid: str


@dataclass(frozen=True, slots=True)
class Store:
    """One place that holds personal data.

    `erase` removes it and returns how many things went; it runs inside the erasing transaction unless `after_commit`,
    which is for files. `covers` lists the `app.Model`s (or file kinds) it answers for: a test holds the list complete.
    """

    name: str
    covers: tuple[str, ...]
    erase: Callable[[Erasure], int]
    after_commit: bool = False
    order: int = 50  # rows that point go before the rows they point at


_stores: dict[str, Store] = {}


def register(store: Store) -> None:
    """Called from an app's `ready`; registering a name again replaces it."""
    _stores[store.name] = store


def stores() -> tuple[Store, ...]:
    """All stores, in the order in which they must be asked."""
    return tuple(sorted(_stores.values(), key=lambda store: (store.order, store.name)))
