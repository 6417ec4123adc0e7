"""The hash chain of an organisation: append, verify, and the digests that let a revision die without breaking it."""

import secrets
from dataclasses import dataclass
from typing import Any

from cairn.access.models import AuditEvent, AuditSubject, ChainHead, Revision
from cairn.kernel import canonical, clock
from cairn.kernel.inserting import insert_many
from cairn.kernel.problems import Problem

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Done:
    """What is put on the chain of one deed: by whom, of what kind, and which earlier one it undoes."""

    organisation_id: int
    uid: str
    type: str
    actor_kind: str
    actor_uid: str
    undoes: str = ""


def append(done: Done, subjects: list[tuple[str, str]], changes: dict[int | None, list[dict[str, Any]]]) -> AuditEvent:
    """Write one event at the end of its organisation's chain. Call inside the deed's transaction, last."""
    organisation_id = done.organisation_id
    revisions = [_revision(organisation_id, client_id, rows) for client_id, rows in changes.items()]
    ChainHead.objects.get_or_create(organisation_id=organisation_id, defaults={"hash": START})
    head = ChainHead.objects.select_for_update().get(organisation_id=organisation_id)
    event = AuditEvent(
        organisation_id=organisation_id,
        seq=head.seq + 1,
        uid=done.uid,
        type=done.type,
        at=clock.now(),
        actor_kind=done.actor_kind,
        actor_uid=done.actor_uid,
        undoes=done.undoes,
        revision_root=_root([revision.digest for revision in revisions]),
        previous=head.hash,
    )
    event.hash = _hash(event, subjects)
    event.save(force_insert=True)
    for revision in revisions:
        revision.event_id = event.pk
    insert_many(revisions, with_ids=False)
    about = [AuditSubject(event_id=event.pk, organisation_id=organisation_id, kind=k, uid=u) for k, u in subjects]
    insert_many(about, with_ids=False)
    ChainHead.objects.filter(pk=organisation_id).update(seq=event.seq, hash=event.hash)
    return event


def verify(organisation_id: int) -> list[Problem]:
    """Walk the whole chain: order, links, hashes, subjects, and every revision that has not been erased."""
    problems: list[Problem] = []
    previous, seq = START, 0
    for event in AuditEvent.objects.filter(organisation_id=organisation_id).order_by("seq").iterator(500):
        seq += 1
        problems += [
            Problem(rule, f"Event {event.seq}: {words}", _MEND) for rule, words in _faults(event, seq, previous)
        ]
        previous = event.hash
    head = ChainHead.objects.filter(pk=organisation_id).first()
    if head and (head.seq, head.hash) != (seq, previous):
        problems.append(Problem("chain.head", "The head of the chain is not its last event.", _MEND))
    return problems


_MEND = "Compare with a backup: something was changed, added or removed outside the program."


def _faults(event: AuditEvent, seq: int, previous: str) -> list[tuple[str, str]]:
    subjects = sorted(AuditSubject.objects.filter(event_id=event.pk).values_list("kind", "uid"))
    revisions = list(Revision.objects.filter(event_id=event.pk))
    checks = (
        ("chain.order", event.seq == seq, "it is out of order, or one before it is missing"),
        ("chain.link", event.previous == previous, "it does not follow the one before it"),
        ("chain.hash", event.hash == _hash(event, subjects), "it has been altered"),
        (
            "chain.revisions",
            event.revision_root == _root([r.digest for r in revisions]),
            "a revision is missing or added",
        ),
        ("chain.revision", all(map(_intact, revisions)), "a revision has been altered"),
    )
    return [(rule, words) for rule, good, words in checks if not good]


def _intact(revision: Revision) -> bool:
    return revision.payload is None or revision.digest == _digest(revision.salt, revision.payload)


def _revision(organisation_id: int, client_id: int | None, rows: list[dict[str, Any]]) -> Revision:
    salt = secrets.token_hex(16)
    return Revision(
        organisation_id=organisation_id, client_id=client_id, salt=salt, payload=rows, digest=_digest(salt, rows)
    )


def _digest(salt: str, payload: Any) -> str:
    return canonical.sha256([salt, payload])


def _root(digests: list[str]) -> str:
    return canonical.sha256(sorted(digests))


def _hash(event: AuditEvent, subjects: list[tuple[str, str]]) -> str:
    own = [event.organisation_id, event.seq, str(event.uid), event.type, event.at.isoformat(timespec="microseconds")]
    who = [event.actor_kind, event.actor_uid, event.undoes, event.revision_root]
    return canonical.sha256([event.previous, own, who, [list(subject) for subject in subjects]])
