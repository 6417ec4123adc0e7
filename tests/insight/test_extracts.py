"""What rows say: whose, paid for by whom on their own date, paired as the rules say; and figures, against the ORM."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.access.actors import NotAllowed
from cairn.cases import rules
from cairn.cases.actions import activities, assessments, episodes, needs, referrals, steps
from cairn.cases.actions.activities import NewActivity
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.actions.episodes import EpisodeClosing
from cairn.cases.actions.needs import NewJudgement, NewNeed
from cairn.cases.actions.referrals import Contact
from cairn.cases.actions.steps import NewStep
from cairn.cases.extracts import EXTRACTS
from cairn.cases.models import Assessment, Attendance, Episode, EpisodeFunding, Need, Referral, StepRecord
from cairn.contracts import extracts as contracts
from cairn.definitions.mart import TABLES
from cairn.insight import figures
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from cairn.people.actions import clients
from tests.cases.conftest import Ground, open_episode, referred, visited
from tests.conftest import Party
from tests.contracts.conftest import a_contract
from tests.insight.histories import History
from tests.insight.test_marts import allow_swemwbs
from tests.thorough import seeds

Q2 = Period.parse("2025-Q2")
EXTRACT = {extract.table: extract for extract in (*EXTRACTS, *contracts.EXTRACTS)}


def rows(ground: Ground, table: str, *subjects: Any) -> list[dict[str, Any]]:
    named = frozenset(str(subject.uid) for subject in subjects) or None
    names = [column.name for column in EXTRACT[table].columns]
    return [dict(zip(names, row, strict=True)) for row in EXTRACT[table].rows(ground.party.organisation.pk, named)]


def value(ground: Ground, measure: str, **where: Any) -> float | None:
    [row] = figures.compute(measure, by=ground.manager, period=Q2, where=where).rows
    return row.value


def paid_by(episode: Episode, contract: Any, start: date, end: date | None = None) -> None:
    EpisodeFunding.objects.create(
        organisation_id=episode.organisation_id, client_id=episode.client_id, episode=episode, kind="contract",
        contract=contract, start_date=start, end_date=end,
    )  # fmt: skip


def test_every_column_that_measures_may_name_is_there() -> None:
    for table, columns in TABLES.items():
        assert set(columns) <= {column.name for column in EXTRACT[table].columns}


def test_asking_for_some_people_gives_their_rows_alone(ground: Ground) -> None:
    open_episode(ground)
    open_episode(ground, ground.bashir)

    assert [row["person"] for row in rows(ground, "episode", ground.bashir)] == [str(ground.bashir.uid)]
    assert len(rows(ground, "episode")) == 2


def test_the_number_of_queries_does_not_grow_with_the_people(ground: Ground) -> None:
    def asked(table: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            rows(ground, table)
        return len(queries)

    visited(ground, open_episode(ground, ground.anwen), date(2025, 5, 1), 1)
    one = {table: asked(table) for table in EXTRACT}
    for client in (ground.bashir, ground.cerys):
        visited(ground, open_episode(ground, client), date(2025, 5, 1), 1)

    assert len(rows(ground, "attendance")) == 3
    assert {table: asked(table) for table in EXTRACT} == one
    assert max(one.values()) <= 12


def test_a_fact_is_paid_for_as_on_its_own_date(ground: Ground, eastborough: Party) -> None:
    first, second = (a_contract(eastborough.contract_manager, reference=r) for r in ("E-1", "E-2"))
    episode = open_episode(ground)
    EpisodeFunding.objects.filter(episode=episode).delete()
    paid_by(episode, first, date(2025, 4, 7), date(2025, 4, 30))
    paid_by(episode, second, date(2025, 5, 1))
    visited(ground, episode, date(2025, 4, 30), 1)
    visited(ground, episode, date(2025, 5, 1), 2)

    found = {row["activity_date"]: row["contracts"] for row in rows(ground, "attendance")}

    assert found == {date(2025, 4, 30): [str(first.uid)], date(2025, 5, 1): [str(second.uid)]}
    assert value(ground, "contacts", contract=str(first.uid)) == 1
    assert value(ground, "people_supported", contract=str(second.uid)) == 1
    assert rows(ground, "episode")[0]["contracts"] == [str(first.uid)]


def test_own_funds_are_no_contract_even_where_the_service_has_one(ground: Ground, eastborough: Party) -> None:
    contract = a_contract(eastborough.contract_manager)
    episode = open_episode(ground)
    EpisodeFunding.objects.filter(episode=episode).delete()
    paid_by(episode, None, date(2025, 4, 7))

    assert rows(ground, "episode")[0]["contracts"] == []
    assert value(ground, "people_supported", contract=str(contract.uid)) == 0


def test_a_step_confirmed_twice_is_one_row_and_counts_once(ground: Ground) -> None:
    episode = open_episode(ground)
    for day in (2, 9, 16):
        visited(ground, episode, date(2025, 5, day), 1)
    lost = NewStep(
        episode_uid=str(episode.uid), rung_uid=str(ground.rungs[0].uid), step_date=date(2025, 5, 20), state="lost"
    )
    steps.record(by=ground.by, steps=[lost])

    [row] = rows(ground, "step")

    assert (row["reached_date"], row["is_first"]) == (date(2025, 5, 2), True)
    assert value(ground, "steps_reached") == 1 == StepRecord.objects.filter(state="reached").count()


def test_a_rung_confirmed_again_in_a_later_episode_is_a_row_that_is_not_first(ground: Ground) -> None:
    first = open_episode(ground)
    visited(ground, first, date(2025, 4, 10), 1)
    closing = EpisodeClosing(episode_uid=str(first.uid), end_date=date(2025, 5, 1), closure_reason="goals_met")
    episodes.close(by=ground.by, closings=[closing])
    visited(ground, open_episode(ground, start=date(2025, 5, 10)), date(2025, 5, 11), 1)

    assert [row["is_first"] for row in rows(ground, "step")] == [True, False]
    assert [row["is_new"] for row in rows(ground, "episode")] == [True, False]


def measured(ground: Ground, episode: Episode, day: date, each: int | None, **values: Any) -> Assessment:
    at = {"episode_uid": str(episode.uid), "assessed_date": day, "stage": "review"}
    new = NewAssessment(scale="swemwbs", answers=[each] * 7, **{**at, **values})
    return assessments.record(by=ground.by, assessments=[new]).one


def test_pairs_are_those_of_the_rules_and_a_new_episode_starts_anew(ground: Ground) -> None:
    allow_swemwbs(ground)
    first = open_episode(ground)
    taken = [
        measured(ground, first, day, each)
        for day, each in ((date(2025, 4, 8), 2), (date(2025, 5, 8), 3), (date(2025, 6, 8), 4))
    ]
    closing = EpisodeClosing(episode_uid=str(first.uid), end_date=date(2025, 6, 10), closure_reason="goals_met")
    episodes.close(by=ground.by, closings=[closing])
    measured(ground, open_episode(ground, start=date(2025, 6, 12)), date(2025, 6, 20), 5)
    readings = [rules.Reading(str(a.uid), a.assessed_date, a.metric) for a in taken]

    found = rows(ground, "assessment_pair")

    pairs = rules.pairs(first.start_date, ground.service.baseline_days, readings)
    assert [(r["uid"], r["first_score"], r["change"]) for r in found] == [
        (p.second.uid, p.first.value, p.second.value - p.first.value) for p in pairs
    ]
    [row] = figures.compute("swemwbs_change", by=ground.manager, period=Q2).rows
    assert (row.n, row.value) == (1, pytest.approx(taken[2].metric - taken[0].metric))


def test_a_reading_without_a_baseline_is_left_out_with_its_reason(ground: Ground) -> None:
    allow_swemwbs(ground)
    late, blank = open_episode(ground), open_episode(ground, ground.bashir)
    episodes.explain_no_baseline(by=ground.by, episode_uid=str(late.uid), reason="crisis")
    measured(ground, late, date(2025, 6, 20), 3)  # 74 days after the start; the service says 42
    measured(ground, blank, date(2025, 4, 8), 2)
    measured(ground, blank, date(2025, 5, 8), None)

    found = figures.compute("swemwbs_change", by=ground.manager, period=Q2)

    assert found.left_out == {"no_baseline/crisis": 1, "no_score": 1}
    assert (
        found.left_out_words["no_baseline/crisis"]
        == "There is no first reading to compare with: in crisis at the start"
    )
    assert (found.rows[0].n, found.rows[0].reason) == (0, "Nobody was counted.")


def test_a_place_that_is_not_held_says_why(ground: Ground) -> None:
    clients.change(by=ground.by, client_uid=ground.anwen.uid, version=None, postcode_state="withheld")
    open_episode(ground)
    open_episode(ground, ground.bashir)

    assert {row["ward"] for row in rows(ground, "episode")} == {"withheld", "not_asked"}


def test_the_age_band_is_that_of_the_start_and_no_birth_date_is_anywhere(ground: Ground) -> None:
    open_episode(ground)

    [row] = rows(ground, "episode")

    assert row["age_band"] == "35-49"
    assert not any(
        value == date(1980, 5, 1) for table in EXTRACT for each in rows(ground, table) for value in each.values()
    )


def test_a_referral_without_an_episode_is_paid_for_as_its_service_is(ground: Ground) -> None:
    referred(ground)

    [row] = rows(ground, "referral")

    assert (row["state"], row["direction"], row["contracts"], row["crisis"]) == ("pending", "in", [], "not_known")


def test_heads_are_rows_of_their_activity(ground: Ground) -> None:
    new = NewActivity(activity_type_uid=str(ground.drop_in.uid), activity_date=date(2025, 5, 1), heads=12, heads_new=3)
    activity = activities.record(by=ground.by, activities=[new]).one

    [row] = rows(ground, "headcount", activity)

    assert (row["subject"], row["heads"]) == (str(activity.uid), 12)
    assert value(ground, "group_heads") == 12


def test_a_need_is_counted_on_each_of_its_dates(ground: Ground) -> None:
    new = NewNeed(episode_uid=str(open_episode(ground).uid), need="debt", presented_date=date(2025, 4, 10))
    need = needs.present(by=ground.by, needs=[new]).one
    judged = NewJudgement(need_uid=str(need.uid), judged_date=date(2025, 5, 1), state="met", judged_by="worker")
    needs.judge(by=ground.by, judgements=[judged])

    assert [value(ground, f"needs_{m}") for m in ("presented", "part_met", "met")] == [1, 1, 1]
    assert rows(ground, "need")[0]["need_area"] == "money"


@pytest.mark.parametrize("seed", seeds(2))
def test_figures_are_what_the_records_say_when_asked_directly(ground: Ground, seed: int) -> None:
    history = History(ground, seed)
    for _ in range(60):
        history.do([name for name in history.deeds if name != "erase"])

    inside = {"received_date__range": (Q2.start, Q2.end)}
    for state in ("accepted", "unsuccessful", "withdrawn", "pending"):
        assert value(ground, f"referrals_{state}") == Referral.objects.filter(state=state, **inside).count()
    assert value(ground, "needs_presented") == Need.objects.filter(presented_date__range=(Q2.start, Q2.end)).count()
    assert value(ground, "needs_met") == Need.objects.filter(met_date__range=(Q2.start, Q2.end)).count()
    came = Attendance.objects.filter(state="attended", activity__activity_date__range=(Q2.start, Q2.end))
    assert value(ground, "contacts") == came.count()
    open_ = Episode.objects.filter(start_date__lte=Q2.end).exclude(end_date__lt=Q2.start)
    assert value(ground, "people_supported") == open_.values("client_id").distinct().count()


def test_the_rows_behind_a_figure_are_as_many_as_it_counts(ground: Ground) -> None:
    for client in (ground.anwen, ground.bashir):
        open_episode(ground, client)
    referred(ground, ground.cerys)

    behind = figures.rows_behind("referrals_accepted_share", by=ground.manager, period=Q2)
    accepted = figures.rows_behind(
        "referrals_received", by=ground.manager, period=Q2, group_by="crisis", code="not_known"
    )

    assert [(row.table, row.in_numerator) for row in behind] == [("referral", True), ("referral", True)]
    assert {row.person_uid for row in accepted} == {str(c.uid) for c in (ground.anwen, ground.bashir, ground.cerys)}
    assert sorted(row.values["state"] for row in accepted) == ["accepted", "accepted", "pending"]
    assert not {"person", "uid", "provider", "subject"} & accepted[0].values.keys()


def test_who_may_not_see_figures_is_refused(ground: Ground) -> None:
    with pytest.raises(NotAllowed):
        figures.compute("contacts", by=ground.by, period=Q2)
    with pytest.raises(NotAllowed):
        figures.compute("contacts", by=ground.manager, scope="shared", period=Q2)


def test_what_a_measure_cannot_be_grouped_by_is_refused_with_every_problem(ground: Ground) -> None:
    with pytest.raises(Refused) as caught:
        figures.compute("group_heads", by=ground.manager, period=Q2, group_by=["gender"], where={"shoe": "1"})

    assert [problem.rule for problem in caught.value.problems] == ["measure.by", "measure.where"]


def test_a_referral_says_how_long_each_step_took(ground: Ground) -> None:
    episode = open_episode(ground)
    contact = Contact(referral_uid=str(referred(ground, ground.bashir).uid), first_contact_date=date(2025, 4, 3))
    referrals.note_contact(by=ground.by, contacts=[contact])
    visited(ground, episode, date(2025, 5, 6))
    visited(ground, episode, date(2025, 5, 2))

    steps = ("days_to_contact", "days_to_assessment", "days_to_decision", "days_to_start", "days_to_activity")
    found = {row["state"]: tuple(row[step] for step in steps) for row in rows(ground, "referral")}

    assert found == {"accepted": (None, None, 6, 6, 31), "pending": (2, None, None, None, None)}
