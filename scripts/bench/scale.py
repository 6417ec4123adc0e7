"""The worker's pages at 100,000 people and 2 million activities, against an empty view, and against themselves at 1,000.

Each size is laid and measured by a process of its own, because a process holds one database; ratios to the empty view
are taken within one.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from scripts.bench.ground import MANAGER, Ground
from scripts.bench.timing import Ratio, always, medians

SMALL, LARGE, ROUNDS = 1_000, 100_000, 15
MOST_QUERIES = 15
ENTRIES = 200  # of a chronology: years of a serious concern
#: what each page may cost: times an empty view, times itself at 1,000 people (None: not asked)
AIMS: dict[str, tuple[float, float | None]] = {
    "today": (10, 1.5), "today, a manager's": (10, 1.5), "client": (10, 1.5), "timeline": (10, 1.5),
    "caseload": (10, 1.5), "caseload, everybody's": (10, 1.5), "find": (5, None),
    "diary week": (10, 1.5), "diary day, a service's": (10, None),
    "the queue of referrals": (10, None), "a safeguarding chronology": (10, None), "how life stands": (10, None),
}  # fmt: skip


def ratios(_: Ground | None = None) -> Iterator[Ratio]:
    small, large = (_measured_apart(size) for size in (SMALL, LARGE))
    for name, (by_empty, by_size) in AIMS.items():
        at = large["times"]
        yield Ratio(f"{name}, {LARGE:,} people", "empty view", at[name], at["empty"], by_empty)
        if by_size:
            yield Ratio(f"{name}, {LARGE:,} people", f"itself at {SMALL:,}", at[name], small["times"][name], by_size)
        yield Ratio(f"{name}: queries", "one", large["queries"][name], 1, MOST_QUERIES - 1)


def _measured_apart(people: int) -> dict[str, Any]:
    asked = [sys.executable, "-m", "scripts.bench.scale", str(people)]
    found: dict[str, Any] = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    return found


def measure(ground: Ground) -> dict[str, Any]:
    """Milliseconds and queries of each page, through the whole middleware."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    pages = dict(_pages(ground))
    queries = {}
    for name, fetch in pages.items():
        fetch()
        with CaptureQueriesContext(connection) as caught:
            fetch()
        queries[name] = len(caught)
    times = medians({name: always(fetch) for name, fetch in pages.items()}, ROUNDS, warm_ups=2)
    return {"times": times, "queries": queries}


def _pages(ground: Ground) -> Iterator[tuple[str, Callable[[], object]]]:
    from django.test import Client as Browser

    from cairn.access.models import User
    from cairn.cases.models import Episode

    manager = Browser(SERVER_NAME="localhost")
    manager.force_login(User.objects.get(email=MANAGER))
    own = Episode.objects.filter(worker_uid=ground.worker.uid, end_date=None, pk__gt=10_000_000)
    person = own.order_by("pk").values_list("client__uid", "client__name")[3]
    part = person[1].split()[1][2:7]
    paths = {
        "empty": "empty/", "today": "", "client": f"people/{person[0]}/", "timeline": f"people/{person[0]}/timeline/",
        "caseload": "people/", "the queue of referrals": "referrals/door/",
    }  # fmt: skip
    for name, path in paths.items():
        yield name, _fetching(ground.browser, ground.address(path))
    service = own.values_list("service__uid", flat=True)[0]
    yield "diary week", _fetching(ground.browser, ground.address("diary/"))
    yield "diary day, a service's", _fetching(ground.browser, ground.address(f"diary/?view=day&who=service:{service}"))
    yield "find", _fetching(ground.browser, ground.address("find/"), {"q": part})
    yield "today, a manager's", _fetching(manager, ground.address(""))
    yield "how life stands", _fetching(ground.browser, ground.address(f"people/{person[0]}/life/"))
    yield "a safeguarding chronology", _fetching(manager, ground.address(_chronology(ground, str(person[0]))))
    yield "caseload, everybody's", _fetching(manager, ground.address("people/?worker="))


def _chronology(ground: Ground, client: str) -> str:
    """The page of a concern with a long chronology, and referrals made out of it."""
    from datetime import timedelta

    from cairn.access import scope
    from cairn.cases.actions import concerns, safeguarding
    from cairn.cases.actions.concerns import NewConcern, NewEntry
    from cairn.cases.actions.safeguarding import NewSafeguardingReferral
    from cairn.kernel import clock

    with scope.of(ground.worker):
        new = NewConcern(client_uid=client, kind="neglect", summary="No heating for weeks.")
        concern = str(concerns.raise_(by=ground.worker, concerns=[new]).one.uid)
        days = [clock.today() - timedelta(days=n) for n in range(ENTRIES)]
        entries = [NewEntry(concern_uid=concern, kind="seen", text="Seen at home; colder than before.", entry_date=day)
                   for day in days]  # fmt: skip
        concerns.note(by=ground.worker, entries=entries)
        made = [NewSafeguardingReferral(client_uid=client, body="council_adults", concern_uid=concern, made_date=day)
                for day in days[:3]]  # fmt: skip
        safeguarding.refer(by=ground.worker, referrals=made)
    return f"people/{client}/concerns/{concern}/"


def _fetching(browser: Any, path: str, sent: dict[str, str] | None = None) -> Callable[[], object]:
    def fetch() -> object:
        response = browser.post(path, sent) if sent else browser.get(path)
        if response.status_code != 200:
            raise SystemExit(f"{path} answers {response.status_code}")
        return response

    return fetch


if __name__ == "__main__":
    from scripts.bench.big import large

    with large(int(sys.argv[1])) as laid_out:
        print(json.dumps(measure(laid_out)))
