"""Eight writers at once, on whichever database the tests run: chains verify, the feed is complete, nothing is lost."""

import multiprocessing
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection, connections

from cairn.access import chain, deeds, event_types, feed, scope
from cairn.access.actors import Actor
from cairn.access.models import AuditEvent
from cairn.people.models import Client
from tests.conftest import Party

WRITERS, DEEDS = 8, 12
event_types.register(event_types.EventType("tests.written", "wrote"))


def write(actor: Actor, settings: dict[str, object], failures: "multiprocessing.Queue[str]") -> None:
    connections.databases["default"].update(settings)
    try:
        with scope.of(actor):
            for _ in range(DEEDS):
                with deeds.deed("tests.written", by=actor) as this:
                    this.create(
                        Client(
                            organisation_id=actor.organisation_id, reference=uuid4().hex, added_date=date(2025, 1, 1)
                        )
                    )
    except Exception as error:  # what failed is the test's answer, whatever it was
        failures.put(repr(error))
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_eight_writers_lose_nothing(harbour: Party, oakfield: Party) -> None:
    """Two organisations, four writers each, and a reader of the feed all the while."""
    start = {party.organisation.pk: feed.head(party.organisation.pk) for party in (harbour, oakfield)}
    settings = {"NAME": connection.settings_dict["NAME"]}
    connections.close_all()
    context = multiprocessing.get_context("fork")
    failures = context.Queue()
    actors = [harbour.support_worker, oakfield.support_worker] * (WRITERS // 2)
    writers = [context.Process(target=write, args=(actor, settings, failures)) for actor in actors]
    for writer in writers:
        writer.start()
    seen, cursor = set(), dict(start)
    while any(writer.is_alive() for writer in writers):
        follow(cursor, seen)
    for writer in writers:
        writer.join()
    follow(cursor, seen)
    assert failures.empty(), failures.get()
    with scope.every("the test counts what both wrote"):
        written = {str(uid) for uid in Client.objects.values_list("uid", flat=True)}
    assert len(written) == WRITERS * DEEDS
    assert seen == written, "the feed missed a change, or told of one that was not committed"
    for pk, head in start.items():
        assert chain.verify(pk) == []
        seqs = AuditEvent.objects.filter(organisation_id=pk, seq__gt=head).order_by("seq").values_list("seq", flat=True)
        assert list(seqs) == list(range(head + 1, head + 1 + WRITERS * DEEDS // 2))


def follow(cursor: dict[int, int], seen: set[str]) -> None:
    """Read the feed on from where it was last read, as the mart's keeper does."""
    for pk, seq in cursor.items():
        changes = feed.since(pk, seq)
        seen |= changes.subjects.get("client", frozenset())
        cursor[pk] = changes.upto
