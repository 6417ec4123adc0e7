"""What a cell of a file becomes: what was plainly meant, and nothing else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.collection.columns import FormColumn, columns_of
from cairn.definitions import registry
from cairn.exchange.forms import found, headings, opening, pipeline
from cairn.exchange.forms.cells import BAD, Memo, bad_of, cleaner

COLUMNS = {column.name: column for column in columns_of(registry.get("form", "sp-short"))}
MEANT = {
    "MaxIncome_1a": {"yes": "Yes", " N ": "No", "TRUE": "Yes", "Missing": "", "Maybe": "Maybe"},
    "ActualOutcome_2d_i": {"n/a": "NA", "Not applicable": "NA", "1.0": "1"},
    "Reason_1a_Others": {"c1;e1": "c1; e1", "C1\ne1 ; c1": "c1; e1", "Missing": "", ";": ""},
    "EndDate": {"01/02/2026": "2026-02-01", "1.2.2026": "2026-02-01", "2026-02-01 00:00:00": "2026-02-01", "soon": "soon"},
    "FormID": {"42": "00000000042", "42.0": "00000000042", '="00000000042"': "00000000042", "4 2": "4 2"},
    "Age": {"44.0": "44", "44.5": "44.5", "12.05": "12.05", "forty": "forty"},
    "ClientGroup_Primary": {"7.0": "7", "1.05": "1.05"},
    "ProviderName": {"\u00a0Harbour ": "Harbour", "'=SUM": "=SUM", "a\r\nb": "a\nb"},
}  # fmt: skip


@pytest.mark.parametrize("name", MEANT)
def test_what_was_plainly_meant(name: str) -> None:
    clean = cleaner(COLUMNS[name])
    assert {raw: clean(raw) for raw in MEANT[name]} == MEANT[name]


@pytest.mark.parametrize(("name", "raw", "why"), [("EndDate", "46000", "serial"), ("FormID", "1.2346E+10", "rounded")])
def test_what_a_spreadsheet_has_spoilt_is_told_and_not_guessed(name: str, raw: str, why: str) -> None:
    memo = Memo(COLUMNS[name])
    assert bad_of(memo[raw]) == BAD[why]
    assert memo.has_bad


@given(column=st.sampled_from(list(COLUMNS.values())), raw=st.text(max_size=30))
def test_what_is_an_answer_already_stays_one(column: FormColumn, raw: str) -> None:
    clean = cleaner(column)
    once = clean(raw)
    assert bad_of(once) is not None or clean(once) == once
    assert all(clean(code) == code for code in column.codes)


def test_both_processes_mark_a_cell_alike() -> None:
    assert opening.MARK == found.MARK


@pytest.mark.parametrize(
    ("ref", "rows"), [("A5:B6", (5,)), ("$b$5:$C$6", (5,)), ("A1:B1", ()), ("A1B2:C3", ()), ("A²:B3", ()), ("", ())]
)
def test_whatever_a_workbook_says_of_merged_cells_is_read_or_passed_over(ref: str, rows: tuple[int, ...]) -> None:
    passage = pipeline.Passage(Any, Any, Any)  # type: ignore[arg-type]  # it asks none of them
    passage._merged(ref, headings.Layout(Any, 1, (), {}, (), ()))  # type: ignore[arg-type]
    assert [group.rows for group in passage.findings.groups()] == [rows][: len(rows)]
