"""A contract is set up after people are supported already: it may pay for them too, from then on."""

from datetime import date

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.access.queries import NotFound
from cairn.cases.actions import episodes, funding, referrals
from cairn.cases.actions.episodes import EpisodeClosing
from cairn.cases.actions.referrals import Acceptance
from cairn.cases.models import Episode, EpisodeFunding
from cairn.contracts.models import Contract
from tests.cases.conftest import START, Ground, open_episode, referred
from tests.conftest import Party
from tests.contracts.conftest import a_contract


@pytest.fixture
def contract(ground: Ground, eastborough: Party) -> Contract:
    with scope.of(eastborough.contract_manager):
        return a_contract(eastborough.contract_manager)


def long_ago(ground: Ground) -> Episode:
    """Somebody accepted on 3 June 2024, before there was a contract."""
    day = date(2024, 6, 3)
    referral = referred(ground, received_date=day)
    new = Acceptance(referral_uid=str(referral.uid), decided_date=day, start_date=day)
    return referrals.accept(by=ground.by, decisions=[new]).one


def catch_up(ground: Ground, contract: Contract) -> tuple[EpisodeFunding, ...]:
    done = funding.catch_up(by=ground.manager, service_uid=ground.service.uid, contract_uid=contract.uid)
    return done.items


def test_people_supported_already_are_paid_for_from_the_later_first_day(ground: Ground, contract: Contract) -> None:
    before = long_ago(ground)
    during = open_episode(ground, ground.bashir, start=max(START, contract.start_date))
    made = {row.episode_id: row for row in catch_up(ground, contract)}
    assert made[before.pk].start_date == contract.start_date
    assert made[during.pk].start_date == during.start_date
    assert {row.end_date for row in made.values()} == {contract.end_date}
    assert {row.kind for row in made.values()} == {"contract"}


def test_asked_twice_it_pays_once(ground: Ground, contract: Contract) -> None:
    open_episode(ground)
    assert len(catch_up(ground, contract)) == 1
    assert catch_up(ground, contract) == ()
    assert EpisodeFunding.objects.filter(contract=contract).count() == 1


def test_who_left_before_the_contract_began_is_not_paid_for(ground: Ground, contract: Contract) -> None:
    left = long_ago(ground)
    closing = EpisodeClosing(episode_uid=str(left.uid), end_date=date(2024, 7, 1), closure_reason="goals_met")
    episodes.close(by=ground.by, closings=[closing])
    assert date(2024, 7, 1) < contract.start_date
    assert catch_up(ground, contract) == ()


def test_a_worker_may_not_say_who_pays_nor_a_manager_for_anothers_contract(
    ground: Ground, contract: Contract, oakfield: Party
) -> None:
    with pytest.raises(NotAllowed):
        funding.catch_up(by=ground.by, service_uid=ground.service.uid, contract_uid=contract.uid)
    with scope.of(oakfield.service_manager), pytest.raises(NotFound):
        funding.catch_up(by=oakfield.service_manager, service_uid=ground.service.uid, contract_uid=contract.uid)
