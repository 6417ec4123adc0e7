"""Waiting at the door, on screen: the queue, one that came, what is done with it; and somebody sent to the door of another."""

import uuid
from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.cases.actions import incoming, referrals
from cairn.cases.actions.incoming import NewIncoming
from cairn.cases.models import IncomingReferral, Referral
from cairn.people.models import Client
from cairn.services.actions import services
from cairn.services.actions.services import NewService
from cairn.services.models import Service
from tests.cases.conftest import Ground, referred
from tests.conftest import Party
from tests.workspace.conftest import Page, Screen, day

SCRIPT = "<script>alert('x')</script>"


def landed(ground: Ground, **changes: Any) -> IncomingReferral:
    values = {"uid": str(uuid.uuid4()), "service_uid": str(ground.service.uid), "name": "Dilys Parry"}
    with scope.of(ground.by):
        return incoming.receive(by=ground.party.system, incoming=[NewIncoming(**{**values, **changes})]).one


def names(page: Page) -> list[str]:
    return [link.get_text(strip=True) for link in page.html.select(".door-list .ws-list__name")]


@pytest.fixture
def queue(ground: Ground) -> dict[str, Any]:
    """One urgent that came today, two routine, of whom one has waited for weeks; one that is not known how urgent."""
    rows = {
        "urgent": landed(ground, name="Urgent", urgency="urgent"),
        "routine": landed(ground, name="Routine", urgency="routine"),
    }
    with scope.of(ground.by):
        rows["long"] = referred(ground, ground.anwen, received_date=date(2025, 6, 1), urgency="routine")
        rows["soon"] = referred(ground, ground.bashir, received_date=date(2025, 6, 20), urgency="soon", sector="self")
    return rows


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Urgent", "Bashir", "Anwen", "Routine"]),
        ("?urgency=routine", ["Anwen", "Routine"]),
        ("?stands=new", ["Urgent", "Routine"]),
        ("?stands=public_form", ["Urgent", "Routine"]),
        ("?stands=organisation", []),
        ("?stands=pending", ["Bashir", "Anwen"]),
        ("?days=14", ["Anwen"]),
        ("?sector=self", ["Bashir"]),
        ("?q=rout", ["Routine"]),
        ("?q=anw", ["Anwen"]),
        ("?urgency=now&page=x&days=3", ["Urgent", "Bashir", "Anwen", "Routine"]),
    ],
)
def test_the_queue_is_by_urgency_and_then_by_waiting(
    worker: Screen, queue: dict[str, Any], query: str, expected: list[str]
) -> None:
    assert names(worker.get("door", query)) == expected


def test_another_services_door_is_another_queue(worker: Screen, ground: Ground, queue: dict[str, Any]) -> None:
    with scope.of(ground.by):
        new = [NewService(name="Walks", start_date=date(2024, 1, 1))]
        walks = services.add(by=ground.manager, services=new).one
    assert names(worker.get("door", f"?service={walks.uid}")) == []
    assert len(names(worker.get("door", f"?service={ground.service.uid}"))) == 4


def test_the_queue_as_a_file(worker: Screen, queue: dict[str, Any]) -> None:
    response = worker.browser.get(worker.url("door") + "?stands=pending&as=csv")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Name,Service,Stands,Urgency") and len(lines) == 3
    assert lines[1].startswith("Bashir,Getting out,To be decided,Soon: within two weeks")


def test_it_is_seen_from_today_and_from_the_referrals(worker: Screen, queue: dict[str, Any]) -> None:
    for place in ("home", "referrals"):
        page = worker.get(place)
        assert page.html.select_one(f'a[href="{worker.url("door")}"]') and "2 not looked at yet" in page.text


def test_an_empty_queue_teaches(worker: Screen, ground: Ground) -> None:
    assert "Nobody is waiting" in worker.get("door").text
    assert "Nobody fits." in worker.get("door", "?urgency=soon").text


def test_the_way_in_from_the_door(worker: Screen, ground: Ground) -> None:
    row = landed(ground, name="Anwen", birth_date=date(1980, 5, 1), reason="Lonely", safe_contact="After six")
    page = worker.get("came", incoming=row.uid)
    assert "Before you call: After six" in page.text and "the same name" in page.text
    take = {"client_uid": "new", "sector": "self", "next": "waits", "version": "1"}
    wrong = worker.send("came_take", {**take, "client_uid": "", "next": ""}, incoming=row.uid)
    assert set(wrong.errors) == {"client_uid", "next"}
    sent = worker.send("came_take", {**take, "client_uid": str(ground.anwen.uid)}, incoming=row.uid)
    with scope.of(ground.by):
        referral = Referral.objects.get()
        assert sent.response["Location"] == worker.url("referral", referral=referral.uid)
        assert (referral.client, referral.reason, referral.sector) == (ground.anwen, "Lonely", "self")
    shown = worker.get("referral", referral=referral.uid)
    assert "What was sent" in shown.text and "0 days since the referral came" in shown.text
    again = worker.send("came_take", take, incoming=row.uid)
    assert again.response["Location"] == worker.url("came", incoming=row.uid)
    assert "answered already" in worker.get("came", incoming=row.uid).text


def test_support_begins_at_once_where_it_does(worker: Screen, ground: Ground) -> None:
    row = landed(ground)
    take = {"sector": "not_known", "next": "begins", "worker_uid": ground.by.uid, "version": "1"}
    wrong = worker.send("came_take", take, incoming=row.uid)
    assert [words for words in wrong.errors.values() if "Enter the day, or let the referral wait." in words]
    sent = worker.send("came_take", {**take, **day("start_date", date(2025, 6, 30))}, incoming=row.uid)
    with scope.of(ground.by):
        client = Client.objects.get(name="Dilys Parry")
    assert sent.response["Location"] == worker.url("client", client=client.uid)
    page = worker.get("client", client=client.uid)
    assert "Taken in: support begins." in page.text
    undo = page.html.select_one(".ws-done form")
    assert undo
    worker.browser.post(str(undo["action"]), {"back": worker.url("door")})
    assert names(worker.get("door")) == ["Dilys Parry"]


def test_not_for_us_and_not_a_referral(worker: Screen, ground: Ground) -> None:
    no, spam = landed(ground, name="Efa"), landed(ground, name="Buy now")
    said = {"reason": "no_capacity", "sector": "self", "version": "1"}
    assert set(worker.send("came_no", {**said, "reason": ""}, incoming=no.uid).errors) == {"reason"}
    worker.send("came_no", said, incoming=no.uid)
    worker.send("came_dismiss", {"reason": "spam", "version": "1"}, incoming=spam.uid)
    assert names(worker.get("door")) == []
    with scope.of(ground.by):
        assert Referral.objects.get().unsuccessful_reason == "no_capacity"
    assert "Advertising or nonsense" in worker.get("came", incoming=spam.uid).text
    assert "Open the referral" in worker.get("came", incoming=no.uid).text


def test_a_referral_in_the_name_of_a_script_is_harmless_everywhere(worker: Screen, ground: Ground) -> None:
    row = landed(
        ground, name=SCRIPT, reason=SCRIPT, safe_contact=SCRIPT, referrer=SCRIPT, referrer_contact=SCRIPT,
        more={SCRIPT: SCRIPT},
    )  # fmt: skip
    pages = [worker.get("door"), worker.get("came", incoming=row.uid), worker.get("came_take", incoming=row.uid)]
    worker.send("came_take", {"sector": "self", "next": "waits", "version": "1"}, incoming=row.uid)
    with scope.of(ground.by):
        referral = Referral.objects.select_related("client").get()
    client = referral.client.uid
    pages += [
        worker.get("home"),
        worker.get("referrals"),
        worker.get("door"),
        worker.get("referral", referral=referral.uid),
    ]
    pages += [worker.get("came", incoming=row.uid), worker.get("client", client=client)]
    pages += [worker.get("around", client=client), worker.get("pass_on", client=client), worker.get("caseload")]
    assert not [page for page in pages if not harmless(page)]


def harmless(page: Page) -> bool:
    assert page.status == 200
    scripts = [tag for tag in page.html.find_all("script") if "alert(" in tag.get_text()]
    return not scripts and "<script>alert" not in page.response.content.decode()


@pytest.fixture
def oak(oakfield: Party) -> Service:
    with scope.of(oakfield.system):
        new = NewService(name="Debt advice", who_for="Adults", takes_referrals=True, start_date=date(2024, 1, 1))
        return services.add(by=oakfield.service_manager, services=[new]).one


def filled(oak: Service, **changes: Any) -> dict[str, Any]:
    values = {
        "service_uid": str(oak.uid), "uid": str(uuid.uuid4()), "reason": "Owes rent", "fields_sent": ["birth_date"],
        "urgency": "soon", "sector": "voluntary", "agreed": "yes", "how": "spoken",
    }  # fmt: skip
    return {**values, **changes}


def test_somebody_is_sent_after_a_look_at_just_what_goes(
    worker: Screen, stranger: Screen, ground: Ground, oak: Service
) -> None:
    about = {"client": ground.anwen.uid}
    assert "Debt advice" in worker.get("pass_on", **about).text
    assert "1 May 1980" in worker.get("pass_on", f"?to={oak.uid}", **about).text
    assert worker.get("pass_on", f"?to={ground.service.uid}", **about).status == 404
    wrong = worker.send("pass_on", filled(oak, agreed="no", reason=" "), **about)
    assert set(wrong.errors) == {"reason"}
    wrong = worker.send("pass_on", filled(oak, agreed="no"), **about)
    assert "Without their yes nothing is sent." in wrong.errors["agreed"]
    said = filled(oak)
    look = worker.send("pass_on", said, **about)
    assert "This is what they will see" in look.text and "1 May 1980" in look.text and "Phone" not in look.text
    assert names(stranger.get("door")) == []
    back = worker.send("pass_on", {**said, "change": "1"}, **about)
    assert back.value("reason") == "Owes rent" and back.errors == {} and back.value("fields_sent") == ["birth_date"]
    sent = worker.send("pass_on", {**said, "sure": "1"}, **about)
    worker.send("pass_on", {**said, "sure": "1"}, **about)
    assert names(stranger.get("door")) == ["Anwen"]
    assert "Nobody there has answered yet." in Page(worker.browser.get(sent.response["Location"])).text


def test_what_was_typed_is_kept_until_it_is_sent(worker: Screen, ground: Ground, oak: Service) -> None:
    form, about = f"pass_on.{ground.anwen.uid}.{oak.uid}", {"client": ground.anwen.uid}
    worker.send("draft_of", filled(oak, reason="Half a sen"), key=form, **about)
    assert worker.get("pass_on", f"?to={oak.uid}", **about).value("reason") == "Half a sen"
    worker.send("pass_on", {**filled(oak), "sure": "1"}, **about)
    assert worker.get("pass_on", f"?to={oak.uid}", **about).value("reason") == ""


def test_a_script_sent_to_another_organisation_is_harmless_there_and_back(
    worker: Screen, stranger: Screen, ground: Ground, oak: Service
) -> None:
    said, about = (
        filled(oak, reason=SCRIPT, referrer_contact=SCRIPT, consent_words=SCRIPT),
        {"client": ground.anwen.uid},
    )
    assert harmless(worker.send("pass_on", said, **about))
    worker.send("pass_on", {**said, "sure": "1"}, **about)
    row = sent_row()
    no = {"reason": "other", "sector": "voluntary", "answer_words": SCRIPT, "version": "1"}
    assert harmless(stranger.get("came", incoming=row.uid))
    stranger.send("came_no", no, incoming=row.uid)
    for page in (worker.get("passed_on", sent=row.uid, **about), worker.get("timeline", **about)):
        assert SCRIPT in page.text and harmless(page)


def sent_row() -> IncomingReferral:
    with scope.every("the test looks at what was sent"):
        return IncomingReferral.objects.get()


def test_what_came_of_it_is_all_that_returns(worker: Screen, stranger: Screen, ground: Ground, oak: Service) -> None:
    worker.send("pass_on", {**filled(oak), "sure": "1"}, client=ground.anwen.uid)
    row = sent_row()
    at = {"incoming": row.uid}
    no = {"reason": "no_capacity", "sector": "voluntary", "answer_words": "Full until May", "version": "1"}
    assert "Harbour Trust" in stranger.get("came", **at).text
    stranger.send("came_no", no, **at)
    page = worker.get("passed_on", client=ground.anwen.uid, sent=row.uid)
    for words in ("Not for them: No capacity", "Full until May", "Support opened No"):
        assert words in page.text
    with scope.of(stranger.party.system):
        theirs = Referral.objects.get()
    assert str(theirs.uid) not in page.response.content.decode()
    assert "Not for them" in worker.get("client", client=ground.anwen.uid).text
    line = worker.get("timeline", client=ground.anwen.uid).text
    assert "Details passed on to Oakfield: Debt advice" in line and "Full until May" in line
    assert (
        worker.get("came", **at).status == 404
        and stranger.get("passed_on", client=ground.anwen.uid, sent=row.uid).status == 404
    )


def test_it_is_withdrawn_while_it_waits(worker: Screen, stranger: Screen, ground: Ground, oak: Service) -> None:
    worker.send("pass_on", {**filled(oak), "sure": "1"}, client=ground.anwen.uid)
    at = {"client": ground.anwen.uid, "sent": sent_row().uid}
    for words in ("Withdrawn. Oakfield keeps no word", "They have answered already."):
        worker.send("passed_on_withdraw", {}, **at)
        assert words in worker.get("passed_on", **at).text
    page = stranger.get("came", incoming=at["sent"])
    assert "Harbour Trust took it back" in page.text and "Anwen" not in page.text


def test_a_decision_says_a_word_to_who_sent_it(worker: Screen, stranger: Screen, ground: Ground, oak: Service) -> None:
    worker.send("pass_on", {**filled(oak), "sure": "1"}, client=ground.anwen.uid)
    row = sent_row()
    stranger.send("came_take", {"sector": "voluntary", "next": "waits", "version": "1"}, incoming=row.uid)
    with scope.of(stranger.party.system):
        referral = Referral.objects.get()
    about = {"referral": referral.uid}
    for form in ("referral_accept", "referral_close", "referral_withdraw"):
        assert "answer_words" in stranger.get(form, **about).names()
    said = {"answer_words": "She moved away", "version": "1", **day("decided_date", date(2025, 6, 30))}
    stranger.send("referral_withdraw", said, **about)
    assert "She moved away" in worker.get("passed_on", client=ground.anwen.uid, sent=row.uid).text
    with scope.of(ground.by):
        plain = referred(ground, ground.bashir)
    assert "answer_words" not in worker.get("referral_close", referral=plain.uid).names()


def test_who_was_refused_by_characteristic(manager: Screen, worker: Screen, ground: Ground) -> None:
    with scope.of(ground.by):
        for client, state in ((ground.anwen, "no_capacity"), (ground.bashir, "")):
            row = referred(ground, client, received_date=date(2025, 1, 7), crisis="no")
            if state:
                new = referrals.UnsuccessfulClosing(
                    referral_uid=str(row.uid), decided_date=date(2025, 2, 1), reason=state
                )
                referrals.close_unsuccessful(by=ground.by, closings=[new])
    page = manager.get("refused", "?period=2025-Q1&by=crisis")
    cells = [cell.get_text(strip=True) for cell in page.html.select("table")[0].select("tbody tr")[-1].select("td")]
    assert cells == ["2", "0", "1", "0", "1"]
    assert "No capacity" in page.text and page.html.select_one(".rt-chart") and "n = 1" in page.text
    assert "Nobody was referred in this period" in manager.get("refused", "?period=2024-Q1&by=gender").text
    assert manager.get("refused").status == 200
    assert manager.get("refused", "?period=2025-Q1&by=name").status == 422
    assert worker.get("refused").status == 404
