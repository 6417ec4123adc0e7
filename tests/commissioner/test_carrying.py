"""What returns carry and why: agreed measures changed and taken out, topics, the framework's table, an own list."""

from collections.abc import Iterator
from typing import Any

import pytest

from cairn.access import scope
from cairn.contracts.models import AgreedMeasure, AreaOutcome, ContractTopic
from tests.commissioner.conftest import Desk, date_parts, sent
from tests.returns.conftest import Quarter

LIST = "1.1 More people leave home every week\n1.2\tCarers have a break\n\n"


@pytest.fixture(autouse=True)
def _as_the_commissioner(quarter: Quarter) -> Iterator[None]:
    with scope.of(quarter.commissioner):
        yield


def agreed(quarter: Quarter, measure: str, by: str = "") -> AgreedMeasure:
    return AgreedMeasure.objects.get(contract=quarter.contract, measure=measure, by=by)


def about(quarter: Quarter, measure: str) -> dict[str, Any]:
    return {"contract": quarter.contract.uid, "measure": agreed(quarter, measure).uid}


def terms(quarter: Quarter, measure: str, **changes: Any) -> dict[str, Any]:
    row = agreed(quarter, measure)
    now = {name: getattr(row, name) for name in ("measure_class", "frequency", "level", "level_reason", "version")}
    return now | {"reason": "As we said"} | changes


def listed(desk: Desk, area: str, text: str = LIST) -> None:
    preview = desk.send("area_outcomes_paste", {"text": text}, area=area)
    assert "Nothing is saved yet" in preview.text
    assert desk.send("area_outcomes_paste", {"text": text, "seen": preview.value("seen")}, area=area).status == 302


def test_the_table_of_the_framework_says_level_relevance_and_frequency_of_every_row(desk: Desk) -> None:
    page = desk.get("framework").text
    for words in ("Core demographics", "Preferably individual", "Once a year", "Every quarter", "Provider obligations",
                  "Seen under this contract before".lower(), "Standardised output", "Economic wellbeing"):  # fmt: skip
        assert words in page or words in page.lower()


def test_a_contract_names_what_of_the_table_it_lacks_with_the_page_that_fills_it(desk: Desk, quarter: Quarter) -> None:
    page = desk.get("contract_framework", contract=quarter.contract.uid)
    assert "Covered by Referrals received" in page.text
    links = {link.get("href") for link in page.html.find_all("a")}
    assert {desk.url(name, contract=quarter.contract.uid) for name in ("measures", "agreement_new")} <= links


def test_a_measure_is_agreed_anew_and_a_total_needs_its_reason(desk: Desk, quarter: Quarter) -> None:
    at = about(quarter, "needs_met")
    bad = terms(quarter, "needs_met", level="aggregate", measure_class="primary_outcome", frequency="annual")
    page = desk.send("agreed_change", bad, **at)
    assert (page.status, set(page.errors)) == (422, {"level_reason", "measure_class"})

    good = terms(quarter, "needs_met", level="aggregate", level_reason="Heads only", frequency="annual")
    assert desk.send("agreed_change", good, **at).status == 302

    row = agreed(quarter, "needs_met")
    assert (row.level, row.level_reason, row.frequency) == ("aggregate", "Heads only", "annual")
    assert "Why only the figure: Heads only" in desk.get("agreed", contract=quarter.contract.uid).text


def test_a_stale_page_of_terms_is_shown_what_changed(desk: Desk, quarter: Quarter) -> None:
    at, old = about(quarter, "needs_met"), terms(quarter, "needs_met", frequency="annual")
    assert (
        desk.send("agreed_change", terms(quarter, "needs_met", level_reason="", frequency="annual"), **at).status == 302
    )
    page = desk.send("agreed_change", {**old, "frequency": "quarterly"}, **at)
    assert page.status == 422
    assert "What differs" in page.text


def test_a_measure_is_taken_out_of_open_returns_and_stays_in_what_was_sent(desk: Desk, quarter: Quarter) -> None:
    uid = sent(quarter)
    at = about(quarter, "needs_met")
    assert "Take it out" in desk.get("agreed_end", **at).text
    assert desk.send("agreed_end", {"version": "1", "reason": "No longer asked for"}, **at).status == 302
    assert not AgreedMeasure.objects.filter(contract=quarter.contract, measure="needs_met").exists()
    assert "Needs met" in desk.get("return", answer=uid).text


def test_a_topic_carries_an_output_or_says_why_not(desk: Desk, quarter: Quarter) -> None:
    at = {"contract": quarter.contract.uid}
    page = desk.send("topics", {"worked_on": ["housing"], "why_housing": ""}, **at)
    assert (page.status, set(page.errors)) == (422, {"why_housing"})
    assert desk.send("topics", {"worked_on": ["housing"], "why_housing": "A pilot"}, **at).status == 302
    assert ContractTopic.objects.get(contract=quarter.contract).why_none == "A pilot"
    assert "none, with a reason" in desk.get("contract", **at).text

    ticked = {"standardised_output": ["people_home_needs_met"]}
    assert desk.send("measures", ticked, **at).status == 302
    assert "Housing: 1 carried" in desk.get("contract", **at).text

    taken_out = {"version": "1", "reason": "No longer asked for"}
    assert desk.send("agreed_end", taken_out, **about(quarter, "people_home_needs_met")).status == 302
    assert "none, with a reason" in desk.get("contract", **at).text


def test_own_outcomes_are_pasted_looked_over_and_tagged(desk: Desk, quarter: Quarter) -> None:
    area = quarter.contract.commissioning_area
    listed(desk, area)
    first = AreaOutcome.objects.get(code="1.1")
    tagged = terms(quarter, "needs_met", area_outcome_uid=str(first.uid))
    assert desk.send("agreed_change", tagged, **about(quarter, "needs_met")).status == 302
    assert "1.1 More people leave home" in desk.get("agreed", contract=quarter.contract.uid).text
    assert "1.1 More people leave home" in desk.get("return", answer=sent(quarter)).text

    listed(desk, area, "1.2 Carers have a longer break\n2 Something new")
    assert list(AreaOutcome.objects.order_by("position").values_list("code", "label")) == [
        ("1.2", "Carers have a longer break"), ("2", "Something new"), ("1.1", "More people leave home every week"),
    ]  # fmt: skip


def test_what_is_wrong_with_a_list_is_said_by_line_and_nothing_is_saved(desk: Desk, quarter: Quarter) -> None:
    area = quarter.contract.commissioning_area
    page = desk.send("area_outcomes_paste", {"text": "1.1\n1.1 again\n" + "x" * 21 + " words"}, area=area)
    assert page.status == 422
    for words in ("Line 1: the words are missing", "Line 2: its code stands above", "Line 3: its code is too long"):
        assert words in page.text
    assert not AreaOutcome.objects.exists()
    assert desk.get("area_outcomes", area="moon").status == 404


def test_an_ended_outcome_is_offered_no_more_and_pasting_it_uses_it_again(desk: Desk, quarter: Quarter) -> None:
    area = quarter.contract.commissioning_area
    listed(desk, area)
    one = AreaOutcome.objects.get(code="1.1")
    gone = {"label": "More", "version": "1", **date_parts("ended_date", 1, 1, 2025)}
    assert desk.send("area_outcome", gone, area=area, outcome=one.uid).status == 302
    assert "More" not in desk.get("agreed_change", **about(quarter, "needs_met")).text.split("own list")[-1][:400]
    assert "used again" in desk.send("area_outcomes_paste", {"text": "1.1 More"}, area=area).text


def test_another_commissioner_sees_none_of_it(outsider: Desk, quarter: Quarter) -> None:
    at = about(quarter, "needs_met")
    for name in ("agreed_change", "agreed_end"):
        assert outsider.get(name, **at).status == 404
    for name in ("agreed", "topics", "contract_framework"):
        assert outsider.get(name, contract=quarter.contract.uid).status == 404
