"""Give a figure a colour instead of the rule's, or where there is no target; or let the rule speak again."""

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts import queries as contracts
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import finding, rules
from cairn.returns.colours import BY_HAND
from cairn.returns.models import FigureRating, Return


def colour(
    *, by: Actor, answer_uid: str, measure: str, code: str = "", colour: str, reason: str, version: int | None = None
) -> Done[FigureRating]:
    """As the commissioner, of a figure that was sent: while it waits for its decision, or once it is accepted. `version` is
    that of the colour given before, 0 where there was none. Raises Refused, Conflict or NotFound."""
    by.require(Permission.REVIEW_RETURNS)
    answer = finding.asked_for(by, answer_uid)
    refuse_if([*_colour_problems(colour), *rules.reason_problems(reason), *_figure_problems(answer, measure, code)])
    with deed("returns.figure_rated", by=by) as this:
        finding.hold(answer)
        before = FigureRating.objects.filter(answer=answer, measure=measure, code=code).first()
        if before:
            if version is not None:
                before.version = version
            parties.change(this, by, before, colour=colour, reason=reason.strip())
        else:
            before = FigureRating(
                answer=answer, provider_id=answer.provider_id, commissioner_id=answer.commissioner_id, measure=measure,
                code=code, colour=colour, reason=reason.strip(),
            )  # fmt: skip
            parties.make(this, by, [before])
        this.about("return", answer.uid)
    return Done((before,), (), this.uid)


def clear(*, by: Actor, answer_uid: str, measure: str, code: str = "") -> Done[Return]:
    """Let the contract's rule give the colour again. Raises NotFound where none was given by hand."""
    by.require(Permission.REVIEW_RETURNS)
    answer = finding.asked_for(by, answer_uid)
    row = FigureRating.objects.filter(answer=answer, measure=measure, code=code).first()
    if row is None:
        raise contracts.NotFound(measure)
    refuse_if(_state_problems(answer))
    with deed("returns.figure_rated", by=by) as this:
        finding.hold(answer)
        this.delete(row)
        this.about("return", answer.uid)
    return Done((answer,), (), this.uid)


def _colour_problems(colour: str) -> list[Problem]:
    if colour in BY_HAND:
        return []
    return [Problem("rating.colour", "That is no colour of a figure.", "Choose one of the four.", field="colour")]


def _state_problems(answer: Return) -> list[Problem]:
    if answer.state in ("submitted", "accepted"):
        return []
    fix = "Wait until it is sent again: a new version is looked at anew."
    return [Problem("rating.state", "The return is open to the provider.", fix)]


def _figure_problems(answer: Return, measure: str, code: str) -> list[Problem]:
    sent = finding.last_submission(answer)
    if sent and any((one["measure"], one["code"]) == (measure, code) for one in sent.figures):
        return _state_problems(answer)
    return [Problem("rating.figure", "What was sent has no such figure.", "Choose a figure of the return.")]
