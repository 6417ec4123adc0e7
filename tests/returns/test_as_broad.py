"""Rows that were supplied say no more of somebody than the row about them does."""

import pytest

from cairn.contracts.rules import PERSON
from cairn.definitions import registry
from cairn.returns import supplying
from cairn.returns.freezing import LeavingRow
from cairn.returns.individual import coarse

ANSWERS = ("gender", "age_band", "ethnicity", "district")
SAID = {"gender": "woman", "age_band": "25-34", "ethnicity": "roma", "district": "B29"}


def row(table: str, who: str, **said: str) -> LeavingRow:
    return LeavingRow(table, 1, who, {"fact": f"{table} {who}", **SAID, **said}, code=who)


def test_what_is_broader_about_a_person_is_withheld_elsewhere_and_of_a_stranger_all_of_it() -> None:
    people = [row(PERSON, "a"), row(PERSON, "b", ethnicity="any_white", district=coarse.NOT_SAID, age_band="25-64")]
    needs = [row("need", who, state="met") for who in "abc"]
    found = {
        one.person_uid: one.shared for one in supplying._as_broad([*people, *needs], ANSWERS) if one.table == "need"
    }
    gone = coarse.WITHHELD
    assert found["a"] == {"fact": "need a", **SAID, "state": "met"}
    assert found["b"] == {**found["a"], "fact": "need b", "age_band": gone, "ethnicity": gone, "district": gone}
    assert found["c"] == {"fact": "need c", **dict.fromkeys(ANSWERS, gone), "state": "met"}


def test_where_no_row_about_people_leaves_and_of_rows_of_ours_nothing_is_withheld() -> None:
    assert [one.shared for one in supplying._as_broad([row("need", "a")], ())] == [row("need", "a").shared]
    ours = LeavingRow("need", 1, "a", dict(SAID))
    assert [one.shared for one in supplying._as_broad([ours], ANSWERS)] == [SAID]


@pytest.mark.parametrize("name", ["age_band", "ethnicity", "disability"])
def test_a_broader_answer_tells_at_which_step_it_stands(name: str) -> None:
    plain = [entry.code for entry in registry.get("codes", name).entries]
    for code in plain:
        assert coarse.stands_at(name, code) == "" and coarse.stands_at(name, coarse.NOT_SAID) == coarse.WITHHELD
        for step in coarse.steps(name)[:-1]:
            assert coarse.stands_at(name, coarse.broader(name, code, step)) in ("", step)
    assert any(coarse.stands_at(name, coarse.broader(name, code, coarse.steps(name)[0])) for code in plain)


@pytest.mark.parametrize(
    ("name", "value", "step"),
    [
        ("postcode", "B29 6QJ", ""), ("postcode", "B29 6", "sector"), ("postcode", "B29", "district"),
        ("sector", "B29 6", ""), ("sector", "B29", "district"), ("postcode", "refused", ""),
    ],
)  # fmt: skip
def test_a_place_tells_how_finely_it_stands(name: str, value: str, step: str) -> None:
    assert coarse.stands_at(name, value) == step
