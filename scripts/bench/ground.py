"""Data to measure on: one provider and its council, from the demonstration's own builder, in a directory of their own."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cairn.access.actors import Actor

WORKER, MANAGER = "worker@demo.example", "manager@demo.example"


@dataclass(frozen=True, slots=True)
class Ground:
    """The provider's worker and manager, and a browser signed in as the worker."""

    worker: "Actor"
    manager: "Actor"
    browser: Any

    def address(self, path: str) -> str:
        return f"/o/{self.worker.slug}/{path}"


@contextmanager
def laid(people: int, seed: int, keep: str = "") -> Iterator[Ground]:
    """Everybody in one provider, so that a caseload of fifty and a change of a thousand are a part of it, not the whole.
    In a directory that goes again, or in `keep`."""
    with nullcontext(keep) if keep else tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        os.environ |= {"CAIRN_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "scripts.bench.settings"}
        os.environ.pop("DATABASE_URL", None)
        _build(people, seed)
        ground = _ground()
        from cairn.access import scope

        with scope.of(ground.worker):
            yield ground


def _build(people: int, seed: int) -> None:
    from cairn.interfaces.cli.django import start

    start()
    from django.db import transaction

    from cairn.interfaces.cli.demo.building import build
    from cairn.interfaces.cli.demo.city import PROVIDERS
    from cairn.interfaces.cli.laying import lay

    lay()
    with transaction.atomic():
        build(people=people, seed=seed, say=lambda line: None, plans=PROVIDERS[:1])


def _ground() -> Ground:
    from django.test import Client

    from cairn.access.models import User
    from cairn.access.queries import actor_for
    from cairn.interfaces.cli.demo.city import PROVIDERS

    slug = PROVIDERS[0].slug
    users = [User.objects.get(email=email) for email in (WORKER, MANAGER)]
    actors = [found[0] for user in users if (found := actor_for(user, slug))]
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(users[0])
    return Ground(*actors, browser=browser)
