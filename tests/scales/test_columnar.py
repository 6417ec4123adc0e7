"""The rule in its second form: whatever `score` says of a set of answers, a column of them says as well."""

from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.insight import scoring
from cairn.kernel.problems import Refused
from cairn.scales.scoring import score
from cairn.scales.scoring.columnar import SKIP, compiled, packed
from cairn.scales.scoring.plan import plan_of
from tests.scales.made import ALL, MEAN, SINGLE, SKIPS

SCALES = (*registry.all("scale"), *ALL)
Packed = list[int | None]


def _answers(scale: Scale, chance: Random) -> Packed:
    """Mostly what may be answered; also blanks, codes that this scale may or may not have, and a number far outside."""
    codes = [None, scale.missing.unknown]
    if chance.random() < 0.25:
        codes += [SKIP, 9, 2**62]
    odd = chance.choice([0, 0.1, 0.3, 0.6])
    bounds = [scale.bounds(item) for item in scale.items]
    found = [chance.randint(*ends) if chance.random() >= odd else chance.choice(codes) for ends in bounds]
    if chance.random() < 0.3:
        found = [
            SKIP if item.may_skip and chance.random() < 0.5 else v for item, v in zip(scale.items, found, strict=True)
        ]
    length = chance.choice([len(found)] * 12 + [len(scale.scored), len(found) - 1])
    return [*found[:length], 1] if chance.random() < 0.03 else found[:length]


def _read(scale: Scale, answers: Packed) -> list[Any]:
    columns = plan_of(scale).columns
    skips = [column.may_skip for column in columns] + [False]
    return ["not_applicable" if a == SKIP and skips[i] else a for i, a in enumerate(answers)]


def _wanted(scale: Scale, answers: Packed) -> dict[str, Any]:
    """One row of the columnar form, from the scalar one."""
    try:
        scored = score(scale, _read(scale, answers))
    except Refused:
        return dict.fromkeys(compiled(scale).columns) | {"valid": False}
    row: dict[str, Any] = {"valid": True, "missing": scored.missing, "total": scored.total, "metric": scored.metric}
    named = {(band.set, band.of): band.band for band in scored.bands}
    for place, one in enumerate(scale.bands):
        names = [band.name for band in one.bands]
        row[f"band_{place}"] = names.index(named[one.id, one.of]) if (one.id, one.of) in named else None
    row |= {f"flag_{place}": flag.words in scored.flags for place, flag in enumerate(scale.flags)}
    parts = [name for name in compiled(scale).columns if name.startswith('"part_')]
    row |= {name: scored.subscales.get(name[6:-1]) for name in parts}
    return row | {"value": scored.value} | ({"profile": scored.profile} if scale.profile else {})


def _columns(scale: Scale, rows: list[Packed]) -> list[dict[str, Any]]:
    table = pa.table({"answers": pa.array(rows, pa.list_(pa.int64()))})
    found = scoring.of_table(scale, table).to_pylist()
    return [{name: row[name.strip('"')] for name in compiled(scale).columns} for row in found]


@pytest.mark.parametrize("scale", SCALES, ids=[scale.id for scale in SCALES])
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_column_is_scored_as_each_of_its_rows(scale: Scale, seed: int) -> None:
    chance = Random(seed)
    rows = [_answers(scale, chance) for _ in range(100)]
    wanted = [_wanted(scale, row) for row in rows]
    assert _columns(scale, rows) == wanted
    assert {row["valid"] for row in wanted} == {True, False}


def test_an_empty_list_and_no_list_are_not_valid() -> None:
    assert [row["valid"] for row in _columns(MEAN, [[], None, [1, 2, 3]])] == [False, False, True]  # type: ignore[list-item]


def test_answers_are_packed_with_a_code_for_what_does_not_apply_and_null_for_any_other_blank() -> None:
    given = ["not_applicable", "not_applicable", "refused", None]
    assert packed(SKIPS, given) == [SKIP, None, None, None]
    assert packed(SINGLE, [3]) == [3, None, None]


def test_columns_of_the_source_are_kept_and_a_file_is_read_as_a_table_is(tmp_path: Path) -> None:
    table = pa.table({"uid": ["a", "b"], "said": pa.array([[1, 2, 3], [0, None, 1]], pa.list_(pa.int32()))})
    pq.write_table(table, tmp_path / "said.parquet")
    found = scoring.of_parquet(MEAN, tmp_path / "said.parquet", answers="said", keep=["uid"]).to_pylist()
    assert [(row["uid"], row["total"], row["missing"]) for row in found] == [("a", 20, 0), ("b", 5, 1)]
    assert found == scoring.of_table(MEAN, table, answers="said", keep=["uid"]).to_pylist()
