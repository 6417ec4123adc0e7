"""Explain a figure of an open return, beside it. The words stay as they were written, with their author and date."""

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import finding, notes, rules
from cairn.returns.models import FigureNote, Return


def comment(*, by: Actor, answer_uid: str, measure: str, code: str = "", words: str) -> Done[FigureNote]:
    """As the lead, while the return is open. The commissioner reads it once the return is submitted."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, answer_uid)
    refuse_if(rules.move_problems(answer.state, "submitted", "provider"))
    refuse_if(rules.comment_problems(words) + _figure_problems(answer, measure, code))
    row = FigureNote(
        answer=answer, provider_id=answer.provider_id, commissioner_id=answer.commissioner_id, measure=measure, code=code,
        kind="comment", words=words.strip(), side="provider", made_by_uid=by.uid, made_at=clock.now(),
    )  # fmt: skip
    with deed("returns.figure_noted", by=by) as this:
        finding.hold(answer)
        if (before := notes.there(row)) is not None:
            return Done((before,))
        parties.make(this, by, [row])
        this.about("return", answer.uid)
    return Done((row,), (), this.uid)


def _figure_problems(answer: Return, measure: str, code: str) -> list[Problem]:
    if rules.carries(((view.measure, view.by) for view in finding.carried(answer)), measure, code):
        return []
    return [Problem("comment.figure", "The return carries no such figure.", "Choose a figure of the return.")]
