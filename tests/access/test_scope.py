"""The tenant wall: closed by default, open only to the organisation that is asking."""

from datetime import date
from uuid import uuid4

import pytest

from cairn.access import scope
from cairn.access.actions import organisations
from cairn.access.actors import NotAllowed
from cairn.access.models import Membership, ReadLog, User
from cairn.access.permissions import ROLES, Permission, of_roles
from cairn.access.queries import PERSON, actor_for, names_of, organisations_of
from cairn.access.reads import log
from cairn.contracts.models import Contract, ContractPartner
from cairn.kernel.problems import Refused
from cairn.people.models import Client
from tests.conftest import Party


def make_client(party: Party) -> Client:
    with scope.of(party.system):
        return Client.objects.create(
            organisation=party.organisation, reference=uuid4().hex[:8], added_date=date(2025, 1, 1)
        )


def test_outside_a_scope_nothing_can_be_read(db: None) -> None:
    with pytest.raises(scope.NoScope):
        Client.objects.count()


def test_inside_one_there_are_only_its_own_rows(harbour: Party, oakfield: Party) -> None:
    make_client(harbour)
    make_client(oakfield)
    with scope.of(harbour.support_worker):
        assert [row.organisation_id for row in Client.objects.all()] == [harbour.organisation.pk]
    with scope.organisation(harbour.organisation.pk, oakfield.organisation.pk):
        assert Client.objects.count() == 2
    with scope.organisation():
        assert Client.objects.count() == 0


def test_the_program_may_read_every_one_when_it_says_why(harbour: Party, oakfield: Party) -> None:
    make_client(harbour)
    make_client(oakfield)
    with scope.every("the test counts them"):
        assert Client.objects.count() == 2
        with scope.of(harbour.system):
            assert Client.objects.count() == 1
        assert Client.objects.count() == 2
    with pytest.raises(ValueError, match="why"), scope.every(""):
        pass


def test_a_contract_is_seen_by_both_parties_and_partners_and_nobody_else(
    harbour: Party, oakfield: Party, eastborough: Party, westborough: Party
) -> None:
    with scope.of(eastborough.system):
        contract = Contract.objects.create(
            provider=harbour.organisation,
            commissioner=eastborough.organisation,
            reference="EB-1",
            title="Support at home",
            commissioning_area="carers",
            start_date=date(2025, 1, 1),
            end_date=date(2026, 1, 1),
        )
        assert str(contract) == "Support at home"

    def seen(party: Party) -> int:
        with scope.of(party.system):
            return Contract.objects.count()

    assert [seen(party) for party in (harbour, eastborough, oakfield, westborough)] == [1, 1, 0, 0]
    with scope.of(eastborough.system):
        ContractPartner.objects.create(
            provider=harbour.organisation,
            commissioner=eastborough.organisation,
            contract=contract,
            partner=oakfield.organisation,
        )
        with scope.every("all of them"):
            assert Contract.objects.count() == 1
    assert [seen(party) for party in (harbour, eastborough, oakfield, westborough)] == [1, 1, 1, 0]


class TestActors:
    def test_a_member_acts_with_the_permissions_of_their_roles(self, harbour: Party) -> None:
        worker = harbour.support_worker
        assert worker.may(Permission.RECORD)
        assert not worker.may(Permission.MANAGE_SERVICES)
        with pytest.raises(NotAllowed):
            worker.require(Permission.MANAGE_SERVICES)
        worker.require(Permission.RECORD)
        assert harbour.system.may(Permission.MANAGE_SERVICES)

    def test_nobody_else_is_an_actor_there(self, harbour: Party, oakfield: Party) -> None:
        user = User.objects.get(uid=harbour.support_worker.uid)
        assert actor_for(user, "oakfield") is None
        assert actor_for(user, "no-such-place") is None
        assert [row.slug for row in organisations_of(user)] == ["harbour"]

    def test_who_has_left_is_an_actor_no_more(self, in_harbour: Party) -> None:
        user = User.objects.get(uid=in_harbour.support_worker.uid)
        Membership.objects.filter(user=user).update(is_active=False)
        assert actor_for(user, "harbour") is None
        user.is_active = False
        assert actor_for(user, "harbour") is None
        assert str(user) == user.name

    def test_every_role_says_in_words_what_it_allows(self) -> None:
        assert all(role.words.endswith(".") and role.permissions for role in ROLES.values())
        assert of_roles(["support_worker", "a role of long ago"]) == ROLES["support_worker"].permissions

    def test_names_are_looked_up_when_shown_and_never_kept_with_the_event(self, harbour: Party) -> None:
        uid = harbour.support_worker.uid
        found = names_of({uid, "system", PERSON})
        assert found == {uid: "support_worker of Harbour Trust", "system": "Cairn", PERSON: "The person themself"}


class TestMembers:
    def test_an_unknown_role_or_none_is_refused(self, in_harbour: Party) -> None:
        for roles in (["wizard"], []):
            with pytest.raises(Refused) as refused:
                organisations.add_member(by=in_harbour.service_manager, email="a@b.example", name="A", roles=roles)
            assert "support_worker" in refused.value.problems[0].fix

    def test_somebody_known_elsewhere_keeps_their_account(self, in_harbour: Party, oakfield: Party) -> None:
        user = User.objects.get(uid=oakfield.data_lead.uid)
        member = organisations.add_member(
            by=in_harbour.service_manager, email=user.email.upper(), name="Other", roles=["data_lead"]
        )
        assert member.user_id == user.pk
        assert {row.slug for row in organisations_of(user)} == {"harbour", "oakfield"}

    def test_nobody_is_a_member_twice(self, in_harbour: Party) -> None:
        email = User.objects.get(uid=in_harbour.support_worker.uid).email
        with pytest.raises(Refused, match="member already"):
            organisations.add_member(by=in_harbour.service_manager, email=email, name="A", roles=["trustee"])

    @pytest.mark.parametrize("email", ["", "ruth", "ruth@", "ruth harbour.example"])
    def test_who_could_never_sign_in_is_not_added(self, in_harbour: Party, email: str) -> None:
        with pytest.raises(Refused, match="not an e-mail address"):
            organisations.add_member(by=in_harbour.service_manager, email=email, name="A", roles=["trustee"])

    def test_a_worker_may_not_add_one(self, in_harbour: Party) -> None:
        with pytest.raises(NotAllowed):
            organisations.add_member(by=in_harbour.support_worker, email="a@b.example", name="A", roles=["data_lead"])


def test_an_organisation_needs_a_name_and_a_short_name_of_its_own(harbour: Party) -> None:
    with pytest.raises(Refused) as refused:
        organisations.add(organisation=organisations.NewOrganisation(" ", "harbour"))
    assert [problem.field for problem in refused.value.problems] == ["name", "slug"]
    assert str(harbour.organisation) == "Harbour Trust"


def test_who_opened_a_record_is_logged_outside_the_chain(in_harbour: Party) -> None:
    row = make_client(in_harbour)
    log(by=in_harbour.support_worker, kind="client", uid=row.uid)
    assert ReadLog.objects.get().subject_uid == str(row.uid)
