"""Somebody who came twice and was written down twice, so that there is a pair to compare. They count nowhere yet."""

from cairn.access import scope
from cairn.interfaces.cli.demo.founding import Founded
from cairn.people import queries
from cairn.people.actions import clients, pairing
from cairn.people.actions.clients import NewClient
from cairn.people.models import Client

TWICE = 2


def lay(one: Founded) -> None:
    """Two people of an organisation, whose second record has their name the other way round, and no more than a phone."""
    with scope.of(one.manager):
        rows = queries.visible_to(one.manager).exclude(phone="").filter(name__contains=" ").order_by("pk")[:TWICE]
        clients.add(by=one.manager, clients=[_again(row) for row in rows])
        pairing.ask(by=one.manager)


def _again(person: Client) -> NewClient:
    first, *others = person.name.split()
    return NewClient(name=" ".join([*others, first]), phone=person.phone)
