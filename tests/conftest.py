"""The cast that every test knows: two providers, two commissioners, and people in each with one role.

Anwen works for Harbour Trust (provider) under a contract with Eastborough (commissioner). Oakfield and Westborough are
the outsiders: another provider, another commissioner.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from cairn.access import scope
from cairn.access.actions import organisations
from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.access.queries import actor_for, system
from tests import laid, tables

# No test is timed: a busy machine is no fault of the program.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


#: These bring their own database, or are about one.
ABOUT_DATABASES = {"concurrency", "engines", "structure"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL and MariaDB only what asks the database: all else has run, and would run no differently."""
    asking, others = [], []
    for item in items:
        room = item.path.relative_to(Path(__file__).parent).parts[0]
        asks = room in ABOUT_DATABASES or "django_db_setup" in getattr(item, "fixturenames", ())
        (asking if asks else others).append(item)
    if connection.vendor != "sqlite" and others:
        items[:] = asking
        config.hook.pytest_deselected(items=others)


@dataclass(frozen=True)
class Party:
    """An organisation of the cast, the program acting for it, and its people by role."""

    organisation: Organisation
    system: Actor
    people: dict[str, Actor]

    def __getattr__(self, role: str) -> Actor:
        if role.startswith("__") or role == "people":  # not there yet: it is being unpickled
            raise AttributeError(role)
        try:
            return self.people[role]
        except KeyError as error:
            raise AttributeError(role) from error


def add_party(slug: str, name: str, *, provider: bool, roles: list[str]) -> Party:
    """An organisation with a person in each of these roles, who are added as the program adds them, once a process."""
    said = f"{slug}, {name}, {provider}, {roles}"
    party = laid.again(said, lambda: _add_party(slug, name, provider=provider, roles=roles))
    laid.forget_files(str(party.organisation.uid))
    return party


def _add_party(slug: str, name: str, *, provider: bool, roles: list[str]) -> Party:
    organisation = organisations.add(
        organisation=organisations.NewOrganisation(name, slug, is_provider=provider, is_commissioner=not provider)
    )
    by = system(organisation)
    people = {}
    with scope.of(by):
        for role in roles:
            email = f"{role}@{slug}.example"
            member = organisations.add_member(
                by=by, email=email, name=f"{role} of {name}", roles=[role], password="pass"
            )
            found = actor_for(member.user, slug)
            assert found
            people[role] = found[0]
    return Party(organisation, by, people)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """As pytest-django's own, which lays the tables from the models (see tests/settings.py), and the indexes of words."""
    with django_db_blocker.unblock():
        tables.index()


PROVIDER_ROLES = ["support_worker", "service_manager", "data_lead", "trustee"]


@pytest.fixture
def harbour(db: None) -> Party:
    return add_party("harbour", "Harbour Trust", provider=True, roles=PROVIDER_ROLES)


@pytest.fixture
def oakfield(db: None) -> Party:
    return add_party("oakfield", "Oakfield", provider=True, roles=PROVIDER_ROLES)


@pytest.fixture
def eastborough(db: None) -> Party:
    return add_party("eastborough", "Eastborough Council", provider=False, roles=["contract_manager"])


@pytest.fixture
def westborough(db: None) -> Party:
    return add_party("westborough", "Westborough Council", provider=False, roles=["contract_manager"])


@pytest.fixture
def in_harbour(harbour: Party) -> Iterator[Party]:
    """Harbour Trust, with its scope entered: tests go through the same wall as everybody."""
    with scope.of(harbour.system):
        yield harbour
