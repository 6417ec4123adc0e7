"""Make `sectors.csv` and `wards.csv` from the files in `source/`: `python -m cairn.people.geography.build`.

A sector is in the ward that its centroid lies in (even-odd rule on the simplified ward polygons), else in none.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = HERE / "source"
Ring = Sequence[Sequence[float]]


def crosses(point: tuple[float, float], a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether the ray from a point to the east crosses the edge from `a` to `b`."""
    x, y = point
    return (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]


def inside(point: tuple[float, float], rings: Iterable[Ring]) -> bool:
    """Whether a point lies in a polygon; its first ring is the outline, the others are holes."""
    edges = (edge for ring in rings for edge in pairwise(ring))
    return sum(crosses(point, a, b) for a, b in edges) % 2 == 1


def wards() -> list[tuple[str, str, list[list[Ring]]]]:
    """Code, name and polygons of each ward, by code."""
    features = json.loads((SOURCE / "birmingham_wards_2022.geojson").read_text("utf-8"))["features"]
    facts = [(f["properties"], f["geometry"]["coordinates"]) for f in features]
    return sorted((p["ward_code"], p["ward_name"], polygons) for p, polygons in facts)


def sectors() -> Iterator[tuple[str, str]]:
    """Each sector of the B area with the code of its ward, blank for none."""
    known = wards()
    with (SOURCE / "b_postcode_sectors.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            point = float(row["lon"]), float(row["lat"])
            found = (code for code, _, polygons in known if any(inside(point, rings) for rings in polygons))
            yield row["code"], next(found, "")


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def main() -> None:
    write("wards.csv", ("ward", "name"), [(code, name) for code, name, _ in wards()])
    write("sectors.csv", ("sector", "ward"), sectors())


if __name__ == "__main__":
    main()
