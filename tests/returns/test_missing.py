"""What a return lacks stands as tasks: counted, whose they are, each led to where it is mended; gone once it is mended."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.cases.actions import episodes, referrals
from cairn.cases.actions.episodes import Assignment
from cairn.cases.actions.referrals import Withdrawal
from cairn.contracts.actions import measures
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.queries import NotFound
from cairn.insight.results import FactRow
from cairn.people.actions import clients
from cairn.people.models import Client
from cairn.returns import gaps, missing
from cairn.services.models import Service, ServiceScale
from tests.returns.conftest import Quarter, signed_agreement


def tasks(quarter: Quarter, by: Actor | None = None) -> dict[str, int]:
    """How many people each task is about, by its key."""
    reader = by or quarter.lead
    with scope.of(reader):
        return {task.key: task.people for task in missing.tasks(reader, quarter.uid)}


def percent(quarter: Quarter) -> int:
    with scope.of(quarter.lead):
        return missing.of(quarter.lead, quarter.uid).percent


def forgotten(quarter: Quarter, *names: str, **answers: str) -> None:
    by = quarter.harbour.service_manager
    with scope.of(by):
        for name in names:
            who = Client.objects.get(pk=quarter.people[name].pk)
            clients.change(by=by, client_uid=str(who.uid), version=who.version, **answers)


def test_a_referral_that_is_not_decided_is_a_task_until_it_is(quarter: Quarter) -> None:
    assert tasks(quarter) == {"referral": 1} and percent(quarter) == 80
    by = quarter.harbour.service_manager
    with scope.of(quarter.lead):
        _, (eve,) = missing.people_of(quarter.lead, quarter.uid, "referral")
    assert (eve.reference, eve.href_name) == ("H5", "workspace:referral")
    with scope.of(by):
        referrals.withdraw(
            by=by, withdrawals=[Withdrawal(referral_uid=eve.href_args["referral"], decided_date=date(2025, 7, 1))]
        )
    assert tasks(quarter) == {} and percent(quarter) == 100
    with scope.of(quarter.lead), pytest.raises(NotFound):
        missing.people_of(quarter.lead, quarter.uid, "referral")


def test_what_the_return_is_broken_down_by_is_asked_of_everybody_and_a_refusal_is_an_answer(quarter: Quarter) -> None:
    forgotten(quarter, "Ada", gender="not_asked")
    forgotten(quarter, "Ben", gender="not_known")
    forgotten(quarter, "Cleo", gender="refused")
    assert tasks(quarter)["about:gender"] == 2
    with scope.of(quarter.lead):
        _, found = missing.people_of(quarter.lead, quarter.uid, "about:gender")
    assert {row.name for row in found} == {"Ada", "Ben"}
    assert {row.href_args["client"] for row in found} == {str(quarter.people[name].uid) for name in ("Ada", "Ben")}


def test_what_the_agreement_names_is_asked_and_what_it_does_not_name_is_not(quarter: Quarter) -> None:
    forgotten(quarter, "Ada", ethnicity_group="not_asked")
    assert "about:ethnicity_group" not in tasks(quarter)
    signed_agreement(quarter)
    assert tasks(quarter)["about:ethnicity_group"] == 1


def test_a_task_is_each_colleagues_own_share(quarter: Quarter) -> None:
    forgotten(quarter, "Ada", "Ben", "Cleo", gender="not_asked")
    by = quarter.harbour.service_manager
    with scope.of(by):
        ada = quarter.people["Ada"].episodes.get()
        episodes.assign(by=by, assignments=[Assignment(episode_uid=str(ada.uid), worker_uid=by.uid)])
    with scope.of(quarter.lead):
        shares = {
            task.owner_uid: task.people for task in missing.tasks(quarter.lead, quarter.uid) if "gender" in task.key
        }
        _, hers = missing.people_of(quarter.lead, quarter.uid, "about:gender", by.uid)
    assert shares == {by.uid: 1, "": 2} and [row.name for row in hers] == ["Ada"]


def test_a_first_reading_that_was_not_taken_is_a_task_where_the_return_rests_on_its_scale(quarter: Quarter) -> None:
    with scope.of(quarter.harbour.service_manager):
        service = Service.objects.get(name="Befriending")
        ServiceScale.objects.create(
            organisation_id=service.organisation_id, service=service, scale="swemwbs", position=0
        )
    assert "first:swemwbs" not in tasks(quarter)
    by = quarter.commissioner
    with scope.of(by):
        measures.agree(by=by, contract_uid=str(quarter.contract.uid), measures=[NewMeasure("swemwbs_mean")])
    assert tasks(quarter)["first:swemwbs"] == 2
    with scope.of(quarter.lead):
        _, found = missing.people_of(quarter.lead, quarter.uid, "first:swemwbs")
    assert {row.href_name for row in found} == {"workspace:assess"} and set(found[0].href_args) == {
        "client", "episode", "scale",
    }  # fmt: skip


def test_an_annual_return_asks_for_every_scale(quarter: Quarter) -> None:
    assert gaps.scales_of([], is_annual=True) is None and gaps.scales_of([], is_annual=False) == frozenset()


def test_what_the_records_of_a_partner_lack_is_no_task_of_the_lead(partnered: Quarter) -> None:
    with scope.of(partnered.anchor.service_manager):
        Client.objects.filter(name="Partner One").update(gender="not_asked")
    assert "about:gender" not in tasks(partnered)


def test_every_kind_of_task_has_its_words_and_what_mends_it() -> None:
    kinds = [f"about:{name}" for name in gaps.ABOUT]
    kinds += ["referral", "outcome", "step", "first:swemwbs", "review:swemwbs", "left:swemwbs_mean.no_score"]
    assert all(all(missing.words_of(key)) for key in kinds)


@pytest.mark.parametrize("role", ["commissioner", "anchor"])
def test_nobody_else_reads_what_a_return_lacks(quarter: Quarter, role: str) -> None:
    reader: Any = quarter.commissioner if role == "commissioner" else quarter.anchor.data_lead
    with scope.of(reader), pytest.raises(NotFound):
        missing.tasks(reader, quarter.uid)


def test_a_return_about_nobody_lacks_nothing() -> None:
    assert missing.Missing((), 0, 0).percent == 100 and missing.Missing((), 300, 299).percent == 99


def test_what_a_figure_leaves_out_and_somebody_can_bring_leads_to_where_it_is_brought(quarter: Quarter) -> None:
    by = quarter.commissioner
    with scope.of(by):
        measures.agree(by=by, contract_uid=str(quarter.contract.uid), measures=[NewMeasure("days_to_first_contact")])
    key = "left:days_to_first_contact.not_yet"
    assert tasks(quarter)[key] == 5
    with scope.of(quarter.lead):
        task, found = missing.people_of(quarter.lead, quarter.uid, key)
    assert "no first contact is noted" in task.words and {row.href_name for row in found} == {
        "workspace:referral_contact"
    }


def fact(table: str, person: str, **values: Any) -> FactRow:
    return FactRow(table, "f", person, HARBOUR, values)


HARBOUR = "11111111-1111-4111-8111-111111111111"
EPISODES: dict[str, dict[str, Any]] = {
    "e1": {"uid": "e1", "client__uid": "ada", "service_id": 1, "end_date": date(2025, 5, 1)},
    "e2": {"uid": "e2", "client__uid": "ben", "service_id": 1, "end_date": None},
    "e3": {"uid": "e3", "client__uid": "cleo", "service_id": 2, "end_date": None},
}


def test_a_goal_of_support_that_ended_is_to_be_answered_and_one_that_runs_is_not(quarter: Quarter) -> None:
    known = gaps.Known(EPISODES, {}, {})
    facts = [
        fact("outcome", "ada", episode="e1", state="working"),
        fact("outcome", "ada", episode="e1", state="reached"),
        fact("outcome", "ben", episode="e2", state="working"),
    ]
    found = list(gaps.open_goals(known, facts))
    assert [(gap.client_uid, gap.href_name) for gap in found] == [("ada", "plan")]


def test_a_step_is_asked_of_who_was_seen_where_there_is_a_ladder_once_a_person(quarter: Quarter) -> None:
    again = {**EPISODES, "e4": {**EPISODES["e2"], "uid": "e4"}}
    known = gaps.Known(again, {}, {})
    found = list(gaps.without_step(known, {1}, seen={"ada", "ben", "cleo"}, noted={"ada"}))
    assert [(gap.client_uid, gap.href_args["episode"]) for gap in found] == [("ben", "e2")]


def test_goals_and_steps_are_looked_for_where_the_return_counts_them(quarter: Quarter) -> None:
    by = quarter.commissioner
    with scope.of(by):
        wanted = [NewMeasure("outcomes_reached"), NewMeasure("steps_reached")]
        measures.agree(by=by, contract_uid=str(quarter.contract.uid), measures=wanted)
    assert {"outcome", "step"} & set(tasks(quarter)) == set()


def test_what_a_partners_records_lack_is_told_as_counts_and_by_no_name(partnered: Quarter) -> None:
    quarter, by = partnered, partnered.anchor.service_manager
    with scope.of(by):
        who = Client.objects.order_by("pk").first()
        clients.change(by=by, client_uid=str(who.uid), version=who.version, gender="not_asked")
    with scope.of(quarter.lead):
        stands = missing.of(quarter.lead, quarter.uid)
    (theirs,) = stands.theirs
    assert (theirs.name, theirs.people, theirs.complete) == ("Anchor Street", 2, 0)
    assert theirs.lacks == (("referral", 2), ("about:gender", 1))
    assert (stands.people, stands.percent) == (5, 80), "the lead's own percentage is of its own people"


def test_a_partner_that_has_not_agreed_is_not_counted(quarter: Quarter) -> None:
    with scope.of(quarter.lead):
        assert missing.of(quarter.lead, quarter.uid).theirs == ()
