"""A return for a funder who is not here: its own form, mapped once, filled whenever it is asked for."""

import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.access.queries import NotFound
from cairn.definitions import registry
from cairn.exchange.actions import funders
from cairn.exchange.actions.funders import NewCell
from cairn.exchange.funders import filling, queries
from cairn.exchange.funders.filling import hidden_codes, number, period_of
from cairn.insight.results import FigureRow
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from cairn.people.actions import clients
from cairn.people.actions.clients import NewClient
from tests.conftest import Party
from tests.exchange.test_funder_workbook import funders_form
from tests.thorough import examples

Q2 = Period.parse("FY2025-Q1")


def taken(by: Any, **said: Any) -> str:
    given: dict[str, Any] = {
        "name": "Quarterly form",
        "funder": "The Oak Trust",
        "file_name": "form.xlsx",
        "data": funders_form(),
    }
    return str(funders.add(by=by, **{**given, **said}).one.uid)


def rules_of(refused: Any) -> list[tuple[int | None, str]]:
    return [(one.row, one.rule) for one in refused.value.problems]


def test_a_form_is_taken_in_mapped_and_filled(in_harbour: Party) -> None:
    by = in_harbour.data_lead
    uid = taken(by)
    cells = [NewCell("Monitoring", "B3", measure="people_supported"), NewCell("Monitoring", "B2", what="period")]
    funders.put(by=by, funder_uid=uid, cells=cells)
    made = funders.fill(by=by, funder_uid=uid, period=Q2).one
    _, data = queries.file_of(by, uid, str(made.uid))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Monitoring"]
    assert (sheet["B2"].value, sheet["B3"].value, sheet["B5"].value) == ("April to June 2025", 0, "=B3+B4")
    [line] = queries.listing(by)
    assert (line.name, line.funder, line.cells, line.last) == ("Quarterly form", "The Oak Trust", 2, Q2)
    [fill] = queries.fills(queries.find(by, uid))
    assert fill.sha256 == made.sha256 and [one["cell"] for one in fill.cells] == ["B2", "B3"]
    again = funders.fill(by=by, funder_uid=uid, period=Q2).one
    assert again.sha256 == made.sha256, "of the same records it is the same file"


def test_all_that_is_wrong_with_cells_is_said_at_once_and_nothing_is_kept(in_harbour: Party) -> None:
    by = in_harbour.data_lead
    uid = taken(by)
    with pytest.raises(Refused) as refused:
        funders.put(by=by, funder_uid=uid, cells=[
            NewCell("Monitoring", "B5", measure="people_supported"),
            NewCell("Monitoring", "B3", measure="no_such"),
            NewCell("Monitoring", "B4", measure="people_supported", by="ethnicity_group"),
            NewCell("Monitoring", "C4", measure="people_supported", by="unsuccessful_reason", code="no_capacity"),
            NewCell("Monitoring", "C5", measure="people_supported", part="percent"),
            NewCell("Monitoring", "C6", what="gossip"),
        ])  # fmt: skip
    assert rules_of(refused) == [
        (0, "funder.formula"), (1, "funder.measure"), (2, "funder.code"), (3, "funder.by"), (4, "funder.percent"),
        (5, "funder.what"),
    ]  # fmt: skip
    assert queries.cells_of(queries.find(by, uid)) == []
    with pytest.raises(Refused) as refused:
        funders.fill(by=by, funder_uid=uid, period=Q2)
    assert rules_of(refused) == [(None, "funder.nothing")]


def test_a_form_needs_a_name_a_funder_and_to_be_a_workbook(in_harbour: Party) -> None:
    by = in_harbour.data_lead
    with pytest.raises(Refused) as refused:
        taken(by, name=" ", funder="", hides_up_to=99)
    assert len(refused.value.problems) == 3
    for data in (b"", b"a,b\n1,2\n", b"PK\x03\x04"):
        with pytest.raises(Refused):
            taken(by, data=data)
    assert queries.listing(by) == ()


def test_what_goes_into_a_cell_is_replaced_or_taken_out(in_harbour: Party) -> None:
    by = in_harbour.data_lead
    uid = taken(by)
    for measure in ("people_supported", "needs_met"):
        funders.put(by=by, funder_uid=uid, cells=[NewCell("Monitoring", "B3", measure=measure)])
    [one] = queries.cells_of(queries.find(by, uid))
    assert one.measure == "needs_met"
    funders.clear(by=by, funder_uid=uid, cell_uid=str(one.uid))
    assert queries.cells_of(queries.find(by, uid)) == []
    with pytest.raises(NotFound):
        funders.clear(by=by, funder_uid=uid, cell_uid=str(one.uid))


def test_a_new_version_of_the_form_keeps_what_is_mapped_or_says_what_cannot_be(in_harbour: Party) -> None:
    by = in_harbour.data_lead
    uid = taken(by)
    funders.put(by=by, funder_uid=uid, cells=[NewCell("Monitoring", "B4", measure="needs_met")])
    book = openpyxl.load_workbook(io.BytesIO(funders_form()))
    book["Monitoring"]["B4"] = "=1+1"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Refused) as refused:
        funders.replace(by=by, funder_uid=uid, file_name="new.xlsx", data=out.getvalue())
    assert rules_of(refused) == [(None, "funder.formula")]
    funders.replace(by=by, funder_uid=uid, file_name="new.xlsx", data=funders_form())
    assert [one.file_name for one in queries.listing(by)] == ["new.xlsx"]
    assert len(queries.cells_of(queries.find(by, uid))) == 1


def test_only_those_who_prepare_returns_and_only_their_own(in_harbour: Party, westborough: Party) -> None:
    uid = taken(in_harbour.data_lead)
    with pytest.raises(NotAllowed):
        taken(in_harbour.support_worker)
    assert queries.listing(in_harbour.support_worker) == ()
    with pytest.raises(NotFound):
        queries.find(in_harbour.support_worker, uid)
    funders.end(by=in_harbour.data_lead, funder_uid=uid)
    assert queries.listing(in_harbour.data_lead)[0].ended_date is not None


def test_the_form_is_shown_with_which_cells_may_be_filled(in_harbour: Party) -> None:
    by = in_harbour.data_lead
    uid = taken(by)
    funders.put(by=by, funder_uid=uid, cells=[NewCell("Monitoring", "B3", measure="needs_met")])
    names, shown, squares = queries.grid(by, queries.find(by, uid))
    at = {one.name: one for line in squares for one in line}
    assert names == ["Monitoring"] and shown == "Monitoring"
    assert at["A3"].text == "People supported" and at["B3"].is_mapped and not at["B5"].may and at["B4"].may
    assert queries.beside(squares, "B4") == ("Needs met", "This quarter")
    assert queries.beside(squares, "ZZ999") == ("", "")


def test_small_numbers_are_left_out_and_what_would_tell_them(in_harbour: Party) -> None:
    assert hidden_codes("", {"": 3}, 4) == {""} and hidden_codes("", {"": 5}, 4) == frozenset()
    assert hidden_codes("", {"": 3}, 0) == frozenset() and hidden_codes("gender", {}, 4) == frozenset()
    hidden = hidden_codes("gender", {"woman": 20, "man": 3, "other": 9}, 4)
    assert "man" in hidden and len(hidden) == 2, "with the whole beside it, one alone could be worked out"


@settings(max_examples=examples(60), deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=1), st.integers(1, 9))
def test_no_small_number_of_a_breakdown_is_ever_in_the_file(counts: dict[str, int], most: int) -> None:
    hidden = hidden_codes("gender", counts, most)
    assert all(code in hidden for code, n in counts.items() if 0 < n <= most)
    shown = sum(n for code, n in counts.items() if code not in hidden)
    rest = sum(counts.values()) - shown
    assert not hidden or rest > most or sum(counts.values()) <= most or len(hidden) > 1


def test_a_figure_stands_in_its_cell_as_the_funder_reads_it() -> None:
    share, count, mean = (
        registry.get("measure", id) for id in ("referrals_accepted_share", "needs_met", "swemwbs_change")
    )
    row = FigureRow(("",), 30, 13, 30, 13 / 30)
    assert (
        number("value", share, row) == 0.4333
        and number("percent", share, row) == 43.3
        and number("n", share, row) == 30
    )
    assert number("value", count, None) == 0 and number("value", share, None) is None and number("n", count, None) == 0
    assert number("value", mean, FigureRow(("",), 6, None, None, 2.2)) == 2.2


def test_spans_are_of_the_period_that_is_asked_for() -> None:
    assert period_of("asked", Q2) == Q2
    assert str(period_of("before", Q2)) == "2025-Q1"
    assert period_of("year", Period.parse("2026-Q1")) == Period.parse("2025-04-01..2026-03-31")
    assert period_of("year", Period.parse("2025-Q4")) == Period.parse("2025-04-01..2025-12-31")


def test_words_of_the_organisation_and_the_day(in_harbour: Party) -> None:
    by = in_harbour.data_lead
    uid = taken(by)
    funders.put(
        by=by,
        funder_uid=uid,
        cells=[NewCell("Monitoring", "C1", what="organisation"), NewCell("Monitoring", "C2", what="today")],
    )
    found = filling.filled(by, queries.cells_of(queries.find(by, uid)), Q2, 4)
    assert found[0].value == "Harbour Trust" and " 20" in str(found[1].value)


def test_people_on_record_are_counted(in_harbour: Party) -> None:
    """What is filled is what the figures page shows."""
    clients.add(by=in_harbour.service_manager, clients=[NewClient("Ada")])
    uid = taken(in_harbour.data_lead, hides_up_to=0)
    funders.put(
        by=in_harbour.data_lead, funder_uid=uid, cells=[NewCell("Monitoring", "B3", measure="referrals_received")]
    )
    made = funders.fill(by=in_harbour.data_lead, funder_uid=uid, period=Q2).one
    assert made.cells[0]["value"] == 0 and made.cells[0]["label"] == "Referrals received"
    with scope.of(in_harbour.data_lead), pytest.raises(NotFound):
        queries.file_of(in_harbour.data_lead, uid, uid)
