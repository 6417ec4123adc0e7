"""Ask colleagues, by name, to mend what a return lacks; and, as the colleague, say that it is done."""

from collections.abc import Sequence

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import finding, missing, owing
from cairn.returns.models import Nudge

MOST = 300


def nudge(*, by: Actor, return_uid: str, tasks: Sequence[tuple[str, str]], words: str = "") -> Done[Nudge]:
    """As the lead: `tasks` are (key, colleague's uid) of `missing`; of many at once. It stands on each colleague's Today until it
    is done. Who was asked already and has not done it is not asked twice. Raises Refused, or NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    wanted = list(dict.fromkeys(tasks))
    problems = [] if wanted else [Problem("nudge.none", "Nobody is chosen.", "Tick at least one.", field="tasks")]
    if len(words.strip()) > MOST:
        problems.append(Problem("nudge.words", "The message is too long.", f"Use at most {MOST} signs.", field="words"))
    if answer.state not in ("open", "rejected"):
        problems.append(Problem("nudge.sent", "The return has been sent.", "There is nothing to mend for it now."))
    refuse_if(problems)
    there = {(task.key, task.owner_uid) for task in missing.tasks(by, return_uid) if task.owner_uid}
    refuse_if([] if set(wanted) <= there else [_GONE])
    stands = set(Nudge.objects.filter(answer=answer, done_at=None).values_list("task", "to_uid"))
    rows = [
        Nudge(
            organisation_id=by.organisation_id, answer=answer, task=key, to_uid=to, words=words.strip(),
            made_by_uid=by.uid, made_at=clock.now(),
        )
        for key, to in wanted
        if (key, to) not in stands
    ]  # fmt: skip
    refuse_if([] if rows else [_TWICE])
    with deed("returns.nudged", by=by) as this:
        made = this.create_many(rows)
        this.about("return", answer.uid)
    return Done(tuple(made), (), this.uid)


_GONE = Problem("nudge.gone", "Some of it has been mended since.", "Look at the list again.", field="tasks")
_TWICE = Problem(
    "nudge.twice", "They were asked already.", "It stands on their Today until they have done it.", field="tasks"
)


def done(*, by: Actor, nudge_uid: str) -> Done[Nudge]:
    """As the colleague who was asked. Raises NotFound."""
    row = owing.mine(by, nudge_uid)
    refuse_if([] if row.done_at is None else [Problem("nudge.done", "It is done already.", "Nothing is left to do.")])
    with deed("returns.nudge_done", by=by) as this:
        changed = this.update(row, done_at=clock.now())
        this.about("return", row.answer.uid)
    return Done((changed,), (), this.uid)
