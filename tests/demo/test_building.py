"""Repeatable by seed; all or nothing."""

from typing import Any

import pytest
from django.db import transaction

from cairn.access import scope
from cairn.access.models import Organisation
from cairn.access.queries import system
from cairn.definitions import registry
from cairn.insight import figures
from cairn.interfaces.cli import demonstrate
from cairn.interfaces.cli.demo.building import build, quarters
from cairn.interfaces.cli.demo.city import PROVIDERS
from cairn.interfaces.cli.demo.loading import Loader
from cairn.interfaces.cli.main import main
from cairn.kernel import clock
from cairn.kernel.periods import Period

Figures = dict[str, list[tuple[Any, ...]]]


def figures_of(seed: int) -> Figures:
    """Every measure of the first provider of a city that is built and taken away again."""
    with transaction.atomic():
        build(people=20, seed=seed, say=lambda line: None, plans=PROVIDERS[:1])
        by = system(Organisation.objects.get(slug=PROVIDERS[0].slug))
        period = Period(quarters(clock.today())[0].start, clock.today())
        with scope.of(by):
            found = {m.id: figures.compute(m.id, by=by, period=period) for m in registry.all("measure")}
        transaction.set_rollback(True)
    return {name: [(row.n, row.value, row.low, row.high) for row in result.rows] for name, result in found.items()}


@pytest.mark.long
@pytest.mark.django_db
def test_one_seed_gives_the_same_figures_and_another_gives_others() -> None:
    first = figures_of(5)
    assert first["contacts"][0][0] > 0
    assert figures_of(5) == first
    assert figures_of(6) != first


@pytest.mark.django_db
def test_a_city_that_was_interrupted_half_way_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []

    def load(self: Loader, period: Period) -> None:
        loaded.append(period)
        if len(loaded) > len(PROVIDERS):
            raise KeyboardInterrupt
        whole(self, period)

    whole = Loader.load
    monkeypatch.setattr(Loader, "load", load)
    assert main(["demo", "--people", "5", "--no-serve"]) == 130
    assert len(loaded) > len(PROVIDERS), "a quarter was on record"
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_a_city_that_stands_is_not_built_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    built: list[int | None] = []

    def small(people: int | None, seed: int, contracts: int | None) -> None:
        built.append(people)
        with transaction.atomic():
            build(people=2, seed=seed, say=print, plans=PROVIDERS[:1])

    monkeypatch.setattr(demonstrate, "_build", small)
    assert main(["demo", "--no-serve"]) == main(["demo", "--no-serve"]) == 0
    assert built == [None], "once, of as many people as is usual"
    said = capsys.readouterr().out
    assert said.count("is here already") == 1
    assert "Every person in this city is invented" in said
    assert said.count("@demo.example") == 8, "four sign-ins, printed each time"


@pytest.mark.django_db
@pytest.mark.parametrize("people", ["0", "-3", "1000001"])
def test_a_city_of_nobody_is_refused(people: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--people", people, "--no-serve"]) == 1
    assert "1 to 1,000,000" in capsys.readouterr().err
