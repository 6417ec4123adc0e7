"""Record the safeguarding referrals that were made: on which day, to whom, and what came of each.

Made from a concern, a referral and what came of it are entries of the concern's chronology too, and like any entry cannot
be taken back: what was wrong is put right by another. One recorded by itself can be undone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, rules
from cairn.cases import rules_situation as told
from cairn.cases.models import Concern, ConcernEntry, Episode, SafeguardingReferral
from cairn.cases.queries import concerns as concern_queries
from cairn.cases.queries import safeguarding as reading
from cairn.cases.writers import at_most_twice, at_version, once
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if, too_long
from cairn.people.models import Client

ALONE, IN_CONCERN = "cases.safeguarding_referred", "cases.safeguarding_noted"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSafeguardingReferral:
    """A referral made about a client to `body` (a code of `safeguarding_body`). `concern_uid` where it came out of one that
    the actor may read; `episode_uid` says which support it belongs to, for counting. Without a date, today."""

    client_uid: str
    body: str
    made_date: date | None = None
    concern_uid: str = ""
    episode_uid: str = ""
    words: str = ""
    uid: str | None = None


def refer(*, by: Actor, referrals: Sequence[NewSafeguardingReferral]) -> Done[SafeguardingReferral]:
    """Record referrals, all or none. Whoever records may record one they made; reading others' needs its own permission.
    Raises Refused, and NotFound for a concern that the actor may not read."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _refer(by, referrals))


def _refer(by: Actor, referrals: Sequence[NewSafeguardingReferral]) -> Done[SafeguardingReferral]:
    uids = [new.uid for new in referrals]
    known, taken = loading.mine(SafeguardingReferral, by, uids), loading.taken(SafeguardingReferral, by, uids)
    people = loading.mine(Client, by, (new.client_uid for new in referrals))
    episodes = loading.mine(Episode, by, (new.episode_uid for new in referrals))
    concerns = {new.concern_uid: concern_queries.find(by, new.concern_uid) for new in referrals if new.concern_uid}
    problems: list[Problem] = []
    for row, new in enumerate(referrals):
        person, day = people.of(new.client_uid), new.made_date or clock.today()
        problems += checks.sender_uid(new.uid, taken, row)
        if person is None:
            problems.append(rules.unknown("person", "client_uid", row))
            continue
        problems += told.referral_problems(new.body, day, person.birth_date, new.words, clock.today(), row)
        problems += _not_theirs(person, episodes.of(new.episode_uid), concerns.get(new.concern_uid), new, row)
    refuse_if(problems)

    def make(_: int, new: NewSafeguardingReferral) -> SafeguardingReferral:
        return _made(by, new, people.of(new.client_uid), episodes.of(new.episode_uid), concerns.get(new.concern_uid))

    made, items, warnings = once(referrals, known, make)
    entered = [row for row in made if row.concern_id]
    with deed(IN_CONCERN if entered else ALONE, by=by) as this:
        this.create_many(made)
        for row in entered:
            _enter(this, row, f"Safeguarding referral made to: {_label('safeguarding_body', row.body)}.", row.made_date)
    return Done(items, warnings, "" if entered or not made else this.uid)


def hear(
    *, by: Actor, uid: object, outcome: str, outcome_date: date | None, words: str = "", version: int | None = None
) -> Done[SafeguardingReferral]:
    """Say what came of a referral (a code of `safeguarding_outcome`), or that it is waited for after all. Raises Refused,
    Conflict and NotFound."""
    by.require(Permission.RECORD)
    row = reading.find(by, uid)
    problems = told.outcome_problems(outcome, outcome_date, row.made_date, clock.today())
    refuse_if([*problems, *too_long(words, told.LONGEST, "words")])
    with deed(IN_CONCERN if row.concern_id else ALONE, by=by) as this:
        changed = {"outcome": outcome, "outcome_date": outcome_date, "words": words.strip()}
        this.update(at_version(row, version), **changed)
        if row.concern_id:
            label = _label("safeguarding_outcome", outcome)
            _enter(
                this, row, f"Safeguarding referral to {_label('safeguarding_body', row.body)}: {label}.", outcome_date
            )
    return Done((row,), (), "" if row.concern_id else this.uid)


def remove(*, by: Actor, uid: object) -> Done[SafeguardingReferral]:
    """Take out a referral that was recorded by mistake: it is counted no more. In a concern's chronology that is said,
    and what was said before stays. Raises NotFound."""
    by.require(Permission.READ_RESTRICTED)
    row = reading.find(by, uid)
    with deed(IN_CONCERN if row.concern_id else ALONE, by=by) as this:
        if row.concern_id:
            body = _label("safeguarding_body", row.body)
            _enter(this, row, f"Put right: no safeguarding referral to {body} was made; it was noted by mistake.", None)
        this.delete(row)
    return Done((row,), (), "" if row.concern_id else this.uid)


def _not_theirs(person: Client, episode: Any, concern: Any, new: NewSafeguardingReferral, row: int) -> list[Problem]:
    found = []
    if new.episode_uid and (episode is None or episode.client_id != person.pk):
        found.append(rules.unknown("episode", "episode_uid", row))
    if concern is not None and concern.client_id != person.pk:
        found.append(rules.unknown("concern", "concern_uid", row))
    return found


def _made(
    by: Actor, new: NewSafeguardingReferral, person: Client, episode: Episode | None, concern: Concern | None
) -> SafeguardingReferral:
    return SafeguardingReferral(
        **({"uid": loading.canonical(new.uid)} if new.uid else {}),
        organisation_id=by.organisation_id,
        client=person,
        episode=episode,
        concern=concern,
        made_date=new.made_date or clock.today(),
        made_by_uid=by.uid,
        body=new.body,
        words=new.words.strip(),
    )


def _enter(this: Deed, row: Any, text: str, day: date | None) -> None:
    """An entry of the concern's chronology."""
    this.create(
        ConcernEntry(
            organisation_id=row.organisation_id,
            client_id=row.client_id,
            concern_id=row.concern_id,
            entry_date=day or clock.today(),
            written_at=clock.now(),
            author_uid=this.by.uid,
            kind="shared",
            text=text,
        )
    )


def _label(list_id: str, code: str) -> str:
    return registry.get("codes", list_id).label_of(code)
