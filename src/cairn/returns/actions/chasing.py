"""Ask after returns that have not come; and, as the provider, say that one has seen it."""

from collections.abc import Sequence

from django.db.models import Max

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts import queries as contracts
from cairn.contracts.rules import text
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import chases, finding
from cairn.returns.models import Chase, Return

MOST = 500


def chase(*, by: Actor, answer_uids: Sequence[str], words: str) -> Done[Chase]:
    """As the commissioner, of one return or of many at once, each once a day at most. The words stand on each provider's
    page until it sends. Raises Refused, with every return that cannot be asked after, or NotFound."""
    by.require(Permission.REVIEW_RETURNS)
    answers = _ours(by, answer_uids)
    refuse_if([*text(None, "words", "message", words, MOST), *_problems(answers)])
    made = [
        Chase(
            answer=each, provider_id=each.provider_id, commissioner_id=each.commissioner_id, words=words.strip(),
            made_by_uid=by.uid, made_at=clock.now(),
        )
        for each in answers
    ]  # fmt: skip
    with deed("returns.chased", by=by) as this:
        parties.make(this, by, made)
        for each in answers:
            this.about("return", each.uid)
    return Done(tuple(made), (), this.uid)


def seen(*, by: Actor, answer_uid: str) -> Done[Chase]:
    """As the lead: every message about a return that nobody had seen."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, answer_uid)
    rows = list(Chase.objects.filter(answer=answer, seen_at=None))
    with deed("returns.chase_seen", by=by) as this:
        for row in rows:
            parties.change(this, by, row, seen_at=clock.now())
        this.about("return", answer.uid)
    return Done(tuple(rows), (), this.uid)


def _ours(by: Actor, uids: Sequence[str]) -> list[Return]:
    """In the order given, each once. Raises NotFound for one that the actor's organisation did not ask for."""
    rows = finding.visible_to(by).filter(commissioner_id=by.organisation_id, uid__in=set(uids))
    known = {str(row.uid): row for row in rows}
    if stray := [uid for uid in uids if uid not in known]:
        raise contracts.NotFound(stray[0])
    return [known[uid] for uid in dict.fromkeys(uids)]


def _problems(answers: Sequence[Return]) -> list[Problem]:
    if not answers:
        return [Problem("chase.none", "No return is chosen.", "Tick those to ask after.", field="answers")]
    rows = Chase.objects.filter(answer__in=answers).values_list("answer").annotate(last=Max("made_at"))
    last, today = dict(rows), clock.today()
    return [
        problem
        for at, each in enumerate(answers)
        for problem in chases.chase_problems(at, each, last.get(each.pk), today)
    ]
