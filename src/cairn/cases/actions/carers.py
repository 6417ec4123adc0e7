"""Count the carers' assessments: offered, declined or done, of which kind, by whom, and when to look again."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, rules
from cairn.cases import rules_situation as told
from cairn.cases.models import CarersAssessment, Episode
from cairn.cases.queries.base import get
from cairn.cases.rules_situation import Span
from cairn.cases.writers import at_most_twice, at_version, once
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people import rules as people_rules
from cairn.people.models import RelatedPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCarersAssessment:
    """The carer is the client of the episode; `cared_for_uid` somebody of their circle, or "" where that is not said.
    `kind` is a code of `carers_assessment_kind`, `state` of `carers_assessment_state`. Without a worker, who acts; without
    a date, today. `review_date`: when to offer or look again."""

    episode_uid: str
    kind: str
    state: str
    cared_for_uid: str = ""
    assessment_date: date | None = None
    review_date: date | None = None
    worker_uid: str | None = None
    words: str = ""
    uid: str | None = None


FIELDS = tuple(
    field.name for field in fields(NewCarersAssessment) if field.name not in ("episode_uid", "uid", "worker_uid")
)


def record(*, by: Actor, assessments: Sequence[NewCarersAssessment]) -> Done[CarersAssessment]:
    """Record carers' assessments, all or none. Raises Refused with every problem of every one."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _record(by, assessments))


def _record(by: Actor, assessments: Sequence[NewCarersAssessment]) -> Done[CarersAssessment]:
    uids = [new.uid for new in assessments]
    known, taken = loading.mine(CarersAssessment, by, uids), loading.taken(CarersAssessment, by, uids)
    episodes = loading.mine(Episode, by, (new.episode_uid for new in assessments), "client")
    members = loading.members(by, (new.worker_uid or "" for new in assessments))
    circle = loading.mine(RelatedPerson, by, (new.cared_for_uid for new in assessments))
    problems: list[Problem] = []
    for row, new in enumerate(assessments):
        episode = episodes.of(new.episode_uid)
        problems += checks.sender_uid(new.uid, taken, row) + checks.worker(new.worker_uid or "", members, by, row)
        if episode is None:
            problems.append(rules.unknown("episode", "episode_uid", row))
            continue
        problems += _wrong(new, episode, circle.of(new.cared_for_uid), row)
    refuse_if(problems)
    made, items, warnings = once(
        assessments, known, lambda _, new: _made(by, new, episodes.of(new.episode_uid), circle.of(new.cared_for_uid))
    )
    with deed("cases.carers_assessed", by=by) as this:
        this.create_many(made)
    return Done(items, warnings, this.uid if made else "")


def change(*, by: Actor, uid: object, version: int | None = None, **said: Any) -> Done[CarersAssessment]:
    """Put any of `FIELDS` right: an offer that was taken up is changed to done. Raises Refused, Conflict, NotFound."""
    by.require(Permission.RECORD)
    if unknown := set(said) - set(FIELDS):
        raise TypeError(f"not of a carer's assessment: {', '.join(sorted(unknown))}")
    row = get(by, CarersAssessment, uid, "episode__client", "cared_for")
    stands = {name: getattr(row, name) for name in FIELDS if name != "cared_for_uid"}
    stands["cared_for_uid"] = str(row.cared_for.uid) if row.cared_for else ""
    new = NewCarersAssessment(episode_uid=str(row.episode.uid), **{**stands, **said})
    near = loading.mine(RelatedPerson, by, [new.cared_for_uid]).of(new.cared_for_uid)
    refuse_if(_wrong(new, row.episode, near, None))
    with deed("cases.carers_assessed", by=by) as this:
        this.update(at_version(row, version), **_columns(new, near))
    return Done((row,), (), this.uid)


def remove(*, by: Actor, uid: object) -> Done[CarersAssessment]:
    """Take out one that was recorded by mistake. Raises NotFound."""
    by.require(Permission.RECORD)
    row = get(by, CarersAssessment, uid)
    with deed("cases.carers_assessed", by=by) as this:
        this.delete(row)
    return Done((row,), (), this.uid)


def _wrong(new: NewCarersAssessment, episode: Any, near: Any, row: int | None) -> list[Problem]:
    day = new.assessment_date or clock.today()
    age = people_rules.age_on(episode.client, day)
    found = told.carers_problems(
        new.kind, new.state, day, new.review_date, Span(episode.start_date, episode.end_date), age, new.words,
        clock.today(), row,
    )  # fmt: skip
    theirs = near is not None and episode.client_id in (near.client_id, near.other_id)
    if new.cared_for_uid and not theirs:
        fix = "Choose somebody of their circle, or add them there first."
        found.append(
            Problem("carers.near", "They are not in this person's circle.", fix, "error", "cared_for_uid", row)
        )
    return found


def _columns(new: NewCarersAssessment, near: Any) -> dict[str, Any]:
    return {
        "kind": new.kind,
        "state": new.state,
        "assessment_date": new.assessment_date or clock.today(),
        "review_date": new.review_date,
        "cared_for": near,
        "words": new.words.strip(),
    }


def _made(by: Actor, new: NewCarersAssessment, episode: Any, near: Any) -> CarersAssessment:
    return CarersAssessment(
        **({"uid": loading.canonical(new.uid)} if new.uid else {}),
        organisation_id=by.organisation_id,
        client=episode.client,
        episode=episode,
        worker_uid=by.uid if new.worker_uid is None else new.worker_uid,
        **_columns(new, near),
    )
