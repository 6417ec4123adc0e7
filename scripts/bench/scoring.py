"""A million assessments scored on the mart, against summing the same items, checking them for blanks and joining the same
tables. The tables have the columns of a mart's own, packed answers among them, and lie in a file as a mart does."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from cairn.definitions import registry
from cairn.scales.scoring import score
from cairn.scales.scoring.columnar import compiled
from scripts.bench.ground import Ground
from scripts.bench.timing import Ratio, always, medians

AIM, ROUNDS = 3, 7
ASSESSMENTS, EPISODES, BLANK = 1_000_000, 300_000, 0.02
SCALES = ("swemwbs", "phq9", "honos", "dialog")
COUNTED = ("swemwbs",)
"""Those for which the issue names an aim; the others are printed beside it."""


def ratios(_: Ground | None = None) -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory() as folder:
        for id in SCALES:
            yield _of(id, Path(folder) / f"{id}.duckdb")


def _of(id: str, path: Path) -> Ratio:
    scale = registry.get("scale", id)
    _lay(path, scale)
    joined = "(SELECT a.uid, a.answers, e.provider FROM assessment a JOIN episode e ON e.uid = a.episode)"
    scored = compiled(scale).select(joined, keep=["uid", "provider"])
    items = [f"answers[{place + 1}]" for place in range(len(scale.items))]
    blank = " OR ".join(f"{item} IS NULL" for item in items)
    summed = f"SELECT uid, provider, {' + '.join(items)} AS total, {blank} AS has_blank FROM {joined}"
    with duckdb.connect(path, read_only=True) as mart:
        _agree(mart, scale, scored)
        sides = {
            "scored": always(lambda: _run(mart, scored)),
            "summed": always(lambda: _run(mart, summed)),
        }
        times = medians(sides, ROUNDS)
    what = f"{ASSESSMENTS:,} {scale.short_label} assessments scored on the mart"
    against = "their items summed, checked for nulls, joined"
    return Ratio(what, against, times["scored"], times["summed"], AIM if id in COUNTED else None)


def _run(mart: duckdb.DuckDBPyConnection, query: str) -> None:
    """Every row of it, as Arrow: what a reader of the mart is given."""
    mart.execute(query).to_arrow_table()


def _lay(path: Path, scale: Any) -> None:
    """Episodes and assessments under uids as a mart has them; one answer in fifty is blank."""
    answers = ", ".join(
        f"CASE WHEN random() < {BLANK} THEN NULL ELSE {low} + floor(random() * {high - low + 1})::BIGINT END"
        for low, high in map(scale.bounds, scale.items)
    )
    with duckdb.connect(path) as file:
        file.execute("SELECT setseed(0.5)")
        file.execute(
            "CREATE TABLE episode AS SELECT md5(i::VARCHAR) AS uid, md5((i % 200)::VARCHAR) AS provider, "
            f"DATE '2024-01-01' + (i % 700)::INTEGER AS start_date FROM range({EPISODES}) t(i)"
        )
        file.execute(
            f"CREATE TABLE assessment AS SELECT md5('a' || i) AS uid, md5((i % {EPISODES})::VARCHAR) AS episode, "
            f"'{scale.id}' AS scale, DATE '2024-01-01' + (i % 900)::INTEGER AS assessed_date, [{answers}] AS answers "
            f"FROM range({ASSESSMENTS}) t(i)"
        )


def _agree(mart: duckdb.DuckDBPyConnection, scale: Any, scored: str) -> None:
    """Stop where the two forms of the rule say two things: a ratio of a wrong answer says nothing."""
    rows = mart.execute(f"SELECT s.*, a.answers FROM ({scored} LIMIT 500) s JOIN assessment a USING (uid)").fetchall()
    names = [column[0] for column in mart.description or []]
    for row in (dict(zip(names, values, strict=True)) for values in rows):
        wanted = score(scale, row["answers"])
        found = (row["total"], row["metric"], row["missing"], row["value"], row["valid"])
        if found != (wanted.total, wanted.metric, wanted.missing, wanted.value, True):
            raise SystemExit(f"{scale.id}: the mart says {found}, the form says {wanted}.")


if __name__ == "__main__":
    for found in ratios():
        print(f"{found.what}: {found.reached:.2f} ({found.milliseconds:.0f} and {found.against_milliseconds:.0f} ms)")
