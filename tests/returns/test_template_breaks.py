"""Where what a whole area reports was changed its series breaks: in the year of a return, in totals and over rounds, in files."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.contracts import breaks, template_changes
from cairn.contracts.actions import measures, templates
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.actions.templates import Decision
from cairn.contracts.models import TemplateChange
from cairn.contracts.rules_templates import TemplateLine
from cairn.exchange.returned import filled, form, looking, writing
from cairn.insight import agreements
from cairn.interfaces.cli import returning
from cairn.interfaces.commissioner import returns as received
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.presentation import return_file
from cairn.presentation import totals as total_words
from cairn.presentation import trend as drawn
from cairn.presentation import year as words
from cairn.presentation.used import strips
from cairn.returns import board, queries, reckoning, totals, trend, year
from cairn.returns import feedback as told
from cairn.returns.actions import feedback, rounds
from cairn.returns.actions.rounds import NewRound
from cairn.returns.inbox import Filter
from cairn.returns.rules_feedback import Line
from tests.returns.conftest import Quarter, contract_of
from tests.returns.test_submitting import decide, submit

START, ROUND = date(2025, 10, 1), "2025-10-01..2025-12-31,quarterly"
AUTUMN = NewRound("Autumn", START, date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31))
SINCE = "measured differently from October 2025 on"
LINES = [
    TemplateLine("change", "needs_met", reason="The person says so", differently=True),
    TemplateLine("add", "needs_part_met"),
    TemplateLine("drop", "needs_presented", reason="Nobody reads it"),
]


def at(year_: int, month: int, day: int) -> Any:
    return clock.fixed(datetime(year_, month, day, 9, tzinfo=UTC))


def changed(quarter: Quarter) -> None:
    """Asked in May, decided in June, from October on."""
    by = quarter.commissioner
    with at(2025, 5, 1), scope.of(by):
        row = templates.draft(by=by, area="carers", title="One way", words="Like with like", lines=LINES).one
        templates.consult(by=by, change_uid=str(row.uid), replies_until_date=date(2025, 5, 20), version=1)
    with at(2025, 6, 2), scope.of(by):
        made = Decision("go_ahead", "Nobody minded", START)
        templates.decide(by=by, change_uid=str(row.uid), decision=made, version=2)


def asked(quarter: Quarter, contract_uid: str) -> Quarter:
    by = quarter.commissioner
    with scope.of(by):
        made = rounds.add(by=by, contract_uid=contract_uid, rounds=[AUTUMN]).one
    return replace(quarter, answer=made.answer)


@pytest.fixture
def autumn(quarter: Quarter) -> Any:
    """Spring is accepted; the area changed; autumn is open, on 10 January."""
    changed(quarter)
    submit(quarter)
    decide(quarter)
    with at(2026, 1, 10):
        yield asked(quarter, str(quarter.contract.uid))


def test_no_change_is_told_across_a_break_and_every_surface_says_since_when(autumn: Quarter, quarter: Quarter) -> None:
    with scope.of(autumn.lead):
        view = queries.answer(autumn.lead, autumn.uid)
        found = year.of(autumn.lead, view)
        spring = year.of(autumn.lead, queries.answer(autumn.lead, quarter.uid))
    assert "needs_presented" not in found.rows
    met, part = found.rows["needs_met"], found.rows["needs_part_met"]
    assert met.since_before and met.since_before.broken and not met.is_marked and met.since == START
    assert part.since_before and part.since_before.broken and part.since_before.broken.doing == "add"
    assert found.rows["people_supported"].since_before and not found.rows["people_supported"].since_before.broken
    assert [one.doing for one in spring.breaks] == ["change", "add", "drop"] and spring.rows["needs_met"].since is None
    table = words.table(view, found, {})
    lines = {line.row.figure.key: line for group in table.groups for line in group.lines}
    assert lines["needs_met"].changes[0][1] == f"not compared: {SINCE}"
    assert lines["needs_part_met"].changes[0][1] == "not compared: new from October 2025 on"
    assert [cell.broken for cell in lines["needs_met"].cells] == ["", SINCE]
    assert not any(cell.broken for cell in lines["people_supported"].cells)
    assert ("Needs presented", "taken out from October 2025 on") in table.breaks
    columns, rows = return_file.columns(table), [*return_file.lines(view, table)]
    told = {dict(zip(columns, row, strict=True))["Figure"]: dict(zip(columns, row, strict=True)) for row in rows}
    assert told["needs_met"]["Series"] == SINCE and told["people_supported"]["Series"] == ""
    assert told["needs_met"]["Series of Spring, as accepted"] == f"not comparable: {SINCE}"


def test_what_is_measured_differently_is_neither_added_nor_joined(autumn: Quarter) -> None:
    by, other = autumn.commissioner, contract_of(autumn.commissioner, "E-2")
    with scope.of(by):
        measures.agree(by=by, contract_uid=str(other.uid), measures=[NewMeasure("needs_met")])
    for one in (autumn, asked(autumn, str(other.uid))):
        submit(one)
        decide(one)
    with scope.of(by):
        found = [one for one in totals.every(by, Filter(round=ROUND)) if one.same.measure == "needs_met"]
        pack = board.pack(by, Filter(round=ROUND))
        line = trend.of(by, Filter(round=ROUND), found[1].same)
        share = trend.of(
            by, Filter(round=ROUND), replace(found[1].same, measure_class="service_reach", measure="people_supported")
        )
        quartiles = [Line("needs_met", 1, 6, 1, 2, 3, None, since=since) for since in ("", START.isoformat())]
        feedback.write(by=by, return_uid=autumn.uid, words="Well done")
        mine = told.received(by, autumn.uid)
        assert mine is not None
        shown = strips(quartiles, mine.mine)
        assert [(one.label, bool(one.mine)) for one in shown] == [("Needs met", False), (f"Needs met, {SINCE}", True)]
        with pytest.raises(queries.NotFound):
            trend.of(by, Filter(round=ROUND), replace(found[1].same, measure="needs_none"))
    assert [(one.same.since, len(one.parts)) for one in found] == [("", 1), ("2025-10-01", 1)]
    (group,) = total_words.groups(found)
    assert [row.series for row in group.rows] == ["measured as before", SINCE]
    assert "since=2025-10-01" in group.rows[1].address and "since" not in group.rows[0].address
    assert {"standardised_output:needs_met:1", "standardised_output:needs_met:1:2025-10-01"} <= pack.offered.keys()
    picture = drawn.draw(line)
    assert [(row.name, row.series, row.breaks) for row in picture.rows] == [
        ("October to December 2025", "contracts where nothing changed", False),
        ("April to June 2025", "measured as before, in contracts that then changed", False),
        ("October to December 2025", SINCE, True),
    ]  # fmt: skip
    assert picture.picture is not None and picture.picture.count("td-trend__line") == 0
    assert picture.picture.count("td-trend__break") == 1 and "not joined" in picture.sentence
    assert [row[4] for row in drawn.cells(picture)][-1] == f"not compared: {SINCE}"
    assert drawn.draw(share).picture is None
    assert not reckoning.reckon().problems


def test_the_commissioner_reads_no_number_of_before_beside_one_that_is_measured_differently(autumn: Quarter) -> None:
    submit(autumn)
    with scope.of(autumn.commissioner):
        found = queries.answer(autumn.commissioner, autumn.uid)
        spring = next(one for one in queries.listing(autumn.commissioner) if one.uid != autumn.uid)
        before = queries.answer(autumn.commissioner, spring.uid)
        changes = breaks.of_commissioner(autumn.commissioner.organisation_id)[found.contract_uid]
        assert TemplateChange.objects.count() == 1 and template_changes.to_decide(autumn.commissioner) == ()
        by = autumn.commissioner
        whole, first = Period(date(2025, 4, 1), date(2025, 12, 31)), Period(date(2025, 4, 1), date(2025, 6, 30))
        assert breaks.told(by.organisation_id, "needs_met", whole).startswith(f"In 1 contract it is {SINCE}")
        assert breaks.told(by.organisation_id, "needs_met", first) == ""
        assert "needs_presented" in agreements.agreed_measures(by), "what was accepted of it can still be asked"
        assert agreements.carrying(by, "needs_presented") == {found.contract_uid}
    kept = received._comparable(found, before, changes)
    assert "needs_met" not in kept and "people_supported" in kept and received._comparable(found, None, changes) == {}
    assert next(said for _, said in received._told(found, None, changes)) == SINCE
    assert len(received._told(found, before, changes)) == 3


def test_a_file_of_the_return_says_since_when_and_is_taken_back_as_it_went_out(autumn: Quarter) -> None:
    by = autumn.lead
    with scope.of(by):
        of = form.of(by, autumn.uid)
        assert of.series.split("; ")[0] == "needs_met 2025-10-01" and "needs_presented" not in of.series
        for way in ("workbook", "package", "json"):
            assert looking.looked(by, autumn.uid, writing.write(way, of, filled.of(by, of))).is_good
        said = json.loads(writing.body(of, filled.of(by, of)))["identity"]
        assert said == {**of.identity, "series": of.series}
        view = queries.answer(by, autumn.uid)
        shown = returning.shape(view, breaks.of_uid(view.contract_uid))["figures"]
        assert breaks.of_everybody() == {view.contract_uid: breaks.of_uid(view.contract_uid)}
    assert {(one["measure"], one["since"]) for one in shown if "since" in one} == {("needs_met", "2025-10-01")}
