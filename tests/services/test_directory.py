"""The directory of other services: what may be said, found as typed, checked, closed, and taken back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.access.queries import NotFound
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.services import directory as queries
from cairn.services import rules_directory as rules
from cairn.services.actions import directory
from cairn.services.actions.directory import NewEntry
from cairn.services.directory import Asked
from cairn.services.models import DirectoryEntry
from tests.conftest import Party


def add(party: Party, name: str = "Debt advice", **facts: object) -> DirectoryEntry:
    new = NewEntry(name=name, **facts)  # type: ignore[arg-type]
    return directory.add(by=party.support_worker, entries=[new]).one


def wrong(party: Party, *entries: NewEntry) -> list[tuple[int | None, str]]:
    with pytest.raises(Refused) as refused:
        directory.add(by=party.support_worker, entries=list(entries))
    return [(one.row, one.field) for one in refused.value.problems]


def test_an_entry_is_added_changed_closed_and_each_is_undone(in_harbour: Party) -> None:
    by = in_harbour.support_worker
    row = add(in_harbour, url="example.org/debt", needs=("debt",))
    assert (row.url, row.checked_date) == ("https://example.org/debt", clock.today())
    closed = directory.change(by=by, entry_uid=row.uid, version=row.version, is_open=False)
    assert not queries.entry(by, row.uid).is_open
    undo(by=by, event_uid=closed.event_uid)
    assert queries.entry(by, row.uid).is_open
    added = directory.add(by=by, entries=[NewEntry(name="Food bank")])
    undo(by=by, event_uid=added.event_uid)
    assert DirectoryEntry.objects.count() == 1
    with pytest.raises(TypeError):
        directory.change(by=by, entry_uid=row.uid, colour="red")


def test_everything_wrong_is_said_at_once(in_harbour: Party) -> None:
    add(in_harbour)
    bad = NewEntry(
        name=" ", url="javascript:alert(1)", email="nobody", needs=("bees",), cost="x" * 201,
        checked_date=clock.today() + timedelta(days=1),
    )  # fmt: skip
    found = wrong(in_harbour, bad, NewEntry(name=" debt  ADVICE "), NewEntry(name="Twice"), NewEntry(name="twice"))
    assert sorted(found) == sorted([
        (0, "name"), (0, "url"), (0, "email"), (0, "needs"), (0, "cost"), (0, "checked_date"), (1, "name"), (3, "name"),
    ])  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript://x.org/%0aalert(1)",
        "data:text/html,x",
        "//x",
        "ftp://x.org",
        "http://[x",
        "a b",
    ],
)
def test_only_an_address_of_the_web_is_kept(in_harbour: Party, url: str) -> None:
    assert wrong(in_harbour, NewEntry(name="Advice", url=url)) == [(0, "url")]


@given(st.text(max_size=60))
def test_no_address_that_is_kept_can_run_anything(text: str) -> None:
    url = rules.tidied(rules.EntryFacts(name="x", url=text)).url
    assert not url or not rules.is_web_address(url) or url.lower().startswith(("http://", "https://"))


def test_found_by_any_word_by_need_and_by_whether_it_is_open(in_harbour: Party) -> None:
    by = in_harbour.support_worker
    add(in_harbour, "Money help", provider_name="Citizens Advice", needs=("debt",), postcode="B1 1AA")
    add(in_harbour, "Food bank", description="Parcels on Tuesdays")
    add(in_harbour, "Old club", is_open=False)

    def names(**asked: object) -> list[str]:
        return [one.name for one in queries.fitting(by, Asked(**asked))]  # type: ignore[arg-type]

    assert names() == ["Food bank", "Money help"]
    assert names(text="citizens b1") == ["Money help"] and names(text="tuesdays") == ["Food bank"]
    assert names(need="debt") == ["Money help"] and names(state="closed") == ["Old club"]
    assert names(state="") == ["Food bank", "Money help", "Old club"]
    assert [one.name for one in queries.offered(by, "debt")] == ["Money help", "Food bank"]


def test_what_nobody_checked_for_a_year_asks_to_be_checked(in_harbour: Party) -> None:
    by, today = in_harbour.support_worker, clock.today()
    fresh = add(in_harbour, "Fresh", checked_date=today - rules.STALE_AFTER)
    add(in_harbour, "Stale", checked_date=today - rules.STALE_AFTER - timedelta(days=1))
    never = add(in_harbour, "Never", checked_date=rules.NEVER)
    assert [one.name for one in queries.fitting(by, Asked(stale=True))] == ["Never", "Stale"]
    assert queries.listed(by, Asked()).stale == 2
    assert not queries.entry(by, fresh.uid).is_stale and queries.entry(by, never.uid).checked_date is None
    assert date(1900, 1, 1) == rules.NEVER


def test_another_organisation_and_who_may_not_record_see_no_way_in(in_harbour: Party, oakfield: Party) -> None:
    row = add(in_harbour)
    with pytest.raises(NotAllowed):
        directory.add(by=in_harbour.data_lead, entries=[NewEntry(name="x")])
    with scope.of(oakfield.system), pytest.raises(NotFound):
        queries.get(oakfield.support_worker, row.uid)
