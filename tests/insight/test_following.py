"""Whoever holds forms that others send follows them by what changed: its mart is always what would be built from nothing."""

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions import undo
from cairn.access.deeds import deed
from cairn.collection import persons, taking, withdrawing
from cairn.collection.actions import indicators
from cairn.collection.extracts import plan_of
from cairn.collection.models import CollectedForm, CollectionAuthority, FormSubmission, SignUp
from cairn.collection.rules_programme import Indicator
from cairn.definitions import registry
from cairn.insight import marts
from cairn.insight.mart import files
from cairn.kernel import clock
from cairn.people.actions.clients import NewClient, add
from cairn.people.actions.erasure import erase
from tests.conftest import Party
from tests.insight.test_collected import FORM, YEAR, Ground, filled
from tests.insight.test_collected import ground as ground  # a fixture is used by its name
from tests.thorough import seeds

pytestmark = pytest.mark.django_db
GARDEN = Indicator(domain="be_healthy", label="Grow something", outcome="Grew something", says="Anything that grows.")


@pytest.fixture(autouse=True)
def _now() -> Any:
    from tests.insight.test_collected import NOW

    with clock.fixed(NOW):
        yield


class Story:
    """What providers and an authority do to forms, by chance."""

    def __init__(self, ground: Ground, providers: list[Party], seed: int) -> None:
        self.ground, self.providers, self.chance = ground, providers, Random(seed)
        self.number, self.events = 0, [("", "")]
        self.deeds = [self.send] * 4 + [self.replace] * 3 + [
            self.withdraw, self.take_back, self.erase, self.indicator, self.move, self.undo,
        ]  # fmt: skip

    def step(self) -> str:
        provider, told = self.chance.choice(self.providers), self.chance.choice(self.deeds)
        with scope.of(provider.system):
            told(provider)
        return str(told.__name__)

    def send(self, provider: Party, **said: Any) -> None:
        answers = filled(self.chance, said.get("number", self.number)) | said.get("more", {})
        self.number += "number" not in said
        with deed("collection.forms_sent", by=provider.support_worker) as this:
            sent = this.create(FormSubmission(
                organisation=provider.organisation, collection=self.ground.collection, way="file", asked_at=clock.now()
            ))  # fmt: skip
            new = taking.new_form(
                registry.get("form", FORM), answers, person=persons.Person(said.get("person", f"p{self.number}")),
                year_id=self.ground.year.pk, commissioner_id=said.get("to", self.ground.authority.organisation.pk),
            )  # fmt: skip
            taking.take(this, sent, [new], noted=self.chance.random() < 0.5)
        self.events.append((provider.organisation.slug, this.uid))

    def replace(self, provider: Party, **said: Any) -> None:
        rows = CollectedForm.objects.filter(provider=provider.organisation).exclude(state="erased").order_by("pk")
        if row := self.chance.choice([*rows, None]):
            local = {f"Local_{one.ref}": "Yes" for one in row.collection.indicators.all()}
            self.send(provider, number=int(row.number), person=row.person, more=local, **said)

    def move(self, provider: Party) -> None:
        self.replace(provider, to=self.ground.office.organisation.pk)

    def withdraw(self, provider: Party) -> None:
        if row := CollectedForm.objects.filter(provider=provider.organisation, state="sent").last():
            with deed("collection.sent_form_withdrawn", by=provider.support_worker) as this:
                this.update(row, state="withdrawn")

    def take_back(self, provider: Party) -> None:
        rows = FormSubmission.objects.filter(organisation=provider.organisation).order_by("pk")
        if row := self.chance.choice([*rows, None]):
            with deed("collection.forms_withdrawn", by=provider.support_worker) as this:
                withdrawing.take_back(this, row)

    def erase(self, provider: Party) -> None:
        if row := CollectedForm.objects.filter(provider=provider.organisation, state="sent").first():
            client = add(by=provider.support_worker, clients=[NewClient(name="Gone")]).items[0]
            CollectedForm.objects.filter(pk=row.pk).update(client=client)
            erase(by=provider.service_manager, client_uid=client.uid, reason="client_asked")

    def indicator(self, provider: Party) -> None:
        by = self.ground.authority.contract_manager
        with scope.of(by):
            done = indicators.add(
                by=by, collection_uid=self.ground.collection.uid, indicator=GARDEN, forms=[FORM], start_date=YEAR.start
            )
        self.events.append((self.ground.authority.organisation.slug, done.event_uid))

    def undo(self, provider: Party) -> None:
        slug, event = self.chance.choice(self.events)
        parties = {one.organisation.slug: one for one in (*self.providers, self.ground.authority)}
        if slug:
            by = parties[slug].support_worker if parties[slug] in self.providers else parties[slug].contract_manager
            try:
                with scope.of(by):
                    undo.undo(by=by, event_uid=event)
            except undo.Refused:
                pass


@pytest.fixture
def parties(ground: Ground, harbour: Party, oakfield: Party) -> list[Party]:
    with scope.every("tests lay a collection for all"):
        CollectionAuthority.objects.create(
            collection=ground.collection, organisation=ground.office.organisation, code="E2", joined_date=YEAR.start
        )
        for provider in (harbour, oakfield):
            for to in (ground.authority, ground.office):
                SignUp.objects.create(
                    collection=ground.collection, provider=provider.organisation, commissioner=to.organisation,
                    provider_number="04217", state="approved", asked_at=clock.now(),
                )  # fmt: skip
    return [harbour, oakfield]


@pytest.mark.parametrize("seed", seeds(2))
def test_what_is_kept_by_changes_is_what_would_be_built_from_nothing(
    ground: Ground, parties: list[Party], seed: int
) -> None:
    holders = [ground.authority, ground.office, parties[0]]
    story, done = Story(ground, parties, seed), Counter[str]()
    for _ in range(6):
        story.step()
    for holder in holders:
        marts.refresh(holder.organisation.pk)
    for turn in range(14):
        done[story.step()] += 1
        done.update(f"by {marts.refresh(holder.organisation.pk).how}" for holder in holders[:2])
        if turn % 7 == 6:
            assert [marts.verify(holder.organisation.pk) for holder in holders] == [(), (), ()], done
    assert done["by delta"] > 8 and not done["by rebuild"], done


def test_of_somebody_erased_nothing_stays_in_a_file_of_whoever_holds_their_form(
    ground: Ground, parties: list[Party], django_capture_on_commit_callbacks: Any
) -> None:
    story, place = Story(ground, parties, 1), files.folder(str(ground.authority.organisation.uid), "own")
    with scope.of(parties[0].system):
        story.send(parties[0])
        marts.refresh(ground.authority.organisation.pk)
        before = files.read(place)
        with django_capture_on_commit_callbacks(execute=True):
            story.erase(parties[0])
    after = files.read(place)
    assert before and after and before.rows["collected_form"] == 1 and after.rows["collected_form"] == 0
    assert not (place / before.base).exists() and not after.delta


def test_a_form_of_before_an_indicator_was_asked_is_whole_without_it() -> None:
    plan = replace(
        plan_of(registry.get("form", FORM)), dated=((date(2026, 6, 1), date(2026, 9, 30), frozenset({"Local_L1"})),)
    )
    days = (date(2026, 5, 31), date(2026, 6, 1), date(2026, 9, 30), date(2026, 10, 1))
    assert [bool(plan.unasked(day)) for day in days] == [True, False, False, True]
