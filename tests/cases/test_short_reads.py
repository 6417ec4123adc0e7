"""What an overview and a register say in short."""

from cairn.cases.queries import record as record_of
from cairn.cases.queries.sessions import needs_for, open_with
from tests.cases.conftest import Ground, open_episode
from tests.cases.test_needs_checks import asked


def test_an_overview_shows_the_parts_of_life_that_were_asked_about(ground: Ground) -> None:
    episode = open_episode(ground, ground.anwen)
    assert record_of(ground.by, ground.anwen.uid).areas == ()
    asked(ground, episode, answers={"debt": "present", "smoking": "not_present", "loneliness": "refused"})
    stands = {area.label: area for area in record_of(ground.by, ground.anwen.uid).areas}
    assert {area.answer for area in stands.values()} >= {"present", "not_present", "refused"}
    assert [area.states for area in stands.values() if area.answer == "present"] == [("unmet",)]


def test_who_is_with_a_service_now_is_known_by_their_episode(ground: Ground) -> None:
    episode = open_episode(ground, ground.anwen)
    people = [str(ground.anwen.uid), str(ground.bashir.uid)]
    assert open_with(ground.by, people, str(ground.service.uid)) == {str(ground.anwen.uid): str(episode.uid)}


def test_whose_open_need_a_session_serves(ground: Ground) -> None:
    episode = open_episode(ground, ground.anwen)
    asked(ground, episode, answers={"debt": "present", "smoking": "not_present"})
    assert needs_for(ground.by, [str(episode.uid)], []) == {}
    found = needs_for(ground.by, [str(episode.uid)], ["debt", "smoking"])
    assert [len(uids) for uids in found.values()] == [1]
