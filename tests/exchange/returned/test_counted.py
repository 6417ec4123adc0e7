"""Rows that another system supplied are counted as rows recorded in Cairn are: in the recipient's mart, tables and files."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from cairn.access import scope
from cairn.contracts.actions import agreements
from cairn.contracts.models import Agreement
from cairn.definitions import registry
from cairn.exchange.returned import filled, form, writing
from cairn.exchange.returned.filled import Filling
from cairn.exchange.returned.shape import FIGURES, Form
from cairn.insight import crosstab
from cairn.insight.results import TOTAL
from cairn.kernel.periods import Period
from cairn.returns import coverage
from cairn.returns.actions import reopening, review
from tests.exchange.returned.conftest import Change, rejected, sent_rows, with_figure
from tests.exchange.returned.test_rows import look, send
from tests.returns.conftest import Quarter, signed_agreement

SPRING = Period.parse("2025-Q2")
#: Who another system knows: gender and ethnic group of everybody who was referred, and what came of it.
PEOPLE = (
    [("woman", "black", "accepted")] * 7 + [("woman", "white", "accepted")] * 8 + [("man", "white", "no_capacity")] * 6
)


def rows_of(of: Form, people: list[tuple[str, str, str]]) -> list[tuple[Any, ...]]:
    """Referrals as another system keeps them."""
    return [
        _row(of, number, {"gender": gender, "ethnicity_group": group, "unsuccessful_reason": None if came == "accepted" else came,
                          "state": "accepted" if came == "accepted" else "unsuccessful"})
        for number, (gender, group, came) in enumerate(people, start=1)
    ]  # fmt: skip


def _row(of: Form, number: int, said: Mapping[str, Any]) -> tuple[Any, ...]:
    known = {"row": f"C-{number}", "record": f"R-{number}", "direction": "in", "received_date": "2025-05-02", **said}
    return tuple(known.get(column.name) for column in of.tables["referral"])


def counted(of: Form, people: list[tuple[str, str, str]]) -> list[tuple[Any, ...]]:
    """The figures of these people, counted without Cairn."""
    by_gender, by_reason = Counter(gender for gender, _, _ in people), Counter(came for _, _, came in people)
    found = {
        ("referrals_received", ""): len(people),
        ("referrals_unsuccessful", ""): len(people) - by_reason["accepted"],
    }
    found |= {("referrals_received", code): n for code, n in by_gender.items()}
    found |= {("referrals_unsuccessful", code): n for code, n in by_reason.items()}
    return [
        (line.measure, line.name, line.measure_class, line.breakdown, line.code, line.group, "count", n, n, "")
        for line in of.lines
        for n in [found.get((line.measure, line.code), 0)]
    ]


def file(quarter: Quarter, people: list[tuple[str, str, str]] = PEOPLE, change: Change | None = None) -> bytes:
    """A package of a provider that records nothing in Cairn."""
    with scope.of(quarter.lead):
        of = form.of(quarter.lead, quarter.uid)
        sheets = {**filled.empty(of).sheets, FIGURES: counted(of, people), "referral": rows_of(of, people)}
        filling = Filling(sheets)
    return writing.package(of, change(of, filling) if change else filling)


def accept(quarter: Quarter) -> None:
    with scope.of(quarter.commissioner):
        review.accept(by=quarter.commissioner, return_uid=quarter.uid)


def table(quarter: Quarter) -> dict[tuple[str, str], int | None]:
    """The commissioner's cross-tab of referrals: gender by ethnic group."""
    with scope.of(quarter.commissioner):
        found = crosstab.compute(
            by=quarter.commissioner, measure_id="referrals_received", rows_dim="gender", columns_dim="ethnicity_group",
            period=SPRING,
        )  # fmt: skip
    return {key: cell.n for key, cell in found.cells.items() if TOTAL not in key and (cell.n or cell.suppressed)}


@pytest.fixture
def agreement(quarter: Quarter) -> Agreement:
    return signed_agreement(quarter, threshold=0)


def test_supplied_rows_are_in_the_cross_tab_as_an_independent_count_has_them(
    quarter: Quarter, agreement: Agreement
) -> None:
    made = send(quarter, quarter.uid, file(quarter))
    assert table(quarter) == {}  # not before the commissioner has accepted it
    accept(quarter)
    assert table(quarter) == Counter((gender, group) for gender, group, _ in PEOPLE)
    rows = sent_rows(made)
    assert Counter(key for row in rows for key in row.counted_in) == {
        "referrals_received": 21, "referrals_received:gender=woman": 15, "referrals_received:gender=man": 6,
        "referrals_unsuccessful": 6, "referrals_unsuccessful:unsuccessful_reason=no_capacity": 6,
    }  # fmt: skip


def test_a_row_counts_in_the_rounds_that_it_was_accepted_for_and_in_no_other(
    quarter: Quarter, agreement: Agreement
) -> None:
    """A need of the spring tells on which day it was met, also in the summer, for which nothing was accepted yet."""

    def with_needs(of: Form, filling: Filling) -> Filling:
        known = {
            "gender": "woman",
            "ethnicity_group": "white",
            "presented_date": "2025-05-02",
            "part_met_date": "2025-05-09",
        }
        needs = [
            {"row": f"C-{number}", "record": f"N-{number}", "met_date": f"2025-0{6 + number % 2}-05", **known}
            for number in range(1, 9)
        ]
        rows = [tuple(one.get(column.name) for column in of.tables["need"]) for one in needs]
        given = {"needs_presented": 8, "needs_met": 4}
        figures = [
            (*row[:7], given.get(row[0], row[7]), given.get(row[0], row[8]), row[9]) for row in filling.sheets[FIGURES]
        ]
        return replace(filling, sheets={**filling.sheets, "need": rows, FIGURES: figures})

    send(quarter, quarter.uid, file(quarter, change=with_needs))
    accept(quarter)
    whole = {}
    with scope.of(quarter.commissioner):
        for period in (SPRING, Period.parse("2025-Q3"), Period.parse("2025")):
            found = crosstab.compute(
                by=quarter.commissioner, measure_id="needs_met", rows_dim="gender", columns_dim="ethnicity_group",
                period=period,
            )  # fmt: skip
            whole[period.label] = found.cells[TOTAL, TOTAL].n if found.cells else 0
    assert whole == {"2025-Q2": 4, "2025-Q3": 0, "2025": 4}


def test_another_version_takes_the_place_of_the_rows_only_once_it_is_accepted(
    quarter: Quarter, agreement: Agreement
) -> None:
    send(quarter, quarter.uid, file(quarter))
    accept(quarter)
    with scope.of(quarter.commissioner):
        reopening.reopen(by=quarter.commissioner, return_uid=quarter.uid, reason="Three were counted twice.")
    fewer = PEOPLE[3:]
    send(quarter, quarter.uid, file(quarter, fewer))
    assert table(quarter) == Counter((gender, group) for gender, group, _ in PEOPLE)
    rejected(quarter)
    assert table(quarter) == Counter((gender, group) for gender, group, _ in PEOPLE)
    send(quarter, quarter.uid, file(quarter, fewer))
    accept(quarter)
    assert table(quarter) == Counter((gender, group) for gender, group, _ in fewer)


def test_a_field_that_is_struck_is_out_of_table_and_form_at_once(quarter: Quarter, agreement: Agreement) -> None:
    send(quarter, quarter.uid, file(quarter))
    accept(quarter)
    with scope.of(quarter.commissioner):
        agreements.strike_field(by=quarter.commissioner, agreement_uid=str(agreement.uid), name="ethnicity_group")
        found = crosstab.compute(
            by=quarter.commissioner, measure_id="referrals_received", rows_dim="gender", columns_dim="ethnicity_group",
            period=SPRING,
        )  # fmt: skip
        assert not found.cells and "No agreement in force lets these fields leave together" in found.reason
        said = coverage.of(
            quarter.commissioner, registry.get("measure", "referrals_received"), SPRING, ("ethnicity_group",)
        )
        assert "Not in it: Harbour Trust (E-1, Spring), whose agreement does not name these fields." in said.sentence
    with scope.of(quarter.lead):
        of = form.of(quarter.lead, quarter.uid)
    assert "ethnicity_group" not in [column.name for column in of.tables["referral"]]


def fewer_unsuccessful(comment: str) -> Change:
    """Five instead of six, in the whole and in its group."""
    whole, group = (
        with_figure("referrals_unsuccessful", code, value=5, n=5, comment=comment)
        for code in ("", "unsuccessful_reason=no_capacity")
    )
    return lambda of, filling: group(of, whole(of, filling))


def test_rows_that_come_to_more_than_their_figure_need_a_reason(quarter: Quarter, agreement: Agreement) -> None:
    found = look(quarter, quarter.uid, file(quarter, PEOPLE, fewer_unsuccessful("")))
    wrong = [one for one in found.findings if one.severity == "error"]
    assert {(one.rule, one.sheet, one.column) for one in wrong} == {("figure.rows", "figures", "H")}
    assert all(one.message.endswith(": the rows come to 6, and this figure counts 5.") for one in wrong)
    assert len(wrong) == 2 and not found.is_good
    again = look(quarter, quarter.uid, file(quarter, PEOPLE, fewer_unsuccessful("One was undone on the last day.")))
    assert again.is_good and {(one.rule, one.severity) for one in again.findings} == {("figure.rows", "warning")}


def test_of_whom_there_is_no_row_only_the_figure_tells(quarter: Quarter, agreement: Agreement) -> None:
    """Somebody who said no at the provider's is counted, and has no row."""

    def change(of: Form, filling: Filling) -> Filling:
        return replace(filling, sheets={**filling.sheets, "referral": filling.sheets["referral"][1:]})

    found = look(quarter, quarter.uid, file(quarter, PEOPLE, change))
    assert found.is_good and [(one.rule, one.severity) for one in found.findings] == [("figure.rows", "warning")]
    assert found.findings[0].message == "Referrals received: rows stand behind 20 of the 21 that this figure counts."


def test_without_rows_the_table_says_whose_it_is_not(quarter: Quarter, agreement: Agreement) -> None:
    send(
        quarter,
        quarter.uid,
        file(quarter, PEOPLE, lambda of, filling: replace(filling, sheets={**filling.sheets, "referral": []})),
    )
    accept(quarter)
    assert table(quarter) == {}
    with scope.of(quarter.commissioner):
        said = coverage.of(quarter.commissioner, registry.get("measure", "referrals_received"), SPRING, ("gender",))
    assert said.sentence == (
        "The rows of 0 of 1 accepted return stand in this table. Not in it: Harbour Trust (E-1, Spring), which sent figures and "
        "no rows."
    )


def test_what_no_figure_counts_is_not_sent_and_said(quarter: Quarter, agreement: Agreement) -> None:
    def change(of: Form, filling: Filling) -> Filling:
        late = _row(of, 99, {"state": "accepted", "received_date": "2025-08-02"})
        return replace(filling, sheets={**filling.sheets, "referral": [*filling.sheets["referral"], late]})

    data = file(quarter, PEOPLE, change)
    assert [one.rule for one in look(quarter, quarter.uid, data).findings] == ["row.idle"]
    assert len(sent_rows(send(quarter, quarter.uid, data))) == len(PEOPLE)
