"""The first hour: from nothing to a service that can be recorded, on six pages, with nothing written until it is confirmed."""

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse

from cairn.access import scope
from cairn.definitions import registry
from cairn.desk.actions import drafts
from cairn.services import queries
from cairn.services.models import Service
from tests.cases.conftest import Ground, open_episode, visited
from tests.conftest import Party
from tests.workspace.conftest import Page, Screen, day
from tests.workspace.test_scales_library import permit

SPRING = date(2025, 4, 7)

STARTERS = [starter.id for starter in registry.all("starter")]


@pytest.fixture
def manager(harbour: Party) -> Screen:
    return Screen(harbour, "service_manager")


def services(screen: Screen) -> list[Any]:
    with scope.of(screen.party.service_manager):
        return list(Service.objects.filter(organisation_id=screen.party.organisation.pk))


def seen(screen: Screen) -> queries.ServiceView:
    with scope.of(screen.party.service_manager):
        return queries.services(screen.party.service_manager)[0]


def on(page: Page, screen: Screen, step: str) -> bool:
    return page.response["Location"].split("#")[0].split("?")[0] == screen.url("setup_page", step=step)


def as_it_stands(page: Page) -> dict[str, Any]:
    """What the form of a page would send if nobody touched it."""
    found: dict[str, Any] = {}
    for field in page.html.select("#rows input, #rows textarea, #rows select"):
        name = str(field.get("name", ""))
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            found[name] = str(chosen["value"]) if chosen else ""
        elif field.name == "textarea":
            found[name] = field.get_text().removeprefix("\n")
        elif field.get("type") in ("checkbox", "radio"):
            if field.has_attr("checked"):
                found.setdefault(name, []).append(str(field["value"]))
        elif name:
            found[name] = str(field.get("value", ""))
    return found


def save(screen: Screen, step: str, **changes: Any) -> Page:
    """Send a page as it stands but for these changes."""
    said = {**as_it_stands(screen.get("setup_page", step=step)), **changes}
    return screen.send("setup_page", said, step=step)


def begun(screen: Screen, starter: str = "wellbeing_at_home") -> Screen:
    assert on(screen.send("setup_begin", {"starter": starter}), screen, "service")
    return screen


class TestLanding:
    def test_a_manager_of_a_new_organisation_lands_on_the_set_up(self, manager: Screen) -> None:
        assert manager.get("home").response["Location"] == manager.url("setup")
        assert "Welcome. What does your service do?" in manager.get("setup").text

    def test_who_only_looks_around_is_not_held_there(self, manager: Screen) -> None:
        assert manager.send("setup_begin", {"later": "1"}).response["Location"] == manager.url("home")
        page = manager.get("home")
        assert page.status == 200
        assert page.html.select_one("a.govuk-task-list__link")["href"] == manager.url("setup")

    def test_others_are_not_sent_there(self, harbour: Party) -> None:
        worker = Screen(harbour, "support_worker")
        assert worker.get("home").status == 200
        assert "Setting up" not in worker.get("home").text
        assert worker.get("setup").status == 404

    def test_a_commissioners_manager_is_not_sent_there(self, eastborough: Party) -> None:
        assert Screen(eastborough, "contract_manager").get("home").status == 200

    def test_there_is_a_card_for_every_starter_with_all_that_it_brings(self, manager: Screen) -> None:
        page = manager.get("setup")
        sent = [field["value"] for field in page.html.select("input[name=starter]")]
        assert sorted(sent) == sorted([*STARTERS, ""])
        for starter in registry.all("starter"):
            assert starter.label in page.text
            assert all(kind.name in page.text for kind in starter.activity_types)

    def test_a_starter_that_is_not_there_is_not_found(self, manager: Screen) -> None:
        assert manager.send("setup_begin", {"starter": "moon"}).status == 404
        assert manager.send("setup_begin", {"before": "1"}).status == 404
        assert manager.get("setup_page", step="moon").status == 404

    def test_no_page_of_it_opens_before_something_is_begun(self, manager: Screen) -> None:
        assert manager.get("setup_page", step="needs").response["Location"] == manager.url("setup")
        assert manager.get("setup_check").response["Location"] == manager.url("setup")


class TestTheWayThrough:
    @pytest.mark.parametrize("starter", STARTERS)
    def test_a_starter_sent_page_by_page_as_it_stands_is_written_as_it_is(self, manager: Screen, starter: str) -> None:
        begun(manager, starter)
        before = manager.deeds
        pages = ["service", "who", "activities", "steps", "outcomes", "needs"]
        for step, after in pairwise(pages):
            assert on(save(manager, step), manager, after)
        assert save(manager, "needs").response["Location"] == manager.url("setup_check")
        assert services(manager) == [] and manager.deeds == before
        assert manager.get("setup_check").errors == {}
        assert manager.send("setup_check", {}).response["Location"] == manager.url("home")
        made, wanted = seen(manager), registry.get("starter", starter)
        assert manager.deeds == before + 1
        assert (made.name, made.who_for) == (wanted.name, wanted.who_for)
        assert tuple(one.scale for one in made.scales) == wanted.usual_scales
        assert (made.asks_postcode, made.is_one_off) == (wanted.asks_postcode, wanted.is_one_off)
        for kind in wanted.activity_types:
            own = next(one for one in made.activity_types if one.name == kind.name)
            sizes = [len(each.rungs) or len(registry.get("ladder", each.ladder).rungs) for each in kind.steps]
            assert (own.mode, own.usual_minutes, len(own.steps)) == (kind.mode, kind.usual_minutes, sum(sizes))
            assert {f"{one.framework}/{one.outcome}" for one in own.outcomes} == set(kind.outcomes)
            assert set(own.needs) == set(kind.needs)
        with scope.of(manager.party.service_manager):
            assert queries.needs_of(manager.party.service_manager, made.uid) == wanted.needs

    def test_from_nothing_with_rows_of_ones_own(self, manager: Screen) -> None:
        begun(manager, "")
        assert on(save(manager, "service", name="Knitting", **day("start_date", SPRING)), manager, "who")
        looked = save(manager, "who", who_for="Anybody", scales=["lifesat", "outcome_maximised_income"], look="1")
        assert looked.response["Location"].endswith("/who/#covered")
        found = manager.get("setup_page", step="who").html.select_one(".ch-covered h2").get_text()
        assert found == "Primary outcomes: 2 of 5 covered"
        save(manager, "who", who_for="Anybody", scales="lifesat")
        page = save(manager, "activities", **{"types-0-name": "Circle", "types-0-mode": "group", "add": "1"})
        assert page.response["Location"].endswith("?new=1#types-1-name")
        shown = as_it_stands(manager.get("setup_page", "?new=1", step="activities"))
        assert shown["types-1-key"] == "" and shown["types-1-usual_minutes"] == "60"
        manager.send("setup_page", {**shown, "types-1-name": "Chat", "types-1-mode": "head_count"}, step="activities")
        ladder = {
            "ladders-0-name": "A scarf",
            "ladders-0-rungs": "Chose wool\n\nCast on\n",
            "ladders-0-need": "purpose",
        }
        assert on(save(manager, "steps", **ladder), manager, "outcomes")
        save(manager, "outcomes", **{"outcomes-t1": ["supporting-people|2b"], "needs-t1": ["purpose"]})
        save(manager, "needs", **{"can_meet-loneliness": "yes", "can_meet-smoking": "no"})
        manager.send("setup_check", {})
        made = seen(manager)
        kinds = {one.name: one for one in made.activity_types}
        assert (made.name, made.start_date, made.who_for) == ("Knitting", SPRING, "Anybody")
        assert [step.label for step in kinds["Circle"].steps] == ["Chose wool", "Cast on"]
        assert (kinds["Circle"].needs, kinds["Chat"].mode, kinds["Chat"].steps) == (("purpose",), "head_count", ())

    def test_a_ready_made_ladder_is_added_once_and_goes_with_every_activity_with_names(self, manager: Screen) -> None:
        begun(manager, "neighbourhood_activities")
        for _ in range(2):
            page = save(manager, "steps", ladder="cooking_a_meal", add_ladder="1")
            assert page.response["Location"].endswith("#rows")
        boxes = manager.get("setup_page", step="steps").html.select("input[name=ladders-2-types][checked]")
        assert len(boxes) == 3  # the coffee morning counts heads
        assert "ladders-3-name" not in as_it_stands(manager.get("setup_page", step="steps"))

    def test_what_is_removed_goes_with_all_that_hangs_on_it(self, manager: Screen) -> None:
        begun(manager)
        save(manager, "steps", remove="opening_the_door")
        save(manager, "activities", remove="t2")
        manager.send("setup_check", {})
        made = seen(manager)
        assert [one.name for one in made.ladders] == ["A day with a shape", "Getting out and about", "Joining a group"]
        assert "Going out together" not in [one.name for one in made.activity_types]

    def test_an_activity_that_now_counts_heads_carries_nothing(self, manager: Screen) -> None:
        begun(manager)
        assert on(save(manager, "activities", **{"types-0-mode": "head_count"}), manager, "steps")
        for step in ("steps", "outcomes"):
            save(manager, step)
        manager.send("setup_check", {})
        visit = next(one for one in seen(manager).activity_types if one.name == "Home visit")
        assert (visit.steps, visit.outcomes) == ((), ())

    def test_steps_renamed_on_a_ladder_go_on_belonging_to_their_activities(self, manager: Screen) -> None:
        begun(manager)
        rungs = "Met at the gate\nInto a taxi\nOn a bus together\nOn a bus alone\nOn a train"
        save(manager, "steps", **{"ladders-1-rungs": rungs})
        manager.send("setup_check", {})
        kinds = {one.name: [step.label for step in one.steps] for one in seen(manager).activity_types}
        assert "On a train" in kinds["Going out together"]  # all steps of the ladder, so the new one too
        assert "Met at the gate" in kinds["Home visit"]  # its one chosen step is gone: the whole ladder goes with it


class TestWhatIsWrong:
    def test_everything_is_said_at_once_each_at_its_field_and_what_was_typed_stays(self, manager: Screen) -> None:
        begun(manager)
        page = save(
            manager,
            "activities",
            **{"types-0-name": " ", "types-1-usual_minutes": "long", "types-3-name": "phone CALL"},
        )
        assert (page.status, set(page.errors)) == (422, {"types-0-name", "types-1-usual_minutes", "types-3-name"})
        assert page.html.find(id="types-1-usual_minutes")["value"] == "long"
        page = save(manager, "steps", **{"ladders-0-name": "", "ladders-1-rungs": "One\none"})
        assert set(page.errors) == {"ladders-0-name", "ladders-1-rungs"}
        assert "Line 2" in page.errors["ladders-1-rungs"]
        page = save(manager, "service", name="", start_date_day="40")
        assert set(page.errors) == {"name", "start_date_day"}
        assert save(manager, "service", name="Named", add="1").status == 302  # a button that this page does not have

    def test_the_last_page_says_what_is_still_wrong_and_where_and_writes_nothing(self, manager: Screen) -> None:
        begun(manager)
        save(manager, "service", name="")
        links = [a["href"] for a in manager.get("setup_check").html.select(".govuk-error-summary a")]
        assert links == [manager.url("setup_page", step="service")]
        assert manager.send("setup_check", {}).status == 422
        assert services(manager) == []

    def test_a_name_that_another_service_has_is_refused(self, manager: Screen, ground: Ground) -> None:
        begun(manager)
        assert set(save(manager, "service", name=ground.service.name.upper()).errors) == {"name"}

    def test_answers_that_no_page_offers_are_refused(self, manager: Screen) -> None:
        begun(manager)
        assert save(manager, "needs", **{"can_meet-debt": "perhaps"}).status == 422
        assert save(manager, "outcomes", **{"outcomes-t1": ["moon|1"], "needs-t1": ["joy"]}).status == 422


class TestNothingIsLost:
    def test_left_and_taken_up_again(self, manager: Screen) -> None:
        begun(manager)
        save(manager, "service", name="Half a name")
        page = manager.get("home")
        assert "Go on setting up Half a name" in page.text
        assert "Half a name" in manager.get("setup").text
        assert as_it_stands(manager.get("setup_page", step="service"))["name"] == "Half a name"

    def test_what_was_typed_and_never_sent_is_there_on_return(self, manager: Screen) -> None:
        begun(manager)
        said = {**as_it_stands(manager.get("setup_page", step="activities")), "types-0-name": "Typed only"}
        manager.send("draft", said, key="setup.activities")
        page = manager.get("setup_page", step="activities")
        assert as_it_stands(page)["types-0-name"] == "Typed only" and "not saved yet" in page.text
        save(manager, "activities")
        assert "not saved yet" not in manager.get("setup_page", step="activities").text
        manager.send("draft", {"name": "A name", "start_date_day": "x"}, key="setup.service")
        assert as_it_stands(manager.get("setup_page", step="service"))["name"] == "A name"

    def test_beginning_again_puts_the_first_aside_and_it_can_be_fetched_back(self, manager: Screen) -> None:
        begun(manager)
        save(manager, "service", name="The first")
        begun(manager, "carers_support")
        assert "Put aside: The first" in manager.get("setup").text
        manager.send("setup_begin", {"before": "1"})
        assert as_it_stands(manager.get("setup_page", step="service"))["name"] == "The first"
        assert "Put aside: Carers' support" in manager.get("setup").text

    def test_confirmed_twice_it_is_written_once(self, manager: Screen) -> None:
        begun(manager)
        manager.send("setup_check", {})
        assert manager.send("setup_check", {}).response["Location"] == manager.url("home")
        assert len(services(manager)) == 1

    def test_undone_it_can_be_taken_up_where_it_was(self, manager: Screen) -> None:
        begun(manager)
        save(manager, "service", name="Soon back")
        manager.send("setup_check", {})
        form = manager.get("home").html.select_one(".ws-done form")
        manager.browser.post(form["action"], {"back": manager.url("home")})
        assert services(manager) == []
        assert "Soon back" in manager.get("setup_check").text
        manager.send("setup_check", {})
        assert [row.name for row in services(manager)] == ["Soon back"]

    def test_a_plan_that_cannot_be_read_any_more_is_begun_afresh(self, manager: Screen) -> None:
        begun(manager)
        with scope.of(manager.party.service_manager):
            drafts.put(by=manager.party.service_manager, form="setup", values={"service": {"name": "Old"}})
        assert manager.get("setup_page", step="who").response["Location"] == manager.url("setup")


class TestTodayAfterwards:
    def test_the_next_useful_things_stand_there(self, manager: Screen) -> None:
        begun(manager)
        manager.send("setup_check", {})
        page = manager.get("home")
        links = {a.get_text(): a["href"] for a in page.html.select("a.govuk-task-list__link")}
        assert links["Take the first referral"] == manager.url("referral_find")
        assert "Record the first visit" not in links and "Record the first visit" in page.text
        try:
            there = reverse("workspace:import_new", kwargs={"organisation": "harbour"})
        except NoReverseMatch:
            there = ""
        assert links.get("Bring in the people you support already", "") == there

    def test_when_there_is_a_referral_and_a_visit_the_list_is_gone(self, harbour: Party, ground: Ground) -> None:
        with scope.of(ground.by):
            visited(ground, open_episode(ground), SPRING)
        assert "Setting up" not in Screen(harbour, "service_manager").get("home").text


class TestNeedsAskedLater:
    def test_a_manager_changes_them_from_the_service(self, manager: Screen, ground: Ground) -> None:
        uid = str(ground.service.uid)
        assert manager.url("service_needs", service=uid) in str(manager.get("service", service=uid).html)
        page = manager.get("service_needs", service=uid)
        said = {"version": page.html.find(attrs={"name": "version"})["value"], "can_meet-debt": "no"}
        assert manager.send("service_needs", said, service=uid).response["Location"].endswith("#asked")
        text = manager.get("service", service=uid).text
        assert re.search(r"You say who else can help with: Debt", text)

    def test_a_second_manager_sees_what_the_first_changed(self, manager: Screen, ground: Ground) -> None:
        uid = str(ground.service.uid)
        first = {"version": "1", "can_meet-debt": "no"}
        manager.send("service_needs", first, service=uid)
        page = manager.send("service_needs", {"version": "1", "can_meet-smoking": "yes"}, service=uid)
        assert page.status == 422 and "Saved by somebody else" in page.text
        chosen = {
            s["name"]: s.select_one("option[selected]")["value"]
            for s in page.html.select("select")
            if s.select_one("option[selected]")["value"]
        }
        assert chosen == {"can_meet-smoking": "yes"}
        again = {"version": page.html.find(attrs={"name": "version"})["value"], **chosen}
        assert manager.send("service_needs", again, service=uid).status == 302

    def test_what_was_chosen_and_never_sent_is_there_on_return(self, manager: Screen, ground: Ground) -> None:
        uid = str(ground.service.uid)
        manager.send("draft", {"can_meet-sleep": "yes"}, key=f"service.{uid}.needs")
        page = manager.get("service_needs", service=uid)
        assert "not sent yet" in page.text
        assert page.html.find(id="can_meet-sleep").select_one("option[selected]")["value"] == "yes"

    def test_an_answer_that_is_none_is_refused_at_its_need(self, manager: Screen, ground: Ground) -> None:
        page = manager.send(
            "service_needs", {"can_meet-debt": "perhaps", "can_meet-joy": "yes"}, service=ground.service.uid
        )
        assert page.status == 422 and "can_meet-debt" in page.errors

    def test_a_type_of_activity_says_its_needs_on_its_own_form(self, manager: Screen, ground: Ground) -> None:
        said = {"name": "Stroll", "mode": "individual", "usual_minutes": "30", "needs": ["exercise", "loneliness"]}
        manager.send("activity_type_new", said, service=ground.service.uid)
        assert "For: Being active · Loneliness and isolation" in manager.get("service", service=ground.service.uid).text


def test_a_scale_that_is_permitted_is_not_called_locked(manager: Screen) -> None:
    begun(manager)
    page = manager.get("setup_page", step="who")
    assert "Locked until you record your own permission" in page.text
    permit(manager, "printed")
    page = manager.get("setup_page", step="who")
    assert "You recorded your permission to use it." in page.text
