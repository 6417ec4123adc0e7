"""The codes under which people of another system appear in a contract: made at random here, so that a recipient learns nothing
from them and two providers’ codes are never one person.

They are written beside the deed, not through it, as `returns.codes` does.
"""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db import IntegrityError, transaction

from cairn.access.actors import Actor
from cairn.contracts.models import Contract
from cairn.exchange.models import SuppliedCode
from cairn.kernel.inserting import insert_values
from cairn.returns import finding
from cairn.returns.codes import known
from cairn.returns.supplied import Content, SuppliedRow

CHUNK = 500
_OURS = re.compile(r"[0-9a-f]{32}")


def coded(by: Actor, contract: Contract, content: Content, *, make: bool) -> Content:
    """The content with the contract's codes in place of the provider's own; those of people on record here stay. Without `make`
    one that is not known yet stays as it is."""
    given = list(dict.fromkeys(row.row_code for row in content.rows))
    stay = known(contract, [code for code in given if _OURS.fullmatch(code)])
    wanted = [code for code in given if code not in stay]
    if not wanted:
        return content
    said_no = objected(by, wanted)
    found = codes_of(by, contract, wanted)
    if make and (missing := [own for own in wanted if own not in found]):
        found |= _made(by, contract, missing)
    coded_rows = [SuppliedRow(table, found.get(own, own), fact, values) for table, own, fact, values in content.rows]
    return replace(content, rows=tuple(coded_rows), said_no=frozenset(found.get(own, own) for own in said_no))


def _made(by: Actor, contract: Contract, missing: Sequence[str]) -> dict[str, str]:
    """New codes, written down."""
    new = {own: secrets.token_hex(16) for own in missing}
    mine = {"organisation_id": by.organisation_id, "contract_id": contract.pk}
    try:
        with transaction.atomic():
            insert_values(SuppliedCode, ("own", "code"), list(new.items()), **mine)
    except IntegrityError:  # another file of the same contract made some of them meanwhile: whoever came first stands
        rows = [SuppliedCode(own=own, code=code, **mine) for own, code in new.items()]
        SuppliedCode.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
        return codes_of(by, contract, missing)
    return new


def objected(by: Actor, own: Iterable[str]) -> frozenset[str]:
    """Of the provider's own codes, those of people who said no to rows about them, in whichever contract."""
    listed, found = list(own), set[str]()
    said = SuppliedCode.objects.filter(organisation_id=by.organisation_id, objected_date__isnull=False)
    for start in range(0, len(listed), CHUNK):
        found |= set(said.filter(own__in=listed[start : start + CHUNK]).values_list("own", flat=True))
    return frozenset(found)


def unwanted(by: Actor, contract: Contract, content: Content) -> frozenset[str]:
    """Within a transaction: of the codes under which a content has just been sent, those that were erased meanwhile, or whose
    person said no. Whoever is erasing now is waited for."""
    listed = sorted({row.row_code for row in content.rows})
    listed = sorted(set(listed) - known(contract, listed).keys())
    standing = SuppliedCode.objects.select_for_update().filter(
        organisation_id=by.organisation_id, contract=contract, objected_date__isnull=True
    )
    standing = standing.order_by("code")  # in one order, so that two who send never wait for each other
    kept: set[str] = set()
    for start in range(0, len(listed), CHUNK):
        kept |= set(standing.filter(code__in=listed[start : start + CHUNK]).values_list("code", flat=True))
    return frozenset(listed) - kept


def codes_of(by: Actor, contract: Contract, own: Iterable[str]) -> dict[str, str]:
    """The contract's code of each of these."""
    return _read(by, contract, "own", own)


def own_of(by: Actor, contract: Contract, codes: Iterable[str]) -> Mapping[str, str]:
    """The provider's own code behind each of these codes of the contract."""
    return {code: own for own, code in _read(by, contract, "code", codes).items()}


def of_return(by: Actor, return_uid: str, codes: Iterable[str]) -> Mapping[str, str]:
    """As `own_of`, for a return that the actor's organisation gives. Raises NotFound."""
    return own_of(by, finding.led(by, return_uid).round.contract, codes)


def _read(by: Actor, contract: Contract, field: str, wanted: Iterable[str]) -> dict[str, str]:
    listed = list(wanted)
    found: dict[str, str] = {}
    mine = SuppliedCode.objects.filter(organisation_id=by.organisation_id, contract=contract)
    for start in range(0, len(listed), CHUNK):
        rows = mine.filter(**{f"{field}__in": listed[start : start + CHUNK]})
        found.update(rows.values_list("own", "code"))
    return found
