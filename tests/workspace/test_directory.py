"""The directory and where people were sent, as a person at a screen sees them."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.access import scope
from cairn.cases.actions import signpostings
from cairn.cases.actions.signpostings import NewSignposting
from cairn.cases.models import Signposting
from cairn.desk.models import Upload
from cairn.services.models import DirectoryEntry
from tests.cases.conftest import DAY, TODAY, Ground
from tests.cases.test_needs import presented
from tests.workspace.conftest import Page, Screen, day

SCRIPT = "<script>alert(1)</script>"


def upload(data: Any, name: str = "services.json") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, data if isinstance(data, bytes) else json.dumps(data).encode())}


def undone(screen: Screen, page: Page) -> None:
    button = next(form for form in page.html.find_all("form") if "/undo/" in str(form.get("action", "")))
    screen.browser.post(str(button["action"]), {})


def test_an_empty_directory_teaches_and_takes_the_first_service(worker: Screen) -> None:
    assert "Services of others, to tell people about" in worker.get("directory").text
    sent = {"name": SCRIPT, "needs": ["debt"], "url": "advice.example", **day("checked_date", TODAY)}
    assert worker.send("directory_new", {"name": "", "url": "javascript:alert(1)"}).errors.keys() == {"name", "url"}
    assert worker.send("directory_new", sent).status == 302
    page = worker.get("directory", "?need=debt&q=script")
    assert SCRIPT in page.text and SCRIPT not in str(page.html)
    assert "No service fits" in worker.get("directory", "?q=elsewhere").text
    assert SCRIPT in worker.get("directory", "?as=csv").response.content.decode()
    (one,) = json.loads(worker.get("directory", "?as=open-referral").response.content)["contents"]
    assert (one["name"], one["url"], one["status"]) == (SCRIPT, "https://advice.example", "active")


def test_an_entry_is_checked_closed_and_changed_at_its_page(worker: Screen, ground: Ground) -> None:
    worker.send("directory_new", {"name": "Debt advice", **day("checked_date", DAY.replace(year=2023))})
    with scope.of(ground.by):
        row = DirectoryEntry.objects.get()
    assert "1 service was not checked for a year or more" in worker.get("directory").text
    worker.send("directory_set", {"what": "checked", "version": "1"}, entry=row.uid)
    assert "Noted: somebody made sure today." in worker.get("directory_entry", entry=row.uid).text
    late = worker.send("directory_set", {"what": "close", "version": "1"}, entry=row.uid)
    assert late.status == 302 and "Somebody else changed this" in worker.get("directory_entry", entry=row.uid).text
    worker.send("directory_set", {"what": "close", "version": "2"}, entry=row.uid)
    assert "No service fits" in worker.get("directory").text
    assert worker.send("directory_change", {"name": "Money advice", "version": "1"}, entry=row.uid).status == 422
    assert worker.send("directory_change", {"name": "Money advice", "version": "3"}, entry=row.uid).status == 302
    page = worker.get("directory_entry", entry=row.uid)
    assert "Money advice" in page.text and "Closed" in page.text and "Not known" in page.text


def test_a_file_is_looked_at_before_it_is_written_and_taken_back_at_once(manager: Screen, ground: Ground) -> None:
    for data in (b"no json", b"{}"):
        assert manager.send("directory_bring", upload(data)).errors.keys() == {"file"}
    good = {"id": "1", "name": SCRIPT, "status": "active", "organization": {"name": "Hall"}}
    page = manager.send("directory_bring", upload([good, {"id": "2"}, {"id": "3", "name": "x", "url": "javascript:1"}]))
    assert page.status == 302
    with scope.of(ground.by):
        file = Upload.objects.get().uid
        assert not DirectoryEntry.objects.exists()
    look = manager.get("directory_compare", file=file)
    assert "[1].name" in look.text and "[2].url" in look.text and SCRIPT not in str(look.html)
    assert manager.send("directory_compare", {}, file=file).status == 302
    written = manager.get("directory")
    assert "1 new, 0 changed, 0 closed. 2 with errors stayed out." in written.text
    assert manager.get("directory_compare", file=file).status == 404
    undone(manager, written)
    with scope.of(ground.by):
        assert not DirectoryEntry.objects.exists()


def test_told_for_a_need_from_the_directory_and_heard_of_in_two_taps(worker: Screen, ground: Ground) -> None:
    with scope.of(ground.by):
        need = presented(ground)
    worker.send("directory_new", {"name": "Zebra club", "needs": ["debt"], **day("checked_date", TODAY)})
    worker.send("directory_new", {"name": "Allotment", **day("checked_date", TODAY)})
    about = {"client": ground.anwen.uid, "need": need.uid}
    offered = worker.get("need_choose", **about)
    assert [one.get_text() for one in offered.html.select("a.ws-list__name")] == ["Zebra club", "Allotment"]
    link = str(offered.html.select("a.ws-list__name")[0]["href"])
    form = Page(worker.browser.get(link))
    sent = {name: form.value(name) for name in ("uid", "entry_uid")}
    made = {**sent, "kind": "told", **day("made_date", TODAY), **day("ask_again_date", TODAY)}
    assert worker.send("need_signpost", made, **about).status == 302
    assert "Signposted to Zebra club on 30 June 2025" in worker.get("need", **about).text
    today = worker.get("home", "?own")
    ask = today.html.select_one("section[aria-labelledby=ask] a")
    assert ask
    answers = Page(worker.browser.get(str(ask["href"])))
    data = {name: answers.value(name) for name in answers.names() - {"result", "csrfmiddlewaretoken", "back"}}
    assert worker.browser.post(str(ask["href"]), {**data, "result": "started"}).status_code == 302
    sent_page = worker.get("sent", client=ground.anwen.uid)
    assert "Took it up" in sent_page.text and "Noted what came of it." in sent_page.text
    assert not worker.get("home", "?own").html.select("section[aria-labelledby=ask]")
    assert "Told once; as far as known, 1 of 1 took it up" in worker.get("directory", "?q=zebra").text


def test_in_words_with_a_yes_and_taken_out_again(worker: Screen, ground: Ground) -> None:
    about: dict[str, Any] = {"client": ground.anwen.uid}
    assert "Nothing" not in worker.get("sent", **about).text
    bad = {"kind": "passed_on", "to_words": "", **day("made_date", TODAY)}
    assert worker.send("send", bad, **about).errors.keys() == {"to_words", "agreed"}
    good = {"kind": "passed_on", "to_words": SCRIPT, "agreed": "on", **day("made_date", TODAY)}
    assert worker.send("send", good, **about).status == 302
    page = worker.get("sent", **about)
    assert SCRIPT in page.text and SCRIPT not in str(page.html)
    with scope.of(ground.by):
        row = Signposting.objects.get()
    assert (
        worker.send("signposting", {"result": "won", **day("result_date", TODAY)}, **about, signposting=row.uid).status
        == 422
    )
    assert worker.get("signposting", client=ground.bashir.uid, signposting=row.uid).status == 404
    assert worker.send("signposting_remove", {}, **about, signposting=row.uid).status == 302
    assert "Told about no other service yet" in worker.get("sent", **about).text


def test_a_stranger_finds_nothing_of_it(stranger: Screen, ground: Ground) -> None:
    with scope.of(ground.by):
        new = NewSignposting(client_uid=str(ground.anwen.uid), to_words="The law centre")
        row = signpostings.make(by=ground.by, signpostings=[new]).one
    assert stranger.get("sent", client=ground.anwen.uid).status == 404
    assert stranger.get("signposting", client=ground.anwen.uid, signposting=row.uid).status == 404
