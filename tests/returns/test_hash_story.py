"""One story: everything lawful that can happen to what was accepted, one thing after another. The hash holds after each, both
sides read the same, and `cairn return check --all` finds nothing; what is unlawful is found and named."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.contracts.actions import contracts as own_contracts
from cairn.contracts.actions.agreements import strike_field
from cairn.contracts.actions.contracts import Terms
from cairn.kernel import clock
from cairn.people.actions import consents, erasure, merging
from cairn.people.actions.consents import NewConsent
from cairn.returns import keeping, queries, reckoning, verification
from cairn.returns.actions import emptying, overrides, reopening, submissions
from cairn.returns.models import CaseStudyUse, Return, Submission, SubmissionRow
from tests.returns.annual import NAMED, annual, named
from tests.returns.conftest import Quarter, signed_agreement
from tests.returns.test_individual import alike, send
from tests.returns.test_keeping import accept
from tests.returns.test_stories import of_ada, use, write

__all__ = ["annual"]
LATER = datetime(2032, 1, 5, 9, 0, tzinfo=UTC)


def wrong(quarter: Quarter) -> list[str]:
    """What any submission fails by, and what the check of all finds."""
    with scope.every("the test looks at every submission"):
        sent = list(Submission.objects.select_related("answer__round__contract").order_by("pk"))
        found = [problem.rule for one in sent for problem in verification.verify(one)]
    return found + [problem.rule for problem in reckoning.reckon(lambda line: None).problems]


def hashes(quarter: Quarter, *uids: str) -> list[tuple[str, str]]:
    """What either side reads as the hash of each return."""
    found = []
    for uid in uids:
        for by in (quarter.lead, quarter.commissioner):
            with scope.of(by):
                found.append((uid, queries.answer(by, uid).sha256))
    return sorted(set(found))


@pytest.fixture
def two(quarter: Quarter, annual: Return) -> tuple[Quarter, Return]:
    """A quarterly return with somebody's story in it, and an annual one; both accepted."""
    signed_agreement(quarter, fields=named(*NAMED), threshold=1, allows_linking=True)
    alike(quarter)
    with scope.of(quarter.lead):
        overrides.put(by=quarter.lead, return_uid=quarter.uid, measure="needs_met", value=2, reason="Counted by hand.")
        use(quarter, write(quarter, of_ada(quarter)))
        submissions.submit(by=quarter.lead, return_uid=quarter.uid)
    send(quarter, annual)
    accept(quarter, quarter.uid)
    accept(quarter, str(annual.uid))
    return quarter, annual


def erase(quarter: Quarter, name: str) -> Any:
    by = quarter.harbour.service_manager
    with scope.of(by):
        erasure.erase(by=by, client_uid=str(quarter.people[name].uid), reason="client_asked")


def merge(quarter: Quarter) -> Any:
    by = quarter.harbour.service_manager
    with scope.of(by):
        merging.merge(by=by, kept_uid=quarter.people["Ben"].uid, gone_uid=quarter.people["Cleo"].uid)


def strike(quarter: Quarter) -> Any:
    by = quarter.lead
    with scope.of(by):
        agreement = quarter.contract.agreements.get()
        strike_field(by=by, agreement_uid=str(agreement.uid), name="gender")


def delete_struck(quarter: Quarter) -> Any:
    with scope.of(quarter.commissioner):
        assert emptying.due(by=quarter.commissioner).event_uid


def objector(quarter: Quarter) -> Any:
    by = quarter.harbour.support_worker
    new = NewConsent(client_uid=str(quarter.people["Dev"].uid), purpose="share_individual", state="declined",
                     how="spoken", recipient_uid=None, start_date=date(2025, 7, 10))  # fmt: skip
    with scope.of(by):
        consents.record(by=by, consents=[new])
    with scope.of(quarter.lead):
        emptying.objectors(by=quarter.lead, return_uid=quarter.uid)


def correct(quarter: Quarter) -> Any:
    """Opened again, another number, sent and accepted in place of the first."""
    by = quarter.commissioner
    with scope.of(by):
        reopening.reopen(by=by, return_uid=quarter.uid, reason="Two were counted twice.")
    with scope.of(quarter.lead):
        overrides.put(by=quarter.lead, return_uid=quarter.uid, measure="needs_met", value=1, reason="Counted anew.")
        submissions.submit(by=quarter.lead, return_uid=quarter.uid)
    accept(quarter, quarter.uid)


def change_contract(quarter: Quarter) -> Any:
    by = quarter.commissioner
    with scope.of(by):
        new = Terms("Another name", quarter.contract.start_date, quarter.contract.end_date, 5)
        own_contracts.change(by=by, contract_uid=str(quarter.contract.uid), new=new)


def keep_no_longer(quarter: Quarter) -> Any:
    with clock.fixed(LATER), scope.of(quarter.commissioner):
        emptying.due(by=quarter.commissioner)
        assert keeping.kept(quarter.commissioner) == ()


CHAPTERS = [merge, strike, objector, correct, lambda q: erase(q, "Ada"), delete_struck, lambda q: erase(q, "Ben"),
            change_contract, correct, keep_no_longer]  # fmt: skip


def test_the_hash_holds_through_everything_that_may_happen(two: tuple[Quarter, Return]) -> None:
    quarter, annual = two
    uids = quarter.uid, str(annual.uid)
    said = hashes(quarter, *uids)
    assert len(said) == 2 and wrong(quarter) == []
    for chapter in CHAPTERS:
        chapter(quarter)
        assert wrong(quarter) == [], chapter
        if chapter is not correct:
            assert hashes(quarter, *uids) == said, chapter
        said = hashes(quarter, *uids)
    with scope.every("the test looks at all rows"):
        assert not SubmissionRow.objects.exclude(shared=None).exists()
        assert set(CaseStudyUse.objects.values_list("title", "words")) == {("", "")}
        sent = Submission.objects.get(answer=annual)
        Submission._base_manager.filter(pk=sent.pk).update(figures=[{**one, "value": 9} for one in sent.figures])
    assert "submission.hash" in wrong(quarter), "what is not lawful is found"
