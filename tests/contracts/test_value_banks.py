"""Value banks: a licensee's own sheet, loaded whole or not at all; on a proposal what may stand there, for both sides."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.contracts import proposals, value_banks
from cairn.contracts.actions import proposals as talks
from cairn.contracts.actions import value_banks as actions
from cairn.contracts.models import ValueOutcome
from cairn.contracts.rules_proposals import Ground, NewLine
from cairn.contracts.rules_value_banks import (
    FACTS,
    LONGEST,
    MOST_OUTCOMES,
    NO_LONGER,
    NewOutcome,
    gone,
    outcome_problems,
)
from cairn.contracts.standing import Start
from cairn.definitions import registry
from cairn.exchange import value_banks as files
from cairn.interfaces.negotiating.forms import ProposalForm
from cairn.kernel.problems import Refused
from tests.contracts.test_proposals import MORE, NEXT, Table, _today, table  # noqa: F401

HOME = NewOutcome(
    "Our bank", "H1", "Housing", "Feels at home", "Ours, 2025", "2025", "How at home do you feel?", "Before and after",
    Decimal("120.00"), 2,
)  # fmt: skip
WORK = NewOutcome("Our bank", "W1", "Work", "Has a job", "Ours, 2025", "2025", row=3)


def _file(*rows: tuple[object, ...], headings: tuple[str, ...] = files.HEADINGS) -> bytes:
    book, out = openpyxl.load_workbook(io.BytesIO(files.template())), io.BytesIO()
    sheet = book.active
    for at, word in enumerate(headings, start=1):
        sheet.cell(1, at, word)
    for row in rows:
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def _rules(problems: list[object]) -> list[str]:
    return [one.rule for one in problems]  # type: ignore[attr-defined]


def test_the_template_filled_in_is_read_with_its_rows() -> None:
    row = ("Our bank", 2025.0, "H1", "Housing", "Feels at home", "How?", "Before", "Ours", "£1,200.50")
    (one,) = files.read(_file(row))
    assert (one.bank_version, one.code, one.value_pounds, one.row) == ("2025", "H1", Decimal("1200.50"), 2)
    (bare,) = files.read(b"Licence,TOPIC,code,Outcome,Value bank\n,,,,\nOurs,Housing,7,Feels at home,Our bank\n")
    assert (bare.key, bare.value_pounds, bare.row) == (("Our bank", "", "7"), None, 3)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"Value bank,Code,Topic,Outcome\nOurs,1,T,O\n", "no column \u201cLicence\u201d"),
        (b"Value bank,Code,Topic,Outcome,Licence,Colour\nOurs,1,T,O,L,red\n", "column 6: a heading that is not"),
        (
            b"Value bank,Code,Topic,Outcome,Licence,code\nOurs,1,T,O,L,2\n",
            "column 6: the heading \u201cCode\u201d stands twice",
        ),
        (b"Value bank,Code,Topic,Outcome,Licence,Value in pounds\nOurs,1,T,O,L,much\n", "Row 2, Value in pounds"),
    ],
)
def test_what_is_wrong_with_a_file_is_located(data: bytes, where: str) -> None:
    with pytest.raises(Refused) as refused:
        files.read(data)
    assert where in refused.value.problems[0].message


def test_a_number_that_is_none_hides_no_other_fault() -> None:
    with pytest.raises(Refused) as refused:
        files.read(b"Value bank,Code,Topic,Outcome,Licence,Value in pounds\nOurs,1,T,O,L,much\nOurs,2,,O,L,\n")
    assert [one.rule for one in refused.value.problems] == ["value_bank.pounds", "value_bank.missing"]


def test_a_workbook_of_several_sheets_is_refused() -> None:
    book, out = openpyxl.load_workbook(io.BytesIO(_file(("a", "b", "c", "d", "e", "", "", "f")))), io.BytesIO()
    book.create_sheet("Other").append(["x"])
    book.save(out)
    with pytest.raises(Refused, match="several sheets"):
        files.read(out.getvalue())


def test_every_fault_of_the_outcomes_is_said_at_once() -> None:
    bad = NewOutcome(
        "Our bank", "H1", "", "x" * (LONGEST["label"] + 1), "L", "2025", value_pounds=Decimal("Inf"), row=4
    )
    found = outcome_problems([HOME, bad])
    assert _rules(found) == ["value_bank.missing", "value_bank.long", "value_bank.pounds", "value_bank.twice"]  # type: ignore[arg-type]
    assert "Row 4" in found[0].message and "row 2" in found[3].message
    assert _rules(outcome_problems([])) == ["value_bank.none"]  # type: ignore[arg-type]
    assert _rules(outcome_problems([HOME] * (MOST_OUTCOMES + 1))) == ["value_bank.many"]  # type: ignore[arg-type]


def test_an_outcome_that_was_picked_is_not_lost_for_want_of_a_measure() -> None:
    ground = Ground({"steps_reached": registry.get("measure", "steps_reached")}, {}, ())
    given = {
        "ground": ground,
        "starts": [Start(date(2025, 7, 1), "July")],
        "outcomes": {},
        "banked": {"h1": "Feels at home"},
    }
    said = {"from_date": "2025-07-01", "add_provider_output": ["steps_reached"]}
    lost = ProposalForm(said, picked=["h1", "unknown"], **given)
    assert next(iter(lost.non_field_errors())).startswith("No measure shows “Feels at home” yet.")
    assert not ProposalForm(said | {"new_value_steps_reached": "h1"}, picked=["h1"], **given).errors
    assert not ProposalForm(said, **given).errors


def test_a_line_that_names_what_nobody_loaded_is_wrong_unless_it_takes_out() -> None:
    lines = [NewLine(doing, "needs_met", value_outcome_uid="gone") for doing in ("add", "drop")]
    assert [one.row for one in gone(lines, {})] == [0]
    assert not gone(lines, {"gone": {}})


def test_a_newer_sheet_changes_withdraws_and_is_taken_back(table: Table) -> None:  # noqa: F811
    lead = table.lead
    with scope.of(lead):
        with pytest.raises(Refused, match="Nobody has said"):
            actions.load(by=lead, outcomes=[HOME], licensed=False)
        actions.load(by=lead, outcomes=[HOME, WORK], licensed=True)
        newer = NewOutcome("Our bank", "H1", "Housing", "Feels safe at home", "Ours, 2025", "2025", row=2)
        done = actions.load(by=lead, outcomes=[newer], licensed=True)
        assert [one["label"] for one in value_banks.browse(lead).outcomes] == ["Feels safe at home"]
        assert ValueOutcome.objects.count() == 2  # withdrawn, never deleted
        undo(by=lead, event_uid=done.event_uid)
        shelf = value_banks.browse(lead)
        assert (shelf.topics, shelf.loaded) == ((("Housing", 1), ("Work", 1)), 2)
        assert value_banks.browse(lead, "Housing", "AT home feel").found == 1
        assert value_banks.browse(lead, "Work", "home").found == 0
    with scope.of(table.buyer):
        assert value_banks.browse(table.buyer).loaded == 0


def test_who_does_not_negotiate_loads_nothing(in_harbour: object) -> None:
    worker = in_harbour.support_worker  # type: ignore[attr-defined]
    with pytest.raises(NotAllowed):
        actions.load(by=worker, outcomes=[HOME], licensed=True)


def test_the_other_side_reads_keeps_and_agrees_to_the_outcome_without_having_loaded_it(table: Table) -> None:  # noqa: F811
    lead, buyer, uid = table.lead, table.buyer, str(table.contract.uid)
    with scope.of(lead):
        actions.load(by=lead, outcomes=[HOME], licensed=True)
        outcome = value_banks.browse(lead).outcomes[0]["uid"]
        lines = [
            NewLine("add", "people_supported", value_outcome_uid=outcome),
            replace(MORE, value_outcome_uid=outcome),
        ]
        with pytest.raises(Refused, match="not loaded"):
            gone_line = NewLine("add", "people_supported", value_outcome_uid="x")
            talks.propose(by=lead, contract_uid=uid, lines=[gone_line], from_date=NEXT)
        first = talks.propose(by=lead, contract_uid=uid, lines=lines, from_date=NEXT).one
    with scope.of(buyer):
        shown = proposals.get(buyer, str(first.uid)).changed[0].outcome
        assert shown["survey_item"] == "How at home do you feel?" and shown["licence"] == "Ours, 2025"
        assert set(shown) == {"uid", *FACTS}  # the value in pounds is not among them
        answer = talks.propose(
            by=buyer, contract_uid=uid, lines=lines[:1], from_date=NEXT, instead_of=str(first.uid)
        ).one
    with scope.of(lead):
        talks.agree(by=lead, proposal_uid=str(answer.uid), version=answer.version)
        outcomes = {line.measure: line.outcome for line in proposals.agreed_set(lead, uid)}
        assert outcomes["people_supported"] == shown and not outcomes["needs_met"]
        same = {"measure_class": "service_reach", "reason": "Nobody asks it any longer", "value_outcome_uid": NO_LONGER}
        with pytest.raises(Refused, match="shows no outcome"):
            none = [NewLine("change", "needs_met", **{**same, "measure_class": "standardised_output"})]
            talks.propose(by=lead, contract_uid=uid, lines=none, from_date=NEXT)
        bare = [NewLine("change", "people_supported", **same)]
        third = talks.propose(by=lead, contract_uid=uid, lines=bare, from_date=NEXT).one
    with scope.of(buyer):
        talks.agree(by=buyer, proposal_uid=str(third.uid), version=third.version)
        standing = {line.measure: line.outcome for line in proposals.agreed_set(buyer, uid)}
        assert standing["people_supported"] == {}, "the measure stays, and shows none"
        drop = [NewLine("drop", "people_supported", reason="Enough")]
        last = talks.propose(by=buyer, contract_uid=uid, lines=drop, from_date=NEXT).one
    with scope.of(lead):
        talks.agree(by=lead, proposal_uid=str(last.uid), version=last.version)
        assert not any(line.outcome for line in proposals.agreed_set(lead, uid))
