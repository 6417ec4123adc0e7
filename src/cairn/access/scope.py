"""Whose rows may be read just now. Without a scope every tenant query raises: the wall fails closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cairn.access.actors import Actor

_scope: ContextVar[frozenset[int] | None] = ContextVar("cairn_scope", default=None)
_every: ContextVar[str] = ContextVar("cairn_scope_every", default="")


class NoScope(RuntimeError):
    """A tenant's rows were asked for outside any scope."""


@contextmanager
def organisation(*ids: int) -> Iterator[None]:
    """Only rows of these organisations."""
    token, every_token = _scope.set(frozenset(ids)), _every.set("")
    try:
        yield
    finally:
        _scope.reset(token)
        _every.reset(every_token)


@contextmanager
def of(actor: Actor) -> Iterator[None]:
    """Only rows of the actor's organisation."""
    with organisation(actor.organisation_id):
        yield


@contextmanager
def every(reason: str) -> Iterator[None]:
    """All rows of all organisations, for the program's own work; the reason is for the reader of the code."""
    if not reason:
        raise ValueError("say why every organisation must be read")
    token = _every.set(reason)
    try:
        yield
    finally:
        _every.reset(token)


def current() -> frozenset[int] | None:
    """The organisations in scope; None means every one. Raises `NoScope` when there is none."""
    if _every.get():
        return None
    ids = _scope.get()
    if ids is None:
        raise NoScope("enter a scope first: `with scope.of(actor):`")
    return ids
