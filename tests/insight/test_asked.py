"""What was asked about, need by need: asked and not there is not the same as not asked, and asking again counts once."""

from datetime import date
from typing import Any

from cairn.cases.actions import needs, needs_checks, signpostings
from cairn.cases.actions.needs import MeetChange
from cairn.cases.actions.needs_checks import NewNeedsCheck
from cairn.cases.actions.signpostings import NewSignposting
from cairn.cases.models import Need
from cairn.cases.rules import CAN_MEET
from cairn.definitions import registry
from cairn.insight import figures
from tests.cases.conftest import Ground, open_episode
from tests.insight.test_extracts import Q2, rows, value

DAY = date(2025, 5, 5)


def asked(ground: Ground, episode: Any, day: date = DAY, **answers: str) -> None:
    new = NewNeedsCheck(episode_uid=str(episode.uid), check_date=day, answers=answers)
    needs_checks.record(by=ground.by, checks=[new])


def by_need(ground: Ground) -> dict[str, tuple[date, str]]:
    return {row["need"]: (row["asked_date"], row["answer"]) for row in rows(ground, "need_asked")}


def test_every_need_of_the_dictionary_has_a_row_where_the_whole_person_was_asked_about(ground: Ground) -> None:
    open_episode(ground, ground.bashir)
    asked(ground, open_episode(ground), debt="present", smoking="not_present", alcohol="refused")
    found = by_need(ground)
    assert found.keys() == {need.id for need in registry.get("needs").needs}
    assert (found["debt"], found["smoking"], found["alcohol"]) == (
        (DAY, "present"), (DAY, "not_present"), (DAY, "refused"),
    )  # fmt: skip
    assert found["gambling"] == (DAY, "not_asked")
    areas = {row["need"]: row["need_area"] for row in rows(ground, "need_asked")}
    assert areas == {need.id: need.area for need in registry.get("needs").needs}
    assert {row["person"] for row in rows(ground, "need_asked")} == {str(ground.anwen.uid)}


def test_asking_again_adds_nothing_but_an_answer_where_there_was_none(ground: Ground) -> None:
    episode, later = open_episode(ground), date(2025, 6, 5)
    asked(ground, episode, debt="present", alcohol="refused")
    asked(ground, episode, later, debt="not_present", alcohol="present", smoking="not_present")
    found = by_need(ground)
    assert (found["debt"], found["alcohol"], found["smoking"]) == (
        (DAY, "present"), (later, "present"), (later, "not_present"),
    )  # fmt: skip
    uids = [row["uid"] for row in rows(ground, "need_asked")]
    assert len(uids) == len(set(uids)) == len(registry.get("needs").needs)


def test_the_share_that_is_there_is_of_those_asked_who_answered(ground: Ground) -> None:
    asked(ground, open_episode(ground), debt="present", smoking="not_present", alcohol="refused")
    asked(ground, open_episode(ground, ground.bashir), debt="not_present")
    found = figures.compute("need_present_share", by=ground.manager, period=Q2, group_by=("need",))
    shares = {row.codes[0]: (row.n, row.value) for row in found.rows}
    assert shares["debt"] == (2, 0.5) and shares["smoking"] == (1, 0.0)
    whole = figures.compute("need_present_share", by=ground.manager, period=Q2)
    assert [(row.n, round(row.value or 0, 3)) for row in whole.rows] == [(3, 0.333)]
    assert whole.left_out["refused/" + registry.get("needs").need("alcohol").area] == 1
    assert sum(whole.left_out.values()) == 2 * len(registry.get("needs").needs) - 3


def test_people_asked_are_counted_once_and_by_need(ground: Ground) -> None:
    asked(ground, open_episode(ground), debt="present", smoking="not_present", alcohol="refused")
    asked(ground, open_episode(ground, ground.bashir), debt="not_present")
    assert value(ground, "needs_asked") == 2
    found = figures.compute("needs_asked", by=ground.manager, period=Q2, group_by=("need",))
    assert {row.codes[0]: row.value for row in found.rows} == {"debt": 2, "smoking": 1, "alcohol": 1}


def test_needs_passed_on_and_needs_that_others_must_meet(ground: Ground) -> None:
    asked(ground, open_episode(ground), debt="present", smoking="present", alcohol="present")
    debt, smoking = (str(Need.objects.get(need=need).uid) for need in ("debt", "smoking"))
    told = {"client_uid": str(ground.anwen.uid), "to_words": "Advice", "need_uid": debt}
    lines = [NewSignposting(made_date=date(2025, 6, day), **told) for day in (1, 2)]
    signpostings.make(by=ground.by, signpostings=lines)
    changes = [MeetChange(need_uid=debt, can_meet="no"), MeetChange(need_uid=smoking, can_meet="yes")]
    needs.change_meeting(by=ground.by, changes=changes)
    assert value(ground, "needs_signposted") == 1 == value(ground, "needs_cannot_be_met")


def test_the_code_list_is_that_of_the_rules() -> None:
    assert set(registry.get("codes", "can_meet").codes) == set(CAN_MEET)
