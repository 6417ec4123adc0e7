"""Say who looks after what is on an absent colleague's desk, and until when. Nothing changes hands; it ends by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import loading, rules, rules_diary
from cairn.cases.models import Cover
from cairn.cases.queries.covering import SUBJECT
from cairn.cases.writers import at_version
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCover:
    """Both days are part of it."""

    worker_uid: str
    covered_by_uid: str
    start_date: date
    end_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverEnding:
    """A cover that is not needed any more, from today on."""

    cover_uid: str
    version: int | None = None


def cover(*, by: Actor, covers: Sequence[NewCover]) -> Done[Cover]:
    """Set covers: a manager for anybody, others for themselves."""
    by.require(Permission.RECORD)
    for new in covers:
        _may(by, new.worker_uid)
    members = loading.members(by, (uid for new in covers for uid in (new.worker_uid, new.covered_by_uid)))
    there = list(Cover.objects.filter(organisation_id=by.organisation_id, end_date__gte=clock.today()))
    problems: list[Problem] = []
    made = []
    for row, new in enumerate(covers):
        problems += _problems(new, members, there, row)
        made.append(_row(by, new))
        there.append(made[-1])
    refuse_if(problems)
    with deed("cases.cover_set", by=by) as this:
        this.create_many(made)
        for one in made:
            this.about(SUBJECT, one.uid)
    return Done(tuple(made), (), this.uid)


def _may(by: Actor, worker_uid: str) -> None:
    if by.uid != loading.canonical(worker_uid) and not by.may(Permission.MANAGE_SERVICES):
        fix = "Ask a manager, or the colleague themself."
        raise NotAllowed([Problem("access.permission", "You may only set cover for yourself.", fix)])


def _problems(new: NewCover, members: frozenset[str], there: Sequence[Any], row: int) -> list[Problem]:
    problems = rules_diary.cover_problems(new.start_date, new.end_date, clock.today(), row)
    absent, other = loading.canonical(new.worker_uid), loading.canonical(new.covered_by_uid)
    for uid, field in ((absent, "worker_uid"), (other, "covered_by_uid")):
        if uid not in members:
            problems.append(rules.unknown("colleague", field, row))
    if absent == other:
        message, fix = "Nobody covers for themself.", "Choose another colleague."
        problems.append(Problem("cover.self", message, fix, field="covered_by_uid", row=row))
    if any(_same(each, absent, other, new) for each in there):
        message, fix = (
            "This colleague covers on some of these days already.",
            "End that cover first, or choose other days.",
        )
        problems.append(Problem("cover.twice", message, fix, field="covered_by_uid", row=row))
    return problems


def _same(each: Any, absent: str, other: str, new: NewCover) -> bool:
    shares = each.start_date <= new.end_date and new.start_date <= each.end_date
    return (each.worker_uid, each.covered_by_uid) == (absent, other) and shares


def _row(by: Actor, new: NewCover) -> Cover:
    return Cover(
        organisation_id=by.organisation_id,
        worker_uid=loading.canonical(new.worker_uid),
        covered_by_uid=loading.canonical(new.covered_by_uid),
        start_date=new.start_date,
        end_date=new.end_date,
    )


def end(*, by: Actor, endings: Sequence[CoverEnding]) -> Done[Cover]:
    """End covers now: one that has begun ended yesterday, one that has not is taken away."""
    by.require(Permission.RECORD)
    found = loading.mine(Cover, by, (one.cover_uid for one in endings))
    rows = [found.of(one.cover_uid) for one in endings]
    refuse_if(rules.unknown("cover", "cover_uid", place) for place, row in enumerate(rows) if row is None)
    for row in rows:
        _may(by, row.worker_uid)
    today = clock.today()
    with deed("cases.cover_ended", by=by) as this:
        for one, row in zip(endings, rows, strict=True):
            at_version(row, one.version)
            if row.start_date < today:
                this.update(row, end_date=min(row.end_date, today - timedelta(days=1)))
            else:
                this.delete(row)
    return Done(tuple(rows), (), this.uid)
