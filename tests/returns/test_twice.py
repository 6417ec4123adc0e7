"""What is sent twice, by a double press or a page that was slow, is written once; other words are other words."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.deeds import Conflict
from cairn.access.models import AuditEvent
from cairn.contracts.actions import agreements
from cairn.contracts.models import Agreement
from cairn.returns.actions import notes, stories, talk
from cairn.returns.models import CaseStudy, FigureNote, Submission
from tests.returns.conftest import FIELDS, YEAR, Quarter
from tests.returns.test_meanwhile import meanwhile
from tests.returns.test_stories import NEW
from tests.returns.test_submitting import decide, submit


def comment(quarter: Quarter, words: str) -> Any:
    return notes.comment(by=quarter.lead, answer_uid=quarter.uid, measure="needs_met", words=words)


def query(quarter: Quarter, words: str) -> Any:
    if not Submission.objects.exists():
        submit(quarter)
    by = quarter.commissioner
    with scope.of(by):
        return talk.query(by=by, answer_uid=quarter.uid, measure="needs_met", words=words)


def reply(quarter: Quarter, words: str) -> Any:
    asked = query(quarter, "Why so few of them?").one
    return talk.reply(by=quarter.lead, query_uid=str(asked.uid), words=words)


def story(quarter: Quarter, words: str) -> Any:
    return stories.write(by=quarter.lead, story=replace(NEW, words=words))


def draft(quarter: Quarter, words: str) -> Any:
    by, uid = quarter.commissioner, str(quarter.contract.uid)
    with scope.of(by):
        return agreements.draft(
            by=by, contract_uid=uid, purpose=words, start_date=YEAR[0], end_date=YEAR[1], fields=FIELDS
        )


WRITTEN: dict[str, tuple[Callable[[Quarter, str], Any], Any]] = {
    "a comment": (comment, FigureNote.objects), "a question": (query, FigureNote.objects),
    "an answer": (reply, FigureNote.objects), "a story": (story, CaseStudy.objects), "a draft": (draft, Agreement.objects),
}  # fmt: skip


@pytest.mark.parametrize("what", WRITTEN)
def test_the_same_words_sent_twice_are_written_once(quarter: Quarter, what: str) -> None:
    write, rows = WRITTEN[what]
    with scope.of(quarter.lead):
        first = write(quarter, "Two were met in July.").one
        before = rows.count(), AuditEvent.objects.count()
        assert write(quarter, "Two were met in July.").one == first
        assert (rows.count(), AuditEvent.objects.count()) == before
        assert write(quarter, "Three were met in July.").one != first


def test_no_question_is_asked_of_a_return_that_is_just_being_accepted(
    quarter: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(quarter)
    meanwhile(monkeypatch, talk, lambda: decide(quarter))
    with scope.of(quarter.lead), pytest.raises(Conflict):
        query(quarter, "Why so few of them?")
