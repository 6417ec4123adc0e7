"""Forms to take away: what each form asks, and its files, for whoever fills them in or sends them."""

import io

import openpyxl
import pytest
from pydantic import TypeAdapter

from cairn.access import scope
from cairn.collection.models import LocalIndicator
from cairn.definitions import registry
from cairn.definitions.shapes.form import NeedQuestion
from cairn.exchange.forms import layout, published
from tests.cases.conftest import Ground
from tests.collection.forms import LOCAL
from tests.collection.programme import Programme, lay_programme
from tests.conftest import Party
from tests.workspace.conftest import Screen


@pytest.fixture
def programme(ground: Ground, eastborough: Party) -> Programme:
    with scope.of(ground.by):
        return lay_programme(ground, eastborough)


def test_a_provider_that_takes_part_in_nothing_is_told_what_would_stand_here(ground: Ground) -> None:
    assert "No collection takes forms from you yet" in Screen(ground.party, "data_lead").get("blank_forms").text


def test_every_file_of_a_form_can_be_taken_away(programme: Programme) -> None:
    lead, worker = Screen(programme.ground.party, "data_lead"), Screen(programme.ground.party, "support_worker")
    of = {"collection": programme.collection.uid, "form": "sp-long", "number": 1}
    listed = lead.get("blank_forms")
    assert lead.url("blank_form_due", **of) in listed.response.content.decode()
    assert worker.url("blank_form_due", **of) not in worker.get("blank_forms").response.content.decode()
    parts = {"blank.pdf": b"%PDF", "blank.docx": b"PK", **dict.fromkeys(published.PARTS, b"")}
    del parts["template.xlsx"]  # as the one with rows, and slow
    for part, begins in parts.items():
        page = worker.get("blank_form_part", **of, part=part)
        assert page.status == 200 and page.response.content.startswith(begins)
        assert page.response["Content-Disposition"] == f'attachment; filename="sp-long-1-{part}"'
    assert worker.get("blank_form_part", **of, part="secret.txt").status == 404
    due = lead.get("blank_form_due", **of)
    assert openpyxl.load_workbook(io.BytesIO(due.response.content)).sheetnames == list(layout.ORDER)


def test_what_an_authority_adds_stands_in_the_specification(programme: Programme, eastborough: Party) -> None:
    need = registry.get("form", "sp-long").needs[0]
    with scope.of(eastborough.system):
        LocalIndicator.objects.create(
            collection=programme.collection, organisation=eastborough.organisation, ref=LOCAL.ref, forms=["sp-long"],
            definition=TypeAdapter(NeedQuestion).dump_python(LOCAL, mode="json"), start_date=programme.year.start_date,
        )  # fmt: skip
    of = {"collection": programme.collection.uid, "form": "sp-long", "number": 1}
    page = Screen(programme.ground.party, "data_lead").get("blank_form", **of)
    assert f"{LOCAL.name}_{LOCAL.ref}" in page.text and f"{need.name}_{need.ref}" in page.text
    assert "Only where AdminAuth is E08000025." in page.text
