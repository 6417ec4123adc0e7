"""Let a contract pay for everybody whom a service supports already: episodes older than the contract's own word for it."""

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.cases import loading, queries
from cairn.cases.models import EpisodeFunding
from cairn.kernel.problems import Done


def catch_up(*, by: Actor, service_uid: object, contract_uid: object) -> Done[EpisodeFunding]:
    """Each episode of the service that overlaps the contract and that it does not pay for yet is paid for by it, from the
    later of their two first days to the contract's end. Raises NotFound for a contract that the actor does not deliver.
    """
    by.require(Permission.MANAGE_SERVICES)
    contract = loading.contracts(by, [contract_uid]).of(str(contract_uid))
    if contract is None:
        raise NotFound("no such contract")
    episodes = (
        queries.visible_to(by)
        .filter(service__uid=service_uid, start_date__lte=contract.end_date)
        .exclude(end_date__lt=contract.start_date)
        .exclude(fundings__contract=contract)
    )
    drafts = [
        EpisodeFunding(
            organisation_id=by.organisation_id,
            client_id=episode.client_id,
            episode=episode,
            kind="grant" if contract.is_grant else "contract",
            contract=contract,
            start_date=max(contract.start_date, episode.start_date),
            end_date=contract.end_date,
        )
        for episode in episodes
    ]
    with deed("cases.episode_funded", by=by) as this:
        this.create_many(drafts)
    return Done(tuple(drafts), (), this.uid)
