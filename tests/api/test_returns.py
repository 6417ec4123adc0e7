"""Returns through the API: which there are, what one holds, looked over without sending, and sent."""

from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions import keys
from cairn.access.actors import Actor
from cairn.access.keys import NewKey
from cairn.desk.models import Upload
from cairn.exchange.models import ReturnedFile
from cairn.returns.actions import submissions
from cairn.returns.models import Submission
from tests.api.conftest import Call, calling, key_of
from tests.conftest import Party
from tests.exchange.returned.conftest import rejected
from tests.returns.conftest import Quarter, _today, agreement, anchor, quarter

__all__ = ["_today", "agreement", "anchor", "quarter"]


def key_for(by: Actor) -> str:
    with scope.of(by):
        return keys.make(by=by, keys=[NewKey(name="Our own system", scopes=["returns"])]).one.secret


@pytest.fixture
def ours(quarter: Quarter) -> Call:
    return calling(key_for(quarter.harbour.service_manager))


def test_a_program_reads_what_is_asked_and_what_the_records_say(quarter: Quarter, ours: Call) -> None:
    status, listed = ours("returns")
    assert status == 200 and [(one["return"], one["state"]) for one in listed] == [(quarter.uid, "open")]
    status, empty = ours(f"returns/{quarter.uid}/empty")
    assert status == 200 and {one["value"] for one in empty["figures"]} == {None}
    _, filled = ours(f"returns/{quarter.uid}/content")
    assert filled["identity"] == empty["identity"]
    assert {(one["measure"], one["value"]) for one in filled["figures"] if not one["code"]} >= {
        ("referrals_received", 5)
    }


def test_what_is_checked_is_neither_kept_nor_sent(quarter: Quarter, ours: Call) -> None:
    _, content = ours(f"returns/{quarter.uid}/content")
    status, said = ours(f"returns/{quarter.uid}/check", content)
    assert (status, said["received"], said["accepted"], said["rejected"]) == (200, 16, 16, 0), said
    content["figures"][0]["value"] = "five"
    status, said = ours(f"returns/{quarter.uid}/check", content)
    wrong = [one for one in said["errors"] if one["severity"] == "error"]
    assert status == 200 and said["accepted"] == 0
    assert [(one["rule"], one["cell"], one["row"]) for one in wrong] == [("number.text", "figures[0].value", 1)]
    with scope.every("the test looks at all"):
        assert not Submission.objects.exists() and not ReturnedFile.objects.exists() and not Upload.objects.exists()


def test_what_is_sent_is_the_return_that_the_screen_would_send(quarter: Quarter, agreement: Any, ours: Call) -> None:
    with scope.of(quarter.lead):
        first = submissions.submit(by=quarter.lead, return_uid=quarter.uid).one
    _, content = ours(f"returns/{quarter.uid}/content")
    status, said = ours(f"returns/{quarter.uid}/submissions", content)
    assert (status, [one["rule"] for one in said["error"]]) == (400, ["return.state"])
    rejected(quarter)
    status, said = ours(f"returns/{quarter.uid}/submissions", content)
    assert status == 200 and (said["number"], said["sha256"], said["supplied"]) == (2, first.sha256, 0), said
    _, versions = ours(f"returns/{quarter.uid}/submissions")
    assert [(one["number"], one["sha256"]) for one in versions] == [(1, first.sha256), (2, first.sha256)]


def test_a_wrong_content_is_refused_whole_with_every_place(quarter: Quarter, ours: Call) -> None:
    _, content = ours(f"returns/{quarter.uid}/content")
    content["figures"][0]["value"], content["figures"][1]["code"] = -1, "female"
    status, said = ours(f"returns/{quarter.uid}/submissions", content)
    assert status == 400 and {one["rule"] for one in said["error"]} >= {"number.negative", "figure.code"}
    assert {one["sheet"] for one in said["error"]} == {"figures"}
    with scope.every("the test looks at all"):
        assert not Submission.objects.exists()


def test_another_organisations_return_and_another_kind_of_key_are_not_there(
    quarter: Quarter, ours: Call, oakfield: Party
) -> None:
    _, content = ours(f"returns/{quarter.uid}/content")
    for call in (calling(key_for(oakfield.service_manager)), calling(key_of(quarter.harbour.service_manager))):
        for path in ("empty", "content"):
            assert call(f"returns/{quarter.uid}/{path}")[0] == 404
        for path in ("check", "submissions"):
            assert call(f"returns/{quarter.uid}/{path}", content)[0] == 404
    assert calling(key_for(oakfield.service_manager))("returns") == (200, [])


@pytest.mark.parametrize(("body", "rule"), [(b"{", "file.json"), (b"[]", "file.json"), (b"PK\x03\x04", "file.cut")])
def test_what_is_no_content_is_said_in_words(quarter: Quarter, ours: Call, body: bytes, rule: str) -> None:
    status, said = ours(f"returns/{quarter.uid}/check", body)
    assert status == 200 and [one["rule"] for one in said["errors"]] == [rule]
