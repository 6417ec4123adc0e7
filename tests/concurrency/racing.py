"""Two deeds that meet: the one is stopped at a chosen place until the other, on a connection of its own, has come as far as it
can. No clock decides who wins."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.deeds import Deed
from cairn.access.queries import NotFound
from cairn.kernel import clock
from cairn.kernel.problems import Refused

Work = tuple[Actor, Callable[[], Any]]
#: The other is done before the deed begins; it begins when the deed has written all but its end; nobody waits for anybody.
MEETINGS = ("before", "inside", "together")
PAUSE = 0.4  # so long it may come as far as it can, where it waits for the first; nothing is measured by it


def race(monkeypatch: pytest.MonkeyPatch, meeting: str, kind: str, first: Work, second: Work) -> list[Any]:
    """What came of each: what it answered, or in which words it was refused. Any other error is the test's. `kind`: of the deed
    of the first at which they meet."""
    found: list[Any] = [None, None]
    now, gate = clock.now(), threading.Barrier(2)

    def run(place: int, by: Actor, do: Callable[[], Any]) -> None:
        try:
            with clock.fixed(now), scope.of(by):
                if meeting == "together":
                    gate.wait(10)
                found[place] = do()
        except (Refused, NotFound) as refused:
            found[place] = refused
        except Exception as error:  # what failed is the test's answer, whatever it was
            found[place] = AssertionError(repr(error))
        finally:
            if place:
                connections.close_all()

    other = threading.Thread(target=run, args=(1, *second))
    if meeting == "together":
        other.start()
    else:
        _stop(monkeypatch, meeting, kind, other)
    run(0, *first)
    if not other.ident:  # the first never came so far
        other.start()
    other.join(60)
    odd = [each for each in found if isinstance(each, AssertionError)]
    assert not odd, odd
    return found


def _stop(monkeypatch: pytest.MonkeyPatch, meeting: str, kind: str, other: threading.Thread) -> None:
    """A deed is made before its transaction is opened, and sealed at its end."""
    place = "__init__" if meeting == "before" else "_seal"
    plain = getattr(Deed, place)

    def stopped(this: Deed, *args: Any) -> None:
        if (args[0] if args else this.type) == kind and not other.ident:
            other.start()
            other.join(None if meeting == "before" else PAUSE)
        plain(this, *args)

    monkeypatch.setattr(Deed, place, stopped)


def was_done(answer: Any) -> bool:
    return not isinstance(answer, Exception)


def alone(work: Work) -> Any:
    """Done to its end on a connection of its own, while whoever calls is in the middle of something."""
    by, do = work
    now, found = clock.now(), []

    def run() -> None:
        try:
            with clock.fixed(now), scope.of(by):
                found.append(do())
        finally:
            connections.close_all()

    other = threading.Thread(target=run)
    other.start()
    other.join(60)
    return found[0]
