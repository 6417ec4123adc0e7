"""The settings of an organisation: its members by name, what each may do, and the way out and back in."""

import pytest

from cairn.access import scope
from cairn.access.models import Organisation, User
from cairn.access.queries import actor_for
from tests.cases.conftest import Ground, open_episode
from tests.conftest import add_party
from tests.workspace.conftest import Screen


@pytest.fixture
def manager(ground: Ground) -> Screen:
    return Screen(ground.party, "service_manager")


def test_everybody_who_has_a_role_is_there_and_can_be_opened(manager: Screen) -> None:
    page = manager.get("settings")
    for one in ("Data lead", "Trustee", "Support worker", "never"):
        assert one in page.text
    lead = manager.party.data_lead.uid
    assert page.html.find("a", href=manager.url("member", member=lead))
    form = manager.get("member", member=lead)
    assert [one["value"] for one in form.html.select("input[name=roles][checked]")] == ["data_lead"]


def test_a_data_lead_who_leaves_is_shut_out_at_once_and_can_come_back(manager: Screen) -> None:
    lead = manager.party.data_lead.uid
    user, slug = User.objects.get(uid=lead), manager.party.organisation.slug
    assert manager.send("member_leave", {}, member=lead).status == 302 and actor_for(user, slug) is None
    page = manager.get("settings")
    assert "can open nothing here any more" in page.text and "No longer a member" in page.text
    assert "Let them back in" in manager.get("member", member=lead).text
    assert manager.send("member", {"roles": ["trustee"], "version": "1"}, member=lead).status == 422, (
        "it was changed since"
    )
    again = {
        "roles": ["trustee"],
        "version": manager.get("member", member=lead).html.find("input", {"name": "version"})["value"],
    }
    assert manager.send("member", again, member=lead).status == 302
    found = actor_for(user, slug)
    assert found and found[0].roles == ("trustee",)


def test_what_is_on_the_desk_of_who_left_is_found_and_handed_over(manager: Screen, ground: Ground) -> None:
    with scope.of(ground.by):
        open_episode(ground)
    worker = ground.by.uid
    manager.send("member_leave", {}, member=worker)
    assert "can be handed over" in manager.get("settings").text
    team = manager.get("team")
    assert "No longer here, with something on their desk" in team.text
    form = manager.get("hand_over", worker=worker)
    assert form.status == 200 and "1 thing is on this desk" in form.text
    sent = {"everything": manager.party.service_manager.uid, "sure": "1"}
    assert manager.send("hand_over", sent, worker=worker).status == 302
    assert "No longer here" not in manager.get("team").text


def test_nothing_ticked_and_the_last_manager_are_refused_with_a_way_out(manager: Screen) -> None:
    own = manager.party.service_manager.uid
    version = manager.get("member", member=own).html.find("input", {"name": "version"})["value"]
    page = manager.send("member", {"roles": ["trustee"], "version": version}, member=own)
    assert page.status == 422 and "Nobody could manage the organisation any more" in page.text
    assert manager.send("member", {"version": version}, member=own).status == 422
    manager.send("member_leave", {}, member=own)
    assert "This is your own membership" in manager.get("member", member=own).text


def test_a_council_says_that_it_provides_too(db: None) -> None:
    council = add_party("eastborough", "Eastborough Council", provider=False, roles=["administrator"])
    screen = Screen(council, "administrator")
    assert "Settings" in screen.get("home").text
    assert "We provide services too" in screen.get("settings").text
    assert screen.send("provide", {}).status == 302
    assert Organisation.objects.get(slug="eastborough").is_provider
    page = screen.get("settings")
    assert "We provide services too" not in page.text and "can name your own organisation" in page.text
