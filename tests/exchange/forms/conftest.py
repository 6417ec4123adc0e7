"""A programme that Harbour Trust is let in to by Eastborough, with a year that is open, and files of its forms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest

from cairn.access import scope
from cairn.collection import library
from cairn.collection.columns import columns_of
from cairn.collection.models import (
    Collection,
    CollectionAuthority,
    CollectionService,
    CollectionYear,
    FormSubmission,
    SignUp,
)
from cairn.definitions.shapes.form import CollectionForm
from cairn.exchange import tables
from cairn.exchange.actions import forms
from cairn.exchange.forms import example, files
from cairn.kernel import clock
from cairn.services.models import Service
from tests.cli.conftest import run as run
from tests.conftest import Party

SAID = {
    "ClientRecordProviderID": "04217", "NationalProviderID": "", "ProviderName": "Harbour Trust", "AdminAuth": "E08000025",
    "SPServiceID": "SP-7", "Service_Name": "Harbour House",
}  # fmt: skip


@dataclass
class Programme:
    """What a test sends files with."""

    party: Party
    collection: Collection
    year: CollectionYear
    last: FormSubmission | None = None
    forms: dict[str, CollectionForm] = field(default_factory=dict)

    @property
    def by(self) -> Any:
        return self.party.data_lead

    def rows(self, how_many: int, form: str = "sp-long", seed: int = 1) -> list[dict[str, str]]:
        first = self.year.start_date
        return list(example.rows(self.forms[form], how_many, SAID, first, clock.today(), seed))

    def csv(self, rows: Sequence[dict[str, str]], form: str = "sp-long") -> bytes:
        names = [column.name for column in columns_of(self.forms[form])]
        return tables.csv(names, [[row.get(name, "") for name in names] for row in rows])

    def send(self, data: bytes, **more: Any) -> files.SubmissionView:
        """A file received and checked."""
        uid, way = str(self.collection.uid), {"name": "forms.csv", "now": True, **more}
        return self.view(forms.receive(by=self.by, collection_uid=uid, file=BytesIO(data), **way).one)

    def view(self, row: FormSubmission) -> files.SubmissionView:
        return files.view(self.by, row.uid)

    def take(self, seen: files.SubmissionView, **choices: Any) -> files.SubmissionView:
        return self.view(forms.agree(by=self.by, row=seen.row, now=True, **choices).one)


@pytest.fixture
def programme(in_harbour: Party, eastborough: Party) -> Programme:
    today = clock.today()
    start = date(today.year, 1, 1)
    with scope.every("a test opens a collection"):
        collection = Collection.objects.create(
            organisation=eastborough.organisation, programme="supporting-people", name="Supporting People"
        )
        CollectionAuthority.objects.create(
            collection=collection, organisation=eastborough.organisation, code="E08000025", joined_date=start
        )
        year = CollectionYear.objects.create(
            collection=collection, label=str(today.year), start_date=start, end_date=date(today.year, 12, 31),
            due_date=today + timedelta(30), new_until=today + timedelta(60), edit_until=today + timedelta(90),
        )  # fmt: skip
        sign_up = SignUp.objects.create(
            collection=collection, provider=in_harbour.organisation, commissioner=eastborough.organisation,
            provider_number="04217", state="approved", asked_at=clock.now(), asked_by_uid="x",
        )  # fmt: skip
        service = Service.objects.create(organisation=in_harbour.organisation, name="Harbour House", start_date=start)
        CollectionService.objects.create(
            organisation=in_harbour.organisation, service=service, sign_up=sign_up, term="long", service_type="sheltered",
            service_number="SP-7", start_date=start,
        )  # fmt: skip
    known = {form.id: form for form in library.of_programme("supporting-people")}
    return Programme(in_harbour, collection, year, forms=known)


@pytest.fixture
def found() -> Callable[[files.SubmissionView], dict[str, tuple[str, int, tuple[int, ...]]]]:
    """What was found: the key of each group → grade, how often, rows."""
    return lambda seen: {group.kind.key: (group.kind.grade, group.count, group.rows) for group in seen.groups}
