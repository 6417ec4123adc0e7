"""Back after a form was sent, and the button once more: recorded once, and the page says so."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cairn.access import scope
from cairn.cases.models import Activity, Episode
from tests.cases.conftest import Ground
from tests.journey.reader import Reader

pytestmark = pytest.mark.browser


def test_back_and_record_again_records_once_and_a_new_visit_is_a_new_one(
    ground: Ground, open_reader: Callable[..., Reader]
) -> None:
    with scope.of(ground.by):
        episode, before = Episode.objects.get(), recorded()
    about = {"client": ground.anwen.uid, "episode": episode.uid, "activity_type": ground.visit.uid}
    place = reverse("workspace:activity_record", kwargs={"organisation": "harbour", **about})
    reader = open_reader()
    reader.sign_in("support_worker@harbour.example")
    reader.page.goto(place)
    reader.awake()
    uid = reader.page.locator("input[name=uid]")
    first = uid.input_value()
    reader.press("Save")
    reader.sees("is recorded")
    reader.page.go_back()
    reader.awake()
    expect(uid).to_have_value(first)
    reader.press("Save")
    reader.sees("This was recorded already, so nothing was written twice.")
    with scope.of(ground.by):
        assert recorded() == before + 1
    reader.page.goto(place)
    reader.awake()
    assert uid.input_value() != first
    reader.press("Save")
    reader.sees("is recorded")
    with scope.of(ground.by):
        assert recorded() == before + 2


def recorded() -> int:
    return Activity.objects.count()
