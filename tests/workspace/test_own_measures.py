"""A measure is made on screen without JavaScript: from an example, condition by condition, tried, published; or refused where
it was said."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.permissions import Permission
from cairn.contracts import own_measures
from cairn.contracts.actions import own_measures as deeds
from cairn.contracts.rules_own_measures import Plan
from cairn.insight.mart import sources
from cairn.presentation.tried import tried
from tests.cases.conftest import Ground, lay, open_episode, visited
from tests.conftest import Party
from tests.workspace.conftest import Page, Screen
from tests.workspace.test_own_scales import follow

DAY = date(2025, 6, 3)


@pytest.fixture(autouse=True)
def _data_dir(tmp_path: Any, settings: Any) -> Any:
    settings.DATA_DIR = tmp_path
    yield
    sources.close_all()


@pytest.fixture
def ground(harbour: Party) -> Ground:
    with scope.of(harbour.system):
        return lay(harbour)


@pytest.fixture
def manager(harbour: Party) -> Screen:
    return Screen(harbour, "service_manager")


def said(ground: Ground, **changes: Any) -> dict[str, Any]:
    return {
        "label": "People who walked", "subject": "attended", "kind": "people", "where": "1",
        "where_0_column": "activity_type", "where_0_test": "in", "where_0_values": [str(ground.visit.uid)],
        "better": "higher", "not_shown": "How far", "by": ["gender"], "version": "", **changes,
    }  # fmt: skip


def saved(manager: Screen, ground: Ground, **changes: Any) -> str:
    page = manager.send("own_measure_new", said(ground, **changes))
    assert page.status == 302, page.errors
    return str(page.response["Location"].rstrip("/").rsplit("/", 1)[1])


def reads(page: Page) -> str:
    return " ".join(page.html.select_one("#tried").get_text(" ").split())


def test_the_empty_page_teaches_by_examples_and_each_is_filled_from_what_there_is(
    manager: Screen, ground: Ground
) -> None:
    page = manager.get("own_measures")
    assert "There is none yet" in page.text and len(page.html.select("a[href*='?from=']")) == 3
    esol = manager.get("own_measure_new", "?from=esol")
    assert "nothing is ticked" in reads(esol) and "Home visit (Getting out)" in esol.text
    home = reads(manager.get("own_measure_new", "?from=secure_home"))
    assert (
        "the home before is “Temporary, or not settled” and the home after is “Settled”" in home
        and "Nothing to count" in home
    )
    assert "“Hoarding and clutter”" in reads(manager.get("own_measure_new", "?from=decluttered"))
    assert "Nothing to count" in reads(manager.get("own_measure_new", "?from=nothing"))


def test_where_what_one_does_is_not_among_what_can_be_counted_it_leads_to_where_it_is_added(
    manager: Screen, ground: Ground, harbour: Party
) -> None:
    page = manager.get("own_measure_new", "?from=esol")
    assert page.html.select_one(".om-elsewhere a")["href"] == manager.url("services")
    lead = Screen(harbour, "data_lead").get("own_measure_new", "?from=esol").html.select_one(".om-elsewhere")
    assert lead.find("a") is None and "Whoever manages services adds it" in lead.get_text()
    assert manager.get("own_measure_new", "?from=decluttered").html.select_one(".om-elsewhere") is None


def test_without_javascript_it_is_put_together_and_tried_and_nothing_typed_is_lost(
    manager: Screen, ground: Ground
) -> None:
    with scope.of(ground.by):
        visited(ground, open_episode(ground), DAY, 1)

    def press(do: str, **more: Any) -> Page:
        return follow(manager, manager.send("own_measure_new", {**said(ground), **more, "do": do}))

    tried = press("try", label="Half typed")
    assert tried.value("label") == "Half typed" and "not sent yet" not in tried.text
    assert "How many different people came to an activity" in reads(tried) and "n = 1" in reads(tried)
    assert "1 row behind it" in reads(tried) and "Anwen" in reads(tried) and "Home visit" in reads(tried)
    added = press("where-add", where_add="age_band")
    assert added.html.select("[name=where_1_values]") and added.html.select("[name=joined]")
    assert not press("where-remove-0").html.select("[name=where_0_values]")
    share = press("refresh", kind="share")
    assert share.html.select("[name=parts_add]") and "Add at least one condition" in reads(share)
    assert press("refresh", subject="referrals", kind="average").html.select("[name=value]")
    assert "there is no such condition" in reads(press("refresh", subject="moves"))
    assert press("junk-77", where="99999").status == 200


def test_it_is_saved_published_given_a_version_and_withdrawn(manager: Screen, ground: Ground) -> None:
    id = saved(manager, ground)
    draft = manager.get("own_measure", measure=id)
    assert "Draft" in draft.text and "How far" in draft.text
    changed = manager.send("own_measure_edit", said(ground, label="Walkers", version="1"), measure=id, number=1)
    assert changed.status == 302
    clash = manager.send("own_measure_edit", said(ground, label="Mine", version="1"), measure=id, number=1)
    assert clash.status == 422 and "What differs" in clash.text and "Walkers" in clash.text
    assert "cannot be undone" in manager.get("own_measure_publish", measure=id, number=1).text
    done = follow(manager, manager.send("own_measure_publish", {}, measure=id, number=1))
    assert "It is published" in done.text and "No contract carries it yet" in done.text
    assert manager.get("own_measure_edit", measure=id, number=1).status == 302
    assert manager.get("own_measure_publish", measure=id, number=1).status == 302
    follow(manager, manager.send("own_measure_next", {}, measure=id))
    again = follow(manager, manager.send("own_measure_next", {}, measure=id))
    assert "There is a draft of the next version already" in again.text
    manager.send("own_measure_edit", said(ground, label="Walkers", kind="rows", version="1"), measure=id, number=2)
    assert "It read: “How many different people" in manager.get("own_measure_publish", measure=id, number=2).text
    assert "Withdrawn" in follow(manager, manager.send("own_measure_withdraw", {}, measure=id, number=1)).text
    assert "The draft is gone" in follow(manager, manager.send("own_measure_drop", {}, measure=id, number=2)).text
    other = saved(manager, ground, label="For a moment")
    gone = follow(manager, manager.send("own_measure_drop", {}, measure=other, number=1))
    assert "Undo" in gone.text and "For a moment" not in gone.html.select_one("main").get_text()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": "=HYPERLINK(1)"}, "label"),
        ({"label": ""}, "label"),
        ({"where_0_values": []}, "where_0_values"),
        ({"where_0_values": ["00000000-0000-4000-8000-000000000000"]}, "where_0_values"),
        ({"where_0_test": "like"}, "where_0_test"),
        ({"where_0_column": "person", "where_0_values": ["x"]}, "where_add"),
        ({"where_0_column": "no_such_column"}, "where_add"),
        ({"subject": "person"}, "subject"),
        ({"kind": "sum"}, "kind"),
        ({"by": ["person"]}, "by"),
        ({"better": ""}, "better"),
        ({"where": "40"}, "where_add"),
    ],
)
def test_what_was_crafted_is_refused_where_it_was_said_and_nothing_is_written(
    manager: Screen, ground: Ground, changes: dict[str, Any], field: str
) -> None:
    before = manager.deeds
    page = manager.send("own_measure_new", said(ground, **changes))
    assert page.status == 422 and field in page.errors, page.errors
    assert manager.deeds == before


def test_a_whole_report_pasted_into_a_field_is_refused_beside_it_and_not_lost(manager: Screen, ground: Ground) -> None:
    pasted = "They came every week. " * 10_000
    page = manager.send("own_measure_new", said(ground, not_shown=pasted))
    assert page.status == 422 and "not_shown" in page.errors
    assert page.html.select_one("#id_not_shown").get_text().strip() == pasted.strip()


def test_hostile_words_stand_on_every_page_as_words(manager: Screen, ground: Ground, harbour: Party) -> None:
    label, shown = "A<script>alert(1)</script>{{7*7}}", "</textarea><img src=x onerror=alert(1)>"
    id = saved(manager, ground, label=label, not_shown=shown)
    manager.send("own_measure_publish", {}, measure=id, number=1)
    pages = [
        manager.get("own_measures"),
        manager.get("own_measure", measure=id),
        manager.get("figures", f"?measure={id}&period=2025&by="),
    ]
    for page in pages:
        text = page.response.content.decode()
        assert page.status == 200 and "<script>alert" not in text and "<img src=x" not in text
        assert "A&lt;script&gt;" in text and "{{7*7}}" in text


def test_another_organisations_draft_and_published_measure_do_not_exist_here(
    manager: Screen, ground: Ground, oakfield: Party
) -> None:
    by = oakfield.service_manager
    with scope.of(by):
        draft, published = (deeds.draft(by=by, plan=Plan(label=f"Secret {n}", not_shown="x")).one.measure for n in "ab")
        deeds.publish(by=by, id=published, number=1)
    for id in (draft, published, own_measures.new_id()):
        assert manager.get("own_measure", measure=id).status == 404
        assert manager.get("own_measure_edit", measure=id, number=1).status == 404
        assert manager.send("own_measure_next", {}, measure=id).status == 404
    assert "Secret" not in manager.get("own_measures").text
    assert "Secret" not in manager.get("figures").text
    assert manager.get("figures", f"?measure={published}&period=2025&by=").status == 422


def test_who_may_not_read_people_sees_how_many_rows_there_are_and_none_of_them(ground: Ground, harbour: Party) -> None:
    with scope.of(ground.by):
        visited(ground, open_episode(ground), DAY, 1)
    lead = harbour.data_lead
    blind = replace(lead, permissions=lead.permissions - {Permission.READ_CLIENTS})
    with scope.of(lead):
        id = str(deeds.draft(by=lead, plan=Plan(label="Came", not_shown="x")).one.measure)
        definition = own_measures.versions(lead, id)[0].definition
        seen, hidden = tried(lead, definition).rows, tried(blind, definition).rows
    assert seen and hidden and (seen.total, seen.hidden, len(seen.table.lines)) == (1, 0, 1)
    assert (hidden.total, hidden.hidden, len(hidden.table.lines)) == (1, 1, 0)
