"""Blocked from moving on, levels of support, carers' assessments, safeguarding referrals: what is written, refused, read."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.deeds import Conflict
from cairn.access.queries import NotFound
from cairn.cases import rules_situation as told
from cairn.cases.actions import carers, concerns, safeguarding, situation
from cairn.cases.actions.carers import NewCarersAssessment
from cairn.cases.actions.concerns import NewConcern
from cairn.cases.actions.safeguarding import NewSafeguardingReferral
from cairn.cases.actions.situation import NewBlock, NewLevel
from cairn.cases.models import CarersAssessment, EpisodeLevel, MoveOnBlock, SafeguardingReferral
from cairn.cases.queries import CaseFilter, caseload
from cairn.cases.queries import optional as asked_queries
from cairn.cases.queries import safeguarding as made_queries
from cairn.cases.queries import situation as queries
from cairn.cases.queries.concerns import concern as concern_view
from cairn.cases.rules_situation import Span
from cairn.kernel.problems import Refused
from cairn.people.actions import circle, optional
from cairn.people.actions.circle import NewRelated
from cairn.people.actions.optional import NewOptionalAnswer
from cairn.services.actions import asking
from cairn.services.models import SupportLevel
from cairn.services.rules_asking import LevelFacts
from tests.cases.conftest import START, TODAY, Ground, open_episode, owing, referred, refused
from tests.conftest import Party

DAY = date(2025, 5, 1)
DAYS = st.dates(date(2025, 1, 1), date(2025, 2, 28))


def blocked(ground: Ground, episode: Any, start: date = DAY, end: date | None = None, cause: str = "no_home") -> Any:
    new = NewBlock(episode_uid=str(episode.uid), cause=cause, start_date=start, end_date=end)
    return situation.block(by=ground.by, blocks=[new]).one


# blocked from moving on


@given(st.tuples(DAYS, DAYS).map(sorted), st.tuples(DAYS, DAYS).map(sorted))
def test_two_spans_meet_when_there_is_a_day_in_both(one: list[date], other: list[date]) -> None:
    def days(span: list[date]) -> set[int]:
        return set(range(span[0].toordinal(), span[1].toordinal() + 1))

    a, b = Span(*one), Span(*other)
    assert a.meets(b) == b.meets(a) == bool(days(one) & days(other))
    assert a.days(TODAY) == len(days(one))
    assert Span(one[0]).meets(b) == (other[1] >= one[0])


def test_an_end_before_a_start_an_overlap_and_days_outside_the_support_are_refused_where_they_stand(
    ground: Ground,
) -> None:
    episode = open_episode(ground)
    at = {"episode_uid": str(episode.uid), "cause": "no_home"}
    blocked(ground, episode, DAY, DAY + timedelta(9))

    def wrong(**changes: Any) -> list[tuple[str, str]]:
        return [(f, r) for _, f, r in refused(situation.block, by=ground.by, blocks=[NewBlock(**{**at, **changes})])]

    assert wrong(start_date=DAY, end_date=DAY - timedelta(1)) == [("end_date", "date.order")]
    assert wrong(start_date=DAY + timedelta(9)) == [("start_date", "block.overlaps")]
    assert wrong(start_date=START - timedelta(1)) == [("start_date", "episode.not_open")]
    assert wrong(start_date=TODAY + timedelta(1)) == [("start_date", "date.future")]
    assert wrong(start_date=date(2205, 5, 1)) == [("start_date", "date.slip")]
    assert wrong(cause="weather", start_date=DAY, words="x" * 2001) == [("cause", "cause.code"), ("words", "text.long")]
    assert wrong(episode_uid="none") == [("episode_uid", "episode_uid.unknown")]
    two = [NewBlock(**at, start_date=TODAY - timedelta(3)), NewBlock(**at, start_date=TODAY)]
    assert refused(situation.block, by=ground.by, blocks=two) == [(1, "start_date", "block.overlaps")]
    assert MoveOnBlock.objects.count() == 1


def test_a_block_is_changed_ended_taken_out_and_undone(ground: Ground) -> None:
    episode = open_episode(ground)
    row = blocked(ground, episode)
    same = {"by": ground.by, "block_uid": row.uid, "cause": "arrears", "start_date": DAY}
    situation.change_block(**same, end_date=DAY + timedelta(1), version=1)
    with pytest.raises(Conflict):
        situation.change_block(**same, end_date=None, version=1)
    (view,) = queries.situation(ground.by, ground.anwen).blocks
    assert (view.cause, view.days, view.end_date) == ("arrears", 2, DAY + timedelta(1))
    gone = situation.remove_block(by=ground.by, block_uid=row.uid)
    assert queries.situation(ground.by, ground.anwen).blocks == ()
    undo(by=ground.by, event_uid=gone.event_uid)
    assert len(queries.situation(ground.by, ground.anwen).blocks) == 1


def test_a_block_sent_twice_is_written_once(ground: Ground) -> None:
    uid = "5f0f3b1e-5f0f-4b1e-8f0f-5f0f3b1e5f0f"
    new = NewBlock(episode_uid=str(open_episode(ground).uid), cause="no_home", start_date=DAY, uid=uid)
    situation.block(by=ground.by, blocks=[new])
    again = situation.block(by=ground.by, blocks=[new])
    assert again.event_uid == "" and [p.rule for p in again.problems] == ["uid.again"]
    assert MoveOnBlock.objects.count() == 1


def test_who_is_blocked_now_longest_first_with_causes(ground: Ground, oakfield: Party) -> None:
    anwen, bashir = open_episode(ground), open_episode(ground, ground.bashir, worker_uid="")
    blocked(ground, anwen, DAY, DAY + timedelta(3), "arrears")
    blocked(ground, anwen, DAY + timedelta(10))
    blocked(ground, bashir, DAY)
    found = queries.blocked_now(ground.manager)
    assert [(row.name, row.days) for row in found.rows] == [("Bashir", 61), ("Anwen", 51)]
    assert found.causes == (("no_home", 2, 112),) and found.days == 112 and not found.is_more
    assert [row.name for row in queries.blocked_now(ground.by, of=[ground.by.uid]).rows] == ["Anwen"]
    assert queries.blocked_now(ground.by, service_uid=str(ground.service.uid), limit=1).is_more
    assert queries.blocked_now(ground.by, service_uid="none").rows == ()
    with scope.of(oakfield.system):
        assert queries.blocked_now(oakfield.service_manager).rows == ()


# level of support


def levels(ground: Ground, *names: str) -> dict[str, str]:
    own = {row.name: str(row.uid) for row in SupportLevel.objects.all()}
    facts = [LevelFacts(name=name, uid=own.get(name, "")) for name in names]
    asking.arrange_levels(by=ground.manager, service_uid=ground.service.uid, levels=facts)
    return {row.name: str(row.uid) for row in SupportLevel.objects.all()}


def test_a_level_stands_until_the_next_and_is_taken_out(ground: Ground) -> None:
    episode, own = open_episode(ground), levels(ground, "Low", "High")

    def set_level(name: str, day: date) -> Any:
        new = NewLevel(episode_uid=str(episode.uid), level_uid=own[name], start_date=day)
        return situation.set_level(by=ground.by, levels=[new]).one

    first = set_level("High", START)
    assert set_level("High", DAY) == first
    set_level("High", TODAY)
    last = set_level("Low", TODAY - timedelta(1))
    assert set_level("High", TODAY - timedelta(1)) == last
    set_level("Low", TODAY - timedelta(1))
    spans = [(one.name, one.end_date) for one in queries.situation(ground.by, ground.anwen).levels]
    assert spans == [("Low", None), ("High", TODAY - timedelta(2))]
    situation.remove_level(by=ground.by, uid=last.uid)
    assert [one.name for one in queries.situation(ground.by, ground.anwen).levels_now] == ["High"]
    assert EpisodeLevel.objects.count() == 1


def test_a_level_is_of_the_service_and_still_used(ground: Ground) -> None:
    episode, own = open_episode(ground), levels(ground, "Low", "High")
    levels(ground, "Low")

    def wrong(uid: str, day: date = DAY, at: str = str(episode.uid)) -> list[str]:
        new = NewLevel(episode_uid=at, level_uid=uid, start_date=day)
        return [rule for _, _, rule in refused(situation.set_level, by=ground.by, levels=[new])]

    assert wrong(own["High"]) == ["level.retired"]
    assert wrong("none") == ["level.unknown"]
    assert wrong(own["Low"], START - timedelta(1)) == ["episode.not_open"]
    assert wrong(own["Low"], at="none") == ["episode_uid.unknown"]


# carers


def assessed(ground: Ground, **said: Any) -> Any:
    return carers.record(
        by=ground.by, assessments=[NewCarersAssessment(**{"kind": "adult_carer", "state": "done", **said})]
    )


def test_a_carers_assessment_is_recorded_changed_and_due_for_review(ground: Ground) -> None:
    at = {"episode_uid": str(open_episode(ground).uid)}
    near = circle.add(
        by=ground.by,
        related=[NewRelated(client_uid=str(ground.anwen.uid), relation="parent", name="Pat", is_cared_for=True)],
    ).one
    row = assessed(
        ground, **at, state="offered", assessment_date=DAY, cared_for_uid=str(near.uid), review_date=TODAY
    ).one
    (view,) = queries.situation(ground.by, ground.anwen).carers
    assert (view.cared_for, view.worker) == ("Pat", ground.by.name)
    (due,) = owing(ground.by, [ground.by.uid]).stands.carers
    assert (due.name, due.state, due.date) == ("Anwen", "offered", TODAY)
    carers.change(by=ground.by, uid=row.uid, state="done", review_date=None, version=1)
    assert not owing(ground.manager, None).stands
    with pytest.raises(TypeError):
        carers.change(by=ground.by, uid=row.uid, hat="red")
    assessed(ground, **at, assessment_date=DAY, review_date=DAY)
    assessed(ground, **at, assessment_date=TODAY)
    assert not owing(ground.manager, None).stands
    carers.remove(by=ground.by, uid=row.uid)
    assert CarersAssessment.objects.count() == 2


def test_whom_they_care_for_may_be_noted_on_either_page(ground: Ground) -> None:
    at = {"episode_uid": str(open_episode(ground).uid)}
    theirs = NewRelated(
        client_uid=str(ground.bashir.uid), relation="parent", other_uid=str(ground.anwen.uid), is_carer=True
    )
    near = circle.add(by=ground.by, related=[theirs]).one
    assessed(ground, **at, cared_for_uid=str(near.uid))
    assert queries.situation(ground.by, ground.anwen).carers[0].cared_for == "Bashir"


def test_all_that_is_wrong_with_a_carers_assessment_is_said(ground: Ground) -> None:
    at = {"episode_uid": str(open_episode(ground).uid)}
    stranger = circle.add(
        by=ground.by, related=[NewRelated(client_uid=str(ground.cerys.uid), relation="parent", name="Pat")]
    ).one

    def wrong(**said: Any) -> list[tuple[str, str]]:
        new = NewCarersAssessment(**{"kind": "adult_carer", "state": "done", **at, **said})
        return [(field, rule) for _, field, rule in refused(carers.record, by=ground.by, assessments=[new])]

    assert wrong(kind="x", state="y") == [("kind", "kind.code"), ("state", "state.code")]
    assert wrong(kind="young_carer") == [("kind", "carers.young")]
    assert wrong(assessment_date=DAY, review_date=START) == [("review_date", "date.order")]
    assert wrong(cared_for_uid=str(stranger.uid)) == [("cared_for_uid", "carers.near")]
    assert wrong(worker_uid="b1946ac9-2f3c-4d55-8ad6-1f1f1f1f1f1f") == [("worker_uid", "worker_uid.unknown")]
    assert wrong(episode_uid="none") == [("episode_uid", "episode_uid.unknown")]


# safeguarding


def made(ground: Ground, by: Any = None, **said: Any) -> Any:
    new = NewSafeguardingReferral(**{"client_uid": str(ground.anwen.uid), "body": "police", "made_date": DAY, **said})
    return safeguarding.refer(by=by or ground.by, referrals=[new])


def test_a_referral_is_known_to_who_made_it_and_to_the_few_and_to_nobody_else(ground: Ground, oakfield: Party) -> None:
    row = made(ground, by=ground.manager).one
    assert made_queries.made_about(ground.by, ground.anwen) == () and made_queries.waiting(ground.by) == ()
    with pytest.raises(NotFound):
        safeguarding.hear(by=ground.by, uid=row.uid, outcome="plan", outcome_date=TODAY)
    (view,) = made_queries.waiting(ground.manager)
    assert (view.client, view.waiting_days, view.made_by) == ("Anwen", 60, ground.manager.name)
    own = made(ground, body="marac").one
    assert [each.uid for each in made_queries.waiting(ground.by)] == [str(own.uid)]
    with scope.of(oakfield.system):
        assert made_queries.waiting(oakfield.service_manager) == ()


def test_out_of_a_concern_it_stands_in_the_chronology_and_cannot_be_taken_back(ground: Ground) -> None:
    new = NewConcern(client_uid=str(ground.anwen.uid), kind="neglect", summary="A worry")
    concern = concerns.raise_(by=ground.by, concerns=[new]).one
    done = made(ground, concern_uid=str(concern.uid))
    assert done.event_uid == ""
    safeguarding.hear(by=ground.by, uid=done.one.uid, outcome="enquiry", outcome_date=TODAY, version=1)
    safeguarding.remove(by=ground.manager, uid=done.one.uid)
    texts = [entry.text for entry in concern_view(ground.by, ground.anwen, concern.uid).entries]
    assert texts[0] == "Safeguarding referral made to: Police."
    assert texts[1].endswith("An enquiry was opened.") or texts[2].endswith("An enquiry was opened.")
    assert sum("Put right" in text for text in texts) == 1
    assert not SafeguardingReferral.objects.exists()


def test_by_itself_it_can_be_taken_back(ground: Ground) -> None:
    done = made(ground, episode_uid=str(open_episode(ground).uid))
    heard = safeguarding.hear(by=ground.by, uid=done.one.uid, outcome="no_action", outcome_date=TODAY)
    undo(by=ground.by, event_uid=heard.event_uid)
    assert made_queries.waiting(ground.by)[0].service == "Getting out"
    undo(by=ground.manager, event_uid=safeguarding.remove(by=ground.manager, uid=done.one.uid).event_uid)
    assert len(made_queries.made_about(ground.by, ground.anwen)) == 1


def test_all_that_is_wrong_with_a_referral_is_said(ground: Ground) -> None:
    other = str(open_episode(ground, ground.bashir).uid)
    new = NewConcern(client_uid=str(ground.bashir.uid), kind="neglect", summary="A worry")
    concern = str(concerns.raise_(by=ground.by, concerns=[new]).one.uid)

    def wrong(**said: Any) -> list[tuple[str, str]]:
        with pytest.raises(Refused) as caught:
            made(ground, **said)
        return [(problem.field, problem.rule) for problem in caught.value.problems]

    assert wrong(body="x") == [("body", "body.code")]
    assert wrong(made_date=date(1979, 1, 1)) == [("made_date", "date.birth")]
    assert wrong(episode_uid=other, concern_uid=concern) == [
        ("episode_uid", "episode_uid.unknown"), ("concern_uid", "concern_uid.unknown"),
    ]  # fmt: skip
    assert wrong(client_uid="none") == [("client_uid", "client_uid.unknown")]
    row = made(ground).one

    def unheard(**said: Any) -> list[tuple[str, str]]:
        return [(field, rule) for _, field, rule in refused(safeguarding.hear, by=ground.by, uid=row.uid, **said)]

    assert unheard(outcome="plan", outcome_date=None) == [("outcome_date", "outcome.date")]
    assert unheard(outcome="plan", outcome_date=START) == [("outcome_date", "date.order")]
    assert unheard(outcome="waiting", outcome_date=TODAY) == [("outcome_date", "outcome.waiting")]
    assert told.outcome_problems("waiting", None, DAY, TODAY) == []


# optional questions


def test_only_what_a_service_of_theirs_asks_is_asked_with_its_reason(ground: Ground) -> None:
    by, why = ground.by, {"religion": "Feasts.", "immigration": "Rights.", "employment": "Work.", "interpreter": "So."}
    asking.choose(by=ground.manager, service_uid=ground.service.uid, questions=why)
    assert asked_queries.asked_of(by, ground.anwen) == ()
    referred(ground)
    found = {one.question.id: one for one in asked_queries.asked_of(by, ground.anwen)}
    assert list(found) == ["religion", "employment", "interpreter"]
    assert [reason.words for reason in found["religion"].reasons] == ["Feasts."]
    assert found["religion"].is_open and found["religion"].label == "Not asked"
    about = {"client_uid": str(ground.anwen.uid)}
    answers = [("religion", "refused"), ("employment", "looking"), ("interpreter", "not_known")]
    optional.answer(by=by, answers=[NewOptionalAnswer(**about, question=q, codes=[c]) for q, c in answers])
    found = {one.question.id: one for one in asked_queries.asked_of(by, ground.anwen)}
    assert {id: one.label for id, one in found.items()} == {
        "religion": "Prefer not to say", "employment": "Unemployed and looking for work", "interpreter": "Not known",
    }  # fmt: skip
    assert found["religion"].is_missing and not found["religion"].is_open
    assert "immigration" in {one.question.id for one in asked_queries.asked_of(ground.manager, ground.anwen)}


def test_a_caseload_shows_the_level_of_today_and_is_narrowed_by_it(ground: Ground) -> None:
    episode, own = open_episode(ground), levels(ground, "Low", "High")
    open_episode(ground, ground.bashir)
    at = {"episode_uid": str(episode.uid)}
    both = [
        NewLevel(**at, level_uid=own["High"], start_date=START),
        NewLevel(**at, level_uid=own["Low"], start_date=DAY),
    ]
    situation.set_level(by=ground.by, levels=both)
    assert {row.name: row.level for row in caseload(ground.by).rows} == {"Anwen": "Low", "Bashir": ""}
    assert [row.name for row in caseload(ground.by, only=CaseFilter(level=own["Low"])).rows] == ["Anwen"]
    assert caseload(ground.by, only=CaseFilter(level=own["High"])).rows == ()


def test_today_names_who_is_blocked_and_whom_nobody_answered_longest_first(ground: Ground) -> None:
    anwen, bashir = open_episode(ground), open_episode(ground, ground.bashir, worker_uid="")
    for episode, start in ((anwen, DAY), (bashir, START)):
        blocked(ground, episode, start)
    made(ground, by=ground.manager, body="marac", made_date=TODAY)
    found = owing(ground.manager, None, 1).stands
    assert [row.name for row in found.blocked] == ["Bashir"] and found.more_blocked
    assert [(row.name, row.code, row.days, row.worker) for row in found.safeguarding] == [
        ("Anwen", "marac", 1, ground.manager.name)
    ]
    own = owing(ground.by, [ground.by.uid], 5).stands
    assert [(row.name, row.days) for row in own.blocked] == [("Anwen", 61)] and own.safeguarding == ()
