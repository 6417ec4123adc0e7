"""The same content by screen, workbook, data package and JSON is the same return: it has the same hash."""

from typing import Any

import pytest

from cairn.access import scope
from cairn.exchange.actions import returned
from cairn.exchange.models import ReturnedFile
from cairn.returns import queries
from cairn.returns.actions import overrides, submissions
from cairn.returns.models import Submission
from tests.exchange.returned.conftest import WAYS, file, rejected, sent_rows, with_figure
from tests.returns.conftest import Quarter


def send(quarter: Quarter, data: bytes, uid: str = "") -> Submission:
    with scope.of(quarter.lead):
        row: ReturnedFile = returned.receive(
            by=quarter.lead, return_uid=uid or quarter.uid, name="a file", data=data
        ).one
        assert row.state == "checked", row.findings
        made: Submission = returned.send(by=quarter.lead, row=row).one
        return made


def by_screen(quarter: Quarter, uid: str = "") -> Submission:
    with scope.of(quarter.lead):
        return submissions.submit(by=quarter.lead, return_uid=uid or quarter.uid).one


def test_a_quarter_has_one_hash_by_all_four_ways(quarter: Quarter, agreement: Any) -> None:
    with scope.of(quarter.lead):
        overrides.put(
            by=quarter.lead, return_uid=quarter.uid, measure="needs_met", value=2, reason="One was met by phone."
        )
    first = by_screen(quarter)
    found = {first.sha256}
    for way in WAYS:
        rejected(quarter)
        made = send(quarter, file(quarter.lead, quarter.uid, way))
        assert made.figures == first.figures
        found.add(made.sha256)
    assert len(found) == 1 and made.number == 4
    with scope.of(quarter.lead):
        assert not queries.verify(made)


def test_a_year_with_rows_about_people_has_one_hash_by_all_four_ways(quarter: Quarter, yearly: str) -> None:
    first = by_screen(quarter, yearly)
    found = {first.sha256}
    for way in WAYS:
        rejected(quarter, yearly)
        made = send(quarter, file(quarter.lead, yearly, way), yearly)
        assert [(row.table, row.row_code, row.shared) for row in sent_rows(made)] != []
        found.add(made.sha256)
    assert len(found) == 1


@pytest.mark.parametrize("way", WAYS)
def test_a_number_from_elsewhere_is_marked_as_supplied_and_is_one_by_every_way(quarter: Quarter, way: Any) -> None:
    change = with_figure("people_supported", "", value=41, n=41, comment="Counted in our own system.")
    made = send(quarter, file(quarter.lead, quarter.uid, way, change))
    (figure,) = [one for one in made.figures if one["measure"] == "people_supported"]
    assert (figure["value"], figure["n"], figure["derived"], figure["provenance"]) == (41, 41, None, "supplied")
    assert figure["comment"] == "Counted in our own system." and figure["override_reason"] is None
    assert [one for one in made.figures if one.get("provenance")] == [figure]
    with scope.of(quarter.commissioner):
        seen = queries.answer(quarter.commissioner, quarter.uid)
    assert [one.measure for one in seen.figures if one.supplied] == ["people_supported"]
