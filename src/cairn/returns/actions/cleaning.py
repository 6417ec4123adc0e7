"""The cleaning desk: ask the provider about rows, keep them or set them aside, enter one by hand; and, as the provider, answer.

What was sent stays as it was sent: only the log is written.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts import queries as contracts
from cairn.contracts.rules import text
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if, too_short
from cairn.returns import cleaning, desk, finding
from cairn.returns.cleaning import Finding
from cairn.returns.desk import DECIDED
from cairn.returns.models import CleaningEntry, Return, Submission

MOST, MOST_REPLY = 240, 500
ASKED = ("queried", "answered")


def ask(*, by: Actor, return_uid: str, keys: Sequence[str], words: str) -> Done[CleaningEntry]:
    """As the commissioner, about one row or many: `keys` are those of the desk's lines."""
    answer, sent = desk.sent_of(by, return_uid)
    problems = text(None, "words", "question", words, MOST)

    def asked(before: str) -> dict[str, Any]:
        return {"state": "queried", "words": words.strip(), "settled_at": None}

    return _write(by, answer, sent, keys, problems, asked)


def settle(*, by: Actor, return_uid: str, keys: Sequence[str], state: str, reason: str) -> Done[CleaningEntry]:
    """As the commissioner: keep the rows as they are, or set them aside, with the reason; or, with `found`, take that back."""
    answer, sent = desk.sent_of(by, return_uid)
    problems = [] if state == "found" else text(None, "reason", "reason", reason, MOST) + too_short(reason, "reason")
    if state not in ("kept", "set_aside", "found"):
        fix = "Choose to keep them, to set them aside, or to take back what was decided."
        problems.append(Problem("cleaning.state", "That cannot be done with a row.", fix, field="state"))

    def settled(before: str) -> dict[str, Any]:
        question = before.partition(DECIDED)[0]
        words = question if state == "found" else f"{question}{DECIDED}{reason.strip()}"
        return {"state": state, "words": words, "settled_at": None if state == "found" else clock.now()}

    return _write(by, answer, sent, keys, problems, settled)


def enter(*, by: Actor, return_uid: str, row: str, words: str, table: str = "") -> Done[CleaningEntry]:
    """As the commissioner: a row that no rule found, by its reference. Asking about it is a step of its own."""
    answer, sent = desk.sent_of(by, return_uid)
    problems = text(None, "words", "words", words, MOST)
    found = desk.place(desk.rows_of(sent), row, table)
    if found is None:
        fix = "Write at least the first eight signs of its reference, and say which table it is of."
        problems.append(Problem("cleaning.row", "No one row of this return has that reference.", fix, field="row"))
    elif CleaningEntry.objects.filter(submission=sent, digest=found.digest, rule=cleaning.BY_HAND).exists():
        problems.append(Problem("cleaning.twice", "It was entered by hand already.", "See the log.", field="row"))
    refuse_if(problems)
    assert found is not None
    with deed("returns.cleaning_done", by=by) as this:
        finding.hold(answer)
        one = Finding(found.digest, found.reference, found.table, cleaning.BY_HAND, "")
        made = parties.make(this, by, [_new(by, sent, one, {"state": "found", "words": words.strip()})])
        this.about("return", answer.uid)
    return Done(tuple(made), (), this.uid)


def reply(*, by: Actor, return_uid: str, replies: Mapping[str, str]) -> Done[CleaningEntry]:
    """As the lead: `replies` are words by the uid of what was asked. What is left blank stays asked."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    said = {uid: words for uid, words in replies.items() if words.strip()}
    rows = {str(row.uid): row for row in CleaningEntry.objects.filter(submission__answer=answer, uid__in=list(replies))}
    if stray := [uid for uid in replies if uid not in rows]:
        raise contracts.NotFound(stray[0])
    problems = [
        problem for uid, words in said.items() for problem in text(None, f"reply_{uid}", "answer", words, MOST_REPLY)
    ]
    if not said:
        problems.append(Problem("cleaning.blank", "Nothing is answered.", "Write at least one answer.", field=""))
    problems += [_closed(uid) for uid in said if rows[uid].state not in ASKED]
    refuse_if(problems)
    with deed("returns.cleaning_replied", by=by) as this:
        finding.hold(answer)
        done = [
            parties.change(
                this, by, rows[uid], state="answered", reply=words.strip(), replied_at=clock.now()
            )
            for uid, words in said.items()
        ]  # fmt: skip
        this.about("return", answer.uid)
    return Done(tuple(done), (), this.uid)


def _closed(uid: str) -> Problem:
    fix = "Tell the contract manager if it is wrong."
    return Problem("cleaning.decided", "This was decided in the meantime.", fix, field=f"reply_{uid}")


def _write(
    by: Actor,
    answer: Return,
    sent: Submission,
    keys: Sequence[str],
    problems: Iterable[Problem],
    said: Callable[[str], dict[str, Any]],
) -> Done[CleaningEntry]:
    """Write the same of every line named: of those that stand, and of what only a rule has found so far."""
    found = {one.key: one for one in desk.findings(sent, desk.rows_of(sent))}
    wanted = list(dict.fromkeys(keys))
    refuse_if([*problems, *([] if wanted else [_NONE])])
    with deed("returns.cleaning_done", by=by) as this:
        finding.hold(answer)
        stands = {f"{row.digest}:{row.rule}": row for row in CleaningEntry.objects.filter(submission=sent)}
        if stray := [key for key in wanted if key not in stands and key not in found]:
            raise contracts.NotFound(stray[0])
        changed = [_changed(this, by, stands[key], said) for key in wanted if key in stands]
        new = [_new(by, sent, found[key], said("")) for key in wanted if key not in stands]
        made = parties.make(this, by, new) if new else []
        this.about("return", answer.uid)
    return Done((*changed, *made), (), this.uid)


_NONE = Problem("cleaning.none", "No row is chosen.", "Tick at least one.", field="keys")


def _changed(this: Deed, by: Actor, row: CleaningEntry, said: Callable[[str], dict[str, Any]]) -> CleaningEntry:
    changed: CleaningEntry = parties.change(this, by, row, **said(row.words))
    return changed


def _new(by: Actor, sent: Submission, one: Finding, said: dict[str, Any]) -> CleaningEntry:
    return CleaningEntry(
        provider_id=sent.provider_id, commissioner_id=sent.commissioner_id, submission=sent, digest=one.digest,
        row=one.row, table=one.table, rule=one.rule, made_by_uid=by.uid, made_at=clock.now(), **said,
    )  # fmt: skip
