"""The rows behind a figure: who may see them, whose, and what has changed since they were sent."""

from datetime import date

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.cases.actions import needs
from cairn.cases.actions.needs import NewJudgement
from cairn.cases.models import Need
from cairn.contracts.models import ContractPartner
from cairn.people.actions.clients import NewClient
from cairn.people.actions.erasure import erase
from cairn.returns import queries
from cairn.returns.views import RowsBehind
from cairn.services.models import Service
from tests.conftest import Party
from tests.returns.conftest import Quarter, referred, signed_agreement
from tests.returns.test_submitting import decide, submit


def behind(quarter: Quarter, measure: str, code: str = "", by: str = "data_lead") -> RowsBehind:
    actor = quarter.harbour.people[by]
    with scope.of(actor):
        return queries.rows_behind(actor, quarter.uid, measure, code)


def test_a_draft_shows_the_rows_as_they_are_with_their_people(quarter: Quarter) -> None:
    found = behind(quarter, "referrals_received")
    assert (found.frozen, found.hidden, found.hidden_words, found.figure.value) == (False, 0, "", 5)
    assert sorted(row.client_name for row in found.rows) == ["Ada", "Ben", "Cleo", "Dev", "Eve"]
    assert {row.client_reference for row in found.rows} == {"H1", "H2", "H3", "H4", "H5"}
    assert {row.values["received_date"] for row in found.rows} == {date(2025, 4, 7)}
    some = behind(quarter, "referrals_received", "gender=woman")
    assert sorted(row.client_name for row in some.rows) == ["Ada", "Cleo", "Eve"] and some.figure.label == "Woman"
    assert behind(quarter, "referrals_unsuccessful", "unsuccessful_reason=risk").rows == ()


def test_who_may_not_read_people_is_told_how_many_rows_there_are(quarter: Quarter) -> None:
    found = behind(quarter, "referrals_received", by="trustee")
    assert (found.rows, found.hidden_words) == ((), "5 rows you may not open")
    assert behind(quarter, "needs_met", by="trustee").hidden_words == "1 row you may not open"


def test_a_partners_rows_are_shown_without_names_once_it_agreed(partnered: Quarter) -> None:
    found = behind(partnered, "referrals_received")
    theirs = [row for row in found.rows if row.provider_name == "Anchor Street"]
    assert len(theirs) == 2 and found.hidden == 0
    assert {(row.client_uid, row.client_reference, row.client_name) for row in theirs} == {("", "", "")}
    assert "Partner One" not in str(theirs)
    for_trustee = behind(partnered, "referrals_received", by="trustee")
    assert (len(for_trustee.rows), for_trustee.hidden) == (2, 5)


def test_a_partner_that_no_longer_agrees_is_counted_only(partnered: Quarter, agreement: object) -> None:
    submit(partnered)
    with scope.every("nobody can take an agreement back on a screen yet"):
        ContractPartner.objects.update(agreed_date=None)
    found = behind(partnered, "referrals_received")
    assert (len(found.rows), found.hidden_words) == (5, "2 rows you may not open")


def test_nobody_but_the_lead_sees_rows(quarter: Quarter, oakfield: Party, westborough: Party) -> None:
    submit(quarter)
    for by in (quarter.commissioner, quarter.anchor.data_lead, oakfield.data_lead, westborough.system):
        with scope.of(by), pytest.raises(queries.NotFound):
            queries.rows_behind(by, quarter.uid, "referrals_received")
        with scope.of(by), pytest.raises((queries.NotFound, NotAllowed)):
            queries.preview(by, quarter.uid)


@pytest.mark.parametrize(
    ("measure", "code"), [("contacts", ""), ("referrals_received", "ward=x"), ("referrals_received", "gender=moon")]
)
def test_a_figure_that_the_return_does_not_carry_is_not_found(quarter: Quarter, measure: str, code: str) -> None:
    with pytest.raises(queries.NotFound):
        behind(quarter, measure, code)


class TestOnceSubmitted:
    def test_the_frozen_rows_are_shown_with_their_people(self, quarter: Quarter, agreement: object) -> None:
        submission = submit(quarter)
        found = behind(quarter, "referrals_received")
        assert (found.frozen, found.submitted_at, found.added_since) == (True, submission.submitted_at, 0)
        assert sorted(row.client_name for row in found.rows) == ["Ada", "Ben", "Cleo", "Dev", "Eve"]
        assert {row.mark for row in found.rows} == {""}
        assert "ward" not in found.rows[0].values

    def test_where_linking_is_agreed_they_are_found_again_all_the_same(self, quarter: Quarter) -> None:
        signed_agreement(quarter, allows_linking=True)
        submit(quarter)
        found = behind(quarter, "referrals_received")
        assert ({row.mark for row in found.rows}, found.added_since) == ({""}, 0)

    def test_later_changes_are_marked_and_the_values_stand(self, quarter: Quarter, agreement: object) -> None:
        submit(quarter)
        by = quarter.harbour.service_manager
        with scope.of(by):
            unmet = Need.objects.get(need="loneliness")
            late = NewJudgement(need_uid=str(unmet.uid), judged_date=date(2025, 6, 2), state="met", judged_by="worker")
            needs.judge(by=by, judgements=[late])
        presented = behind(quarter, "needs_presented")
        assert sorted((row.mark, row.values["met_date"]) for row in presented.rows) == [
            ("", "2025-05-01"),
            ("changed", None),
        ]
        met = behind(quarter, "needs_met")
        assert ([row.mark for row in met.rows], met.added_since, met.figure.value) == ([""], 1, 1)

    def test_an_erased_persons_row_is_gone_and_names_nobody(self, quarter: Quarter, agreement: object) -> None:
        submit(quarter)
        by = quarter.harbour.service_manager
        with scope.of(by):
            erase(by=by, client_uid=str(quarter.people["Ben"].uid), reason="client_asked")
        gone = [row for row in behind(quarter, "referrals_received").rows if row.mark == "gone"]
        assert [(row.values, row.client_name) for row in gone] == [({}, "")]

    def test_where_only_figures_left_the_rows_are_shown_as_they_are_now(self, quarter: Quarter) -> None:
        submit(quarter)
        with scope.of(quarter.lead):
            service = str(Service.objects.get().uid)
        referred(quarter.harbour, service, [NewClient(name="Gus")], date(2025, 6, 1))
        found = behind(quarter, "referrals_received")
        assert (found.frozen, found.figure.value, len(found.rows)) == (False, 5, 6)

    def test_a_rejected_return_shows_current_rows_again(self, quarter: Quarter, agreement: object) -> None:
        submit(quarter)
        decide(quarter, "Look again, please")
        assert not behind(quarter, "referrals_received").frozen
