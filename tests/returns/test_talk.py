"""A question about a figure, its answer, and its end; and an accepted return that is opened again."""

from collections.abc import Callable

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.contracts.queries import NotFound
from cairn.kernel.problems import Refused
from cairn.returns import queries, questions
from cairn.returns.actions import overrides, reopening, review, submissions, talk
from cairn.returns.models import Return, Submission
from tests.conftest import Party
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import decide, refused_rules, submit


def ask(quarter: Quarter, measure: str = "referrals_received", code: str = "", words: str = "Why so many?") -> str:
    by = quarter.commissioner
    with scope.of(by):
        return str(talk.query(by=by, answer_uid=quarter.uid, measure=measure, code=code, words=words).one.uid)


def reply(quarter: Quarter, uid: str, words: str = "A new school sends people to us.") -> None:
    with scope.of(quarter.lead):
        talk.reply(by=quarter.lead, query_uid=uid, words=words)


def settle(quarter: Quarter, uid: str) -> None:
    with scope.of(quarter.commissioner):
        talk.settle(by=quarter.commissioner, query_uid=uid)


def reopen(quarter: Quarter, reason: str = "Two referrals were counted twice", version: int | None = None) -> None:
    by = quarter.commissioner
    with scope.of(by):
        reopening.reopen(by=by, return_uid=quarter.uid, reason=reason, version=version)


def stands(quarter: Quarter) -> list[tuple[str, int, int]]:
    """How each side sees the only question: alike."""
    seen = []
    for by in (quarter.lead, quarter.commissioner):
        with scope.of(by):
            (question,), counts = questions.of(by, quarter.uid), questions.counts(by)
            found = counts.get(quarter.uid, questions.Open())
            seen.append((question.stands, found.unanswered, found.answered))
    assert seen[0] == seen[1]
    return seen[:1]


class TestAQuestion:
    def test_is_asked_answered_and_settled_in_the_sight_of_both(self, quarter: Quarter) -> None:
        submit(quarter)
        uid = ask(quarter, code="gender=woman")
        assert stands(quarter) == [("unanswered", 1, 0)]
        reply(quarter, uid)
        assert stands(quarter) == [("answered", 0, 1)]
        settle(quarter, uid)
        assert stands(quarter) == [("settled", 0, 0)]

    def test_is_asked_only_of_a_figure_that_was_sent_and_waits(self, quarter: Quarter) -> None:
        with pytest.raises(Refused) as early:
            ask(quarter)
        assert refused_rules(early) == ["return.state"]
        submit(quarter)
        with pytest.raises(Refused) as wrong:
            ask(quarter, measure="people_reached", words=" ")
        assert len(refused_rules(wrong)) == 2 and "query.figure" in refused_rules(wrong)
        decide(quarter)
        with pytest.raises(Refused, match="locked"):
            ask(quarter)

    def test_that_is_settled_takes_no_more_words(self, quarter: Quarter) -> None:
        submit(quarter)
        uid = ask(quarter)
        settle(quarter, uid)
        for again in (lambda: settle(quarter, uid), lambda: reply(quarter, uid)):
            with pytest.raises(Refused) as refused:
                again()
            assert refused_rules(refused) == ["query.settled"]

    def test_belongs_to_its_two_sides(self, quarter: Quarter, oakfield: Party, westborough: Party) -> None:
        submit(quarter)
        uid = ask(quarter)
        lead, buyer = oakfield.data_lead, westborough.contract_manager
        with scope.of(lead), pytest.raises(NotFound):
            talk.reply(by=lead, query_uid=uid, words="Not ours")
        with scope.of(buyer), pytest.raises(NotFound):
            talk.settle(by=buyer, query_uid=uid)
        with scope.of(quarter.lead), pytest.raises(NotAllowed):
            talk.settle(by=quarter.lead, query_uid=uid)
        assert stands(quarter) == [("unanswered", 1, 0)]


def kept(quarter: Quarter) -> list[tuple[int, bool, str]]:
    with scope.of(quarter.commissioner):
        rows = Submission.objects.filter(answer__uid=quarter.uid).order_by("number")
        return [(row.number, row.is_accepted, row.decision) for row in rows]


class TestOpenedAgain:
    def test_what_was_accepted_stands_until_another_takes_its_place(self, quarter: Quarter) -> None:
        first = submit(quarter)
        decide(quarter)
        reopen(quarter)
        with scope.of(quarter.lead):
            seen = queries.answer(quarter.lead, quarter.uid)
        assert (seen.state, seen.is_draft, seen.decision_reason) == ("open", True, "Two referrals were counted twice")
        with scope.of(quarter.commissioner):
            assert queries.verify(queries.submission(quarter.commissioner, quarter.uid)) == []
            assert queries.submission(quarter.commissioner, quarter.uid).sha256 == first.sha256
        submit(quarter)
        decide(quarter, "Still counted twice")
        assert kept(quarter) == [(1, True, "accepted"), (2, False, "rejected")]
        submit(quarter)
        decide(quarter)
        assert kept(quarter) == [(1, False, "accepted"), (2, False, "rejected"), (3, True, "accepted")]

    @pytest.mark.parametrize("before", ["open", "submitted", "rejected"])
    def test_only_what_was_accepted_is_opened(self, quarter: Quarter, before: str) -> None:
        if before != "open":
            submit(quarter)
        if before == "rejected":
            decide(quarter, "Please look again")
        with pytest.raises(Refused) as refused:
            reopen(quarter, " ")
        assert len(refused_rules(refused)) == 2 and refused_rules(refused)[0] == "return.state"

    def test_of_two_who_press_at_once_one_is_told(self, quarter: Quarter) -> None:
        submit(quarter)
        decide(quarter)
        with scope.of(quarter.commissioner):
            version = Return.objects.get(uid=quarter.uid).version
        with pytest.raises(Conflict):
            reopen(quarter, version=version - 1)
        reopen(quarter, version=version)

    def test_no_other_deed_moves_an_accepted_return(
        self, quarter: Quarter, oakfield: Party, westborough: Party
    ) -> None:
        submit(quarter)
        decide(quarter)
        lead, buyer, uid = quarter.lead, quarter.commissioner, quarter.uid
        tries: list[Callable[[], object]] = [
            lambda: submissions.submit(by=lead, return_uid=uid),
            lambda: overrides.put(by=lead, return_uid=uid, measure="needs_met", value=9, reason="Counted by hand"),
            lambda: review.accept(by=buyer, return_uid=uid),
            lambda: review.reject(by=buyer, return_uid=uid, reason="Another word"),
            lambda: reopening.reopen(by=lead, return_uid=uid, reason="Ours to change"),
            lambda: reopening.reopen(by=westborough.contract_manager, return_uid=uid, reason="Not ours"),
        ]
        before = kept(quarter)
        for by, one in zip((lead, lead, buyer, buyer, lead, westborough.contract_manager), tries, strict=True):
            with scope.of(by), pytest.raises((Refused, NotAllowed, NotFound)):
                one()
        assert kept(quarter) == before
