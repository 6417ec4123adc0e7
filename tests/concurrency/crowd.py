"""Several processes writing to one database at once, each with a connection of its own, and a reader of the feed."""

import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import connection, connections

from cairn.access import feed, scope
from cairn.access.actors import Actor

Work = Callable[[Actor], None]


@dataclass
class Reader:
    """Reads the feed of some organisations on from where it was last read, as the keeper of the marts does."""

    cursor: dict[int, int]
    seen: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def at_the_end(cls, organisations: Sequence[int]) -> "Reader":
        return cls({pk: feed.head(pk) for pk in organisations})

    def follow(self) -> None:
        for pk, seq in self.cursor.items():
            changes = feed.since(pk, seq)
            for kind, uids in changes.subjects.items():
                self.seen.setdefault(kind, set()).update(uids)
            self.cursor[pk] = changes.upto


def at_once(actors: Sequence[Actor], work: Work, reader: Reader) -> None:
    """Let every actor do the work in a process of its own while the feed is read. Fails with what failed in any of them."""
    name = {"NAME": connection.settings_dict["NAME"]}
    connections.close_all()
    context = multiprocessing.get_context("fork")
    failures = context.Queue()
    writers = [context.Process(target=_write, args=(actor, work, name, failures)) for actor in actors]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        reader.follow()
    for writer in writers:
        writer.join()
    reader.follow()
    assert failures.empty(), failures.get()
    assert [writer.exitcode for writer in writers] == [0] * len(writers)


def _write(actor: Actor, work: Work, name: dict[str, object], failures: "multiprocessing.Queue[str]") -> None:
    connections.databases["default"].update(name)
    try:
        with scope.of(actor):
            work(actor)
    except Exception as error:  # what failed is the test's answer, whatever it was
        failures.put(repr(error))
    finally:
        connections.close_all()
