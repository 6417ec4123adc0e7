"""Write down the support plan that a person and their worker agreed; a review is a new edition."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, planning, rules
from cairn.cases.models import Episode, SupportPlan
from cairn.cases.writers import at_most_twice, once
from cairn.kernel.problems import Done, Problem, refuse_if


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """One edition. `agreed` is a code of `plan_agreed`; `matters` what matters to the person, `helps` who does what.
    A `uid` made by the sender makes sending twice the same edition once."""

    episode_uid: str
    plan_date: date
    review_date: date
    agreed: str = "not_yet"
    matters: str = ""
    helps: str = ""
    uid: str | None = None


def agree(*, by: Actor, plans: Sequence[NewPlan]) -> Done[SupportPlan]:
    """Write down editions of plans. The latest by date stands; of two of one date, the later word replaces the earlier."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _agree(by, plans))


def _agree(by: Actor, plans: Sequence[NewPlan]) -> Done[SupportPlan]:
    uids = [new.uid for new in plans]
    known, taken = loading.mine(SupportPlan, by, uids), loading.taken(SupportPlan, by, uids)
    episodes = loading.mine(Episode, by, (new.episode_uid for new in plans))
    problems: list[Problem] = []
    for row, new in enumerate(plans):
        episode = episodes.of(new.episode_uid)
        problems += checks.sender_uid(new.uid, taken, row)
        problems += [] if episode else [rules.unknown("episode", "episode_uid", row)]
        problems += planning.plan_problems(
            episode, new.plan_date, new.review_date, new.agreed, new.matters, new.helps, row
        )
    refuse_if(problems + _twice(plans))
    there = _editions({episodes.of(new.episode_uid).pk for new in plans})
    fresh: list[tuple[NewPlan, Any]] = []

    def make(_: int, new: NewPlan) -> Any:
        episode = episodes.of(new.episode_uid)
        row = next((row for row in there[episode.pk] if row.plan_date == new.plan_date), None)
        row = row or _plan(by, new, episode)
        fresh.append((new, row))
        return row

    _, items, warnings = once(plans, known, make)
    with deed("cases.plan_agreed", by=by) as this:
        for new, row in fresh:
            _write(this, new, row, there[row.episode_id])
    return Done(items, warnings, this.uid if fresh else "")


def _twice(plans: Sequence[NewPlan]) -> list[Problem]:
    sent_again = rules.repeated([new.uid for new in plans])
    keys = [(loading.canonical(new.episode_uid), new.plan_date) for new in plans]
    again = rules.repeated([None if row in sent_again else key for row, key in enumerate(keys)])
    message, fix = "Two plans of one date for one person.", "Keep the one that stands."
    return [Problem("plan.twice", message, fix, field="plan_date", row=row) for row in sorted(again)]


def _editions(episode_ids: set[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for part in loading.chunks(episode_ids):
        for row in SupportPlan.objects.filter(episode_id__in=part):
            found[row.episode_id].append(row)
    return found


def _plan(by: Actor, new: NewPlan, episode: Any) -> SupportPlan:
    return SupportPlan(
        **({"uid": loading.canonical(new.uid)} if new.uid else {}),
        organisation_id=by.organisation_id,
        client_id=episode.client_id,
        episode=episode,
        plan_date=new.plan_date,
    )


def _write(this: Deed, new: NewPlan, row: Any, editions: list[Any]) -> None:
    """Save one edition and let the latest of all stand."""
    said = {
        "review_date": new.review_date,
        "agreed": new.agreed,
        "matters": new.matters.strip(),
        "helps": new.helps.strip(),
    }
    latest = max([row.plan_date, *(other.plan_date for other in editions)])
    for other in editions:
        if other is not row:
            this.update(other, is_current=other.plan_date == latest)
    if row.pk is not None:
        this.update(row, **said, is_current=row.plan_date == latest)
        return
    for name, value in said.items():
        setattr(row, name, value)
    row.is_current = row.plan_date == latest
    this.create(row)
    editions.append(row)
