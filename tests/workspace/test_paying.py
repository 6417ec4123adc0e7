"""A manager says which contract pays for a service; from then on its returns count what the service records."""

from datetime import date

from cairn.access import scope
from cairn.cases.models import EpisodeFunding
from cairn.contracts.models import ContractService
from tests.cases.conftest import Ground, open_episode
from tests.conftest import Party
from tests.contracts.conftest import a_contract
from tests.workspace.conftest import Screen


def paid(ground: Ground) -> tuple[int, int]:
    """Services that a contract pays for, and episodes."""
    with scope.of(ground.by):
        return ContractService.objects.count(), EpisodeFunding.objects.exclude(contract=None).count()


def test_without_a_contract_the_page_says_what_is_missing(ground: Ground) -> None:
    page = Screen(ground.party, "service_manager").get("service", service=ground.service.uid)
    assert "No contract or grant names your organisation yet" in page.response.content.decode()


def test_the_manager_chooses_and_people_supported_already_count_too(ground: Ground, eastborough: Party) -> None:
    with scope.of(ground.by):
        open_episode(ground)
    with scope.of(eastborough.contract_manager):
        contract = a_contract(eastborough.contract_manager)
    screen = Screen(ground.party, "service_manager")
    assert screen.send("service_fund", {}, service=ground.service.uid).status == 422
    assert paid(ground) == (0, 0)

    said = {"contract_uid": str(contract.uid), "already": "on"}
    assert screen.send("service_fund", said, service=ground.service.uid).status == 302
    assert paid(ground) == (1, 1)
    text = screen.get("service", service=ground.service.uid).response.content.decode()
    assert contract.reference in text
    assert "Say which contract pays" not in text


def test_or_only_from_now_on(ground: Ground, eastborough: Party) -> None:
    with scope.of(ground.by):
        open_episode(ground)
    with scope.of(eastborough.contract_manager):
        contract = a_contract(eastborough.contract_manager)
    screen = Screen(ground.party, "service_manager")
    screen.send("service_fund", {"contract_uid": str(contract.uid)}, service=ground.service.uid)
    assert paid(ground) == (1, 0)


def test_a_case_is_handed_over_and_until_when_somebody_paid_is_said(ground: Ground) -> None:
    with scope.of(ground.by):
        episode = open_episode(ground)
    about = {"client": ground.anwen.uid, "episode": episode.uid}
    manager = Screen(ground.party, "service_manager")
    said = {"worker_uid": ground.manager.uid, "version": episode.version}
    assert manager.send("episode_assign", said, **about).status == 302
    with scope.of(ground.by):
        episode.refresh_from_db()
        paid = EpisodeFunding.objects.get(episode=episode)
    assert episode.worker_uid == ground.manager.uid

    day = {"end_date_day": "30", "end_date_month": "6", "end_date_year": "2025", "version": paid.version}
    assert manager.send("funding_end", {**day, "end_date_year": "1999"}, funding=paid.uid, **about).status == 422
    assert manager.send("funding_end", day, funding=paid.uid, **about).status == 302
    with scope.of(ground.by):
        paid.refresh_from_db()
    assert paid.end_date == date(2025, 6, 30)
    assert manager.send("funding_end", day, funding=episode.uid, **about).status == 404
