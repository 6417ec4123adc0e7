"""Questions in words: asked, answered, frozen with the return, and proved."""

from dataclasses import replace
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.contracts.queries import NotFound
from cairn.kernel.problems import Refused
from cairn.returns import asking, narrative, prefill, queries
from cairn.returns.actions import narrative as actions
from cairn.returns.actions import submissions
from cairn.returns.models import NarrativeAnswer, RoundQuestion, Submission
from cairn.returns.rules_words import NewQuestion
from tests.conftest import Party
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import decide, refused_rules, submit

ASKED = [
    NewQuestion("partnership", "With whom did you work?", most_words=5),
    NewQuestion("own", "What else?", "Winter"),
]


def ask(quarter: Quarter, questions: list[NewQuestion]) -> Any:
    by = quarter.commissioner
    with scope.of(by):
        return actions.ask(by=by, round_uid=str(quarter.answer.round.uid), questions=questions).items


def write(quarter: Quarter, *words: str, version: int | None = None) -> Any:
    """Answer the first questions in turn."""
    by = quarter.lead
    with scope.of(by):
        uids = [line.uid for line in narrative.of(by, quarter.uid).lines]
        said = dict(zip(uids, words, strict=False))
        return actions.write(by=by, return_uid=quarter.uid, answers=said, version=version)


@pytest.fixture
def asked(quarter: Quarter) -> list[RoundQuestion]:
    return list(ask(quarter, ASKED))


def lines(quarter: Quarter) -> list[tuple[str, str]]:
    with scope.of(quarter.lead):
        return [(line.question, line.words) for line in narrative.of(quarter.lead, quarter.uid).lines]


class TestAsking:
    def test_questions_are_changed_moved_and_taken_out(self, quarter: Quarter, asked: list[RoundQuestion]) -> None:
        write(quarter, "The library")
        first, second = (str(row.uid) for row in asked)
        ask(quarter, [NewQuestion("training", "New"), replace(ASKED[0], words="Who helped?", uid=first)])
        assert lines(quarter) == [("New", ""), ("Who helped?", "The library")]
        with pytest.raises(Refused) as gone:
            ask(quarter, [replace(ASKED[1], uid=second)])
        assert refused_rules(gone) == ["question.unknown", "question.begun"]

    def test_an_answer_that_says_nothing_holds_no_question(self, quarter: Quarter, asked: list[RoundQuestion]) -> None:
        write(quarter, "The library")
        write(quarter, " ")
        ask(quarter, [])
        assert lines(quarter) == []

    def test_what_was_sent_stays_as_it_was_asked(self, quarter: Quarter, asked: list[RoundQuestion]) -> None:
        submit(quarter)
        with pytest.raises(Refused) as late:
            ask(quarter, [])
        assert refused_rules(late) == ["round.sent"]

    def test_it_is_the_commissioners_to_ask(self, quarter: Quarter, westborough: Party) -> None:
        uid = str(quarter.answer.round.uid)
        with scope.of(quarter.lead), pytest.raises(NotAllowed):
            actions.ask(by=quarter.lead, round_uid=uid, questions=ASKED)
        by = westborough.contract_manager
        with scope.of(by), pytest.raises(NotFound):
            actions.ask(by=by, round_uid=uid, questions=ASKED)


class TestAnswering:
    def test_too_long_is_kept_with_a_warning_and_refused_when_sent(
        self, quarter: Quarter, asked: list[RoundQuestion]
    ) -> None:
        done = write(quarter, "one two three four five six")
        assert [(one.rule, one.severity) for one in done.problems] == [("answer.long", "warning")]
        with pytest.raises(Refused) as long:
            submit(quarter)
        assert "has 6 words, and at most 5" in long.value.problems[0].message
        write(quarter, "five words are just right")
        sent = submit(quarter)
        assert len(sent.narrative) == 1

    def test_open_questions_warn_and_do_not_hinder(self, quarter: Quarter, asked: list[RoundQuestion]) -> None:
        with scope.of(quarter.lead):
            done = submissions.submit(by=quarter.lead, return_uid=quarter.uid)
        assert [(one.rule, one.severity) for one in done.problems] == [("answer.missing", "warning")]

    def test_of_two_who_write_the_second_is_told(self, quarter: Quarter, asked: list[RoundQuestion]) -> None:
        with scope.of(quarter.lead):
            version = narrative.of(quarter.lead, quarter.uid).version
        write(quarter, "The library", version=version)
        with pytest.raises(Conflict):
            write(quarter, "The school", version=version)
        assert lines(quarter)[0][1] == "The library"

    def test_bad_answers_are_refused(self, quarter: Quarter, asked: list[RoundQuestion], oakfield: Party) -> None:
        by, uid = quarter.lead, quarter.uid
        with scope.of(by), pytest.raises(NotFound):
            actions.write(by=by, return_uid=uid, answers={uid: "Not a question"})
        with scope.of(by), pytest.raises(Refused, match="characters"):
            actions.write(by=by, return_uid=uid, answers={str(asked[0].uid): "x" * 20_001})
        other = oakfield.data_lead
        with scope.of(other), pytest.raises(NotFound):
            actions.write(by=other, return_uid=uid, answers={})
        submit(quarter)
        with pytest.raises(Refused, match="waits for the commissioner"):
            write(quarter, "Too late")
        with scope.of(by):
            assert NarrativeAnswer.objects.count() == 0


class TestSent:
    def test_words_are_frozen_hashed_and_read_by_the_other_side(
        self, quarter: Quarter, asked: list[RoundQuestion]
    ) -> None:
        write(quarter, "The library")
        with scope.of(quarter.commissioner):
            assert narrative.as_sent(quarter.commissioner, quarter.uid) == ((), ())
        submit(quarter)
        decide(quarter, "Say more")
        write(quarter, "The school")
        with scope.of(quarter.commissioner):
            said, open_ = narrative.as_sent(quarter.commissioner, quarter.uid)
            row = queries.submission(quarter.commissioner, quarter.uid)
            assert [(line.head_label, line.words) for line in said] == [("Partnership working", "The library")]
            assert open_ == ("What else?",) and queries.verify(row) == []
            Submission.objects.filter(pk=row.pk).update(narrative=[{**row.narrative[0], "words": "Other words"}])
            changed = queries.submission(quarter.commissioner, quarter.uid)
            assert [one.rule for one in queries.verify(changed)] == ["submission.hash"]

    def test_without_words_the_hash_is_as_it_always_was(self, quarter: Quarter) -> None:
        sent = submit(quarter)
        assert sent.narrative == [] and narrative.sent(None) == ()
        with scope.of(quarter.lead):
            assert queries.verify(queries.submission(quarter.lead, quarter.uid)) == []

    def test_words_that_changed_since_the_preview_are_not_sent(
        self, quarter: Quarter, asked: list[RoundQuestion]
    ) -> None:
        with scope.of(quarter.lead):
            seen = queries.preview(quarter.lead, quarter.uid).digest
        write(quarter, "The library")
        with scope.of(quarter.lead), pytest.raises(Conflict):
            submissions.submit(by=quarter.lead, return_uid=quarter.uid, seen=seen)
        with scope.of(quarter.lead):
            seen = queries.preview(quarter.lead, quarter.uid).digest
            submissions.submit(by=quarter.lead, return_uid=quarter.uid, seen=seen)


def test_the_records_stand_beside_a_head_and_say_where_they_come_from(quarter: Quarter) -> None:
    heads = ("partnership", "training", "engagement", "referral_pathway", "own")
    with scope.of(quarter.lead):
        found = prefill.for_heads(quarter.lead, quarter.uid, heads)
        assert prefill.for_heads(quarter.lead, quarter.uid, ("own",)) == {}
    assert set(found) == {"partnership", "referral_pathway"}
    known = found["partnership"].known[0]
    assert known.value == "Not known 5" and found["partnership"].text.startswith(
        "From our records, April to June 2025: 5"
    )


def test_a_round_of_figures_only_asks_nothing(quarter: Quarter) -> None:
    with scope.of(quarter.commissioner):
        assert asking.questions_of(quarter.answer.round) == []
    assert lines(quarter) == []
