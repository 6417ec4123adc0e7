"""Strangers at the public doors: a browser with no session, and what stands behind the doors."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Browser

from cairn.access import scope
from cairn.cases.models import IncomingReferral
from cairn.intake import rules
from cairn.intake.actions import forms, links
from cairn.intake.actions.links import NewLink
from cairn.kernel import clock
from tests.cases.conftest import Ground, lay, open_episode
from tests.conftest import Party
from tests.workspace.conftest import Page

NOW = datetime(2025, 6, 30, 12, tzinfo=UTC)
LANGUAGES = ("english", "arabic")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    cache.clear()
    with clock.fixed(NOW):
        yield


@pytest.fixture
def ground(harbour: Party) -> Ground:
    with scope.of(harbour.system):
        return lay(harbour)


@dataclass
class Door:
    """The public form of a service, and a stranger in front of it."""

    party: Party
    service: str
    code: str
    browser: Browser = field(default_factory=Browser)

    @property
    def url(self) -> str:
        return f"/refer/{self.code}/"

    def open(self) -> Page:
        return Page(self.browser.get(self.url))

    def send(self, page: Page, seconds: int = 60, headers: dict[str, str] | None = None, **said: Any) -> Page:
        """Fill the form in, that long after it was opened."""
        told = {**GOOD, "ticket": page.value("ticket"), **said}
        with clock.fixed(clock.now() + timedelta(seconds=seconds)):
            return Page(self.browser.post(self.url, told, headers=headers))

    @property
    def waiting(self) -> list[Any]:
        with scope.of(self.party.system):
            return list(IncomingReferral.objects.order_by("pk"))


GOOD = {"who": "self", "name": "Mary Somerville", "phone": "07700 900321", "reason": "I cannot leave the house."}


@pytest.fixture
def door(ground: Ground) -> Door:
    by = ground.party.service_manager
    with scope.of(by):
        made = forms.open_(by=by, service_uid=ground.service.uid, words="Come in.", asks=list(rules.OPTIONAL)).one
    return Door(ground.party, str(ground.service.uid), made.code)


@dataclass
class Own:
    """One person with a link to their own page, and the browser on their phone."""

    ground: Ground
    client: Any
    link: Any
    token: str
    browser: Browser = field(default_factory=Browser)

    @property
    def door(self) -> str:
        return f"/own/{self.token}/"

    @property
    def page(self) -> str:
        return f"/own/page/{self.link.uid}/"

    def enter(self, day: str = "1", month: str = "5", lang: str = "") -> Page:
        """Through the door, and what stands behind it."""
        return Page(self.browser.post(self.door, {"day": day, "month": month, "lang": lang}, follow=True))

    def send(self, what: str, **said: str) -> Page:
        key = Page(self.browser.get(self.page)).html.find("input", {"name": "key"})
        return Page(self.browser.post(f"{self.page}{what}/", {"key": key["value"] if key else "", **said}, follow=True))


def own_of(ground: Ground, person: Any = None, **said: Any) -> Own:
    with scope.of(ground.by):
        person = person or ground.anwen
        made = links.make(by=ground.by, links=[NewLink(client_uid=str(person.uid), **said)], languages=LANGUAGES).one
    return Own(ground, person, made.row, made.token)


@pytest.fixture
def own(ground: Ground) -> Own:
    with scope.of(ground.by):
        open_episode(ground)
    return own_of(ground)
