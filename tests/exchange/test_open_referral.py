"""A directory in Open Referral UK's form: read, compared, brought in again without loss, given out as it came."""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access.actions.undo import undo
from cairn.exchange.open_referral import comparing, mapping, reading
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.services import directory as queries
from cairn.services.actions import directory
from cairn.services.actions.directory import NewEntry
from cairn.services.directory import Asked
from cairn.services.models import DirectoryEntry
from cairn.services.rules_directory import NEVER, EntryFacts
from tests.conftest import Party


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)):
        yield


#: invented; the form is that of the UK profile of HSDS 3.0
FULL: dict[str, Any] = {
    "id": "6a1f", "name": "Talking group", "description": "Once a week.", "status": "active", "url": "https://talk.example",
    "email": "hello@talk.example", "minimum_age": 18, "assured_date": "2025-03-04", "last_modified": "2025-03-04T10:00:00Z",
    "organization": {"id": "o1", "name": "Talk CIC", "description": "", "organization_identifiers": [{"identifier": "123"}]},
    "contacts": [{"id": "c1", "name": "Desk", "phones": [{"id": "p1", "number": "0121 496 0000"}]}],
    "schedules": [{"id": "s1", "freq": "WEEKLY", "byday": "TU", "opens_at": "10:00"}],
    "cost_options": [{"id": "k1", "option": "Adults", "amount": 2.5, "amount_description": "a session"}],
    "service_at_locations": [{"id": "l1", "location": {"id": "l2", "name": "The hall", "addresses": [
        {"id": "a1", "address_1": "1 High Street", "city": "Birmingham", "postal_code": "B1 1AA", "country": "GB"}]}}],
    "attributes": [{"id": "t1", "taxonomy_term": {"id": "t2", "name": "Groups", "vocabulary": "esdServiceTypes"}}],
    "x_extra": {"kept": [1, None, "as it came"]},
}  # fmt: skip
OLDER: dict[str, Any] = {
    "id": 77, "name": "Lunch club", "status": "active", "organization": {"id": "o2", "name": "Hall", "url": "http://hall.example"},
    "eligibilitys": [{"eligibility": "Older people", "minimum_age": 60}], "fees": "£3",
    "service_at_locations": [{"location": {"physical_addresses": [{"address_1": "Hall", "postal_code": "B2 2BB"}]}}],
}  # fmt: skip


def file(*records: Any) -> bytes:
    return json.dumps(records).encode()


def bring(party: Party, data: bytes, **how: Any) -> Any:
    by = party.service_manager
    return comparing.agree(by, comparing.compare(by, data), **how)


def counts(party: Party, data: bytes) -> dict[str, int]:
    return {what: n for what, n in comparing.compare(party.service_manager, data).counts.items() if n}


def out(party: Party) -> list[dict[str, Any]]:
    return comparing.exported(party.service_manager, Asked(state=""))


def test_what_a_service_says_stands_in_the_directory(in_harbour: Party) -> None:
    bring(in_harbour, json.dumps({"total_pages": 1, "contents": [FULL]}).encode())
    bring(in_harbour, json.dumps({"content": [OLDER]}).encode())
    lunch, talk = queries.fitting(in_harbour.support_worker, Asked())
    assert (talk.name, talk.provider_name, talk.phone, talk.email) == (
        "Talking group", "Talk CIC", "0121 496 0000", "hello@talk.example",
    )  # fmt: skip
    assert (talk.address, talk.postcode, talk.cost) == ("1 High Street, Birmingham", "B1 1AA", "Adults: £2.5 a session")
    assert (talk.who_for, talk.checked_date) == ("Aged 18 or over", date(2025, 3, 4))
    assert (lunch.who_for, lunch.cost, lunch.url) == ("Older people; aged 60 or over", "£3", "http://hall.example")
    assert lunch.checked_date is None and lunch.is_stale


def test_what_came_goes_out_as_it_came(in_harbour: Party) -> None:
    bring(in_harbour, file(FULL, OLDER))
    assert out(in_harbour) == [OLDER, FULL]
    assert counts(in_harbour, file(*out(in_harbour))) == {"unchanged": 2}


def test_brought_in_again_it_is_known_by_its_id_and_what_was_said_here_stays(in_harbour: Party) -> None:
    by = in_harbour.support_worker
    bring(in_harbour, file(FULL))
    row = DirectoryEntry.objects.get()
    directory.change(by=by, entry_uid=row.uid, phone="0121 496 0999", needs=("loneliness",))
    newer = {**copy.deepcopy(FULL), "description": "Twice a week.", "name": "Talking groups"}
    newer["contacts"][0]["phones"][0]["number"] = "0121 496 0001"
    found = comparing.compare(in_harbour.service_manager, file(newer))
    (one,) = found.rows
    assert (one.what, set(one.fields), one.kept) == ("changed", {"name", "description"}, ("phone",))
    done = comparing.agree(in_harbour.service_manager, found)
    row.refresh_from_db()
    assert (row.name, row.description, row.phone) == ("Talking groups", "Twice a week.", "0121 496 0999")
    assert row.needs == ["loneliness"] and row.original == newer
    (sent,) = out(in_harbour)
    assert sent["phones"] == [{"id": sent["phones"][0]["id"], "number": "0121 496 0999"}]
    assert sent["schedules"] == FULL["schedules"] and sent["x_extra"] == FULL["x_extra"]
    assert mapping.facts(sent).needs == ("loneliness",)
    undo(by=in_harbour.service_manager, event_uid=done.event_uid)
    row.refresh_from_db()
    assert (row.name, row.original) == ("Talking group", FULL)


def test_closed_there_is_closed_here_and_what_is_missing_only_when_asked(in_harbour: Party) -> None:
    bring(in_harbour, file(FULL, OLDER))
    gone = {**FULL, "status": "defunct"}
    assert counts(in_harbour, file(gone)) == {"closed": 1}
    bring(in_harbour, file(gone))
    assert DirectoryEntry.objects.filter(is_open=True).count() == 1
    bring(in_harbour, file(gone), close_missing=True)
    assert not DirectoryEntry.objects.filter(is_open=True).exists()


def test_an_entry_of_ones_own_is_met_again_by_name_and_provider(in_harbour: Party) -> None:
    new = NewEntry(name="talking GROUP", provider_name="Talk CIC", who_for="Anybody at all", needs=("loneliness",))
    directory.add(by=in_harbour.support_worker, entries=[new])
    bring(in_harbour, file(FULL))
    row = DirectoryEntry.objects.get()
    assert (row.outside_id, row.who_for, row.email) == ("6a1f", "Anybody at all", "hello@talk.example")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"not json", "file.json"), (b'[{"id": NaN}]', "file.json"), (b"\xff\xfe\x00", "file.encoding"), (b"{}", "file.shape"),
        (b'"words"', "file.shape"), (b"[]", "file.empty"), (b"[" * 200_000, "file.deep"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_words(in_harbour: Party, data: bytes, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        comparing.compare(in_harbour.service_manager, data)
    assert [one.rule for one in refused.value.problems] == [rule]


def test_too_large_or_too_many_is_refused(in_harbour: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 1)
    with pytest.raises(Refused, match="many"):
        reading.read(file(FULL, OLDER))
    monkeypatch.setattr(reading, "LARGEST", 3)
    with pytest.raises(Refused, match="large"):
        reading.read(file(FULL))


def test_what_is_wrong_is_said_at_its_path_and_stays_out(in_harbour: Party) -> None:
    page = {"contents": [
        FULL, "text", {"id": "", "name": 5}, {**FULL, "name": "Again"}, {**OLDER, "url": "javascript:alert(1)"},
        {"id": "x" * 101, "name": "Long", "phones": {}, "contacts": ["x"], "organization": "Hall", "description": 5},
        {"id": "9", "name": "Future", "assured_date": "2025-07-01"},
    ]}  # fmt: skip
    found = comparing.compare(in_harbour.service_manager, json.dumps(page).encode())
    assert [one.cell for one in found.problems] == [
        "contents[1]", "contents[2].id", "contents[2].name", "contents[3].id", "contents[4].url", "contents[5].id",
        "contents[5].description", "contents[5].phones", "contents[5].contacts[0]", "contents[5].organization",
        "contents[6].assured_date",
    ]  # fmt: skip
    assert (found.received, found.wrong, found.counts["new"]) == (7, 6, 1)
    bring(in_harbour, json.dumps(page).encode())
    with pytest.raises(Refused, match="nothing"):
        bring(in_harbour, json.dumps(page).encode())
    assert DirectoryEntry.objects.count() == 1


TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12)


@given(
    st.builds(
        EntryFacts, name=TEXTS.filter(bool), provider_name=TEXTS.filter(bool), description=TEXTS, phone=TEXTS, email=TEXTS,
        address=TEXTS, postcode=TEXTS.map(lambda text: text[:10]), who_for=TEXTS, cost=TEXTS, is_open=st.booleans(),
        url=st.sampled_from(["", "https://a.example"]), needs=st.sampled_from([(), ("debt",), ("debt", "loneliness")]),
        checked_date=st.sampled_from([NEVER, date(2025, 5, 1)]),
    ),
    st.sampled_from([None, FULL, OLDER]),
)  # fmt: skip
def test_whatever_is_said_here_is_read_again_from_what_is_given_out(now: EntryFacts, original: Any) -> None:
    if original is FULL and now.checked_date == NEVER:
        now = replace(now, checked_date=date(2025, 3, 4))  # a day on which it was checked is never unsaid
    assert mapping.facts(mapping.record("u", now, "id", original)) == now
