"""Who may be on record already, asked while somebody new is typed among 100,000 people, against an empty view.

Laid and measured by a process of their own, because a process holds one database.
"""

import json
import subprocess
import sys
from collections.abc import Iterator

from scripts.bench.finding import PEOPLE, ROUNDS, _fetching, lay
from scripts.bench.ground import Ground, laid
from scripts.bench.timing import Ratio, always, medians

AIM = 5
BORN = {"birth_date_day": "19", "birth_date_month": "11", "birth_date_year": "1950"}
#: what is typed; the first two sound like many of those who were laid
TYPED = {
    "a name": {"name": "Priribel Lindada"},
    "a name and a date of birth": {"name": "Garanfen Elmorka", **BORN},
    "all that is known": {"name": "Corelan Jokafen", "phone": "07700 050123", "postcode": "B20 7TE", **BORN},
    "a name that nobody has": {"name": "Agnieszka Wiśniewska"},
}


def ratios(_: Ground | None = None) -> Iterator[Ratio]:
    asked = [sys.executable, "-m", "scripts.bench.alike"]
    times = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    empty = times.pop("empty")
    for name, spent in times.items():
        yield Ratio(name, "empty view", spent, empty, AIM)


def measure(ground: Ground) -> dict[str, float]:
    """Milliseconds of each answer, through the whole middleware."""
    asks = {"empty": _fetching(ground, "get", "empty/")}
    for words, sent in TYPED.items():
        asks[f"who may be meant by {words}, of {PEOPLE:,}"] = _fetching(ground, "post", "people/alike/", sent)
    return medians({name: always(ask) for name, ask in asks.items()}, ROUNDS, warm_ups=2)


if __name__ == "__main__":
    with laid(60, 1) as ground:
        lay(ground)
        print(json.dumps(measure(ground)))
