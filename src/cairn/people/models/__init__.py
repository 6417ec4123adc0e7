from cairn.people.models.around import Communication, RelatedPerson
from cairn.people.models.client import Client
from cairn.people.models.counter import ReferenceCounter
from cairn.people.models.groups import ClientGroups
from cairn.people.models.optional import Consent, OptionalAnswer
from cairn.people.models.pair import AlikePair
from cairn.people.models.status import DatedStatus

__all__ = [
    "AlikePair",
    "Client",
    "ClientGroups",
    "Communication",
    "Consent",
    "DatedStatus",
    "OptionalAnswer",
    "ReferenceCounter",
    "RelatedPerson",
]
