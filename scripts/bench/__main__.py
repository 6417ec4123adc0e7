"""`make bench`: print each ratio beside its aim. `--json` for programs, `--people` for a larger provider."""

import argparse
import json
import sys
from collections.abc import Iterator
from importlib import import_module

from scripts.bench.ground import Ground, laid
from scripts.bench.timing import Ratio


def main() -> int:
    reader = argparse.ArgumentParser(prog="make bench", description=__doc__)
    reader.add_argument("--people", type=int, default=2_000, help="in the provider that is measured")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--only", choices=PARTS, action="append", help="one part; may be given again")
    reader.add_argument("--json", action="store_true")
    asked = reader.parse_args()
    print(f"Building a provider of {asked.people:,} people…", file=sys.stderr, flush=True)
    with laid(asked.people, asked.seed) as ground:
        found = []
        for ratio in measured(ground, asked.only or PARTS):
            found.append(ratio)
            if not asked.json:
                print(line(ratio), flush=True)
    if asked.json:
        print(json.dumps([as_json(ratio) for ratio in found], indent=1))
    return 0


PARTS = (
    "figures",
    "pages",
    "registers",
    "marts",
    "scoring",
    "scale",
    "finding",
    "alike",
    "imports",
    "returns",
    "returned",
    "collected",
)


def measured(ground: Ground, parts: list[str] | tuple[str, ...]) -> Iterator[Ratio]:
    print(HEADINGS, file=sys.stderr, flush=True)
    for name in PARTS:
        if name in parts:
            yield from import_module(f"scripts.bench.{name}").ratios(ground)


HEADINGS = f"{'what':58} {'against':44} {'ratio':>8} {'aim':>5} {'met':>4}"


def line(ratio: Ratio) -> str:
    aim = "–" if ratio.aim is None else f"{ratio.aim:g}"
    met = {None: "–", True: "yes", False: "NO"}[ratio.is_met]
    times = f"({ratio.milliseconds:.1f} and {ratio.against_milliseconds:.1f} ms)"
    return f"{ratio.what:58} {ratio.against:44} {ratio.reached:8.2f} {aim:>5} {met:>4}  {times}"


def as_json(ratio: Ratio) -> dict[str, object]:
    return {
        "what": ratio.what,
        "against": ratio.against,
        "ratio": round(ratio.reached, 3),
        "aim": ratio.aim,
        "met": ratio.is_met,
        "milliseconds": [round(ratio.milliseconds, 2), round(ratio.against_milliseconds, 2)],
    }


if __name__ == "__main__":
    sys.exit(main())
