"""Any measure of one's own, in any period, by up to one dimension."""

from tests.returns.conftest import Quarter
from tests.workspace.conftest import Screen


def test_a_figure_says_its_number_n_definition_and_as_of(lead: Screen, quarter: Quarter) -> None:
    page = lead.get("figures", "?measure=referrals_received&period=2025-Q2&by=")
    assert "Referrals received, April to June 2025: 5." in page.text and "as of 10 July 2025" in page.text
    assert "Referrals that reached us in the period" in page.text


def test_by_a_dimension_it_has_its_picture_its_table_and_its_sentence(lead: Screen, quarter: Quarter) -> None:
    page = lead.get("figures", "?measure=referrals_received&period=2025-Q2&by=gender")
    labels = [cell.get_text() for cell in page.html.select("table.cairn-stat tbody th")]
    assert labels == ["Man", "Woman", "Prefer not to say"]
    picture = page.html.select_one("svg.chart")
    assert picture["aria-label"] == page.html.select_one(".rt-sentence").get_text()
    assert "highest Woman, 3" in page.text


def test_a_breakdown_that_the_measure_has_not_is_said_at_its_field(lead: Screen, quarter: Quarter) -> None:
    page = lead.get("figures", "?measure=group_heads&period=2025-Q2&by=gender")
    assert page.status == 422 and set(page.errors) == {"by"}
    page = lead.get("figures", "?measure=nothing&period=once&by=")
    assert page.status == 422 and set(page.errors) == {"measure", "period"}


def test_it_opens_on_something_and_says_where_there_is_nothing(outsider: Screen) -> None:
    page = outsider.get("figures")
    assert (page.status == 200 and "nothing to count" in page.text) or "0" in page.text


def test_who_may_not_see_figures_finds_no_page(quarter: Quarter) -> None:
    assert Screen(quarter.harbour, "support_worker").get("figures").status == 404


def test_a_share_that_would_mislead_alone_shows_what_belongs_beside_it(lead: Screen, quarter: Quarter) -> None:
    page = lead.get("figures", "?measure=outcomes_reached_share&period=2025-Q2&by=")
    assert "Beside it" in page.text
    [link] = page.html.select("a[href*='steps_towards_set_aside']")
    assert link.get_text() == "Small steps towards outcomes that are set aside, April to June 2025: 0."
    assert "Beside it" not in lead.get("figures", "?measure=referrals_received&period=2025-Q2&by=").text
