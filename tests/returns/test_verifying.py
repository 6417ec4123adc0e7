"""A submission proves itself from what is stored: any change is seen, and erasing a person is none."""

from typing import Any

import pytest

from cairn.access import scope
from cairn.access.chain import verify as verify_chain
from cairn.kernel import canonical
from cairn.kernel.problems import Refused
from cairn.people.actions.erasure import erase
from cairn.returns import queries
from cairn.returns.actions import review
from cairn.returns.models import LinkCode, RowCode, Submission, SubmissionRow
from tests.returns.conftest import Quarter, signed_agreement
from tests.returns.test_submitting import decide, rows_of, submit


@pytest.fixture
def sent(partnered: Quarter) -> Submission:
    signed_agreement(partnered, allows_linking=True)
    return submit(partnered)


def found(quarter: Quarter) -> list[str]:
    with scope.of(quarter.lead):
        return [problem.rule for problem in queries.verify(queries.submission(quarter.lead, quarter.uid))]


def test_it_verifies_for_either_party_before_and_after_it_is_accepted(partnered: Quarter, sent: Submission) -> None:
    assert found(partnered) == []
    decide(partnered)
    for by in (partnered.lead, partnered.commissioner):
        with scope.of(by):
            assert queries.verify(queries.submission(by, partnered.uid)) == []


def test_the_hash_is_over_the_figures_and_sorted_digests_as_anybody_can_work_it_out(
    partnered: Quarter, sent: Submission
) -> None:
    observed = {"name": "Spring", "from": "2025-04-01", "to": "2025-06-30"}
    document = {"return": partnered.uid, "contract": "E-1", "round": observed, "figures": sent.figures}
    assert sent.sha256 == canonical.sha256({**document, "rows": sorted(row.digest for row in rows_of(sent))})


def _figure(submission: Submission) -> None:
    figures = submission.figures
    figures[0]["value"] = 99
    Submission._base_manager.filter(pk=submission.pk).update(figures=figures)


def _row(submission: Submission, **changes: Any) -> None:
    row = rows_of(submission)[0]
    SubmissionRow._base_manager.filter(pk=row.pk).update(**changes)


TAMPERED: dict[str, tuple[Any, list[str]]] = {
    "a figure": (_figure, ["submission.hash"]),
    "a row's content": (lambda s: _row(s, shared={"fact": "x"}), ["submission.row"]),
    "whose row it is": (lambda s: _row(s, row_code="0" * 32), ["submission.row"]),
    "what it is counted in": (lambda s: _row(s, counted_in=[]), ["submission.row"]),
    "a digest": (lambda s: _row(s, digest="0" * 64), ["submission.row", "submission.hash"]),
    "a row taken out": (lambda s: rows_of(s)[0].delete(), ["submission.hash"]),
    "a row emptied but for its salt": (lambda s: _row(s, shared=None), ["submission.row"]),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_seen_and_what_is_tampered_with_is_not_accepted(
    partnered: Quarter, sent: Submission, what: str
) -> None:
    tamper, rules = TAMPERED[what]
    tamper(sent)
    assert found(partnered) == rules
    by = partnered.commissioner
    with scope.of(by), pytest.raises(Refused) as refused:
        review.accept(by=by, return_uid=partnered.uid)
    assert [problem.rule for problem in refused.value.problems] == rules


def test_erasing_people_empties_their_rows_and_it_still_verifies(partnered: Quarter, sent: Submission) -> None:
    decide(partnered)
    ada = partnered.people["Ada"]
    with scope.of(partnered.lead):
        code = RowCode.objects.get(client=ada).code
        by = partnered.harbour.service_manager
        erase(by=by, client_uid=str(ada.uid), reason="client_asked")
        assert not RowCode.objects.filter(code=code).exists()
        assert LinkCode.objects.count() == 4
    theirs = [row for row in rows_of(sent) if row.row_code == code]
    assert len(theirs) == 4
    assert {(row.shared is None, row.salt, row.link_code) for row in theirs} == {(True, "", "")}
    assert all(row.shared for row in rows_of(sent) if row.row_code != code)
    assert found(partnered) == []
    assert verify_chain(partnered.lead.organisation_id) == []


def test_erasing_a_partners_person_reaches_what_the_lead_submitted(partnered: Quarter, sent: Submission) -> None:
    by = partnered.anchor.service_manager
    with scope.of(by):
        row_code = RowCode.objects.select_related("client").first()
        assert row_code
        erase(by=by, client_uid=str(row_code.client.uid), reason="client_asked")
    assert [row.shared for row in rows_of(sent) if row.row_code == row_code.code] == [None]
    assert found(partnered) == []
