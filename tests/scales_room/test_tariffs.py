"""A table of values that a file lacks is loaded by a manager; from then on there is a score."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access.actors import Actor, NotAllowed
from cairn.definitions import registry
from cairn.kernel.problems import Refused
from cairn.scales import queries, tables
from cairn.scales.actions import tariffs
from cairn.scales.actions.tariffs import NewTariff
from cairn.scales.scoring import score
from tests.conftest import Party
from tests.scales_room.test_gate import DAY

SCALE = registry.get("scale", "icecap_a")
IDS = [item.id for item in SCALE.scored]
#: made up for the test, not the published table
VALUES = {id: [0.0, 0.05, 0.15, 0.2] for id in IDS}


def load(by: Actor, **said: Any) -> Any:
    new = {"scale": "icecap_a", "values": VALUES, "source": "A paper, table 2", **said}
    return tariffs.load(by=by, tariffs=[NewTariff(**new)])


def test_with_the_table_there_is_a_score(in_harbour: Party) -> None:
    by = in_harbour.service_manager
    assert score(queries.asked(by, "icecap_a", DAY).scale, [4] * 5).value is None
    assert not load(by).problems
    scale = queries.asked(by, "icecap_a", DAY).scale
    assert (score(scale, [4] * 5).value, score(scale, [1] * 5).value) == (1, 0)
    assert scale.tariff and (scale.tariff.source, scale.tariff.lacking) == ("A paper, table 2", None)
    load(by, source="Another", version=queries.tariff(by, SCALE).version)  # type: ignore[union-attr]
    assert queries.tariff(by, SCALE).source == "Another"  # type: ignore[union-attr]


def test_a_table_the_wrong_way_round_is_taken_with_a_warning(in_harbour: Party) -> None:
    turned = {**VALUES, IDS[0]: [0.2, 0.15, 0.05, 0.0]}
    done = load(in_harbour.service_manager, values=turned)
    assert [(p.rule, p.severity) for p in done.problems] == [("tariff.order", "warning")]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"source": " "}, {"tariff.source"}),
        ({"source": "x" * 301}, {"tariff.source"}),
        ({"values": {**VALUES, "bath": [1.0]}}, {"tariff.item"}),
        ({"values": {**VALUES, IDS[0]: [1.0, 2.0]}}, {"tariff.count"}),
        ({"values": {**VALUES, IDS[0]: [None, 0.1, float("nan"), 1e9]}}, {"tariff.value"}),
        ({"scale": "icecap_o"}, {"tariff.none"}),
        ({"scale": "phq9"}, {"tariff.none"}),
        ({"scale": "bathroom"}, {"scale.unknown"}),
    ],
)
def test_what_does_not_fit_is_refused(in_harbour: Party, said: dict[str, Any], wrong: set[str]) -> None:
    with pytest.raises(Refused) as refused:
        load(in_harbour.service_manager, **said)
    assert {problem.rule for problem in refused.value.problems} == wrong
    assert queries.tariff(in_harbour.service_manager, SCALE) is None


def test_only_a_manager_loads(in_harbour: Party) -> None:
    with pytest.raises(NotAllowed):
        load(in_harbour.support_worker)


values = st.lists(st.floats(-1, 1).map(lambda v: round(v, 4)), min_size=4, max_size=4)


@given(st.lists(values, min_size=5, max_size=5), st.sampled_from(",;\t"), st.booleans(), st.booleans(), st.randoms())
def test_a_pasted_table_is_read_as_it_was_meant(
    table: list[list[float]], mark: str, named: bool, headed: bool, order: Any
) -> None:
    lines = []
    for item, row in zip(SCALE.scored, table, strict=True):
        name = order.choice([item.id, str(item.number), f'"{item.topic.upper()}"'])
        lines.append(mark.join([name] * named + [str(value) for value in row]))
    if named:
        order.shuffle(lines)
    if headed:
        lines.insert(0, mark.join(["item", "level a", "level b", "level c", "level d"]))
    assert tables.read(SCALE, "\r\n".join(lines) + "\n\n") == dict(zip(IDS, table, strict=True))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("0,1,2,3", "table.lines"),
        ("", "table.lines"),
        ("\n".join(["bath,0,1,2,3", *["0,1,2,3"] * 4]), "table.item"),
        ("\n".join(["1,0,1,2,3", "1,0,1,2,3", *["0,1,2,3"] * 3]), "table.twice"),
        ("\n".join(["0,1,2", *["0,1,2,3"] * 4]), "table.count"),
        ("\n".join(["0,1,x,3", *["0,1,2,3"] * 4]), "table.number"),
        ("\n".join(["0,1,inf,3", *["0,1,2,3"] * 4]), "table.number"),
    ],
)
def test_a_pasted_table_that_does_not_fit_says_where(text: str, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        tables.read(SCALE, text)
    assert rule in {problem.rule for problem in refused.value.problems}


def test_a_true_minus_sign_is_one() -> None:
    assert tables.read(SCALE, "\n".join(["−0.1;0;0;1"] * 5))[IDS[0]][0] == -0.1


@pytest.mark.parametrize("head", ["Item;1;2;3;4", "level;1;2;3;4", "1;2;3;4"])
def test_the_numbers_of_the_answers_may_stand_on_top_and_a_decimal_comma_is_one(head: str) -> None:
    rows = [f"{id};0;0,05;0,15;−0,2" for id in IDS]
    rows = [row.partition(";")[2] for row in rows] if head[0] == "1" else rows
    assert tables.read(SCALE, "\n".join([head, *rows])) == {id: [0.0, 0.05, 0.15, -0.2] for id in IDS}


def test_a_line_too_many_that_is_no_heading_is_told() -> None:
    rows = [f"{id},0,0.05,0.15,0.2" for id in IDS]
    with pytest.raises(Refused, match="6 lines of numbers"):
        tables.read(SCALE, "\n".join(["Item,0,1,2,3", *rows]))
