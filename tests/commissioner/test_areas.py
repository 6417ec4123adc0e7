"""A commissioner renames an area: its contracts show the name from that day on, on the list, the page and the form."""

import pytest

from cairn.kernel import clock
from tests.commissioner.conftest import Desk, date_parts
from tests.returns.conftest import Quarter


def _today_parts(name: str) -> dict[str, str]:
    day = clock.today()
    return date_parts(name, day.day, day.month, day.year)


def test_a_renamed_area_is_renamed_wherever_its_contracts_are_shown(desk: Desk, quarter: Quarter) -> None:
    area = quarter.contract.commissioning_area
    page = desk.send("area_name", {"name": "Looking after others", **_today_parts("from_date")}, area=area)
    assert page.status == 302
    for name, about in (("areas", {}), ("contracts", {}), ("contract", {"contract": quarter.contract.uid})):
        assert "Looking after others" in desk.get(name, **about).text
    assert "Looking after others" in desk.get("contract_new").text


def test_what_is_wrong_with_a_name_or_an_end_is_said_and_nothing_is_written(desk: Desk, quarter: Quarter) -> None:
    area, before = quarter.contract.commissioning_area, desk.deeds
    page = desk.send("area_name", {"name": "", **date_parts("from_date", 1, 6, 1800)}, area=area)
    assert (page.status, set(page.errors)) == (422, {"name", "from_date_day"})
    page = desk.send("area_end", _today_parts("ended_date"), area=area)
    assert (page.status, set(page.errors)) == (422, {"ended_date_day"})
    assert desk.deeds == before


def test_an_ended_area_is_not_offered(desk: Desk, quarter: Quarter) -> None:
    assert desk.send("area_end", _today_parts("ended_date"), area="refugees_and_migration").status == 302
    assert "Ended" in desk.get("areas").text
    assert "refugees_and_migration" not in desk.get("contract_new").text
    assert desk.get("area_name", area="moon").status == 404


@pytest.mark.parametrize(
    ("name", "place"), [("areas", "Contracts"), ("framework", "Contracts"), ("kept", "Returns received")]
)
def test_the_way_round_marks_the_place_that_a_page_belongs_to(desk: Desk, name: str, place: str) -> None:
    current = {link.text.strip() for link in desk.get(name).html.select("nav [aria-current=page]")}
    assert place in current and "Today" not in current
