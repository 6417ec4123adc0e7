"""What a commissioner may read: accepted rows with the agreed fields only, small numbers hidden, and why there is nothing."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.contracts.actions import agreements
from cairn.insight import crosstab, figures, marts
from cairn.insight.mart.sources import Source, connect
from cairn.insight.models import QueryLog
from cairn.insight.results import TOTAL, Crosstab
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from cairn.people.actions.clients import NewClient
from cairn.people.actions.erasure import erase
from cairn.returns.actions import review, submissions
from tests.insight.test_marts import held_words
from tests.returns import conftest as returns
from tests.returns.conftest import FIELDS, Quarter, fund, referred, signed_agreement

_today, anchor, quarter = returns._today, returns.anchor, returns.quarter
Q2 = Period.parse("2025-Q2")
#: So many were referred, gender by ethnic group. Four Asian men are few enough to hide.
GROUPS = ("white", "asian", "black", "mixed", "refused")
COUNTS = {"woman": (12, 11, 8, 9, 7), "man": (9, 4, 10, 8, 6), "refused": (7, 6, 9, 7, 8)}
CITY = {(gender, group): n for gender, row in COUNTS.items() for group, n in zip(GROUPS, row, strict=True)}
ALL = sum(CITY.values()) + 5  # and the quarter's own five


def many(of: Quarter) -> None:
    people = [
        NewClient(name="Someone", gender=gender, ethnicity_group=group)
        for (gender, group), count in CITY.items()
        for _ in range(count)
    ]
    referred(of.harbour, fund(of.harbour, [of.contract], "Many"), people, date(2025, 5, 6))


def send(quarter: Quarter, *, accept: bool = True) -> None:
    with scope.of(quarter.lead):
        submissions.submit(by=quarter.lead, return_uid=quarter.uid)
    if accept:
        with scope.of(quarter.commissioner):
            review.accept(by=quarter.commissioner, return_uid=quarter.uid)


def table(
    quarter: Quarter, measure: str = "referrals_received", rows: str = "gender", columns: str = "ethnicity_group"
) -> Crosstab:
    return crosstab.compute(by=quarter.commissioner, measure_id=measure, rows_dim=rows, columns_dim=columns, period=Q2)


@pytest.fixture
def city(quarter: Quarter) -> Quarter:
    """A quarter in which many were referred, agreed about, submitted and accepted."""
    many(quarter)
    signed_agreement(quarter)
    send(quarter)
    return quarter


def test_without_an_agreement_the_table_is_empty_and_says_why(quarter: Quarter) -> None:
    found = table(quarter)

    assert (found.rows, found.columns, found.cells) == ((), (), {})
    assert found.reason.startswith("No data-sharing agreement is in force")


def test_without_an_accepted_return_it_is_empty_and_says_why(quarter: Quarter) -> None:
    signed_agreement(quarter)
    send(quarter, accept=False)

    assert table(quarter).reason.startswith("No return with this measure has been accepted yet")
    found = figures.compute("referrals_received", by=quarter.commissioner, scope="shared", period=Q2)
    assert (found.rows, found.reason) == ((), table(quarter).reason)


def test_a_field_that_no_agreement_lists_gives_nothing_and_says_why(city: Quarter) -> None:
    assert table(city, columns="ward").reason.startswith("No agreement in force lets these fields leave")


def test_a_measure_that_no_contract_agreed_gives_nothing_and_says_why(city: Quarter) -> None:
    assert table(city, "contacts").reason.startswith("None of your contracts has agreed this measure")


@pytest.mark.parametrize(("period", "called"), [("2024-Q4", "October to December 2024"), ("2030", "2030")])
def test_a_time_in_which_nothing_was_counted_gives_nothing_and_says_so(city: Quarter, period: str, called: str) -> None:
    asked = Period.parse(period)
    found = crosstab.compute(
        by=city.commissioner, measure_id="referrals_received", rows_dim="gender", columns_dim="ethnicity_group",
        period=asked,
    )  # fmt: skip
    assert (found.rows, found.cells) == ((), {})
    assert found.reason == f"Nothing was counted in {called} in the returns accepted so far."


def test_small_cells_are_hidden_and_so_much_more_that_they_cannot_be_worked_out(city: Quarter) -> None:
    found = table(city)

    assert found.cells["woman", "white"].n == CITY["woman", "white"] + 1  # and one of the quarter's own
    assert found.cells["man", "asian"].suppressed
    assert found.cells["man", "asian"].value is None
    assert found.cells[TOTAL, TOTAL].n == ALL
    for gender in found.rows:
        line = [found.cells[gender, group].suppressed for group in (*found.columns, TOTAL)]
        assert sum(line) != 1, "a single hidden cell of a line is its total less the rest"
    assert found.threshold == 4
    assert found.hidden == sum(cell.suppressed for cell in found.cells.values())


def test_the_sentence_says_the_whole_the_most_what_is_hidden_and_the_basis(city: Quarter) -> None:
    found = table(city)

    assert found.sentence.startswith(f"Referrals received, April to June 2025: {ALL} in all.")
    assert "Woman and White: 13." in found.sentence
    assert f"{found.hidden} of {len(found.cells)}" in found.sentence
    assert found.sentence.endswith("From accepted returns, as of 10 July 2025.")
    assert found.basis == "submitted"


def test_rows_come_in_the_order_of_their_list_and_who_gave_no_answer_is_one_group_at_the_end(city: Quarter) -> None:
    """Apart, those who were not asked, did not know and would not say are few each, and hide others with them."""
    assert table(city).rows == ("man", "woman", "no_answer")
    assert (
        table(city).cells["no_answer", TOTAL].n == sum(COUNTS["refused"]) + 1
    )  # who of the quarter's own was not asked


def test_a_shared_figure_of_a_measure_nobody_agreed_says_so(city: Quarter) -> None:
    found = figures.compute("referrals_accepted_share", by=city.commissioner, scope="shared", period=Q2)

    assert (found.rows, found.basis) == ((), "submitted")
    assert found.reason.startswith("None of your contracts has agreed this measure")


def test_figures_of_a_group_are_those_of_the_table(city: Quarter) -> None:
    found = figures.compute(
        "referrals_received", by=city.commissioner, scope="shared", period=Q2, group_by=["gender", "ethnicity_group"]
    )
    cells = table(city).cells

    assert {row.codes: (row.n, row.suppressed) for row in found.rows} == {
        key: (cell.n, cell.suppressed)
        for key, cell in cells.items()
        if TOTAL not in key and (cell.n or cell.suppressed)
    }


def test_by_contract_each_is_a_table_of_its_own(city: Quarter) -> None:
    found = figures.compute(
        "referrals_received", by=city.commissioner, scope="shared", period=Q2, group_by=["contract"]
    )

    assert [(row.codes, row.value) for row in found.rows] == [((str(city.contract.uid),), ALL)]


def test_the_shared_mart_holds_only_what_was_agreed(city: Quarter) -> None:
    marts.refresh(city.eastborough.organisation.pk, "shared")
    mart = connect([Source(str(city.eastborough.organisation.uid))], "shared")
    agreed = {name for name, _ in FIELDS}
    found = mart.execute("SELECT * FROM referral").fetchdf()

    filled = {name for name in found.columns if found[name].notna().any()}
    assert filled - agreed <= {
        "subject", "uid", "direction", "received_date", "state", "unsuccessful_reason", "person", "provider", "contracts",
        "contract_spans",
    }  # fmt: skip
    assert agreed <= filled
    assert not set(found["person"]) & {str(client.uid) for client in city.people.values()}
    assert not set(found["uid"]) & {str(client.uid) for client in city.people.values()}


def test_a_field_that_was_struck_since_is_no_longer_read(city: Quarter) -> None:
    from cairn.contracts.models import Agreement

    with scope.of(city.lead):
        uid = str(Agreement.objects.get().uid)
        agreements.strike_field(by=city.lead, agreement_uid=uid, name="gender", reason="No longer needed at all")

    assert table(city).reason.startswith("No agreement in force lets these fields leave")


def test_an_erased_person_is_nowhere_in_the_shared_mart_either(
    city: Quarter, marts_root: Any, django_capture_on_commit_callbacks: Any
) -> None:
    table(city)
    from cairn.returns.models import RowCode

    ada, by = city.people["Ada"], city.harbour.service_manager
    with scope.of(by):
        code = RowCode.objects.get(client=ada).code
    assert code in held_words(marts_root)

    with scope.of(by), django_capture_on_commit_callbacks(execute=True):
        erase(by=by, client_uid=ada.uid, reason="client_asked")

    assert code not in held_words(marts_root)
    assert table(city).cells[TOTAL, TOTAL].n == ALL - 1
    assert marts.verify(city.eastborough.organisation.pk, "shared") == ()


def test_questions_are_logged_and_answers_are_not(city: Quarter) -> None:
    table(city)

    with scope.of(city.commissioner):
        [log] = QueryLog.objects.all()
    asked = {"measure": "referrals_received", "version": 1, "by": ["gender", "ethnicity_group"], "where": {}}
    assert log.query == {**asked, "period": "2025-Q2"}
    assert log.actor_uid == city.commissioner.uid


def test_quarters_and_contracts_are_no_dimension_of_a_table(city: Quarter) -> None:
    with pytest.raises(Refused):
        table(city, columns="contract")


def test_the_lead_counts_an_agreed_partner_under_the_contract_and_only_there(quarter: Quarter) -> None:
    from cairn.contracts.actions import partners

    contract = {"contract": str(quarter.contract.uid)}

    def received(**where: str) -> float | None:
        return figures.compute("referrals_received", by=quarter.lead, period=Q2, where=where).rows[0].value

    assert received(**contract) == 5
    with scope.of(quarter.anchor.data_lead):
        partners.agree(by=quarter.anchor.data_lead, contract_uid=contract["contract"])
    assert received(**contract) == 7
    assert received() == 5
    providers = {
        row.provider_uid
        for row in figures.rows_behind("referrals_received", by=quarter.lead, period=Q2, where=contract)
    }
    assert providers == {str(quarter.harbour.organisation.uid), str(quarter.anchor.organisation.uid)}


def test_a_contract_of_others_does_not_exist(quarter: Quarter, oakfield: Any) -> None:
    with pytest.raises(LookupError):
        figures.compute("contacts", by=oakfield.data_lead, period=Q2, where={"contract": str(quarter.contract.uid)})
