"""The returns of a city: every one of a round built in one go, and one of them opened, against counting the same by the ORM.

Laid and measured by a process of its own, because a process holds one database. `python -m scripts.bench.returns --people
100000 --contracts 400` measures a whole city, and says how long each part took; `--keep DIR` leaves it there.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from math import isclose
from statistics import median
from time import perf_counter
from typing import Any

from scripts.bench.ground import Ground
from scripts.bench.timing import Ratio

AIM = 1 / 20
CONTRACTS, PEOPLE = 40, 4_000
"""What `make bench` measures: a tenth of a city."""


def ratios(_: Ground | None = None) -> Iterator[Ratio]:
    asked = [sys.executable, "-m", "scripts.bench.returns", "--json"]
    said = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    every = f"every return of {said['contracts']} contracts, {said['people']:,} people"
    yield Ratio(every, "the same by ORM, same figures", said["all"], said["all_orm"], AIM)
    largest = f"one return opened, {said['largest']:,} people of its provider"
    yield Ratio(largest, "its figures by ORM", said["page"], said["one_orm"], AIM)


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--people", type=int, default=PEOPLE)
    reader.add_argument("--contracts", type=int, default=CONTRACTS)
    reader.add_argument("--keep", default="")
    reader.add_argument("--json", action="store_true")
    asked = reader.parse_args()
    with nullcontext(asked.keep) if asked.keep else tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        os.environ |= {"CAIRN_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "scripts.bench.settings"}
        os.environ.pop("DATABASE_URL", None)
        from scripts.bench.city import laid

        period = laid(asked.contracts, asked.people)
        said = {"contracts": asked.contracts, "people": asked.people, **measure(period)}
    print(json.dumps(said, indent=1))
    return 0


def measure(period: Any) -> dict[str, Any]:
    """Milliseconds. The marts are there, as they are seconds behind every record; `cold` is with none of them."""
    from cairn.insight import remembering
    from cairn.returns import building

    cold, _ = _timed(lambda: building.build(period, as_now=True))
    warm = []
    for _ in range(3):
        remembering.forget()
        spent, built = _timed(lambda: building.build(period, as_now=True))
        warm.append(spent)
    orm, said = _timed(lambda: _by_orm(built, period))
    _agree(built, said)
    return {"cold": cold, "all": median(warm), "all_orm": orm, **_one(built, period)}


def _timed(act: Any) -> tuple[float, Any]:
    begun = perf_counter()
    found = act()
    return (perf_counter() - begun) * 1000, found


def _by_orm(built: Sequence[Any], period: Any) -> dict[str, Any]:
    from cairn.access import scope
    from cairn.contracts.models import Contract
    from scripts.bench.returns_orm import count

    with scope.every("the bench counts every contract by the ORM"):
        contracts = {str(row.uid): row for row in Contract.objects.all()}
        return {one.uid: count(contracts[one.contract_uid], period) for one in built}


def _agree(built: Sequence[Any], said: dict[str, Any]) -> None:
    """Stop where the two answer differently: a ratio of two different things says nothing."""
    compared = 0
    for one in built:
        for figure in one.figures:
            n, value = said[one.uid].get(figure.key, (0, 0))
            same = isclose(value or 0, figure.value or 0, rel_tol=1e-9, abs_tol=1e-9)
            if (n, same) != (figure.n, True):
                raise SystemExit(
                    f"{one.contract_reference} {figure.key}: {figure.n}, {figure.value}; by ORM {n}, {value}."
                )
            compared += 1
    print(f"{compared:,} figures are the same both ways", file=sys.stderr, flush=True)


def _one(built: Sequence[Any], period: Any) -> dict[str, Any]:
    """Of the contract with most people: its page, whole, through the middleware; and its figures both ways."""
    from django.test import Client

    from cairn.access import scope
    from cairn.access.models import Membership, Organisation
    from cairn.insight import marts, remembering
    from cairn.insight.mart import files
    from cairn.people.models import Client as Person
    from cairn.returns.models import Return

    largest = max(built, key=lambda one: next(f.value for f in one.figures if f.measure == "people_supported"))
    with scope.every("the bench opens the largest return"):
        answer = Return.objects.select_related("provider").get(uid=largest.uid)
        members = Membership.objects.filter(organisation=answer.provider).select_related("user")
        user = next(member.user for member in members if "data_lead" in member.roles)
        people = Person.objects.filter(organisation=answer.provider).count()
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user)
    address = f"/o/{answer.provider.slug}/returns/{largest.uid}/"

    def opened(forget: bool) -> float:
        if forget:
            remembering.forget()
        spent, response = _timed(lambda: browser.get(address))
        if response.status_code != 200:
            raise SystemExit(f"{address} answers {response.status_code}")
        return spent

    opened(True)
    pages = [opened(True) for _ in range(7)]
    again = [opened(False) for _ in range(7)]
    files.forget(files.folder(str(Organisation.objects.get(pk=answer.provider_id).uid), "own"))
    cold = opened(True)
    marts.refresh(answer.provider_id)
    orm = [_timed(lambda: _by_orm([largest], period))[0] for _ in range(5)]
    return {
        "largest": people, "page": median(pages), "page_again": median(again), "page_cold": cold, "one_orm": median(orm),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
