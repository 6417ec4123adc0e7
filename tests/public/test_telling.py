"""A tiny group's page: two minutes on a phone, nothing lost, sent again and again; and attacked: guessed, flooded, stuffed."""

import io
import struct
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from PIL import Image

from cairn.access import scope
from cairn.access.models import AuditEvent
from cairn.contracts import told
from cairn.contracts.actions import group_reports
from cairn.contracts.actions import groups as keeping
from cairn.contracts.models import GroupLink, GroupReport
from cairn.contracts.rules_groups import NewGroup
from cairn.contracts.rules_groups import Telling as Told
from cairn.desk import received
from cairn.desk.models import Upload
from cairn.intake import rules_telling, telling
from cairn.intake.actions import group_links
from cairn.intake.models import Throttle
from cairn.intake.rules import Limit
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from cairn.presentation.own.words import every
from tests.conftest import Party
from tests.contracts.conftest import a_contract
from tests.workspace.conftest import Page

pytestmark = pytest.mark.django_db
Q2 = Period.parse("2025-Q2")
SAID = {"heads": "61", "heads_new": "4", "changed": "More come.", "asked": "23", "easy_to_come": "18"}
OGG = b"OggS" + b"\0" * 60


@dataclass
class Telling:
    """One group with a link, and the browser on its leader's phone."""

    party: Party
    group: Any
    row: Any
    token: str
    browser: Browser = field(default_factory=Browser)

    @property
    def url(self) -> str:
        return f"/tell/{self.token}/"

    def open(self, query: str = "", **headers: str) -> Page:
        return Page(self.browser.get(self.url + query, headers=headers))

    def stands(self) -> str:
        """What a page that is opened now says it was begun on."""
        found = self.open("?again=1").html.select_one("[name=stands]")
        return str(found["value"]) if found else ""

    def send(self, go: str = "send", follow: bool = True, **said: Any) -> Page:
        """From a page that was opened just now, or with `stands` one that was opened before."""
        said = {"stands": self.stands(), **said}
        return Page(self.browser.post(self.url, {"go": go, **said}, follow=follow))

    def kept(self) -> list[GroupReport]:
        with scope.of(self.party.data_lead):
            return list(GroupReport.objects.order_by("pk"))

    def fresh(self) -> GroupLink:
        with scope.of(self.party.data_lead):
            return GroupLink.objects.get(pk=self.row.pk)


@pytest.fixture
def link(harbour: Party, eastborough: Party) -> Telling:
    contract = a_contract(eastborough.contract_manager, has_small_grants=True)
    by = harbour.data_lead
    with scope.of(by):
        new = [NewGroup("Tea Friends", date(2025, 1, 2))]
        group = keeping.add(by=by, contract_uid=contract.uid, new=new).one
        made = group_links.make(by=by, group_uids=[group.uid], period=Q2, languages=[*every()]).one
    return Telling(harbour, group, made.row, made.token)


def source(page: Page) -> str:
    return page.response.content.decode()


def photo(**exif: Any) -> SimpleUploadedFile:
    out, known = io.BytesIO(), Image.Exif()
    known[0x010F] = "Secret Camera"
    known.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (2400, 1200), "teal").save(out, "JPEG", exif=known)
    return SimpleUploadedFile("IMG_0001.jpg", out.getvalue(), "image/jpeg")


def test_the_page_names_the_group_and_its_time_and_keeps_no_cookie(link: Telling) -> None:
    page = link.open()
    assert page.status == 200
    assert "Tea Friends, 1 April 2025 to 30 June 2025" in page.text
    assert not page.response.cookies
    assert page.response["Cache-Control"] == "no-store, private"
    assert page.response["Referrer-Policy"] == "no-referrer"
    assert link.fresh().opened_at is None, "opening it writes nothing"


def test_what_is_sent_is_read_again_and_stands_with_the_anchor(link: Telling) -> None:
    page = link.send(**SAID, help_wanted=["money", "place"], story="She sets the tables.", story_consent="told")
    assert "Thank you. It has reached Harbour Trust." in page.text
    assert "18 of 23 asked" in page.text and "She sets the tables." in page.text
    [row] = link.kept()
    assert (row.heads, row.heads_new, row.asked, row.easy_to_come, row.help_wanted) == (
        61,
        4,
        23,
        18,
        ["money", "place"],
    )
    assert row.told_date == clock.today() and row.link_id == link.row.pk
    with scope.of(link.party.system):
        event = AuditEvent.objects.get(type="contracts.group_told")
    assert (event.actor_kind, event.actor_uid) == ("link", "group")


def test_sent_again_it_replaces_what_was_sent_and_that_stays(link: Telling) -> None:
    link.send(**SAID)
    assert 'value="61"' in source(link.open("?again=1"))
    link.send("size-large", **SAID)
    assert "You have changed something" not in link.open("?again=1").text, "how it is read is no change"
    link.send("keep", **{**SAID, "heads": "62"})
    assert "You have changed something" in link.open().text
    page = link.send(**{**SAID, "heads": "63"})
    assert "63" in page.text
    first, second = link.kept()
    assert (first.heads, first.replaced_by_id) == (61, second.pk)
    with scope.of(link.party.data_lead):
        assert told.standing(link.group, Q2.start, Q2.end) == second


def test_of_two_taps_at_once_both_see_that_it_is_sent_and_it_stands_once(
    link: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second keeps what it holds before the first has sent it; then nothing is on its way any more."""
    taps, keep = [], telling.keep

    def kept(*given: Any, **named: Any) -> None:
        keep(*given, **named)
        if not taps:
            taps.append(1)
            taps.append(link.send(**SAID))

    monkeypatch.setattr(telling, "keep", kept)
    second = link.send(**SAID)
    assert (second.status, taps[1].status) == (200, 200)
    assert second.text == taps[1].text
    [one] = link.kept()
    assert one.heads == 61 and link.fresh().answers == {}


def test_of_two_phones_the_second_sees_what_the_first_sent_beside_its_own_and_chooses(link: Telling) -> None:
    """Nobody's is replaced unseen, and nothing typed is lost."""
    early = link.stands()
    link.send(heads="61", changed="More come.", stands=early, photo=photo())
    second = link.send(heads="58", story="He came.", story_consent="told", stands=early)
    assert second.status == 409 and [row.heads for row in link.kept()] == [61]
    assert "Somebody sent this page while you were writing" in second.text
    shown = second.html.select_one(".tell-both").get_text(" ", strip=True)
    for words in ("Sent: 61", "Yours: 58", "Sent: More come.", "Yours: Left out", "Yours: He came."):
        assert words in shown
    assert "Photo" not in shown, "of what is alike nothing is said"
    assert 'value="58"' in source(second) and "He came.</textarea>" in source(second)
    again = link.open()
    assert "Somebody sent this page" in again.text, "also when the page is opened again"
    seen = again.html.select_one("[name=seen]")["value"]
    page = link.send("instead", heads="58", changed="More come.", stands=early, seen=seen)
    assert "Thank you" in page.text
    assert [(row.heads, row.changed, len(row.files)) for row in link.kept()] == [
        (61, "More come.", 1),
        (58, "More come.", 1),
    ]


def test_a_third_who_sends_before_the_choice_is_shown_too_and_what_was_sent_may_be_left(link: Telling) -> None:
    early = link.stands()
    link.send(heads="61", stands=early)
    seen = link.send(heads="58", stands=early).html.select_one("[name=seen]")["value"]
    link.send("leave", stands=early)
    link.send(heads="70", stands=seen)
    third = link.send("instead", heads="58", stands=early, seen=seen)
    assert third.status == 409 and "Sent: 70" in third.text.replace("\n", " ")
    page = link.send("leave", heads="58", stands=early)
    assert "Thank you" in page.text and "70" in page.text
    assert [row.heads for row in link.kept()] == [61, 70] and link.fresh().answers == {}


@pytest.mark.parametrize("stuffed", ["", "x\0" * 40, "<script>", "0" * 4000])
def test_a_page_that_says_nonsense_of_what_it_was_begun_on_replaces_nothing(link: Telling, stuffed: str) -> None:
    assert "Thank you" in link.send(heads="5", stands=stuffed).text, "nothing stood"
    page = link.send(heads="6", stands=stuffed, lang="x")
    assert page.status == 409 and "<script>" not in source(page).split("tell-both")[1].split("</section>")[0]
    assert link.send("instead", heads="6", stands=stuffed, seen=stuffed).status == 409
    assert [row.heads for row in link.kept()] == [5]


@pytest.mark.parametrize("language", sorted(every()))
def test_both_are_shown_in_every_language(link: Telling, language: str) -> None:
    early, tongue = link.stands(), every()[language]
    link.send(heads="5", help_wanted=["known"], story="<b>She</b> came.", story_consent="told", stands=early)
    link.send(f"lang-{language}", heads="6", is_sample="1", stands=early)
    page = link.open()
    assert tongue("tell_meantime") in page.text and tongue("tell_help_known") in page.text
    assert "&lt;b&gt;She" in source(page)


def test_what_is_sent_twice_word_for_word_by_one_phone_is_sent_once(link: Telling) -> None:
    """Its answer did not come, and it sent again: photo and all."""
    early = link.stands()
    for _ in range(2):
        page = link.send(**SAID, stands=early, photo=photo())
        assert (page.status, "Thank you" in page.text) == (200, True)
    assert len(link.kept()) == 1 and link.fresh().answers == {}


def test_what_the_anchor_wrote_down_meanwhile_is_not_replaced_unseen_either(link: Telling) -> None:
    early, by = link.stands(), link.party.data_lead
    with scope.of(by):
        group_reports.write(by=by, group_uid=link.group.uid, period=Q2, said=Told(heads=40))
    assert link.send(heads="61", stands=early).status == 409
    with scope.of(by):
        group_reports.withdraw(by=by, report_uid=link.kept()[0].uid)
    assert "Thank you" in link.send(heads="61", stands=early).text, "what was taken out stands in nobody's way"


def test_what_is_typed_is_kept_before_it_is_sent_and_shown_again(link: Telling) -> None:
    assert link.send("keep", heads="6", changed="We").status == 204
    page = link.open()
    assert 'value="6"' in source(page) and ">We</textarea>" in source(page)
    assert link.kept() == []
    link.send("lang-arabic", heads="6", changed="We")
    assert 'dir="rtl"' in source(link.open())
    link.send("size-large", heads="6")
    assert 'data-size="large"' in source(link.open())


@pytest.mark.parametrize(
    ("said", "field_", "words"),
    [
        ({}, "heads", "Nothing is filled in yet"),
        ({"heads": "many"}, "heads", "Write a number, such as 12."),
        ({"heads": "3", "heads_new": "4"}, "heads_new", "More came for the first time"),
        ({"heads": "9", "is_sample": "1"}, "times_counted", "how often you met"),
        ({"heads": "9", "is_sample": "1", "times_met": "4", "times_counted": "4"}, "times_counted", "every time"),
        ({"easy_to_come": "4"}, "asked", "Write how many you asked."),
        ({"asked": "3", "easy_to_come": "4"}, "easy_to_come", "more than you asked"),
        ({"story": "She came."}, "story_consent", "whether your story may be told"),
        ({"changed": "x" * 2001}, "changed", "too long"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    link: Telling, said: dict[str, str], field_: str, words: str
) -> None:
    page = link.send(**said)
    assert page.status == 422
    assert words in page.html.select_one(f"#{field_}-wrong").text
    assert f'href="#{field_}"' in source(page)
    for name, value in said.items():
        assert name == "is_sample" or value[:2000] in source(page)
    assert link.kept() == []


def test_no_log_has_the_token_of_a_page_that_was_not_in_order(link: Telling, caplog: pytest.LogCaptureFixture) -> None:
    link.send(heads="many")
    assert link.token not in caplog.text


def test_a_sample_says_how_often_it_was_counted(link: Telling) -> None:
    page = link.send(heads="40", is_sample="1", times_met="12", times_counted="3")
    assert "3 of 12 times counted" in page.text
    assert link.kept()[0].is_sample


def test_a_photo_is_drawn_anew_without_place_or_device_and_a_voice_note_stays_as_it_is(link: Telling) -> None:
    voice = SimpleUploadedFile("note.bin", OGG, "application/octet-stream")
    page = link.send(heads="", photo=photo(), voice=voice)
    assert "Thank you" in page.text
    [row] = link.kept()
    assert [one["kind"] for one in row.files] == ["photo", "voice"]
    by = link.party.data_lead
    with scope.of(by):
        kept = {one["kind"]: received.read(by, Upload.objects.get(uid=one["uid"])) for one in row.files}
    drawn = Image.open(io.BytesIO(kept["photo"]))
    assert (drawn.format, drawn.size, dict(drawn.getexif())) == ("JPEG", (1600, 800), {})
    assert b"Secret Camera" not in kept["photo"]
    assert kept["voice"] == OGG


def test_a_voice_note_does_not_say_where_it_was_made(link: Telling) -> None:
    told = struct.pack(">I4s", 28, b"udta") + b"12 Secret Street    "
    note = struct.pack(">I4s4s", 12, b"ftyp", b"M4A ") + told + struct.pack(">I4s", 12, b"mdat") + b"song"
    link.send(heads="9", voice=SimpleUploadedFile("12 Secret Street.m4a", note))
    [row] = link.kept()
    with scope.of(link.party.data_lead):
        kept = received.read(link.party.data_lead, Upload.objects.get(uid=row.files[0]["uid"]))
    assert b"Secret" not in kept and b"song" in kept and row.files[0]["name"] == "voice.m4a"


def test_a_file_that_is_none_of_its_kind_is_refused_and_a_good_one_stays_when_something_else_is_wrong(
    link: Telling,
) -> None:
    page = link.send(heads="5", photo=SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>"), voice=photo())
    assert page.status == 422
    assert "no photo that can be read" in page.text and "no recording that can be played" in page.text
    link.send(heads="x", photo=photo())
    page = link.open()
    assert "A photo is kept and goes with it." in page.text
    link.send("drop-photo", heads="5")
    assert "A photo is kept" not in link.open().text


def test_whatever_opens_nothing_is_one_page(link: Telling) -> None:
    answers = [Browser().get(f"/tell/{token}/") for token in ("x", "a" * 28, link.token[::-1])]
    with scope.of(link.party.data_lead):
        group_links.end(by=link.party.data_lead, link_uid=link.row.uid)
    answers += [Browser().get(link.url), Browser().post(link.url, {"go": "send", "heads": "3"})]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1
    assert link.kept() == []


def test_no_link_is_made_for_nobody_or_for_a_group_that_has_left(link: Telling) -> None:
    by, said = link.party.data_lead, {"period": Q2, "languages": [*every()]}
    with scope.of(by):
        keeping.leave(by=by, group_uid=link.group.uid)
        for uids, rule in (((), "link.nobody"), ((link.group.uid,), "link.left")):
            with pytest.raises(Refused) as refused:
                group_links.make(by=by, group_uids=uids, **said)
            assert [one.rule for one in refused.value.problems] == [rule]


def test_a_link_that_has_run_out_or_whose_group_has_left_opens_nothing(link: Telling) -> None:
    with clock.fixed(clock.now() + timedelta(days=43)):
        assert link.open().status == 404
    by = link.party.data_lead
    with scope.of(by):
        keeping.leave(by=by, group_uid=link.group.uid)
    assert link.open().status == 404


def test_floods_and_forged_forms_are_held(link: Telling, monkeypatch: pytest.MonkeyPatch) -> None:
    forged = Page(link.browser.post(link.url, {"heads": "3"}, headers={"Origin": "https://evil.example"}))
    assert (forged.status, link.kept()) == (422, [])
    monkeypatch.setitem(rules_telling.LIMITS, "link", Limit(10, 1))
    Throttle.objects.all().delete()
    link.send("keep", heads="1")
    held = link.send("keep", heads="2")
    assert held.status == 429 and link.fresh().answers["given"]["heads"] == "1"
    assert Browser().post(link.url, {"changed": "x"}, headers={}, CONTENT_LENGTH=str(10**8)).status_code == 413


def test_a_picture_that_unpacks_into_a_flood_is_refused(link: Telling) -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG", optimize=True)
    page = link.send(heads="1", photo=SimpleUploadedFile("big.png", out.getvalue()))
    assert "no photo that can be read" in page.text
