"""A provider's own measure from its agreement to the commissioner's table: it fills itself from what is recorded afterwards,
leaves with what it is counted by and no more, and says nothing of another provider's rows."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.models import User
from cairn.cases.actions import activities
from cairn.cases.actions.activities import NewActivity, NewAttendance
from cairn.contracts.actions import measures, partners
from cairn.contracts.actions import own_measures as deeds
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.rules_own_measures import Plan, Said
from cairn.definitions import registry
from cairn.insight import crosstab, figures, shared
from cairn.interfaces.api import returns as api
from cairn.interfaces.cli.main import main
from cairn.kernel.periods import Period
from cairn.people.actions.clients import NewClient
from cairn.presentation import crosstab as presentation
from cairn.returns import adding, queries
from cairn.returns.actions import overrides, review, rounds, submissions
from cairn.returns.actions.rounds import NewRound
from cairn.returns.models import SubmissionRow
from cairn.services.actions import activity_types
from cairn.services.actions.activity_types import NewActivityType
from cairn.services.models import Service
from tests.conftest import Party
from tests.returns import conftest as returns
from tests.returns.conftest import Quarter, accepted, fund, referred, signed_agreement

_today, anchor, quarter = returns._today, returns.anchor, returns.quarter
Q3, DAY = Period.parse("2025-Q3"), date(2025, 7, 3)
SUMMER = NewRound("Summer", date(2025, 7, 1), date(2025, 9, 30), date(2025, 10, 1), date(2025, 10, 31))
LEFT = frozenset({"fact", "activity_type", "activity_date", "state", "gender", "ethnicity_group"})


def a_type(party: Party, service: str, name: str) -> str:
    by = party.service_manager
    with scope.of(by):
        new = NewActivityType(service_uid=service, name=name, mode="group")
        return str(activity_types.add(by=by, types=[new]).one.uid)


def made(by: Actor, plan: Plan) -> str:
    with scope.of(by):
        id = str(deeds.draft(by=by, plan=plan).one.measure)
        deeds.publish(by=by, id=id, number=1)
    return id


def esol(kind: str, **more: Any) -> Plan:
    said = (Said("activity_type", "in", (kind,)), *more.pop("where", ()))
    return Plan(
        label="People who came to ESOL", where=said, by=("gender", "ethnicity_group"), not_shown="Levels", **more
    )


def came(party: Party, kind: str, service: str, many: int, gender: str = "woman") -> None:
    """So many newcomers come to one session on the third of July."""
    new = [NewClient(name=f"{gender} {at}", gender=gender, ethnicity_group="asian") for at in range(many)]
    taken = [accepted(party, referral, DAY) for _, referral in referred(party, service, new, DAY)]
    by = party.service_manager
    with scope.of(by):
        told = [NewAttendance(episode_uid=str(one.uid)) for one in taken]
        activities.record(by=by, activities=[NewActivity(activity_type_uid=kind, activity_date=DAY, attendances=told)])


class Agreed:
    """Harbour has two types of activity; its own measure counts one of them, and Eastborough has agreed it."""

    def __init__(self, of: Quarter, **plan: Any) -> None:
        self.of, by = of, of.commissioner
        with scope.of(of.lead):
            self.service = str(Service.objects.get(organisation=of.harbour.organisation).uid)
        self.english, self.cooking = (a_type(of.harbour, self.service, name) for name in ("ESOL class", "Cooking"))
        self.id = made(of.lead, esol(self.english, **plan))
        new = [NewMeasure(self.id, by="gender", target=20), NewMeasure("contacts")]
        with scope.of(by):
            measures.agree(by=by, contract_uid=str(of.contract.uid), measures=new)
            asked = rounds.add(by=by, contract_uid=str(of.contract.uid), rounds=[SUMMER]).one
        self.uid = str(asked.answer.uid)

    def record(self) -> None:
        came(self.of.harbour, self.english, self.service, 7)
        came(self.of.harbour, self.english, self.service, 6, "man")
        came(self.of.harbour, self.cooking, self.service, 5)

    def figures(self) -> dict[tuple[str, str], float | None]:
        with scope.of(self.of.lead):
            found = queries.answer(self.of.lead, self.uid)
        return {(one.measure, one.code): one.value for group in found.groups for one in group.figures}


@pytest.fixture
def agreed(quarter: Quarter) -> Agreed:
    return Agreed(quarter)


def sent(agreed: Agreed) -> None:
    of = agreed.of
    with returns.clock.fixed(returns.datetime(2025, 10, 2, 9, tzinfo=returns.UTC)):
        with scope.of(of.lead):
            submissions.submit(by=of.lead, return_uid=agreed.uid)
        with scope.of(of.commissioner):
            review.accept(by=of.commissioner, return_uid=agreed.uid)


def table(agreed: Agreed) -> Any:
    return crosstab.compute(
        by=agreed.of.commissioner, measure_id=agreed.id, rows_dim="gender", columns_dim="ethnicity_group", period=Q3
    )


def test_it_fills_itself_from_what_is_recorded_after_it_was_agreed(agreed: Agreed) -> None:
    assert agreed.figures()[agreed.id, ""] == 0
    agreed.record()
    told = agreed.figures()
    assert (told[agreed.id, ""], told["contacts", ""]) == (13, 18)
    assert (told[agreed.id, "gender=woman"], told[agreed.id, "gender=man"]) == (7, 6)
    with scope.of(agreed.of.lead):
        overrides.put(by=agreed.of.lead, return_uid=agreed.uid, measure=agreed.id, value=14, reason="One came unnamed")
    assert agreed.figures()[agreed.id, ""] == 14


def test_the_commissioner_reads_it_in_the_table_and_its_file_and_small_numbers_are_hidden(agreed: Agreed) -> None:
    signed_agreement(agreed.of)
    agreed.record()
    sent(agreed)
    found = table(agreed)
    assert found.cells["woman", "asian"].n == 7 and found.cells["(total)", "(total)"].n == 13
    lines = list(csv.DictReader(io.StringIO(presentation.as_csv(agreed.of.commissioner, found))))
    assert {line["measure"] for line in lines} == {agreed.id} and any(line["value"] == "7" for line in lines)
    assert {line["name"] for line in lines} == {registry.get("measure", agreed.id).label}
    with scope.of(agreed.of.commissioner):
        told = [row.shared for row in SubmissionRow.objects.filter(table="attendance") if row.shared]
    assert len(told) == 18 and all(set(row) <= LEFT for row in told)


def test_a_version_published_since_changes_nothing_of_what_is_agreed(agreed: Agreed) -> None:
    signed_agreement(agreed.of)
    agreed.record()
    by = agreed.of.lead
    with scope.of(by):
        deeds.next_version(by=by, id=agreed.id)
        deeds.draft(by=by, id=agreed.id, number=2, plan=esol(agreed.cooking))
        deeds.publish(by=by, id=agreed.id, number=2)
    assert registry.get("measure", agreed.id).version == 2 and agreed.figures()[agreed.id, ""] == 13
    sent(agreed)
    assert (table(agreed).version, table(agreed).cells["(total)", "(total)"].n) == (1, 13)


def test_what_an_agreement_does_not_name_the_table_does_not_ask_about(quarter: Quarter) -> None:
    """Of young people it is not told who they are; so the table says why it is empty, and never nought."""
    agreed = Agreed(quarter, where=(Said("age_band", "in", ("16-24",)),))
    signed_agreement(quarter)
    agreed.record()
    sent(agreed)
    assert table(agreed).reason.startswith("No agreement in force lets these fields leave together")


def test_a_measure_says_nothing_of_rows_that_came_under_another_contract(agreed: Agreed) -> None:
    """They lie in the same table of the commissioner's, for another measure, and are in no figure of this one."""
    plan = Plan(label="People who came", by=("gender", "ethnicity_group"), not_shown="Why")
    whole = made(agreed.of.lead, plan)
    of, by = agreed.of, agreed.of.commissioner
    other = returns.contract_of(by, "E-2")
    service = fund(of.harbour, [other], "Lunch")
    with scope.of(by):
        measures.agree(by=by, contract_uid=str(of.contract.uid), measures=[NewMeasure(whole)])
        measures.agree(by=by, contract_uid=str(other.uid), measures=[NewMeasure("contacts")])
        second = rounds.add(by=by, contract_uid=str(other.uid), rounds=[SUMMER]).one
    for contract in (of.contract, other):
        signed_agreement(Quarter(contract, of.answer, {}, of.lead, by, of.harbour, of.anchor, of.eastborough))
    agreed.record()
    came(of.harbour, a_type(of.harbour, service, "Lunch"), service, 9)
    sent(agreed)
    agreed.uid = str(second.answer.uid)
    sent(agreed)
    agreed.id = "contacts"
    assert table(agreed).cells["(total)", "(total)"].n == 27
    agreed.id = whole
    assert table(agreed).cells["(total)", "(total)"].n == 18


def test_own_shares_of_one_whole_are_protected_together(quarter: Quarter) -> None:
    """Of those whose support ended, planned and not planned: what one hides the other would tell."""
    by, ids = quarter.commissioner, []
    for words, code in (("as planned", "planned"), ("not as planned", "unplanned")):
        parts = (Said("closure_planned", "in", (code,)),)
        plan = Plan(label=f"Ended {words}", subject="ended", kind="share", parts=parts, by=("gender",), not_shown="Why")
        ids.append(made(quarter.lead, plan))
    with scope.of(by):
        measures.agree(by=by, contract_uid=str(quarter.contract.uid), measures=[NewMeasure(id) for id in ids])
        found = shared.as_agreed(by, ids[0])
        assert [one.id for one in shared._other_shares(found)] == [ids[1]]
        assert shared.as_agreed(by, "referrals_accepted_share") == registry.get("measure", "referrals_accepted_share")


def test_it_is_added_to_nothing_whatever_class_was_agreed(agreed: Agreed) -> None:
    own = registry.get("measure", agreed.id)
    assert adding.why_not("standardised_output", own).startswith("A provider’s own output")


def test_a_partner_counts_in_it_by_the_leads_definition(agreed: Agreed) -> None:
    """The partner has no such type of activity, so nothing of it is counted; it reads no draft of the lead's either."""
    of = agreed.of
    with scope.of(of.anchor.data_lead):
        partners.agree(by=of.anchor.data_lead, contract_uid=str(of.contract.uid))
    agreed.record()
    assert agreed.figures()[agreed.id, ""] == 13


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_it_stands_in_the_file_of_the_return(agreed: Agreed, kind: str) -> None:
    agreed.record()
    browser = Browser()
    browser.force_login(User.objects.get(uid=agreed.of.lead.uid))
    page = browser.get(
        reverse("workspace:return", kwargs={"organisation": "harbour", "answer": agreed.uid}), {"as": kind}
    )
    text = b"".join(page.streaming_content).decode() if page.streaming else page.content.decode()
    assert page.status_code == 200 and "People who came to ESOL" in text and "13" in text


def test_another_program_reads_it_through_the_api_and_may_send_it(agreed: Agreed) -> None:
    agreed.record()
    with scope.of(agreed.of.lead):
        told = api.content(agreed.of.lead, None, agreed.uid)
        figure = next(one for one in told["figures"] if one["measure"] == agreed.id and not one["code"])
        assert figure["value"] == 13
        found = api.checked(agreed.of.lead, json.dumps(told).encode(), agreed.uid)
    assert not [one for one in found["errors"] if one["severity"] == "error"]


def test_cairn_measure_tells_it_and_lists_it(agreed: Agreed, capsys: pytest.CaptureFixture[str]) -> None:
    agreed.record()
    assert main(["measure", agreed.id, "--organisation", "harbour", "--period", "2025-Q3", "--by", "gender"]) == 0
    said = capsys.readouterr().out
    assert "People who came to ESOL" in said and "woman" in said and "7" in said
    assert main(["measure", "own-nothing", "--organisation", "harbour", "--period", "2025-Q3"]) == 1
    assert f"{agreed.id} (People who came to ESOL)" in capsys.readouterr().err
    assert figures.compute(agreed.id, by=agreed.of.lead, period=Q3).row().value == 13  # type: ignore[union-attr]
