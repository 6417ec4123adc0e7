"""What was accepted cannot be altered: by no role, no path and no race. Two threads stand at the border together, each having
read the return before the other wrote; on SQLite, and again on PostgreSQL."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import connections

from cairn.access import scope
from cairn.access.actions import undo
from cairn.access.actors import Actor
from cairn.access.models import AuditEvent
from cairn.access.queries import NotFound
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.returns import verification
from cairn.returns.actions import notes, overrides, reopening, review, submissions, talk
from cairn.returns.models import Figure, FigureNote, Return, Submission, SubmissionRow
from tests.returns.conftest import NOW, Quarter, signed_agreement

WHY = "Counted by hand that week."
Deed = Callable[[Quarter], Any]


def act(who: str, deed: Callable[[Actor, str], Any]) -> Deed:
    def done(quarter: Quarter) -> Any:
        by: Actor = getattr(quarter, who)
        with scope.of(by):
            return deed(by, quarter.uid)

    return done


submit = act("lead", lambda by, uid: submissions.submit(by=by, return_uid=uid))
override = act("lead", lambda by, uid: overrides.put(by=by, return_uid=uid, measure="needs_met", value=7, reason=WHY))
clear = act("lead", lambda by, uid: overrides.clear(by=by, return_uid=uid, measure="needs_presented"))
comment = act("lead", lambda by, uid: notes.comment(by=by, answer_uid=uid, measure="needs_met", words="Because."))
query = act("commissioner", lambda by, uid: talk.query(by=by, answer_uid=uid, measure="needs_met", words="Why?"))
accept = act("commissioner", lambda by, uid: review.accept(by=by, return_uid=uid))
reject = act("commissioner", lambda by, uid: review.reject(by=by, return_uid=uid, reason="Look again."))
reopen = act("commissioner", lambda by, uid: reopening.reopen(by=by, return_uid=uid, reason="A slip."))
DEEDS = {"submit": submit, "override": override, "clear": clear, "comment": comment, "query": query, "accept": accept,
         "reject": reject, "reopen": reopen}  # fmt: skip
#: state before → pairs that both may do then; after them, what came first holds.
PAIRS = [
    ("open", "submit", "submit"),
    ("open", "submit", "override"),
    ("open", "submit", "clear"),
    ("open", "submit", "comment"),
    ("submitted", "accept", "reject"),
    ("accepted", "reopen", "reopen"),
]
#: Of these both may be done, one after the other.
BOTH = {("submit", "comment")}
#: and pairs where one may only be done when the other is over, or not at all.
BORDERS = [
    ("submitted", "accept", "submit"),
    ("submitted", "accept", "override"),
    ("submitted", "accept", "reopen"),
]


def bring(quarter: Quarter, state: str) -> None:
    """A return in this state, with one figure corrected by hand."""
    by = quarter.lead
    with scope.of(by):
        overrides.put(by=by, return_uid=quarter.uid, measure="needs_presented", value=5, reason=WHY)
    for deed in {"open": (), "submitted": (submit,), "accepted": (submit, accept)}[state]:
        deed(quarter)


@contextmanager
def both_at_the_border(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Barrier]:
    """Each deed waits, just before it is opened, until the other has come as far or has ended."""
    gate = threading.Barrier(2)
    for module in (submissions, overrides, notes, review, reopening):
        opened = module.deed  # type: ignore[attr-defined]

        def waits(*args: Any, opened: Any = opened, **kwargs: Any) -> Any:
            with suppress(threading.BrokenBarrierError):  # the other was refused before it came to its deed
                gate.wait(timeout=20)
            return opened(*args, **kwargs)

        monkeypatch.setattr(module, "deed", waits)
    yield gate


def at_once(quarter: Quarter, gate: threading.Barrier, *names: str) -> list[str]:
    """Run deeds in threads of their own; of each its name, or the name and the rule that refused it."""
    said: list[str] = []

    def run(name: str) -> None:
        try:
            with clock.fixed(NOW):
                DEEDS[name](quarter)
            said.append(name)
        except Refused as refused:
            said.append(f"{name}: {refused.problems[0].rule}")
        except Exception as error:  # what failed is the test's answer, whatever it was
            said.append(f"{name}: {error!r}")
        finally:
            gate.abort()
            connections.close_all()

    threads = [threading.Thread(target=run, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def sound(quarter: Quarter) -> None:
    """State, submissions and corrections agree; everything verifies."""
    with scope.of(quarter.commissioner):
        state = Return.objects.get(uid=quarter.uid).state
        sent = list(Submission.objects.filter(answer__uid=quarter.uid).order_by("number"))
        assert [problem for one in sent for problem in verification.verify(one)] == []
        assert sum(one.is_accepted for one in sent) <= 1
        assert state != "accepted" or sent[-1].is_accepted
        assert state != "submitted" or (sent[-1].decision, sent[-1].is_accepted) == ("", False)
        if state in ("submitted", "accepted"):
            kept = {(one["measure"], one["code"]): one["value"] for one in sent[-1].figures if one["override_reason"]}
            rows = Figure.objects.filter(answer__uid=quarter.uid)
            assert kept == {(row.measure, row.code): row.value for row in rows}, "what was sent is not what stands"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("state", "one", "other"), PAIRS + BORDERS)
def test_of_two_at_the_border_one_is_done_whole_and_the_other_refused_whole(
    quarter: Quarter, monkeypatch: pytest.MonkeyPatch, state: str, one: str, other: str
) -> None:
    signed_agreement(quarter)
    bring(quarter, state)
    with both_at_the_border(monkeypatch) as gate:
        said = at_once(quarter, gate, one, other)
    sound(quarter)
    done = [name for name in said if ":" not in name]
    refused = [name for name in said if ":" in name]
    assert len(done) >= 1 and not [name for name in refused if "Error" in name], said
    if (one, other) not in BOTH:
        assert len(done) == 1 and refused[0].split(": ")[1] in {"return.conflict", "return.state", "return.moved"}, said


EVERYBODY = ["data_lead", "service_manager", "support_worker", "contract_manager", "system"]


def kept(uid: str) -> Any:
    """All that an accepted return is, as the database has it."""
    with scope.every("the test compares what stands"):
        answer = Return.objects.get(uid=uid)
        sent = Submission.objects.filter(answer=answer).order_by("number")
        return (
            (answer.state, answer.comment, answer.decided_at),
            [(one.figures, one.adjustments, one.fields, one.sha256, one.is_accepted, one.decision) for one in sent],
            sorted(SubmissionRow.objects.filter(submission__answer=answer).values_list("digest", "counted_in", "salt")),
            sorted(Figure.objects.filter(answer=answer).values_list("measure", "value", "reason")),
            FigureNote.objects.filter(answer=answer, kind="comment").count(),
        )


@pytest.mark.parametrize("name", [name for name in DEEDS if name != "reopen"])
def test_no_role_alters_what_was_accepted(quarter: Quarter, name: str) -> None:
    signed_agreement(quarter)
    bring(quarter, "accepted")
    before = kept(quarter.uid)
    for party in (quarter.harbour, quarter.anchor, quarter.eastborough):
        for role in EVERYBODY:
            by = getattr(party, role, None)
            if by is None:
                continue
            other = Quarter(**{**_fields(quarter), "lead": by, "commissioner": by})
            with pytest.raises((Refused, NotFound)):
                DEEDS[name](other)
    assert kept(quarter.uid) == before


def _fields(quarter: Quarter) -> dict[str, Any]:
    return {name: getattr(quarter, name) for name in Quarter.__dataclass_fields__}


def test_no_deed_about_it_is_undone(quarter: Quarter) -> None:
    signed_agreement(quarter)
    comment(quarter)
    bring(quarter, "accepted")
    before = kept(quarter.uid)
    for by in (quarter.lead, quarter.commissioner, quarter.harbour.system, quarter.eastborough.system):
        with scope.of(by):
            events = AuditEvent.objects.filter(organisation_id=by.organisation_id, type__startswith="returns.")
            assert events or by.organisation_id
            for event in events:
                with pytest.raises((Refused, NotFound)):
                    undo.undo(by=by, event_uid=str(event.uid))
    assert kept(quarter.uid) == before
