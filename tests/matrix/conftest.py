"""The world, built once for all tests of the matrix that a worker runs, and what each test does to it taken back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.template.backends.jinja2 import Template
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from cairn.insight.mart import sources
from cairn.kernel import clock
from tests.matrix import world as building
from tests.matrix.world import World, taken_back


@pytest.fixture(scope="package")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """In a transaction of its own, so that other tests of the worker never see it."""
    with (
        django_db_blocker.unblock(),
        override_settings(DATA_DIR=tmp_path_factory.mktemp("matrix")),
        taken_back(),
    ):
        yield building.build()
    sources.close_all()


@pytest.fixture
def _django_db_helper(built: World) -> Iterator[None]:
    """In the place of pytest-django's own, which would close the world's transaction after each test."""
    with clock.fixed(building.NOW), taken_back():
        yield


@pytest.fixture
def world(built: World, db: None) -> World:
    return built


@pytest.fixture
def plainly_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates get plain values. A query while one is drawn is a loop that nobody sees."""

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        raise AssertionError(f"a query from a template: {sql}")

    render = Template.render

    def watched(self: Template, *given: Any, **named: Any) -> Any:
        with connection.execute_wrapper(refuse):
            return render(self, *given, **named)

    monkeypatch.setattr(Template, "render", watched)
