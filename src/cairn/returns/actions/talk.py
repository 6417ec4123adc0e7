"""Ask about a figure that was sent, answer, and settle. The words stay as they were written; no number changes by them."""

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts import queries as contracts
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import finding, notes, rules
from cairn.returns.models import FigureNote, Return
from cairn.returns.rules import Side


def query(*, by: Actor, answer_uid: str, measure: str, code: str = "", words: str) -> Done[FigureNote]:
    """As the commissioner, while the return waits for its decision. The provider reads it at once."""
    by.require(Permission.REVIEW_RETURNS)
    answer = finding.asked_for(by, answer_uid)
    refuse_if(rules.move_problems(answer.state, "accepted", "commissioner"))
    refuse_if(rules.comment_problems(words) + _figure_problems(answer, measure, code))
    return _write(by, FigureNote(answer=answer, measure=measure, code=code, kind="query", words=words), "commissioner")


def reply(*, by: Actor, query_uid: str, words: str) -> Done[FigureNote]:
    """As the lead, while the question is not settled. The commissioner reads it at once."""
    by.require(Permission.PREPARE_RETURNS)
    asked = _asked(by, query_uid)
    finding.led(by, str(asked.answer.uid))
    refuse_if(_open_problems(asked) + rules.comment_problems(words))
    row = FigureNote(
        answer=asked.answer, measure=asked.measure, code=asked.code, kind="answer", to=asked, words=words
    )  # fmt: skip
    return _write(by, row, "provider")


def settle(*, by: Actor, query_uid: str) -> Done[FigureNote]:
    """As the commissioner, whether it was answered or came to nothing."""
    by.require(Permission.REVIEW_RETURNS)
    asked = _asked(by, query_uid)
    answer = finding.asked_for(by, str(asked.answer.uid))
    refuse_if(_open_problems(asked))
    with deed("returns.query_settled", by=by) as this:
        parties.change(this, by, asked, settled_at=clock.now())
        this.about("return", answer.uid)
    return Done((asked,), (), this.uid)


def _write(by: Actor, row: FigureNote, side: Side) -> Done[FigureNote]:
    row.provider_id, row.commissioner_id = row.answer.provider_id, row.answer.commissioner_id
    row.words, row.side, row.made_by_uid, row.made_at = row.words.strip(), side, by.uid, clock.now()
    with deed("returns.figure_noted", by=by) as this:
        finding.hold(row.answer)
        if (before := notes.there(row)) is not None:
            return Done((before,))
        parties.make(this, by, [row])
        this.about("return", row.answer.uid)
    return Done((row,), (), this.uid)


def _asked(by: Actor, query_uid: str) -> FigureNote:
    rows: QuerySet[FigureNote] = FigureNote.objects.filter(kind="query", answer__in=finding.visible_to(by))
    found: FigureNote = contracts.one(rows.select_related("answer"), query_uid)
    return found


def _open_problems(asked: FigureNote) -> list[Problem]:
    if asked.settled_at is None:
        return []
    return [Problem("query.settled", "This question is settled.", "Nothing more needs to be done about it.")]


def _figure_problems(answer: Return, measure: str, code: str) -> list[Problem]:
    sent = finding.last_submission(answer)
    if sent and any((one["measure"], one["code"]) == (measure, code) for one in sent.figures):
        return []
    return [Problem("query.figure", "What was sent has no such figure.", "Choose a figure of the return.")]
