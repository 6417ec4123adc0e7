"""A programme on 30 June 2025: Eastborough runs it for itself, Harbour Trust takes part with one service."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.cases.actions import referrals
from cairn.cases.actions.referrals import Acceptance
from cairn.cases.models import Episode
from cairn.collection.models import Collection, CollectionAuthority, CollectionService, CollectionYear, SignUp
from cairn.definitions import registry
from cairn.kernel import clock
from tests.cases.conftest import Ground, referred
from tests.collection.forms import whole
from tests.conftest import Party


@dataclass
class Programme:
    """`service` is how the ground's service takes part."""

    ground: Ground
    collection: Collection
    year: CollectionYear
    sign_up: SignUp
    service: CollectionService

    @property
    def by(self) -> Actor:
        return self.ground.by

    def place(self, **more: Any) -> dict[str, Any]:
        """What a new form is told of where it belongs."""
        return {"sign_up_uid": str(self.sign_up.uid), "service_uid": str(self.ground.service.uid), **more}


def lay_programme(ground: Ground, council: Party, *, term: str = "long") -> Programme:
    """In Harbour's scope, which this leaves for a moment."""
    with scope.of(council.system):
        collection = Collection.objects.create(
            organisation=council.organisation, programme="supporting-people", name="Supporting People"
        )
        CollectionAuthority.objects.create(
            collection=collection, organisation=council.organisation, code="E08000025", joined_date=date(2020, 4, 1)
        )
        year = CollectionYear.objects.create(
            collection=collection, label="2025/26", start_date=date(2025, 4, 1), end_date=date(2026, 3, 31),
            due_date=date(2026, 4, 30), new_until=date(2026, 6, 30), edit_until=date(2026, 9, 30),
        )  # fmt: skip
    provider = ground.party.organisation
    sign_up = SignUp.objects.create(
        collection=collection, provider=provider, commissioner=council.organisation, provider_number="04217",
        national_number="00012345", state="approved", asked_at=clock.now(), asked_by_uid=ground.by.uid,
    )  # fmt: skip
    service = CollectionService.objects.create(
        organisation=provider, service=ground.service, sign_up=sign_up, term=term, service_number="B 42", client_group="7",
        service_type="supported_housing", start_date=date(2020, 4, 1),
    )  # fmt: skip
    return Programme(ground, collection, year, sign_up, service)


def supported(ground: Ground, client: Any = None, start: date = date(2024, 6, 10)) -> Episode:
    """Somebody who was referred and taken on that day."""
    referral = referred(ground, client, received_date=start)
    new = Acceptance(referral_uid=str(referral.uid), decided_date=start, start_date=start, worker_uid=ground.by.uid)
    return referrals.accept(by=ground.by, decisions=[new]).one


def answers_of(form: str, task_columns: Any, **changed: str) -> dict[str, str]:
    """Whole answers to the questions of a page, as somebody would type them."""
    every = whole(registry.get("form", form), **changed)
    return {column.name: every.get(column.name, "") for column in task_columns}
