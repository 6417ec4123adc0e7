"""Tell providers what was learnt from their returns and done with them; and say that one has read it."""

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts.rules import text
from cairn.kernel import clock
from cairn.kernel.problems import Done, refuse_if
from cairn.returns import feedback, finding, rules_feedback, totals, uses
from cairn.returns.inbox import Filter
from cairn.returns.models import FeedbackFor, Return, RoundFeedback

MOST = 2000


def give(*, by: Actor, round_key: str, words: str, area: str = "") -> Done[RoundFeedback]:
    """As the commissioner, once a round (or once for each area of it): the same words and the city-wide picture to every
    provider whose return was accepted. Raises Refused."""
    by.require(Permission.REVIEW_RETURNS)
    said = Filter(area=area, round=round_key)
    accepted = totals.accepted_rows(by, said) if round_key else totals.accepted_rows(by, said).none()
    before = feedback.is_given(by, round_key, area)
    refuse_if(rules_feedback.problems(words, accepted.count(), before, MOST))
    found, today = feedback.draft(by, said), clock.today()
    row = RoundFeedback(
        organisation_id=by.organisation_id, round_key=round_key, area=area, words=words.strip(),
        lines=[rules_feedback.as_stored(line) for line in found.lines], providers=found.providers, given_date=today,
        given_by_uid=by.uid,
    )  # fmt: skip
    use = uses.told_now(by, "publication", "feedback", "", [line.measure for line in found.lines], str(row.uid))
    with deed("returns.feedback_given", by=by) as this:
        # Of two who give at once, for the same returns, one is the second.
        mine = Return.objects.filter(pk__in=list(accepted.values_list("answer_id", flat=True)))
        answers = list(mine.select_for_update().order_by("pk"))
        refuse_if(rules_feedback.problems(words, len(answers), feedback.is_given(by, round_key, area), MOST))
        this.create_many([row])
        there = {each.answer_id: each for each in FeedbackFor.objects.filter(answer__in=answers)}
        new = [_for(each, row) for each in answers if each.pk not in there]
        parties.make(this, by, new)
        for each in there.values():
            parties.change(this, by, each, feedback=row)
        if found.lines:
            this.create_many([use])
            parties.make(this, by, uses.drawn_on(by, use, accepted))
    return Done((row,), (), this.uid)


def write(*, by: Actor, return_uid: str, words: str) -> Done[FeedbackFor]:
    """As the commissioner, to the provider of one return alone; written anew, it replaces what stood. Raises Refused or
    NotFound."""
    by.require(Permission.REVIEW_RETURNS)
    answer = finding.asked_for(by, return_uid)
    refuse_if(text(None, "words", "feedback", words, MOST))
    row = FeedbackFor.objects.filter(answer=answer).first()
    with deed("returns.feedback_written", by=by) as this:
        if row is None:
            row = _for(answer, None)
            row.words = words.strip()
            parties.make(this, by, [row])
        else:
            parties.change(this, by, row, words=words.strip())
        this.about("return", answer.uid)
    return Done((row,), (), this.uid)


def seen(*, by: Actor, return_uid: str) -> Done[FeedbackFor]:
    """As the provider: that feedback about a return was read. Raises NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    rows = list(FeedbackFor.objects.filter(answer=answer, seen_date=None))
    with deed("returns.feedback_seen", by=by) as this:
        for row in rows:
            parties.change(this, by, row, seen_date=clock.today())
        this.about("return", answer.uid)
    return Done(tuple(rows), (), this.uid)


def _for(answer: Return, row: RoundFeedback | None) -> FeedbackFor:
    return FeedbackFor(
        answer=answer, provider_id=answer.provider_id, commissioner_id=answer.commissioner_id, feedback=row
    )
