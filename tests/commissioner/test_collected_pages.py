"""An authority's figures of forms on screen: what leaves as a file, and what stands in no total."""

from typing import Any

import pytest
from django.test import Client as Browser

from cairn.access import scope
from cairn.access.models import User
from cairn.collection.models import LocalIndicator
from cairn.definitions import registry
from tests.collection.forms import whole
from tests.insight.test_collected import FORM, YEAR, Ground, _now, ground

__all__ = ["_now", "ground"]
pytestmark = pytest.mark.django_db
LOCAL = {
    "ref": "L1", "name": "Local", "number": "L1", "domain": "be_healthy", "label": "Grow food",
    "parts": [{"label": "Cooks with it", "sure": "own", "source": "Own"}],
    "guidance": {"says": "Growing food.", "counts": "Beans.", "counts_not": "A box."}, "sure": "own", "source": "Own",
}  # fmt: skip


def read(ground: Ground, page: str, **asked: str) -> Any:
    browser, slug = Browser(), ground.authority.organisation.slug
    browser.force_login(User.objects.get(uid=ground.authority.contract_manager.uid))
    base = f"/o/{slug}/commissioning/collections/figures/{ground.collection.uid}/"
    return browser.get(base + page, {"form": FORM, "period": "FY2026", **asked})


def test_the_headline_leaves_as_a_file_by_the_address_that_the_page_names(ground: Ground, harbour: Any) -> None:
    ground.send(harbour, [_form(1, MaxIncome_1a="Yes", ActualOutcome_1a="Yes", OngoingSupport_1a="No")])
    page = read(ground, "", level="authority").content.decode()
    assert "&amp;as=csv" in page and f"?form={FORM}&amp;level=authority&amp;period=FY2026&amp;as=csv" in page
    assert b"".join(read(ground, "", level="authority", **{"as": "csv"})).count(b"1a") >= 1


def test_an_own_indicator_is_in_no_total_of_a_table(ground: Ground, harbour: Any) -> None:
    with scope.every("tests lay an indicator"):
        LocalIndicator.objects.create(
            collection=ground.collection, organisation=ground.authority.organisation, ref="L1", definition=LOCAL,
            forms=[FORM], start_date=YEAR.start,
        )  # fmt: skip
    ground.send(harbour, [_form(1, Local_L1="Yes", ActualOutcome_L1="Yes", OngoingSupport_L1="No")])
    page = read(ground, "table/", measure="form_needs_present", rows="form_domain", columns="form_gender")
    assert "No form of this time says anything of it" in page.content.decode()


def test_the_whole_is_told_by_area_and_never_by_provider(ground: Ground, harbour: Any) -> None:
    ground.send(harbour, [_form(1)])
    page = read(ground, "table/", level="whole").content.decode()
    assert '<option value="authority"' in page and '<option value="provider"' not in page


def _form(number: int, **changed: str) -> dict[str, str]:
    return whole(registry.get("form", FORM), FormID=f"{number:011}", ReviewDate="2026-05-05", **changed)
