"""Filling in a form of a programme, as somebody at a screen does it; nothing here needs JavaScript."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.models import ReadLog
from cairn.collection import filled
from cairn.collection.actions import sending
from cairn.collection.models import CollectionYear
from tests.cases.conftest import Ground
from tests.collection.filled_in import begin, fill
from tests.collection.programme import Programme, lay_programme, supported
from tests.conftest import Party
from tests.workspace.conftest import Page, Screen, day

REVIEW = date(2025, 6, 10)


@pytest.fixture
def programme(ground: Ground, eastborough: Party) -> Programme:
    with scope.of(ground.by):
        return lay_programme(ground, eastborough)


@pytest.fixture
def row(programme: Programme, worker: Screen) -> Any:
    """Anwen's yearly form, begun from the list by its button."""
    with scope.of(programme.by):
        supported(programme.ground)
    key = worker.get("forms_due").html.find("button", attrs={"name": "only"})["value"]  # type: ignore[index]
    assert worker.send("forms_start", {"only": key}).status == 302
    with scope.of(programme.by):
        return filled.visible_to(programme.by).get()


def typed(page: Page, **changed: Any) -> dict[str, Any]:
    """What a page would send as it stands, with what is changed."""
    found = {}
    for name in page.names() - {"csrfmiddlewaretoken", "key", "task", "list", "back", "forget"}:
        value = page.value(name)
        if not (isinstance(value, list) and not value):
            found[name] = value
    return {**found, **changed}


def test_the_list_says_what_is_owed_what_is_not_and_why_and_begins_many_at_once(
    programme: Programme, worker: Screen
) -> None:
    with scope.of(programme.by):
        supported(programme.ground)
        supported(programme.ground, programme.ground.bashir)
        supported(programme.ground, programme.ground.cerys, start=date(2025, 5, 1))
    page = worker.get("forms_due")
    assert "Anwen" in page.text and "client record" in page.text and "20 days ago" in page.text
    assert "Their first year" in worker.get("forms_due", "?show=not").text
    assert all("Nothing is owed here" in worker.get("forms_due", of).text for of in ("?service=none", "?form=none"))
    keys = page.value("line") or [each["value"] for each in page.html.find_all("input", attrs={"name": "line"})]
    assert len(keys) == 3
    assert worker.send("forms_start", {"line": keys}).status == 302
    assert "3 forms are begun" in worker.get("forms_due").text and "Go on" in worker.get("forms_due").text
    assert worker.send("forms_start", {"line": keys}).status == 302
    assert "Nothing was ticked" in worker.get("forms_due").text


def test_a_form_is_filled_checked_and_sent_and_shows_its_receipt(
    programme: Programme, worker: Screen, row: Any
) -> None:
    about: dict[str, Any] = {"form": row.uid}
    assert "Something missing" in worker.get("form", **about).text
    page = worker.get("form_page", **about, task="person")
    assert page.value("ReviewDate_day") == "10" and "From the record: The day of the event." in page.text
    assert page.html.find(id="id_PersonCode") is None, "the code of somebody on record is not asked"
    changed = {"EconomicStatus": "retired", "Ethnicity": "a1", "Faith": "not_said", "Gender": "F", "Disability": "No"}
    assert worker.send("form_page", typed(page, **changed), **about, task="person").status == 302
    refused = worker.send("form_send", {}, **about)
    assert refused.response["Location"].endswith("?all")
    summary = worker.get("form_check", "?all", **about).html.select(".govuk-error-summary__list a")
    assert any(str(link["href"]).endswith("/part/economic_wellbeing/#id_MaxIncome_1a") for link in summary)
    assert any("Retired, and under 50" in link.get_text() for link in summary), (
        "a soft rule that nobody answered keeps it too"
    )
    worker.send("form_right", {"key": "retired-young:EconomicStatus"}, **about)
    for task in ("plan", "economic_wellbeing", "enjoy_and_achieve", "be_healthy", "stay_safe", "positive_contribution"):
        page = worker.get("form_page", **about, task=task)
        needs = {str(one["name"]): "No" for one in page.html.select('input[value="No"]') if "Outcome" not in str(one["name"])
                 and "Ongoing" not in str(one["name"])}  # fmt: skip
        plan = {"SupportPlan": "Yes", "Died": "No"} if task == "plan" else {}
        assert worker.send("form_page", typed(page, **(needs | plan)), **about, task=task).status == 302, task
    assert "Nothing is missing" in worker.get("form_check", **about).text
    sent = worker.send("form_send", {}, **about)
    receipt = Page(worker.browser.get(str(sent.response["Location"])))
    assert "Receipt R" in receipt.text and "1 received, 1 new" in receipt.text and row.number in receipt.text
    again = worker.send("form_send", {}, **about)
    assert again.response["Location"] == sent.response["Location"], "the button pressed twice"
    change = worker.send("sent_form_change", {}, sent=sent.response["Location"].rstrip("/").rsplit("/", 1)[1])
    changed_nothing = {"form": change.response["Location"].split("/")[-3]}
    assert worker.send("form_send", {}, **changed_nothing).response["Location"] == sent.response["Location"]
    pressed_twice = Page(worker.browser.get(str(worker.send("form_send", {}, **changed_nothing).response["Location"])))
    assert pressed_twice.text.count("Receipt R") == 2, "both receipts stand there"
    with scope.of(programme.by):
        assert ReadLog.objects.filter(subject_uid=str(programme.ground.anwen.uid)).exists()


def test_what_is_not_valid_stands_at_its_field_with_all_that_was_typed(worker: Screen, row: Any) -> None:
    about: dict[str, Any] = {"form": row.uid, "task": "person"}
    page = worker.get("form_page", **about)
    wrong = worker.send(
        "form_page", typed(page, Age="old", **{**day("StartDate", None), "StartDate_day": "31"}), **about
    )
    assert wrong.status == 422 and wrong.errors.keys() == {"Age", "StartDate_month"}
    assert wrong.value("Age") == "old" and wrong.value("StartDate_day") == "31"


def test_what_somebody_else_saved_on_the_same_page_is_shown_beside_what_was_typed(
    ground: Ground, worker: Screen, row: Any
) -> None:
    about: dict[str, Any] = {"form": row.uid, "task": "person"}
    page = worker.get("form_page", **about)
    manager = Screen(ground.party, "service_manager")
    manager.send("form_page", typed(page, Age="50"), **about)
    late = worker.send("form_page", typed(page, Age="51"), **about)
    assert late.status == 422 and "Saved by somebody else" in late.text
    assert late.value("Age") == "51"
    assert worker.send("form_page", typed(late, Age="51"), **about).status == 302, "seen, and saved over it"


def test_a_soft_rule_asks_on_the_page_and_goes_on_once_it_is_answered(worker: Screen, row: Any) -> None:
    about: dict[str, Any] = {"form": row.uid, "task": "plan"}
    page = worker.get("form_page", **about)
    saved = worker.send("form_page", typed(page, SupportPlan="No", Died="No"), **about)
    assert saved.response["Location"].endswith("/part/plan/#right")
    asked = worker.get("form_page", **about)
    assert "Is that right?" in asked.text and asked.value("key") == "no-plan:SupportPlan"
    on = worker.send("form_right", {"key": "no-plan:SupportPlan", "task": "plan"}, form=row.uid)
    assert on.response["Location"].endswith("/part/person/")
    assert "Is that right?" not in worker.get("form_page", **about).text


def test_a_form_is_left_out_with_a_reason_taken_up_again_and_dropped(worker: Screen, row: Any) -> None:
    about = {"form": row.uid}
    assert worker.send("form_leave_out", {"reason": "declined"}, **about).status == 302
    assert "Left out, with a reason" in worker.get("forms_due", "?show=not").text
    assert "This form was left out" in worker.get("form", **about).text
    worker.send("form_take_up", {}, **about)
    assert "Go on" in worker.get("forms_due").text
    worker.send("form_drop", {}, **about)
    assert "Dropped" in worker.get("forms_due").text and worker.get("form", **about).status == 404


def test_a_form_about_somebody_who_is_not_on_record_is_begun_by_its_day(programme: Programme, worker: Screen) -> None:
    page = worker.get("form_new")
    of = next(
        one["value"] for one in page.html.find_all("input", attrs={"name": "of"}) if str(one["value"]).endswith("entry")
    )
    old = worker.send("form_new", {**typed(page), "of": of, **day("date", date(1999, 1, 1))})
    assert old.status == 422 and "date_day" in old.errors
    begun = worker.send("form_new", {**typed(page), "of": of, **day("date", date(2025, 6, 2))})
    form = str(begun.response["Location"]).split("/forms/")[1].split("/")[0]
    assert "nobody on record here" in worker.get("forms_due").text
    assert worker.get("form_page", form=form, task="person").value("PersonCode") == ""
    household = worker.get("form_page", form=form, task="household")
    assert "Person2_Age" not in household.names()
    more = worker.send("form_page", typed(household, HouseholdSize="1"), form=form, task="household")
    assert more.response["Location"].endswith("#more"), "the page asks on, now that it leads there"
    assert "Person2_Age" in worker.get("form_page", form=form, task="household").names()


def test_a_sent_form_is_changed_and_taken_back_while_its_year_may_be_edited(
    programme: Programme, worker: Screen
) -> None:
    with scope.of(programme.by):
        row = begin(programme)
        fill(programme.by, row, PersonCode="SO-77", SupportPlan="Yes")
        sending.send(by=programme.by, form_uid=row.uid)
        sent = filled.sent(programme.by).get()
    about = {"sent": sent.uid}
    assert sent.number in worker.get("forms_due", "?show=sent").text
    worker.send("sent_form_change", {}, **about)
    assert "A change is on its way" in worker.get("sent_form", **about).text
    assert "A change of number" in worker.get("forms_due").text
    with scope.of(programme.by):
        change = filled.visible_to(programme.by).get()
    same = worker.send("form_send", {}, form=change.uid)
    assert str(same.response["Location"]).endswith(f"/sent/{sent.uid}/"), "sent as it was, it is the same form"
    worker.send("sent_form_change", {}, **about)
    worker.send("sent_form_withdraw", {"version": "1"}, **about)
    assert "the authority counts it no more" in worker.get("sent_form", **about).text
    with scope.of(programme.by):
        CollectionYear.objects.update(
            due_date=date(2025, 6, 1), new_until=date(2025, 6, 2), edit_until=date(2025, 6, 3)
        )
        change = filled.visible_to(programme.by).get()
    worker.send("form_drop", {}, form=change.uid)
    for deed in ("sent_form_change", "sent_form_withdraw"):
        assert worker.send(deed, {}, **about).status == 302
    assert "Changes of 2025/26 were taken until 3 June 2025." in worker.get("sent_form", **about).text


def test_a_person_s_forms_and_client_groups(programme: Programme, worker: Screen, row: Any) -> None:
    about = {"client": programme.ground.anwen.uid}
    assert "begun" in worker.get("client_forms", **about).text
    wrong = worker.send("client_groups", {"primary": "7", "secondary": ["7", "1", "2", "3"]}, **about)
    assert wrong.status == 422 and "among the others too" in wrong.text and "More than three" in wrong.text
    assert worker.send("client_groups", {"primary": "7", "secondary": ["complex"]}, **about).status == 302
    page = worker.get("client_forms", **about)
    assert "Single homeless" in page.text and "Complex needs" in page.text
    assert worker.get("client_groups", **about).value("primary") == ["7"]
    with scope.of(programme.by):
        assert filled.filled(programme.by, row.uid).answers["ClientGroup_Secondary"] == "21"


def test_who_takes_part_in_nothing_is_told_what_this_is(worker: Screen) -> None:
    assert "No service takes part in a programme" in worker.get("forms_due").text
    assert "No service takes part in a programme yet" in worker.get("form_new").text
