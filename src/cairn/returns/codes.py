"""The codes under which people appear to a recipient, made at random inside the organisation that holds them.

They are written beside the deed, not through it: a revision would keep whom a code stands for.
"""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from cairn.access import scope
from cairn.contracts.models import Contract
from cairn.people.models import Client
from cairn.returns.models import LinkCode, RowCode

CHUNK = 500


def row_codes(contract: Contract, people: Mapping[str, int], *, make: bool) -> dict[str, str]:
    """The row code of each person (uid → the id of the organisation that holds them) in a contract; `make` those missing."""
    return _codes(RowCode, {"contract": contract}, people, make)


def link_codes(contract: Contract, people: Mapping[str, int]) -> dict[str, str]:
    """The code of each person for the contract's commissioner, made when missing."""
    return _codes(LinkCode, {"recipient": contract.commissioner}, people, True)


def _codes(model: Any, of: dict[str, Any], people: Mapping[str, int], make: bool) -> dict[str, str]:
    if not people:
        return {}
    with scope.organisation(*set(people.values())):
        found = _read(model, of, people)
        if make and (missing := [uid for uid in people if uid not in found]):
            clients = [row for part in _parts(missing) for row in Client.objects.filter(uid__in=part)]
            rows = [
                model(organisation_id=row.organisation_id, client=row, code=secrets.token_hex(16), **of)
                for row in clients
            ]
            # Another submission of the same contract may be making them too: whoever came first stands.
            model.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
            found |= _read(model, of, missing)
        return found


def _read(model: Any, of: dict[str, Any], uids: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in _parts(list(uids)):
        rows = model.objects.filter(client__uid__in=part, **of).values_list("client__uid", "code")
        found |= {str(uid): code for uid, code in rows}
    return found


def _parts(uids: list[str]) -> Iterable[list[str]]:
    return (uids[start : start + CHUNK] for start in range(0, len(uids), CHUNK))


def known(contract: Contract, codes: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Of codes of a contract, whose they are: the uid of the person, and the organisation that holds them."""
    listed, found = sorted(set(codes)), {}
    with scope.every("a partner's person stands in rows that the lead supplies"):
        for part in _parts(listed):
            rows = RowCode.objects.filter(contract=contract, code__in=part)
            for code, uid, holder in rows.values_list("code", "client__uid", "organisation_id"):
                found[code] = (str(uid), holder)
    return found
