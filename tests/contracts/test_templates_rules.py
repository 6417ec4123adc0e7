"""A change for a whole area, as rules: which contracts it touches, what is wrong with it, and from when it may hold."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.contracts import rules_templates as rules
from cairn.contracts.rules_templates import TemplateLine
from cairn.kernel.periods import quarter_of

TERMS = {
    "measure_version": 1, "measure_class": "standardised_output", "target": "12", "frequency": "quarterly",
    "level": "individual", "level_reason": "", "area_outcome_uid": "",
}  # fmt: skip
HAS: dict[Any, Any] = {("needs_met", ""): TERMS}
ADD = TemplateLine("add", "people_supported")
CHANGE = TemplateLine("change", "needs_met", reason="Asked otherwise", frequency="annual")
DROP = TemplateLine("drop", "needs_met", reason="Nobody reads it")
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    from cairn.definitions import registry

    return {id: registry.get("measure", id) for id in ("needs_met", "people_supported", "lifesat_mean")}


def test_a_contract_is_touched_only_where_something_differs(known: dict[str, Any]) -> None:
    added, changed, dropped = (rules.touch(line, HAS, known) for line in (ADD, CHANGE, DROP))
    assert added and added.before == {} and added.terms["target"] is None
    assert changed and changed.terms == {**TERMS, "frequency": "annual"}, "its target is the contract's own"
    assert dropped and dropped.terms == {}
    assert rules.touches([CHANGE, DROP], {}, known) == ()
    assert rules.touch(replace(ADD, measure="needs_met"), HAS, known) is None, "it carries that"
    assert rules.touch(replace(CHANGE, frequency="quarterly"), HAS, known) is None, "it is so already"
    assert rules.touch(TemplateLine("add", "nothing"), HAS, known) is None
    assert set(rules.after(HAS, [found for found in (added, dropped) if found])) == {("people_supported", "")}


def test_a_series_breaks_where_it_is_said_or_the_definition_is_another(known: dict[str, Any]) -> None:
    said = rules.touch(replace(CHANGE, frequency="", differently=True), HAS, known)
    assert said and rules.breaks(said.before, said.terms)
    assert not rules.breaks(TERMS, {**TERMS, "frequency": "annual"})
    assert rules.breaks(TERMS, {**TERMS, "measure_version": 2})


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        ([], "proposal.none"),
        ([replace(DROP, reason=" ")], "variation.reason"),
        ([DROP, CHANGE], "proposal.twice"),
        ([replace(CHANGE, measure="lifesat_mean")], "proposal.not_carried"),
        ([replace(CHANGE, frequency="")], "template.same"),
        ([TemplateLine("add", "nothing")], "measure.unknown"),
        ([replace(ADD, level="aggregate")], "measure.level_reason"),
    ],
)
def test_what_is_wrong_with_its_lines_is_said(lines: list[TemplateLine], rule: str, known: dict[str, Any]) -> None:
    assert [one.rule for one in rules.draft_problems("A title", "Why", lines, [HAS], known)] == [rule]


def test_a_draft_needs_a_title_a_reason_and_an_area_with_contracts(known: dict[str, Any]) -> None:
    found = rules.draft_problems(" ", "x" * 2_001, [ADD], [], known)
    assert [one.rule for one in found] == ["words.missing", "text.long", "template.nobody", "template.same"]
    assert rules.draft_problems("A title", "Why", [ADD, CHANGE], [HAS], known) == []


@pytest.mark.parametrize(
    ("day", "refused"), [(date(2026, 12, 6), True), (date(2026, 12, 7), False), (date(2027, 6, 1), True)]
)
def test_replies_stay_open_for_two_weeks_at_least(day: date, refused: bool) -> None:
    assert bool(rules.until_problems(day, TODAY)) is refused


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (("agree", "", None), []),
        (("agree", "", -1), ["reply.minutes"]),
        (("change", " ", 5), ["words.missing"]),
        (("", "x" * 2_001, None), ["reply.stance", "text.long"]),
    ],
)
def test_a_reply_says_what_one_thinks_and_why(said: tuple[str, str, int | None], found: list[str]) -> None:
    assert [one.rule for one in rules.reply_problems(*said)] == found


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_one_whole_quarter_lies_between_the_decision_and_the_start(decided: date) -> None:
    first = rules.earliest(decided, [])
    assert first == quarter_of(first).start
    assert 89 < (first - decided).days < 185, "a whole quarter, and what is left of the one of the decision"


def test_one_whole_round_of_every_contract_lies_between() -> None:
    halves = [date(2026, 10, 1), date(2027, 4, 1), date(2027, 10, 1)]
    assert rules.earliest(TODAY, []) == date(2027, 4, 1)
    assert rules.earliest(TODAY, [halves, []]) == date(2027, 10, 1)
    assert rules.earliest(TODAY, [[date(2027, 1, 1), date(2027, 5, 15)]]) == date(2027, 7, 1), (
        "not in the midst of a quarter"
    )
    first = date(2027, 4, 1)
    assert len(rules.starts(first)) == rules.AHEAD
    assert rules.start_problems(first, first) == []
    assert [one.rule for day in (None, date(2027, 1, 1), date(2027, 5, 1)) for one in rules.start_problems(day, first)] == [
        "template.start", "template.lead", "template.start",
    ]  # fmt: skip
    assert "1 April 2027" in rules.start_problems(date(2027, 1, 1), first)[0].fix


def test_only_what_was_asked_about_can_be_decided() -> None:
    def rules_of(decision: str, *lines: TemplateLine) -> list[str]:
        return [one.rule for one in rules.decided_problems(decision, [CHANGE, DROP], lines)]

    assert rules_of("maybe") == ["template.decision"]
    assert rules_of("go_ahead") == rules_of("not_now") == rules_of("go_ahead_changed", CHANGE) == []
    assert rules_of("go_ahead_changed") == ["template.nothing"]
    assert rules_of("go_ahead_changed", CHANGE, DROP) == ["template.unchanged"]
    assert rules_of("go_ahead_changed", ADD) == ["template.not_asked"]
