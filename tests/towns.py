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
    """`blocker` is pytest-django's: the tests that read the town need no mark of their own. Until the last, it is `NOW`."""
    with blocker.unblock(), clock.fixed(NOW), transaction.atomic():
        build(people=people, seed=seed, say=lambda line: None, plans=plans)
        yield
        transaction.set_rollback(True)
