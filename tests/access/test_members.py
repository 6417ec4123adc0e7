"""Who works here and what each may do: said, changed, ended, let back in; and somebody always manages the organisation."""

from collections.abc import Iterator

import pytest

from cairn.access import scope
from cairn.access.actions import members, organisations
from cairn.access.actions.undo import undo
from cairn.access.actors import Actor
from cairn.access.models import AuditEvent, Membership, Organisation, User
from cairn.access.permissions import Permission as P
from cairn.access.queries import actor_for
from cairn.kernel.problems import Refused
from tests.conftest import Party, add_party


@pytest.fixture
def council(db: None) -> Iterator[Party]:
    party = add_party("eastborough", "Eastborough Council", provider=False, roles=["contract_manager", "administrator"])
    with scope.of(party.system):
        yield party


def roles_of(party: Party, uid: str) -> tuple[str, ...]:
    """What somebody is when they come in now; nothing where they cannot."""
    found = actor_for(User.objects.get(uid=uid), party.organisation.slug)
    return tuple(found[0].roles) if found else ()


def rules(action: object, **said: object) -> list[str]:
    with pytest.raises(Refused) as caught:
        action(**said)  # type: ignore[operator]
    return [problem.rule for problem in caught.value.problems]


def test_an_administrator_says_who_works_here_and_sees_nothing_else(council: Party) -> None:
    by = council.administrator
    assert by.permissions == {P.MANAGE_ORGANISATION}
    new = organisations.add_member(by=by, email="new@eastborough.example", name="New", roles=["contract_manager"])
    assert roles_of(council, str(new.user.uid)) == ("contract_manager",)


def test_roles_are_changed_at_once_and_the_log_says_so(council: Party) -> None:
    who = council.contract_manager.uid
    made = members.change(by=council.administrator, user_uid=who, roles=["trustee", "data_lead", "trustee"])
    assert roles_of(council, who) == ("data_lead", "trustee")
    assert AuditEvent.objects.get(uid=made.event_uid).type == "access.member_changed"
    assert (
        members.change(by=council.administrator, user_uid=who, roles=["data_lead", "trustee"]).one.version
        == made.one.version
    )


def test_who_left_is_let_back_in_with_what_is_ticked(council: Party) -> None:
    who = council.contract_manager.uid
    members.end(by=council.administrator, user_uid=who)
    assert roles_of(council, who) == ()
    assert rules(members.end, by=council.administrator, user_uid=who) == ["member.unknown"]
    members.change(by=council.administrator, user_uid=who, roles=["trustee"])
    assert roles_of(council, who) == ("trustee",)


def test_wrong_roles_and_strangers_are_refused(council: Party, harbour: Party) -> None:
    by, who = council.administrator, council.contract_manager.uid
    assert rules(members.change, by=by, user_uid=who, roles=[]) == ["member.role"]
    assert rules(members.change, by=by, user_uid=who, roles=["king"]) == ["member.role"]
    assert rules(members.change, by=by, user_uid=harbour.data_lead.uid, roles=["trustee"]) == ["member.unknown"]
    assert rules(members.change, by=by, user_uid=who, roles=["trustee"], version=0) == ["edit.conflict"]


def test_somebody_manages_the_organisation_whatever_two_do_to_each_other(council: Party) -> None:
    one, two = council.administrator, council.contract_manager
    assert rules(members.change, by=one, user_uid=one.uid, roles=["trustee"]) == ["member.last"]
    members.change(by=one, user_uid=two.uid, roles=["administrator"])
    other = actor_for(User.objects.get(uid=two.uid), "eastborough")
    assert other
    members.end(by=one, user_uid=two.uid)
    # what they asked for before they were shut out comes in after it
    late: Actor = other[0]
    assert rules(members.end, by=late, user_uid=one.uid) == ["member.last"]
    assert rules(members.change, by=late, user_uid=one.uid, roles=["trustee"]) == ["member.last"]
    assert Membership.objects.get(user__uid=one.uid).is_active


def test_a_council_that_provides_too_can_be_named_in_its_own_contracts_until_it_is_taken_back(council: Party) -> None:
    made = organisations.provide_too(by=council.administrator)
    assert Organisation.objects.get(slug="eastborough").is_provider
    assert organisations.provide_too(by=council.administrator).one.version == made.one.version
    undo(by=council.administrator, event_uid=made.event_uid)
    assert not Organisation.objects.get(slug="eastborough").is_provider
