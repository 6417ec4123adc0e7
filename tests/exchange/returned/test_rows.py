"""Rows about people that come from another system: only what the agreement names, nobody who stands alone, nobody who said no."""

import re
from dataclasses import replace
from typing import Any

from cairn.access import scope
from cairn.exchange.actions import returned
from cairn.exchange.models import ReturnedFile, SuppliedCode
from cairn.exchange.returned import example, filled, form, looking, owncodes, writing
from cairn.exchange.returned.filled import Filling
from cairn.exchange.returned.shape import Form
from cairn.people.actions.erasure import erase
from cairn.returns import queries
from cairn.returns.models import Submission
from tests.exchange.returned.conftest import Change, file, rejected, sent_rows
from tests.returns.conftest import Quarter
from tests.returns.test_objecting import say


def elsewhere(quarter: Quarter, uid: str, people: int = 6, change: Change | None = None) -> bytes:
    """A package of people whom another system knows."""
    with scope.of(quarter.lead):
        of = form.of(quarter.lead, uid)
        rows = {name: example.rows_of(of, name, people) for name in of.tables}
        filling = Filling({**filled.empty(of).sheets, **rows})
    return writing.package(of, change(of, filling) if change else filling)


def cell(sheet: str, row: int, name: str, value: Any) -> Change:
    """Another value in a cell; rows from 0, without the headings."""

    def change(of: Form, filling: Filling) -> Filling:
        rows = [list(each) for each in filling.sheets[sheet]]
        rows[row][[column.name for column in of.sheets[sheet]].index(name)] = value
        return replace(filling, sheets={**filling.sheets, sheet: rows})

    return change


def look(quarter: Quarter, uid: str, data: bytes) -> looking.Looked:
    with scope.of(quarter.lead):
        return looking.looked(quarter.lead, uid, data)


def send(quarter: Quarter, uid: str, data: bytes) -> Submission:
    with scope.of(quarter.lead):
        row: ReturnedFile = returned.receive(by=quarter.lead, return_uid=uid, name="ours.zip", data=data).one
        assert row.state == "checked", row.findings
        made: Submission = returned.send(by=quarter.lead, row=row).one
        return made


def errors(found: looking.Looked) -> set[tuple[str, str, str]]:
    return {(one.rule, one.sheet, one.cell) for one in found.findings if one.severity == "error"}


def test_rows_leave_under_codes_made_here_that_only_the_provider_can_read_back(quarter: Quarter, yearly: str) -> None:
    made = send(quarter, yearly, elsewhere(quarter, yearly))
    rows = [row for row in sent_rows(made) if row.table == "person"]
    assert len(rows) == 6 and all(re.fullmatch(r"[0-9a-f]{32}", row.row_code) for row in rows)
    assert all(row.counted_in == [] and row.holder_id == quarter.lead.organisation_id for row in rows)
    assert "C-00001" not in str([(row.shared, row.row_code) for row in sent_rows(made)])
    with scope.of(quarter.lead):
        own = owncodes.own_of(quarter.lead, quarter.contract, [row.row_code for row in rows])
        assert sorted(own.values()) == [f"C-{number:05}" for number in range(1, 7)]
        assert not queries.verify(made)
    with scope.of(quarter.commissioner):
        assert not SuppliedCode.objects.exists()


def test_sent_again_everybody_has_the_same_code_and_the_same_content_the_same_hash(
    quarter: Quarter, yearly: str
) -> None:
    first = send(quarter, yearly, elsewhere(quarter, yearly))
    rejected(quarter, yearly)
    assert send(quarter, yearly, elsewhere(quarter, yearly)).sha256 == first.sha256
    rejected(quarter, yearly)
    more = elsewhere(quarter, yearly, 7)
    third = send(quarter, yearly, more)
    assert third.sha256 != first.sha256
    codes = [{row.row_code for row in sent_rows(one) if row.table == "person"} for one in (first, third)]
    assert codes[0] < codes[1]


def test_who_would_stand_alone_is_named_by_their_row_and_may_be_sent_broader(quarter: Quarter, yearly: str) -> None:
    alone = look(quarter, yearly, elsewhere(quarter, yearly, 6, cell("person", 2, "ethnicity", "gypsy_or_traveller")))
    assert errors(alone) == {("individual.alone", "person", "A4")} and not alone.is_good
    again = look(quarter, yearly, elsewhere(quarter, yearly, 6, cell("person", 2, "ethnicity", "roma")))
    assert again.is_good


def test_who_said_no_is_refused_by_their_row(quarter: Quarter, yearly: str) -> None:
    data = file(quarter.lead, yearly, "package")
    say(quarter, "Ada", "declined")
    found = look(quarter, yearly, data)
    assert {one.rule for one in found.findings if one.severity == "error"} == {"row.said_no"}


def test_erasing_anybody_takes_the_files_that_hold_rows(quarter: Quarter, yearly: str) -> None:
    with scope.of(quarter.lead):
        data = elsewhere(quarter, yearly)
        row = returned.receive(by=quarter.lead, return_uid=yearly, name="ours.zip", data=data).one
    by = quarter.harbour.service_manager
    with scope.of(by):
        erase(by=by, client_uid=str(quarter.people["Ben"].uid), reason="client_asked")
        row = ReturnedFile.objects.select_related("upload").get(uid=row.uid)
    assert (row.state, row.upload.state) == ("dropped", "leaving")  # the bytes go after the transaction
