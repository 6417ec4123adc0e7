"""Whom a form is about, as its authority sees them: the provider's own code for a person, which tells nothing.

The same person has the same code each time and by each way, the screen, a file and a provider's own system, so that one
form a year is one form: a reference in a file that is somebody's reference here gives the code of their record. The code
is keyed with this installation's secret: who knows a reference or a record's uid, and not the key, cannot make it. Another
secret makes other codes, so the secret moves with the data.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from cairn.access.actors import Actor
from cairn.people.models import Client

LENGTH = 32
_SALT = "cairn.collection.person"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Person:
    """A code, and the record here where there is one."""

    code: str
    client_id: int | None = None


def code(organisation_uid: str, who: Client | str) -> str:
    """The provider's code for a client, or for somebody whom it knows by a reference of its own ("" for nobody)."""
    if isinstance(who, Client):
        return code_of_uid(organisation_uid, who.uid)
    reference = folded(who)
    return _keyed(organisation_uid, "reference", reference) if reference else ""


def code_of_uid(organisation_uid: str, client_uid: object) -> str:
    """The same of a client's uid, for lists that read no more."""
    return _keyed(organisation_uid, "client", str(client_uid))


def known(by: Actor, references: Iterable[str]) -> dict[str, Person]:
    """Each reference, as it was given, with its person: the record of that reference here, or a code of the reference. One
    query for every 500."""
    given = {reference: folded(reference) for reference in references}
    found = _records(by, sorted(set(given.values()) - {""}))
    return {
        reference: found.get(key) or Person(code(by.organisation_uid, reference)) for reference, key in given.items()
    }


def folded(reference: str) -> str:
    """A reference without what differs between two who write it: `c-012 ` is `C-012`."""
    return " ".join(reference.split()).upper()


def _records(by: Actor, keys: list[str]) -> dict[str, Person]:
    """The records here of these references; of one that became one with another, the other."""
    found: dict[str, Person] = {}
    own = Client.objects.filter(organisation_id=by.organisation_id).select_related("merged_into")
    for start in range(0, len(keys), _BATCH):
        for row in own.filter(reference__in=keys[start : start + _BATCH]):
            person = row.merged_into or row
            found[folded(row.reference)] = Person(code(by.organisation_uid, person), person.pk)
    return found


def _keyed(organisation_uid: str, kind: str, value: str) -> str:
    return salted_hmac(f"{_SALT}.{kind}.{organisation_uid}", value, algorithm="sha256").hexdigest()[:LENGTH]
