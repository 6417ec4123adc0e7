"""What a person agrees to: dated, taken back by a new word, never overwritten."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.access.queries import NotFound
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.people import consents as said
from cairn.people.actions import clients, consents
from cairn.people.actions.clients import NewClient
from cairn.people.actions.consents import NewConsent
from cairn.people.models import Client
from tests.conftest import Party


def jo_of(party: Party) -> Client:
    return clients.add(by=party.support_worker, clients=[NewClient(name="Jo")]).one


def yes_of(jo: Client) -> NewConsent:
    day = clock.today() - timedelta(20)
    return NewConsent(client_uid=str(jo.uid), purpose="pass_on", state="given", how="spoken", start_date=day)


def test_a_later_word_ends_the_earlier_one_and_both_stay(in_harbour: Party) -> None:
    by, jo = in_harbour.support_worker, jo_of(in_harbour)
    yes = yes_of(jo)
    consents.record(by=by, consents=[yes, replace(yes, state="withdrawn", words="Not now", start_date=None)])
    assert [(one.state, one.end_date) for one in said.history(by, jo)] == [
        ("withdrawn", None),
        ("given", clock.today()),
    ]
    assert [one.words for one in said.standing(by, jo)] == ["Not now"]
    assert not said.allows(by, jo, "pass_on")


def test_the_word_about_one_organisation_counts_before_the_word_about_anybody(
    in_harbour: Party, oakfield: Party, eastborough: Party
) -> None:
    by, jo = in_harbour.support_worker, jo_of(in_harbour)
    no = replace(yes_of(jo), state="declined", recipient_uid=str(oakfield.organisation.uid))
    consents.record(by=by, consents=[yes_of(jo), no])
    assert said.allows(by, jo, "pass_on")
    assert said.allows(by, jo, "pass_on", str(eastborough.organisation.uid))
    assert not said.allows(by, jo, "pass_on", str(oakfield.organisation.uid))
    assert not said.allows(by, jo, "tell_story"), "saying nothing is no yes"


def test_everything_wrong_is_said_at_once_and_nothing_is_written(in_harbour: Party) -> None:
    by, jo = in_harbour.support_worker, jo_of(in_harbour)
    yes = yes_of(jo)
    consents.record(by=by, consents=[yes])
    early = replace(yes, start_date=clock.today() - timedelta(21))
    strange = NewConsent(client_uid=str(jo.uid), purpose="x", state="x", how="x", recipient_uid="nobody",
                         words="w" * 2001, start_date=clock.today() + timedelta(1))  # fmt: skip
    with pytest.raises(Refused) as refused:
        consents.record(by=by, consents=[early, strange])
    assert {(one.rule, one.row) for one in refused.value.problems} == {
        ("consent.earlier", 0), ("consent.purpose", 1), ("consent.state", 1), ("consent.how", 1), ("text.long", 1),
        ("consent.future", 1), ("consent.recipient", 1), ("consent.recipient_known", 1),
    }  # fmt: skip
    assert len(said.history(by, jo)) == 1


def test_one_who_may_only_read_records_nothing_and_others_people_do_not_exist(
    in_harbour: Party, oakfield: Party
) -> None:
    jo = jo_of(in_harbour)
    with pytest.raises(NotAllowed):
        consents.record(by=in_harbour.data_lead, consents=[yes_of(jo)])
    with pytest.raises(NotFound):
        consents.record(by=oakfield.support_worker, consents=[yes_of(jo)])
    assert said.history(in_harbour.trustee, jo) == ()


def test_taking_the_deed_back_lets_the_earlier_word_stand_again(in_harbour: Party) -> None:
    by, jo = in_harbour.support_worker, jo_of(in_harbour)
    consents.record(by=by, consents=[yes_of(jo)])
    no = replace(yes_of(jo), state="withdrawn", start_date=None)
    undo(by=by, event_uid=consents.record(by=by, consents=[no]).event_uid)
    assert said.allows(by, jo, "pass_on")
    assert [one.end_date for one in said.history(by, jo)] == [None]
