"""A browser without JavaScript, signed in as somebody of Harbour Trust, and Oakfield next door to look in from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from cairn.access import feed, scope
from cairn.access.models import User
from cairn.kernel import clock
from tests.cases.conftest import Ground, lay, open_episode
from tests.conftest import Party


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)):
        yield


@dataclass
class Screen:
    """What one person sees. Every question names a page of `workspace` and what it is about."""

    party: Party
    role: str
    browser: Browser = field(default_factory=Browser)

    def __post_init__(self) -> None:
        self.browser.force_login(User.objects.get(uid=getattr(self.party, self.role).uid))

    def url(self, name: str, **about: Any) -> str:
        return reverse(f"workspace:{name}", kwargs={"organisation": self.party.organisation.slug, **about})

    def get(self, name: str, query: str = "", **about: Any) -> "Page":
        return Page(self.browser.get(self.url(name, **about) + query))

    def send(self, name: str, data: dict[str, Any], **about: Any) -> "Page":
        return Page(self.browser.post(self.url(name, **about), data))

    @property
    def deeds(self) -> int:
        """How many deeds the organisation has done."""
        return feed.head(self.party.organisation.pk)


@dataclass
class Page:
    """An answer, read as a person reads it."""

    response: HttpResponse

    @property
    def status(self) -> int:
        return int(self.response.status_code)

    @cached_property
    def html(self) -> BeautifulSoup:
        whole = b"<html" in self.response.content[:200]  # lxml, four times as quick, makes a page of any part of one
        return BeautifulSoup(self.response.content, "lxml" if whole else "html.parser")

    @cached_property
    def text(self) -> str:
        return " ".join(self.html.get_text(" ").split())

    @property
    def errors(self) -> dict[str, str]:
        """Each problem of the summary, by the name of the field that it leads to; "" where it leads to none."""
        found = {}
        for line in self.html.select(".govuk-error-summary__list li"):
            link = line.select_one("a")
            target = self.html.find(id=str(link["href"]).removeprefix("#")) if link else None
            assert target is not None or link is None, f"leads nowhere: {line}"
            found[str(target.get("name", "")) if target else ""] = line.get_text().strip()
        return found

    def value(self, name: str) -> Any:
        """What a field holds: its text, or the codes that are ticked."""
        inputs = self.html.find_all(attrs={"name": name})
        assert inputs, f"no field {name}"
        if inputs[0].name == "textarea":
            return inputs[0].get_text().lstrip("\n")
        if inputs[0].name == "select":
            chosen = inputs[0].find("option", selected=True)
            return chosen["value"] if chosen else ""
        if inputs[0].get("type") in ("radio", "checkbox"):
            return [each["value"] for each in inputs if each.has_attr("checked")]
        return inputs[0].get("value", "")

    def names(self) -> set[str]:
        return {str(each["name"]) for each in self.html.find_all(attrs={"name": True}) if each.name != "meta"}


def day(name: str, when: date | None) -> dict[str, str]:
    """A date as three boxes."""
    parts = {"day": when.day, "month": when.month, "year": when.year} if when else {}
    return {f"{name}_{part}": str(parts.get(part, "")) for part in ("day", "month", "year")}


@pytest.fixture
def ground(harbour: Party) -> Ground:
    with scope.of(harbour.system):
        return lay(harbour)


@pytest.fixture
def episode(ground: Ground) -> Any:
    with scope.of(ground.by):
        return open_episode(ground)


@pytest.fixture
def worker(ground: Ground) -> Screen:
    return Screen(ground.party, "support_worker")


@pytest.fixture
def manager(ground: Ground) -> Screen:
    return Screen(ground.party, "service_manager")


@pytest.fixture
def stranger(oakfield: Party) -> Screen:
    return Screen(oakfield, "service_manager")
