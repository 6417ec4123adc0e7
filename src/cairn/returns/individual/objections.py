"""People who said no after their rows were sent: whose rows of a contract are still held by its recipient."""

from collections.abc import Mapping

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import queries as contracts
from cairn.contracts.models import Contract
from cairn.returns import finding, objecting
from cairn.returns.models import RowCode, SubmissionRow

CHUNK = 500


def since_sent(by: Actor, return_uid: str) -> tuple[str, ...]:
    """The row codes, in the contract of this return, of those who say no today and of whom something that was sent is still
    readable. For the lead. Raises NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    return codes(finding.led(by, return_uid).round.contract)


def codes(contract: Contract) -> tuple[str, ...]:
    held = _held(contract)
    people = {uid: holder for uid, (_, holder) in held.items()}
    said_no = objecting.kept_back(people, contract.commissioner_id)
    listed = sorted(held[uid][0] for uid in said_no)
    found: set[str] = set()
    for start in range(0, len(listed), CHUNK):
        rows = SubmissionRow.objects.filter(row_code__in=listed[start : start + CHUNK], shared__isnull=False)
        found |= set(rows.values_list("row_code", flat=True))
    return tuple(sorted(found))


def _held(contract: Contract) -> Mapping[str, tuple[str, int]]:
    """Everybody who has a code in a contract: person → code and whose they are."""
    holders = {source.organisation_id for source in contracts.partner_sources(contract)}
    with scope.organisation(*holders):
        rows = RowCode.objects.filter(contract=contract).values_list("client__uid", "code", "organisation_id")
        return {str(uid): (code, holder) for uid, code, holder in rows}
