"""Finding among 100,000 people as they are typed, and words in 200,000 notes, against an empty view.

The people and their notes are laid and measured by a process of their own, because a process holds one database.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from scripts.bench.big import Laying, fill
from scripts.bench.ground import Ground, laid
from scripts.bench.timing import Ratio, always, medians

PEOPLE, ROUNDS = 100_000, 31
#: what is typed; the name of nearly everybody has some of it, that of nobody the last
TYPED = ("an", "ann", "mor", "gar el", "linka", "077000", "b0123", "m an", "ee", "xyz")
SEARCHED = ("talked", "gar", '"for a while"', "nobody")
AIM = 5


def ratios(_: Ground | None = None) -> Iterator[Ratio]:
    asked = [sys.executable, "-m", "scripts.bench.finding"]
    times = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    empty = times.pop("empty")
    for name, spent in times.items():
        yield Ratio(name, "empty view", spent, empty, AIM)


def measure(ground: Ground) -> dict[str, float]:
    """Milliseconds of each answer, through the whole middleware."""
    asks = {"empty": _fetching(ground, "get", "empty/")}
    for text in TYPED:
        asks[f"find “{text}” among {PEOPLE:,} people"] = _fetching(ground, "post", "find/", {"q": text, "to": "client"})
    for text in SEARCHED:
        asks[f"search “{text}” in {2 * PEOPLE:,} notes"] = _fetching(ground, "get", "search/", {"q": text})
    closest = {"q": "talked", "order": "closest"}
    asks["search “talked”, closest first"] = _fetching(ground, "get", "search/", closest)
    return medians({name: always(ask) for name, ask in asks.items()}, ROUNDS, warm_ups=2)


def _fetching(ground: Ground, how: str, path: str, asked: dict[str, str] | None = None) -> Callable[[], object]:
    def fetch() -> object:
        response = getattr(ground.browser, how)(ground.address(path), asked or {})
        if response.status_code != 200:
            raise SystemExit(f"{path} answers {response.status_code}")
        return response

    return fetch


def lay(ground: Ground) -> None:
    """People with an episode and two notes each, and no more."""
    from django.db import connection

    from cairn.cases import models as cases
    from cairn.interfaces.cli.django import learn_sizes
    from cairn.people.models import Client

    laying = Laying(ground, PEOPLE)
    connection.ensure_connection()
    parts: tuple[tuple[Any, Any], ...] = (
        (Client, laying._clients), (cases.Referral, laying._referrals), (cases.Episode, laying._episodes),
        (cases.Note, laying._notes),
    )  # fmt: skip
    for model, rows in parts:
        fill(connection.connection, model, ground.worker.organisation_id, rows())
    learn_sizes()


if __name__ == "__main__":
    with laid(60, 1) as ground:
        lay(ground)
        print(json.dumps(measure(ground)))
