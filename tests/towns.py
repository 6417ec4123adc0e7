"""A demonstration town for the tests of a module: built once, through the actions, and rolled back after the last."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from cairn.interfaces.cli.demo.building import build
from cairn.interfaces.cli.demo.city import PROVIDERS, DemoProvider
from cairn.kernel import clock

#: What is drawn depends on the day: on this one, so that the town is the same whenever the tests run.
NOW = datetime(2025, 11, 20, 12, tzinfo=UTC)


@contextmanager
def town(blocker: Any, people: int, seed: int, plans: Sequence[DemoProvider] = PROVIDERS) -> Iterator[None]:
    """`blocker` is pytest-django's. Until the module's last test, it is `NOW`.

    A module that reads it is marked `django_db` and has its own `_django_db_helper`, of `taken_back`: pytest-django's would
    close the town's transaction after each test.
    """
    with blocker.unblock(), clock.fixed(NOW), taken_back():
        build(people=people, seed=seed, say=lambda line: None, plans=plans)
        yield


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written meanwhile is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
