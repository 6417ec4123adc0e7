"""Who is likely to be the same person twice: within a file, and against those who are on record."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.people import queries
from cairn.people.adding import NewClient
from cairn.people.queries import fold


@dataclass(frozen=True, slots=True)
class Like:
    """Row `place` looks like an earlier row of the file, or like somebody on record."""

    place: int
    earlier: int | None = None
    client_uid: str = ""


def is_alike(one: date | None, other: date | None) -> bool:
    """Of two people of one name: not when both birth dates are known and differ."""
    return one is None or other is None or one == other


def names_of(clients: Sequence[NewClient]) -> list[str]:
    """Each name as it is compared."""
    return [fold(client.name) for client in clients]


def within(clients: Sequence[NewClient], names: Sequence[str]) -> list[Like]:
    """Rows that look like an earlier one of the same file."""
    seen: dict[str, list[tuple[int, date | None]]] = defaultdict(list)
    found = []
    for place, (client, name) in enumerate(zip(clients, names, strict=True)):
        if not name:
            continue
        # With a birth date each, people of one name part at once; `seen` keeps one row for each date.
        earlier = next((at for at, born in seen[name] if is_alike(born, client.birth_date)), None)
        if earlier is not None:
            found.append(Like(place, earlier=earlier))
        else:
            seen[name].append((place, client.birth_date))
    return found


def on_record(by: Actor, clients: Sequence[NewClient], names: Sequence[str]) -> list[Like]:
    """Rows that look like somebody on record: of the same name, with no other birth date. One reading of names."""
    rows = queries.visible_to(by).values_list("uid", "name", "birth_date").order_by()
    known = _by_name(rows.iterator(chunk_size=5000), set(names) - {""})
    found = []
    for place, (client, name) in enumerate(zip(clients, names, strict=True)):
        there = known.get(name, ())
        uid = next((uid for uid, born in there if is_alike(born, client.birth_date)), None)
        if uid is not None:
            found.append(Like(place, client_uid=uid))
    return found


def _by_name(
    people: Iterable[tuple[object, str, date | None]], wanted: set[str]
) -> dict[str, list[tuple[str, date | None]]]:
    found: dict[str, list[tuple[str, date | None]]] = defaultdict(list)
    for uid, name, born in people:
        if (folded := fold(name)) in wanted:
            found[folded].append((str(uid), born))
    return found
