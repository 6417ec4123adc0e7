"""The anchor's screens: many groups added at once, links made, what they tell, what came about, applications, its own figures."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from cairn.access import scope
from cairn.contracts.models import Contract, Group, GroupApplication, GroupReport, SmallGrant
from cairn.kernel import clock
from tests.conftest import Party
from tests.contracts.conftest import a_contract
from tests.matrix.world_groups import photo
from tests.workspace.conftest import Page, Screen, day

pytestmark = pytest.mark.django_db
LINES = "Tea Friends; E05011118; Tea and a bus there\nCanal Walkers\n\nLantern Choir; ; Singing"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.fixed(datetime(2025, 7, 10, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def pot(harbour: Party, eastborough: Party) -> Contract:
    return a_contract(eastborough.contract_manager, value_pounds=12_000, has_small_grants=True)


@pytest.fixture
def lead(harbour: Party) -> Screen:
    return Screen(harbour, "data_lead")


@pytest.fixture
def groups(lead: Screen, pot: Contract) -> dict[str, Group]:
    form = lead.get("group_add", contract=pot.uid)
    said = {
        "names": LINES,
        "target_groups": ["over_50"],
        "uid": form.value("uid"),
        **day("known_date", date(2025, 1, 2)),
    }
    assert lead.send("group_add", said, contract=pot.uid).status == 302
    with scope.of(lead.party.data_lead):
        return {row.name: row for row in Group.objects.all()}


def test_an_organisation_that_is_no_anchor_reads_what_one_is(lead: Screen) -> None:
    assert "Groups are for anchor organisations" in lead.get("groups").text


def test_many_are_added_at_once_and_what_is_wrong_is_said_of_its_line(
    lead: Screen, pot: Contract, groups: dict[str, Group]
) -> None:
    assert sorted(groups) == ["Canal Walkers", "Lantern Choir", "Tea Friends"]
    assert (groups["Tea Friends"].ward, groups["Tea Friends"].what) == ("E05011118", "Tea and a bus there")
    page = lead.send("group_add", {"names": "New\ncanal walkers; X", **day("known_date", None)}, contract=pot.uid)
    assert page.status == 422 and page.value("names") == "New\ncanal walkers; X"
    assert "Line 2: There is a group of this name already." in page.text
    assert "Line 2: That is no code of a ward." in page.text
    assert "known_date" in " ".join(page.errors)


def test_links_for_all_groups_of_a_quarter_and_who_has_not_told(
    lead: Screen, pot: Contract, groups: dict[str, Group]
) -> None:
    page = lead.get("groups_ask", contract=pot.uid)
    assert "0 of 3 groups have told of April to June 2025." in page.text
    said = {"period": "2025-Q2", "groups": page.value("groups"), "language": "english", "days": "42"}
    slips = lead.send("groups_ask", said, contract=pot.uid)
    links = re.findall(r"/tell/[\w-]+/", slips.response.content.decode())
    assert len(set(links)) == 3 and len(slips.html.select(".pub-qr svg")) == 3
    assert slips.html.select("a[href^='mailto:?subject=Harbour']")
    stranger = Browser()
    for href, heads in zip(sorted(set(links))[:2], ("61", "9"), strict=True):
        assert stranger.post(href, {"go": "send", "heads": heads}).status_code == 302
    again = lead.get("groups_ask", "?period=2025-Q2", contract=pot.uid)
    assert "2 of 3 groups have told of April to June 2025." in again.text
    assert again.value("groups") == [], "the third has a link already"
    assert "Just told" in lead.get("groups").text
    wrong = lead.send("groups_ask", {**said, "groups": [], "days": "x"}, contract=pot.uid)
    assert wrong.status == 422 and "Tick at least one." in wrong.text and "Write from 1 to 180 days." in wrong.text


def test_what_is_told_by_phone_is_the_same_form_and_a_photo_is_the_anchors_alone(
    lead: Screen, pot: Contract, groups: dict[str, Group], oakfield: Party
) -> None:
    tea = groups["Tea Friends"]
    said = {"period": "2025-Q2", "heads": "40", "counted": "some", "times_counted": "3", "times_met": "12"}
    assert lead.send("group_tell", said, small_group=tea.uid).status == 302
    assert "40 came to 3 of 12 meetings, a sample" in lead.get("group", small_group=tea.uid).text
    wrong = lead.send("group_tell", {**said, "story": "She came.", "easy_to_come": "4"}, small_group=tea.uid)
    assert set(wrong.errors) == {"story_consent", "asked"}
    links = lead.send("groups_ask", {"period": "2025-Q2", "groups": [tea.uid], "language": "english", "days": "9"},
                      contract=pot.uid)  # fmt: skip
    href = re.findall(r"/tell/[\w-]+/", links.response.content.decode())[0]
    with scope.of(lead.party.data_lead):
        stands = GroupReport.objects.get().uid
    sent = {"go": "send", "heads": "", "stands": str(stands), "photo": SimpleUploadedFile("a.png", photo())}
    Browser().post(href, sent)
    with scope.of(lead.party.data_lead):
        report = GroupReport.objects.get(replaced_by=None)
    about = {"report": report.uid, "file": report.files[0]["uid"]}
    got = lead.browser.get(lead.url("group_file", **about))
    assert (got["Content-Type"], got["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in got["Content-Security-Policy"]
    stranger = Screen(oakfield, "data_lead")
    assert stranger.get("group_file", **about).status == 404
    page = lead.get("group_report", report=report.uid)
    assert page.html.select("img.gr-photo") and "Told of the same time before" in page.text
    assert lead.send("group_report_act", {"do": "drop_file", "file": "x"}, report=report.uid).status == 404
    lead.send("group_report_act", {"do": "drop_file", "file": about["file"]}, report=report.uid)
    assert lead.get("group_file", **about).status == 404
    assert not lead.get("group_report", report=report.uid).html.select("img.gr-photo")


def test_two_looks_say_what_became_of_a_group(lead: Screen, groups: dict[str, Group]) -> None:
    tea = groups["Tea Friends"]
    first = {"constitution": "not_yet", "insurance": "in_place", **day("checked_date", date(2025, 2, 3))}
    lead.send("group_check", first, small_group=tea.uid)
    form = lead.get("group_check", small_group=tea.uid)
    assert form.value("constitution") == ["not_yet"], "what stood last time stands there"
    lead.send("group_check", {**first, "constitution": "in_place", **day("checked_date", date(2025, 6, 3))},
              small_group=tea.uid)  # fmt: skip
    page = lead.get("group", small_group=tea.uid)
    assert (
        "Tea Friends became constituted" in page.text and "Since the time before, it became constituted." in page.text
    )
    rows = page.html.select(".gr-table tbody tr")
    assert rows[0].get_text(" ", strip=True) == "Constitution In place Not yet"
    assert "2 of 2 in place" in lead.get("groups").text


def test_an_award_is_recorded_as_a_grant_and_a_refusal_says_why(lead: Screen, groups: dict[str, Group]) -> None:
    tea = groups["Tea Friends"]
    for pounds in ("900", "4800"):
        form = lead.get("group_apply", small_group=tea.uid)
        said = {"asked_pounds": pounds, "uid": form.value("uid"), **day("received_date", date(2025, 6, 2))}
        assert lead.send("group_apply", said, small_group=tea.uid).status == 302
    with scope.of(lead.party.data_lead):
        first, second = GroupApplication.objects.order_by("asked_pounds")
    on = day("decided_date", date(2025, 6, 9))
    bare = lead.send("application_decide", {"decision": "awarded", **on}, application=first.uid)
    assert "What was awarded?" in bare.text
    award = {"decision": "awarded", "pounds": "800", "title": "Tea", "description": "Hall hire.", **on}
    assert lead.send("application_decide", award, application=first.uid).status == 302
    refusal = {"decision": "turned_down", "reason": "not_what_for", "supported_elsewhere": "Lottery", **on}
    lead.send("application_decide", {**refusal, "raised_pounds": "5000", **day("raised_date", date(2025, 7, 1))},
              application=second.uid)  # fmt: skip
    page = lead.get("group", small_group=tea.uid)
    assert "G001, £800" in page.text and "Raised £5,000 elsewhere: Lottery." in page.text
    assert "Refused: for something that the money is not for." in page.text
    with scope.of(lead.party.data_lead):
        assert SmallGrant.objects.get().group_name == "Tea Friends"


def test_a_story_becomes_a_case_study_and_is_taken_back(lead: Screen, groups: dict[str, Group]) -> None:
    said = {"period": "2025-Q2", "counted": "all", "story": "A chair by the window.", "story_consent": "told"}
    lead.send("group_tell", said, small_group=groups["Tea Friends"].uid)
    with scope.of(lead.party.data_lead):
        report = GroupReport.objects.get()
    lead.send("group_story", {"title": "A chair", "words": "A chair."}, report=report.uid)
    assert "A chair" in lead.get("stories").text
    assert "It is a case study" in lead.get("group_report", report=report.uid).text
    lead.send("group_report_act", {"do": "take_back"}, report=report.uid)
    assert "A chair" not in lead.get("stories").text
    assert lead.get("group_story", report=report.uid).status == 404


def test_the_anchors_own_figures_keep_samples_apart(lead: Screen, groups: dict[str, Group]) -> None:
    tell(lead, groups["Tea Friends"], heads="61", counted="all", asked="23", easy_to_come="18")
    tell(lead, groups["Canal Walkers"], heads="40", counted="some", times_counted="3", times_met="12")
    page = lead.get("group_figures", "?period=2025-Q2")
    full, *_, samples = page.html.select("main section")
    assert "61" in full.text and "40" not in full.text and "1 left out: counted at only some meetings" in full.text
    assert "at 3 of 12 meetings" in samples.text and "18 of 23 asked" in samples.text
    assert "101" not in page.text


def test_what_would_help_is_counted_over_groups_and_their_words_stand_together(
    lead: Screen, groups: dict[str, Group]
) -> None:
    said: dict[str, Any] = {"counted": "all"}
    tell(lead, groups["Tea Friends"], **said, period="2025-Q1", help_wanted=["money"], would_help="An urn")
    tell(lead, groups["Tea Friends"], **said, help_wanted=["money", "place"], would_help="A hall near the canal")
    tell(lead, groups["Canal Walkers"], **said, help_wanted=["money"])
    tell(lead, groups["Lantern Choir"], **said, would_help="<b>Song</b> books")
    page = lead.get("groups_help", "?period=2025-Q2")
    assert "2 of the 3 groups that told of April to June 2025 asked for something." in page.text
    lines = [one.get_text(" ", strip=True) for one in page.html.select(".gr-help > li")]
    assert lines[0].startswith("Money, or help to ask for it 2 groups") and "Canal Walkers Tea Friends" in lines[0]
    assert lines[1].startswith("A place to meet 1 group") and len(lines) == 8
    assert "A hall near the canal" in page.text and "An urn" not in page.text
    assert "&lt;b&gt;Song" in page.response.content.decode()
    every = lead.get("groups_help", "?period=all")
    assert "2 of the 3 groups" in every.text and "An urn" not in every.text, "the newest words of each, each group once"
    assert "An urn" in lead.get("groups_help", "?period=2025-Q1").text
    found = lead.get("groups_help", "?period=all&q=CANAL")
    assert (
        "A hall near the canal" in found.text and "Song" not in found.text and "1 group with these words" in found.text
    )
    assert "Nobody wrote this." in lead.get("groups_help", "?q=nowhere").text
    figures = lead.get("group_figures", "?period=2025-Q2")
    line = figures.html.find("dt", string=re.compile("^Groups that asked for help")) or figures.html.select("dt")[4]
    assert line.find_next("dd").get_text(strip=True).startswith("2")


def tell(lead: Screen, group: Group, **said: Any) -> Page:
    return lead.send("group_tell", {"period": "2025-Q2", **said}, small_group=group.uid)
