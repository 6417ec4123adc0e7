"""People are known again under another contract only where the agreement says so today, and never from the files."""

import pytest

from cairn.access import scope
from cairn.insight import marts
from cairn.insight.mart.sources import Source, connect
from cairn.returns import desk, received
from cairn.returns.models import Return, SubmissionRow
from tests.returns.annual import NAMED, annual, named
from tests.returns.conftest import Quarter, signed_agreement
from tests.returns.test_individual import alike, send
from tests.returns.test_keeping import accept

__all__ = ["annual"]


@pytest.fixture
def linked(quarter: Quarter, annual: Return) -> Quarter:
    """An annual return under an agreement that allows linking, accepted."""
    signed_agreement(quarter, fields=named(*NAMED), threshold=1, allows_linking=True)
    alike(quarter)
    send(quarter, annual)
    accept(quarter, str(annual.uid))
    return quarter


def stored(quarter: Quarter, name: str) -> set[str]:
    with scope.of(quarter.commissioner):
        return set(SubmissionRow.objects.filter(table="referral").exclude(counted_in=[]).values_list(name, flat=True))


def in_mart(quarter: Quarter) -> set[tuple[str, str]]:
    by = quarter.commissioner
    marts.refresh(by.organisation_id, "shared")
    return set(connect([Source(by.organisation_uid)], "shared").execute("SELECT person, uid FROM referral").fetchall())


def test_the_files_of_two_contracts_name_no_record_alike(linked: Quarter, annual: Return) -> None:
    """Where linking is agreed the hash of a record is the same under every contract of a recipient: for counting only."""
    with scope.of(linked.commissioner):
        for table in ("person", "referral"):
            lines = list(received.lines(linked.commissioner, str(annual.uid), table))
            inside = {row.shared["fact"] for row in SubmissionRow.objects.filter(table=table) if row.shared}
            told = [line[1] for line in lines]
            assert len(set(told)) == len(told) == len(lines) > 0 and not set(told) & inside


def test_who_was_linked_is_a_stranger_again_when_a_later_agreement_says_no(linked: Quarter, annual: Return) -> None:
    before = in_mart(linked)
    assert {person for person, _ in before} == stored(linked, "link_code")
    signed_agreement(linked, fields=named(*NAMED), threshold=1)
    after = in_mart(linked)
    assert {person for person, _ in after} == stored(linked, "row_code")
    assert len(after) == len(before) and not {uid for _, uid in after} & {uid for _, uid in before}
    with scope.of(linked.commissioner):
        sent = SubmissionRow.objects.select_related("submission__answer__round__contract").all()[0].submission
        assert {row.link_code for row in desk.rows_of(sent)} == {""}
