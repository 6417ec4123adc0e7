"""The whole person asked about: kept, presented, put together by day, undone; what contradicts it is only proposed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.cases import dictionary, rules
from cairn.cases.actions import episodes, needs, needs_checks
from cairn.cases.actions.episodes import EpisodeClosing
from cairn.cases.actions.needs import MeetChange, NewJudgement
from cairn.cases.actions.needs_checks import NewNeedsCheck
from cairn.cases.models import Need, NeedJudgement, NeedsCheck
from cairn.cases.queries import ClientNeeds, client_needs
from cairn.services.models import ServiceNeed
from tests.cases.conftest import START, TODAY, Ground, open_episode, refused
from tests.cases.test_needs import presented

DAY = date(2025, 5, 5)


def asked(ground: Ground, episode: Any, day: date = DAY, **changes: Any) -> NeedsCheck:
    said = {"answers": {"debt": "present", "smoking": "not_present", "loneliness": "refused"}, **changes}
    return record(ground, NewNeedsCheck(episode_uid=str(episode.uid), check_date=day, **said)).items[0]


def record(ground: Ground, *checks: NewNeedsCheck) -> Any:
    return needs_checks.record(by=ground.by, checks=list(checks))


def wheel_of(ground: Ground, **about: str) -> ClientNeeds:
    return client_needs(ground.by, ground.anwen.uid, **about)


def area(found: ClientNeeds, need: str) -> Any:
    where = dictionary.entry(need, 1).area
    return next(one for one in found.areas if one.id == where)


def test_what_is_there_is_presented_and_judged_by_whoever_answered(ground: Ground) -> None:
    episode = open_episode(ground)
    check = asked(ground, episode, answered_by="person")
    need = Need.objects.get()
    assert (need.need, need.presented_date, need.state, need.client) == ("debt", DAY, "unmet", ground.anwen)
    assert NeedJudgement.objects.get().judged_by == "person" == check.answered_by
    assert check.answers == {"debt": "present", "smoking": "not_present", "loneliness": "refused"}


def test_what_was_not_asked_is_not_kept(ground: Ground) -> None:
    check = asked(ground, open_episode(ground), answers={"debt": "not_present", "smoking": "not_asked"})
    assert check.answers == {"debt": "not_present"}


def test_whether_we_can_meet_it_is_what_the_service_says_unless_said_otherwise(ground: Ground) -> None:
    common = {"organisation_id": ground.service.organisation_id, "service": ground.service}
    ServiceNeed.objects.create(need="debt", can_meet="no", **common)
    ServiceNeed.objects.create(need="smoking", can_meet="no", **common)
    answers = dict.fromkeys(("debt", "smoking", "loneliness"), "present")
    asked(ground, open_episode(ground), answers=answers, can_meet={"smoking": "yes"})
    assert dict(Need.objects.values_list("need", "can_meet")) == {
        "debt": "no", "smoking": "yes", "loneliness": "not_known",
    }  # fmt: skip


def test_a_need_that_is_there_already_is_not_presented_again(ground: Ground) -> None:
    episode = open_episode(ground)
    presented(ground, episode)
    asked(ground, episode)
    assert Need.objects.get().presented_date == START


def test_one_undo_takes_back_the_answers_and_the_needs(ground: Ground) -> None:
    done = record(
        ground, NewNeedsCheck(episode_uid=str(open_episode(ground).uid), check_date=DAY, answers={"debt": "present"})
    )
    undo(by=ground.by, event_uid=done.event_uid)
    assert not NeedsCheck.objects.exists() and not Need.objects.exists() and not NeedJudgement.objects.exists()


def test_what_is_asked_later_on_the_same_day_is_put_to_it(ground: Ground) -> None:
    episode = open_episode(ground)
    first = asked(ground, episode)
    second = asked(ground, episode, answers={"loneliness": "present", "alcohol": "not_present"}, answered_by="worker")
    assert second.pk == first.pk and second.answered_by == "worker"
    assert second.answers == {
        "debt": "present", "smoking": "not_present", "loneliness": "present", "alcohol": "not_present",
    }  # fmt: skip
    assert set(Need.objects.values_list("need", flat=True)) == {"debt", "loneliness"}


def test_the_same_form_sent_twice_is_there_once(ground: Ground) -> None:
    uid = "0f6f2a4e-27f9-4b8e-9d6a-0a8f7a0e1c11"
    new = NewNeedsCheck(episode_uid=str(open_episode(ground).uid), check_date=DAY, answers={"debt": "present"}, uid=uid)
    first = record(ground, new)
    again = record(ground, new)
    assert [p.rule for p in again.problems] == ["uid.again"] and again.items == first.items
    assert (NeedsCheck.objects.count(), Need.objects.count()) == (1, 1)


def test_several_checks_at_once_present_a_need_on_the_earliest_day(ground: Ground) -> None:
    at = {"episode_uid": str(open_episode(ground).uid), "answers": {"debt": "present"}}
    record(ground, NewNeedsCheck(check_date=TODAY, **at), NewNeedsCheck(check_date=DAY, **at))
    assert (NeedsCheck.objects.count(), Need.objects.get().presented_date) == (2, DAY)


def test_another_worker_at_the_same_moment_loses_nothing(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    episode = open_episode(ground)
    real = needs_checks._Ground

    class Late(real):  # type: ignore[valid-type, misc]
        """Reads, and then a colleague is first."""

        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            monkeypatch.setattr(needs_checks, "_Ground", real)
            asked(ground, episode, answers={"alcohol": "present", "debt": "present"})

    monkeypatch.setattr(needs_checks, "_Ground", Late)
    asked(ground, episode)
    assert NeedsCheck.objects.get().answers.keys() == {"alcohol", "debt", "smoking", "loneliness"}
    monkeypatch.setattr(needs_checks, "_Ground", Late)
    asked(ground, episode, answers={"gambling": "present"})
    assert NeedsCheck.objects.get().answers["gambling"] == "present"
    assert Need.objects.count() == 3 == NeedJudgement.objects.count()


def test_everything_wrong_with_a_check_is_said_at_once(ground: Ground) -> None:
    episode = open_episode(ground)
    at = {"episode_uid": str(episode.uid)}
    wrong = [
        NewNeedsCheck(**at, check_date=date(2025, 3, 1), answers={"a pony": "present"}, answered_by="nobody"),
        NewNeedsCheck(
            **at, check_date=TODAY + timedelta(days=1), answers={"debt": "perhaps"}, can_meet={"debt": "maybe"}
        ),
        NewNeedsCheck(**at, check_date=DAY, answers={"debt": "not_asked"}, uid="no uid"),
        NewNeedsCheck(episode_uid="nothing", check_date=DAY, answers={"debt": "present"}),
    ]
    assert refused(needs_checks.record, by=ground.by, checks=wrong) == [
        (0, "answered_by", "answered_by.code"),
        (0, "answers", "answers.unknown"),
        (0, "check_date", "needs_check.date"),
        (1, "check_date", "date.future"),
        (1, "answers", "answers.code"),
        (1, "can_meet", "can_meet.code"),
        (2, "uid", "uid.refused"),
        (2, "answers", "needs_check.empty"),
        (3, "episode_uid", "episode_uid.unknown"),
    ]
    assert not NeedsCheck.objects.exists()


def test_a_closed_episode_takes_what_was_asked_while_it_was_open(ground: Ground) -> None:
    episode = open_episode(ground)
    closing = EpisodeClosing(episode_uid=str(episode.uid), end_date=date(2025, 6, 1), closure_reason="goals_met")
    episodes.close(by=ground.by, closings=[closing])
    asked(ground, episode)
    late = NewNeedsCheck(episode_uid=str(episode.uid), check_date=date(2025, 6, 2), answers={"debt": "present"})
    assert refused(needs_checks.record, by=ground.by, checks=[late]) == [(0, "check_date", "needs_check.date")]


def test_who_may_not_record_may_not_ask(ground: Ground) -> None:
    with pytest.raises(NotAllowed):
        needs_checks.record(by=ground.party.data_lead, checks=[])


def test_the_wheel_has_every_area_and_says_what_was_asked(ground: Ground) -> None:
    asked(ground, open_episode(ground))
    found = wheel_of(ground)
    assert [one.id for one in found.areas] == [id for id, _ in dictionary.areas()]
    assert area(found, "debt").states == ("unmet",)
    assert (area(found, "smoking").answer, area(found, "loneliness").answer) == ("not_present", "refused")
    assert area(found, "gambling").answer == "not_asked"
    [check] = found.checks
    assert (check.asked, check.areas, check.present) == (3, len(found.areas), ("Debt",))


def test_the_start_stays_as_it_was_first_judged(ground: Ground) -> None:
    episode = open_episode(ground)
    asked(ground, episode)
    [need] = Need.objects.all()
    later = NewJudgement(need_uid=str(need.uid), judged_date=date(2025, 6, 1), state="met", judged_by="together")
    assert not wheel_of(ground).has_moved
    needs.judge(by=ground.by, judgements=[later])
    found = wheel_of(ground)
    assert found.has_moved and found.start_date == DAY
    assert [one.states for one in found.start if one.states] == [("unmet",)]
    assert area(found, "debt").states == ("met",)


def test_what_is_found_long_after_the_first_question_was_not_there_at_the_start(ground: Ground) -> None:
    episode = open_episode(ground)
    asked(ground, episode)
    asked(ground, episode, day=DAY + timedelta(days=rules.START_DAYS + 1), answers={"gambling": "present"})
    found = wheel_of(ground)
    assert sum(len(one.states) for one in found.start) == 1
    assert sum(len(one.states) for one in found.areas) == 2


def test_a_need_in_two_episodes_stands_once_as_judged_last(ground: Ground) -> None:
    first = open_episode(ground)
    asked(ground, first)
    [old] = Need.objects.all()
    met = NewJudgement(need_uid=str(old.uid), judged_date=DAY, state="met", judged_by="worker")
    needs.judge(by=ground.by, judgements=[met])
    closing = EpisodeClosing(episode_uid=str(first.uid), end_date=date(2025, 5, 20), closure_reason="goals_met")
    episodes.close(by=ground.by, closings=[closing])
    second = open_episode(ground, start=date(2025, 6, 1))
    asked(ground, second, day=date(2025, 6, 2), answers={"debt": "present"})
    both = wheel_of(ground)
    assert area(both, "debt").states == ("unmet",) and len(both.needs) == 2
    assert area(wheel_of(ground, episode_uid=str(first.uid)), "debt").states == ("met",)


def test_said_not_to_be_there_is_proposed_and_nothing_changes_until_it_is_judged(ground: Ground) -> None:
    episode = open_episode(ground)
    need = presented(ground, episode)
    asked(ground, episode, answers={"debt": "not_present"})
    assert [row.doubt for row in wheel_of(ground).needs] == ["gone"]
    need.refresh_from_db()
    assert need.state == "unmet"
    met = NewJudgement(need_uid=str(need.uid), judged_date=DAY, state="met", judged_by="person")
    needs.judge(by=ground.by, judgements=[met])
    assert [row.doubt for row in wheel_of(ground).needs] == [""]
    asked(ground, episode, day=DAY + timedelta(days=9), answers={"debt": "present"})
    assert [row.doubt for row in wheel_of(ground).needs] == ["back"]


def test_a_need_that_no_version_knows_still_shows(ground: Ground) -> None:
    episode = open_episode(ground)
    asked(ground, episode)
    Need.objects.update(need="keeping_bees", dictionary_version=99)
    NeedsCheck.objects.update(answers={"keeping_bees": "present"}, dictionary_version=99)
    found = wheel_of(ground)
    assert found.needs[0].label == "Keeping bees"
    assert found.areas[-1].label == "Other needs" and found.areas[-1].states == ("unmet",)
    assert len(found.areas) == len(dictionary.areas()) + 1


def test_a_need_of_an_older_version_keeps_its_words(ground: Ground) -> None:
    found = dictionary.entry("debt", 1)
    assert found.definition and found.definition.id == "debt"
    assert dictionary.entry("debt", 99).label == dictionary.entry("debt", 2).label


def test_who_can_meet_a_need_is_a_deed(ground: Ground) -> None:
    need = presented(ground)
    needs.change_meeting(by=ground.by, changes=[MeetChange(need_uid=str(need.uid), can_meet="yes")])
    need.refresh_from_db()
    assert need.can_meet == "yes"


def test_everything_wrong_with_who_can_meet_needs_is_said_at_once(ground: Ground) -> None:
    uid = str(presented(ground).uid)
    changes = [MeetChange(need_uid=uid, can_meet="maybe"), MeetChange(need_uid="nothing", can_meet="yes")]
    assert [row for row, _, _ in refused(needs.change_meeting, by=ground.by, changes=changes)] == [0, 1]


def test_a_stale_page_does_not_write_over_a_colleague(ground: Ground) -> None:
    need = presented(ground)
    new = {"need_uid": str(need.uid), "version": need.version}
    needs.change_meeting(by=ground.by, changes=[MeetChange(can_meet="yes", **new)])
    late = refused(needs.change_meeting, by=ground.by, changes=[MeetChange(can_meet="no", **new)])
    assert [rule for _, _, rule in late] == ["edit.conflict"]


def test_the_wheel_asks_a_fixed_number_of_questions(ground: Ground) -> None:
    episode = open_episode(ground)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            wheel_of(ground)
        return len(found)

    asked(ground, episode)
    one = queries()
    for days, need in enumerate(("alcohol", "gambling", "smoking"), 1):
        asked(ground, episode, day=DAY + timedelta(days=days), answers={need: "present"})
    assert queries() == one <= 7


ANSWERS = st.sampled_from(["present", "not_present", "refused", "not_asked"])
CHECKS = st.lists(
    st.tuples(st.dates(date(2025, 1, 1), date(2025, 3, 1)), st.dictionaries(st.sampled_from("abc"), ANSWERS)),
    max_size=6,
).map(lambda found: sorted(found, key=lambda one: one[0]))


@given(CHECKS)
def test_a_first_answer_is_never_taken_back_by_asking_again(checks: list[tuple[date, dict[str, str]]]) -> None:
    found = rules.first_answers(checks, "abcd")
    assert set(found) == (set("abcd") if checks else set())
    for need, (day, answer) in found.items():
        said = [(when, answers[need]) for when, answers in checks if answers.get(need, "not_asked") != "not_asked"]
        real = [one for one in said if one[1] in rules.ASKED]
        assert (day, answer) == (real or said or [(checks[0][0], "not_asked")])[0]


@given(CHECKS)
def test_the_last_word_on_a_need_is_the_latest_that_says_something(checks: list[tuple[date, dict[str, str]]]) -> None:
    said = [(day, need, answer) for day, answers in checks for need, answer in answers.items()]
    found = rules.last_words(said)
    assert set(found) == {need for _, need, answer in said if answer != "not_asked"}
    for need, word in found.items():
        assert word == [(day, answer) for day, one, answer in said if one == need and answer != "not_asked"][-1]


def test_an_area_is_refused_only_where_nothing_else_was_said() -> None:
    assert rules.area_answer(["refused", "refused"]) == "refused"
    assert rules.area_answer(["refused", "not_present"]) == "not_present"
    assert rules.area_answer(["not_present", "present"]) == "present"
    assert rules.area_answer([]) == "not_asked" == rules.area_answer(["not_asked"])


def test_a_check_of_the_day_of_the_judgement_casts_no_doubt() -> None:
    assert rules.in_doubt("unmet", DAY, (DAY, "not_present")) == ""
    assert rules.in_doubt("met", DAY, (DAY + timedelta(days=1), "not_present")) == ""
    assert rules.in_doubt("part_met", DAY, (DAY + timedelta(days=1), "present")) == ""
    assert rules.in_doubt("unmet", DAY, None) == ""
