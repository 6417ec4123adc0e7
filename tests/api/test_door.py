"""The door of the API: who brings a key that stands, and what everybody else is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from cairn.access import scope
from cairn.access.actions import keys
from cairn.access.actors import NotAllowed
from cairn.access.keys import NewKey
from cairn.access.models import ApiKey, AuditEvent, Revision
from cairn.access.queries import NotFound, keys_of, names_of
from cairn.intake.rules import Limit
from cairn.interfaces.api import door
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from tests.api.conftest import Call, calling, key_of
from tests.conftest import Party


def _rules(answer: tuple[int, Any]) -> tuple[int, list[str]]:
    return answer[0], [problem["rule"] for problem in answer[1]["error"]]


@pytest.mark.parametrize("path", ["scales", "scales/who5", "score", "nowhere", ""])
@pytest.mark.parametrize("key", ["", "cairn_made-up"])
def test_without_a_key_that_stands_every_address_is_401(path: str, key: str, harbour: Party) -> None:
    assert _rules(calling(key)(path)) == (401, ["api.key"])


def test_with_a_key_what_is_not_there_is_404_in_the_same_shape(call: Call) -> None:
    for path in ("nowhere", "scales/nothing", ""):
        status, said = call(path)
        assert (status, list(said["error"][0])) == (404, ["rule", "message", "fix", "severity", "field", "row", "cell"])
    assert call("scales")[0] == 200


def test_a_key_that_was_taken_back_or_ran_out_opens_nothing(harbour: Party) -> None:
    manager = harbour.service_manager
    short, taken = key_of(manager, days=1), key_of(manager)
    with scope.of(manager):
        row = ApiKey.objects.get(hint=taken[-4:], expires_at=None)
        keys.revoke(by=manager, key_uids=[row.uid])
    assert calling(taken)("scales")[0] == 401
    assert calling(short)("scales")[0] == 200
    with clock.fixed(clock.now() + timedelta(days=1)):
        assert calling(short)("scales")[0] == 401


def test_a_key_is_for_what_it_was_made_for(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    ApiKey._base_manager.update(scopes=["other"])
    assert _rules(call("scales")) == (404, ["api.not_there"])


def test_another_method_says_which(call: Call) -> None:
    assert _rules(call("scales", {})) == (405, ["api.method"])
    assert _rules(call("score")) == (405, ["api.method"])


def test_too_many_requests_of_a_key_and_too_many_wrong_keys_wait(
    call: Call, harbour: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "LIMITS", {"key": Limit(1, 2), "miss": Limit(10, 2)})
    assert [call("scales")[0] for _ in range(3)] == [200, 200, 429]
    assert [calling("wrong")("scales")[0] for _ in range(3)] == [401, 401, 429]
    answer = Browser(headers={"Authorization": "Bearer wrong"}).get("/api/v1/scales")
    assert int(answer["Retry-After"]) % 60 == 0


def test_what_is_no_json_or_too_large_is_refused(call: Call) -> None:
    assert _rules(call("score", b"{")) == (400, ["api.json"])
    assert _rules(call("score", b"\xff")) == (400, ["api.json"])
    assert _rules(call("score", b"[" * 100_000)) == (400, ["api.json"])
    assert _rules(call("score", b" " * (door.LONGEST_BODY + 1))) == (413, ["api.too_large"])


def test_a_session_is_no_key(harbour: Party) -> None:
    browser = Browser()
    assert browser.login(email="service_manager@harbour.example", password="pass")
    assert browser.get("/api/v1/scales").status_code == 401


def test_a_key_is_kept_as_a_hash_and_neither_in_the_log(harbour: Party) -> None:
    manager = harbour.service_manager
    secret = key_of(manager, days=30)
    row = ApiKey._base_manager.get()
    assert secret not in {str(value) for value in vars(row).values()}
    assert row.hint == secret[-4:]
    payload = str(list(Revision.objects.values_list("payload", flat=True)))
    assert row.name in payload and row.key_hash not in payload and secret not in payload


def test_making_taking_back_and_last_use_are_on_record(harbour: Party) -> None:
    manager = harbour.service_manager
    secret = key_of(manager)
    with scope.of(manager):
        [view] = keys_of(manager)
        assert (view.made_by, view.last_used_at, view.is_live) == (manager.name, None, True)
        calling(secret)("scales")
        keys.revoke(by=manager, key_uids=[view.uid])
        before = AuditEvent.objects.count()
        keys.revoke(by=manager, key_uids=[view.uid])
        [view] = keys_of(manager)
        assert view.last_used_at is not None and not view.is_live
    assert AuditEvent.objects.count() == before
    assert names_of({view.uid, "system"})[view.uid] == "Survey program"
    types = list(AuditEvent.objects.order_by("-seq").values_list("type", flat=True)[:2])
    assert types == ["access.key_revoked", "access.key_made"]


def test_every_fault_of_a_key_at_once_and_only_by_a_manager(harbour: Party, oakfield: Party) -> None:
    manager = harbour.service_manager
    with scope.of(manager), pytest.raises(Refused) as refusal:
        keys.make(by=manager, keys=[NewKey(name=" ", scopes=["all"], days=0), NewKey(name="x" * 101, scopes=[])])
    assert [(problem.row, problem.field) for problem in refusal.value.problems] == [
        (0, "name"), (0, "scopes"), (0, "days"), (1, "name"), (1, "scopes"),
    ]  # fmt: skip
    with scope.of(manager), pytest.raises(NotAllowed):
        keys.make(by=harbour.support_worker, keys=[NewKey(name="x", scopes=["scales"])])
    key_of(oakfield.service_manager)
    with scope.of(manager), pytest.raises(NotFound):
        keys.revoke(by=manager, key_uids=[ApiKey._base_manager.get().uid])
