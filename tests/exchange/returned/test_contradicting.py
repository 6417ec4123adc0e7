"""Two answers of one row that contradict each other by the code list itself are said at their cell, and stand in nobody's way."""

from dataclasses import replace
from typing import Any

import pytest

from cairn.definitions import registry
from cairn.definitions.mart import EVERY, GROUPED
from cairn.exchange.returned import contradicting
from cairn.exchange.returned.filled import Filling
from cairn.exchange.returned.found import Finding
from cairn.exchange.returned.shape import FIGURES, Column, Form
from tests.exchange.returned.conftest import sent_rows
from tests.exchange.returned.test_counted import PEOPLE, file
from tests.exchange.returned.test_rows import look, send
from tests.returns.conftest import FIELDS, Quarter, signed_agreement

DETAILS = ["white_irish", *["african"] * 6, *["white_irish"] * 8, *[None] * 6]


def detailed(*details: str | None) -> Any:
    """The ethnic group in full of each referral of the file."""

    def change(of: Form, filling: Filling) -> Filling:
        place = [column.name for column in of.tables["referral"]].index("ethnicity")
        rows = [
            (*row[:place], detail, *row[place + 1 :])
            for row, detail in zip(filling.sheets["referral"], details, strict=True)
        ]
        return replace(filling, sheets={**filling.sheets, "referral": rows, FIGURES: filling.sheets[FIGURES]})

    return change


@pytest.fixture
def agreed(quarter: Quarter) -> Quarter:
    fields = [*FIELDS, ("ethnicity", "To see who is not")]
    signed_agreement(quarter, threshold=0, fields=fields)
    return quarter


def test_a_detail_that_is_not_of_its_group_is_a_warning_at_its_cell_and_is_sent(agreed: Quarter) -> None:
    data = file(agreed, PEOPLE, detailed(*DETAILS))
    seen = look(agreed, agreed.uid, data)
    (one,) = [one for one in seen.findings if one.rule == "row.contradiction"]
    assert (one.severity, one.sheet, one.row, one.field) == ("warning", "referral", 2, "ethnicity")
    assert one.cell == f"{one.column}2" and "ethnicity_group" in one.message and one.fix
    assert not {"irish", "black"} & set((one.message + one.fix).casefold().split()), "no answer stands in the words"
    assert seen.is_good, [one for one in seen.findings if one.severity == "error"] + list(seen.obstacles)
    assert {(row.shared or {}).get("ethnicity") for row in sent_rows(send(agreed, agreed.uid, data))} >= {"white_irish"}


def check(name: str, *pairs: tuple[Any, Any]) -> list[Finding]:
    columns = [Column("row", ""), Column(GROUPED[name][0], ""), Column(name, "")]
    values = [["C-1"] * len(pairs), [group for group, _ in pairs], [detail for _, detail in pairs]]
    return list(contradicting.found("person", range(2, 2 + len(pairs)), columns, values))


def test_missing_broader_and_unsaid_answers_contradict_nothing_but_another_group() -> None:
    fine = [
        ("white", "roma"), ("white", None), (None, "roma"), ("not_asked", "roma"), ("refused", "roma"), ("black", "refused"),
        ("white", "any_white"), ("white", "not_said"), ("withheld", "roma"),
    ]  # fmt: skip
    assert not check("ethnicity", *fine)
    wrong = check("ethnicity", *fine, ("black", "roma"), ("asian", "any_white"))
    assert [one.cell for one in wrong] == ["C11", "C12"]
    homes = [("settled", "owner"), ("not_settled", "rough"), ("settled", "other"), ("not_said", "owner")]
    assert not check("to_home", *homes)
    assert len(check("from_home", *homes, ("settled", "rough"))) == 1


def test_every_group_that_a_list_names_is_a_code_of_the_list_of_groups() -> None:
    columns = {name: kind for table in EVERY.values() for name, kind in table.items()}
    for name, (group, groups, entries) in GROUPED.items():
        assert (columns[name], columns[group]) == (f"codes:{entries}", f"codes:{groups}")
        named = {one.group for one in registry.get("codes", entries).entries if one.group}
        assert named <= set(registry.get("codes", groups).codes)


def test_a_table_without_both_columns_is_passed_over() -> None:
    assert not list(contradicting.found("person", [2], [Column("ethnicity", "")], [["roma"]]))
