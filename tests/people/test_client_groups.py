"""Which groups somebody is helped as one of: a primary one and up to three others, replaced as a whole, and taken back."""

from datetime import date

import pytest

from cairn.access.actions.undo import take_back
from cairn.people.actions import groups
from cairn.people.actions.clients import NewClient, add
from cairn.people.models import ClientGroups
from tests.conftest import Party


@pytest.mark.parametrize(
    ("primary", "secondary", "rules"),
    [
        ("7", (), set()),
        ("generic", ("complex", "1", "2"), set()),
        ("complex", (), {"group.primary"}),
        ("nothing", ("unheard of",), {"group.primary", "group.secondary"}),
        ("7", ("generic",), {"group.secondary"}),
        ("7", ("7", "1", "2", "3"), {"group.twice", "group.many"}),
    ],
)
def test_what_may_be_chosen_together(primary: str, secondary: tuple[str, ...], rules: set[str]) -> None:
    assert {one.rule for one in groups.wrong(primary, secondary)} == rules


@pytest.mark.django_db
def test_groups_are_replaced_as_a_whole_and_an_undo_gives_the_ones_before(in_harbour: Party) -> None:
    by = in_harbour.support_worker
    person = add(by=by, clients=[NewClient(name="Anwen")]).one
    groups.record(by=by, client_uid=person.uid, primary="7", secondary=["1", "1"], on=date(2025, 1, 2))
    done = groups.record(by=by, client_uid=person.uid, primary="16", on=date(2025, 3, 4))
    now = ClientGroups.objects.get(client=person)
    assert (now.primary, now.secondary, now.recorded_date) == ("16", [], date(2025, 3, 4))
    take_back(by=by, event_uid=done.event_uid)
    before = ClientGroups.objects.get(client=person)
    assert (before.primary, before.secondary) == ("7", ["1"])
