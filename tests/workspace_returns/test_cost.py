"""What opening a return costs: a fixed number of questions to the database, however many people it is about."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.access import scope
from cairn.insight import figures
from cairn.returns import finding
from tests.returns.conftest import Quarter
from tests.workspace.conftest import Screen

MOST = 45


def test_an_open_return_asks_each_thing_once(lead: Screen, quarter: Quarter) -> None:
    lead.get("return", answer=quarter.uid)
    with CaptureQueriesContext(connection) as captured:
        lead.get("return", answer=quarter.uid)
    asked = [query["sql"] for query in captured.captured_queries]
    assert len(asked) <= MOST, "\n".join(asked)
    assert len([sql for sql in asked if 'FROM "access_chainhead"' in sql]) == 1, "the mart is brought up to date once"


def test_rows_that_are_read_in_part_are_the_same_rows(quarter: Quarter) -> None:
    with scope.of(quarter.lead):
        asked = finding.asked(quarter.lead, finding.led(quarter.lead, quarter.uid))
        given = {"by": asked.by, "period": asked.period, "where": asked.where}
        whole = figures.rows_behind("referrals_received", **given)
        part = figures.rows_behind("referrals_received", only=("state",), **given)
        people = figures.people_behind("referrals_received", **given)
    read = [(row.fact_uid, row.person_uid, row.provider_uid, row.values["state"]) for row in whole]
    assert read and read == [(row.fact_uid, row.person_uid, row.provider_uid, row.values["state"]) for row in part]
    assert "gender" in whole[0].values and "gender" not in part[0].values
    assert people == {row.person_uid for row in whole if row.provider_uid == quarter.lead.organisation_uid}
