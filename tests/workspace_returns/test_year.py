"""A return beside the other quarters of its year: read as they were accepted, marked where they leap, explained."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.kernel import clock
from cairn.returns import notes, queries, year
from cairn.returns.actions import notes as deeds
from cairn.returns.actions import overrides, review, rounds, submissions
from cairn.returns.actions.rounds import NewRound
from cairn.returns.models import Submission
from tests.returns.conftest import Quarter
from tests.workspace.conftest import Screen

SUMMER = NewRound("Summer", date(2025, 7, 1), date(2025, 9, 30), date(2025, 10, 1), date(2025, 10, 31))
OCTOBER = datetime(2025, 10, 5, 9, tzinfo=UTC)


def sent(quarter: Quarter, needs: float = 0.0) -> None:
    """Spring is accepted; one figure of it corrected by hand, where told."""
    with scope.of(quarter.lead):
        if needs:
            overrides.put(
                by=quarter.lead,
                return_uid=quarter.uid,
                measure="needs_presented",
                value=needs,
                reason="Noted on paper.",
            )
        submissions.submit(by=quarter.lead, return_uid=quarter.uid)
    with scope.of(quarter.commissioner):
        review.accept(by=quarter.commissioner, return_uid=quarter.uid)


def summer_of(quarter: Quarter) -> str:
    by = quarter.commissioner
    with scope.of(by):
        return str(rounds.add(by=by, contract_uid=str(quarter.contract.uid), rounds=[SUMMER]).one.answer.uid)


@pytest.fixture
def summer(quarter: Quarter) -> Any:
    """The open return of summer, with spring accepted before it."""
    sent(quarter, 12)
    uid = summer_of(quarter)
    with clock.fixed(OCTOBER):
        yield uid


def test_a_quarter_that_was_accepted_reads_as_it_was_sent_to_the_last_digit(
    lead: Screen, quarter: Quarter, summer: str
) -> None:
    page = lead.get("return", answer=summer)
    with scope.of(quarter.lead):
        (kept,) = Submission.objects.filter(answer__uid=quarter.uid)
        view = queries.answer(quarter.lead, summer)
        found = year.of(quarter.lead, view)
    at = next(place for place, one in enumerate(found.quarters) if one.return_uid == quarter.uid)
    frozen = {f"{one['measure']}:{one['code']}".rstrip(":"): one for one in kept.figures}
    told = {key: row.cells[at] for key, row in found.rows.items()}
    assert {key: (one["value"], one["n"]) for key, one in frozen.items() if key in told} == {
        key: (cell.value, cell.n) for key, cell in told.items() if cell.version
    }
    drawn = [cell.data["value"] for cell in page.html.select(f'td[data-return="{quarter.uid}"]') if cell.data]
    assert drawn == [str(cell.value) for cell in told.values() if cell.value is not None]
    assert found.quarters[at].basis == "accepted" and "as accepted" in page.text and "as now" in page.text


def test_no_figure_of_another_quarter_is_worked_out_again(
    lead: Screen, quarter: Quarter, summer: str, django_assert_max_num_queries: Any
) -> None:
    with scope.of(quarter.lead):
        view = queries.answer(quarter.lead, summer)
        with django_assert_max_num_queries(3):
            year.of(quarter.lead, view)


def test_a_leap_without_a_comment_is_a_task_and_with_one_it_is_none(
    lead: Screen, quarter: Quarter, summer: str
) -> None:
    page = lead.get("return", answer=summer)
    asked = page.html.find(id="changes")
    link = lead.url("figure_explain", answer=summer, measure="needs_presented")
    assert year.RULE in " ".join(asked.get_text(" ").split()) and asked.find("a", href=link)
    assert "-12" in page.html.find(id="figure-needs_presented").get_text().replace("\u2212", "-")
    before = lead.deeds
    assert lead.send("figure_explain", {"words": " "}, answer=summer, measure="needs_presented").errors.keys() == {
        "words"
    }
    assert lead.deeds == before
    said = {"words": "The debt adviser left in June"}
    assert lead.send("figure_explain", said, answer=summer, measure="needs_presented").status == 302
    assert said["words"] in lead.get("return_preview", answer=summer).html.select_one("#comments").text
    page = lead.get("return", answer=summer)
    assert "The debt adviser left in June" in page.html.find(id="figure-needs_presented").get_text()
    asked = page.html.find(id="changes")
    assert asked is None or not asked.find("a", href=link)


def test_a_comment_is_the_other_sides_to_read_once_the_return_is_sent(quarter: Quarter) -> None:
    lead, commissioner = quarter.lead, quarter.commissioner
    with scope.of(lead):
        deeds.comment(by=lead, answer_uid=quarter.uid, measure="needs_met", words="A new adviser")
        assert [one.is_sent for one in notes.of(lead, quarter.uid)["needs_met"]] == [False]
    with scope.of(commissioner):
        assert notes.of(commissioner, quarter.uid) == {}
    sent(quarter)
    with scope.of(commissioner):
        (read,) = notes.of(commissioner, quarter.uid)["needs_met"]
    assert (read.words, read.who, read.is_sent) == ("A new adviser", quarter.harbour.organisation.name, True)


def test_what_was_sent_takes_no_more_comments(lead: Screen, quarter: Quarter) -> None:
    sent(quarter)
    before = lead.deeds
    assert lead.send("figure_explain", {"words": "Late"}, answer=quarter.uid, measure="needs_met").status == 302
    assert lead.deeds == before


@pytest.mark.parametrize("code", ["", "gender=woman", "=woman", "area=x"])
def test_a_figure_that_the_return_does_not_carry_takes_no_comment(lead: Screen, quarter: Quarter, code: str) -> None:
    said = {"measure": "swemwbs_change", "code": code, "words": "Nothing such"}
    with scope.of(quarter.lead), pytest.raises(Exception, match="no such figure"):
        deeds.comment(by=quarter.lead, answer_uid=quarter.uid, **said)
    assert lead.get("figure_history", answer=quarter.uid, measure="swemwbs_change").status == 404


def test_a_figure_tells_its_history(lead: Screen, quarter: Quarter) -> None:
    sent(quarter, 12)
    page = lead.get("figure_history", answer=quarter.uid, measure="needs_presented")
    assert (
        "Sent with version 1, accepted" in page.text
        and "Corrected by hand" in page.text
        and "Noted on paper." in page.text
    )
    other = lead.get("figure_history", answer=quarter.uid, measure="needs_met")
    assert "Sent with version 1" in other.text and "Corrected by hand" not in other.text


def test_what_is_missing_leads_to_the_people_whose_record_it_is(lead: Screen, quarter: Quarter) -> None:
    with scope.of(quarter.lead):
        ada = quarter.people["Ada"]
        type(ada).objects.filter(pk=ada.pk).update(gender="not_asked")
    page = lead.get("return", answer=quarter.uid)
    assert page.html.select_one("#missing progress")["value"] == "60" and "3 of 5 people" in page.text
    links = [link["href"] for link in page.html.select("#missing li a")]
    assert links and all(lead.browser.get(link).status_code == 200 for link in links)
    undecided = lead.get("return_missing", answer=quarter.uid, lack="referral")
    (eve,) = undecided.html.select(".rt-list a")
    assert "Eve" in eve.text and lead.browser.get(eve["href"]).status_code == 200, (
        "a lead who only reads is led nowhere dead"
    )
    assert "ask them by name" in undecided.text
    assert lead.get("return_missing", answer=quarter.uid, lack="about:ethnicity").status == 404
    last_look = lead.get("return_submit", answer=quarter.uid)
    assert "2 people's records lack something: 60% are complete" in last_look.text and "all the same" in last_look.text
    file = lead.browser.get(lead.url("return_missing", answer=quarter.uid, lack="referral") + "?as=csv")
    assert "H5" in file.content.decode("utf-8-sig")
    assert lead.get("rows_behind", "?why=nothing_such", answer=quarter.uid, measure="needs_met").status == 404


def test_what_was_sent_says_no_more_what_is_missing(lead: Screen, quarter: Quarter) -> None:
    sent(quarter)
    assert lead.get("return", answer=quarter.uid).html.select_one("#missing") is None
