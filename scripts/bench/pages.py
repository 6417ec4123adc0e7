"""The 50-row caseload page and a 12-person register form against a signed-in page of ours with nothing on it."""

from collections.abc import Iterator

from scripts.bench import registers
from scripts.bench.ground import Ground
from scripts.bench.timing import Ratio, always, medians

ROUNDS = 21


def ratios(ground: Ground) -> Iterator[Ratio]:
    register = f"record/sessions/{registers.kind().uid}/"
    pages = {"empty": "empty/", "caseload": "people/?worker=", "register": register}
    for name, mark, count in (("caseload", b'<th scope="row"', 50),
                              ("register", b'name="who"', registers.PEOPLE)):  # fmt: skip
        found = fetch(ground, pages[name]).count(mark)
        if found != count:
            raise SystemExit(f"The {name} page shows {found} rows, not {count}. Give more --people.")
    times = medians({name: always(lambda p=path: fetch(ground, p)) for name, path in pages.items()}, ROUNDS, warm_ups=3)
    yield Ratio("caseload page, 50 rows", "empty view", times["caseload"], times["empty"], 8)
    yield Ratio(f"register form, {registers.PEOPLE} people", "empty view", times["register"], times["empty"], 15)


def fetch(ground: Ground, path: str) -> bytes:
    response = ground.browser.get(ground.address(path))
    if response.status_code != 200:
        raise SystemExit(f"{path} answers {response.status_code}")
    return bytes(response.content)
