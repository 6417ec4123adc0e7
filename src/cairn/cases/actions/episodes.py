"""Close and reopen episodes, say who pays for them, and why a first reading is missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, rules
from cairn.cases.loading import Rows
from cairn.cases.models import Appointment, Attendance, Episode, EpisodeFunding
from cairn.cases.openings import Openings
from cairn.cases.writers import at_version, handover
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused, refuse_if, too_long


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeClosing:
    """`closure_reason`, `closure_planned` and `destination` are codes of those lists; `no_last_reason` one of
    `missing_last_reason`, where no reading was taken at the end, or ""."""

    episode_uid: str
    end_date: date
    closure_reason: str
    closure_planned: str = "not_known"
    destination: str = "not_known"
    no_last_reason: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFunding:
    """`kind` is a code of `funding_kind`; contract and grant name a contract, another funder is named in words."""

    episode_uid: str
    kind: str
    start_date: date
    contract_uid: str | None = None
    funder: str = ""
    end_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Whose case an episode is from now on; nobody's when `worker_uid` is empty. A `note` hands it over in words."""

    episode_uid: str
    worker_uid: str
    version: int | None = None
    note: str = ""


def close(*, by: Actor, closings: Sequence[EpisodeClosing]) -> Done[Episode]:
    """Close open episodes, none before the last thing that was recorded in it. Contacts planned for later are cancelled."""
    by.require(Permission.RECORD)
    rows, problems = _named(by, closings)
    last = _last_attended([row.pk for row in rows if row is not None])
    for place, (closing, episode) in enumerate(zip(closings, rows, strict=True)):
        problems += _code_problems(closing, place)
        if episode is not None:
            problems += _closing_problems(closing, episode, last.get(episode.pk), place)
    refuse_if(problems)
    ahead = _planned(rows, closings)
    with deed("cases.episode_closed", by=by) as this:
        for closing, episode in zip(closings, rows, strict=True):
            at_version(episode, closing.version)
            this.update(
                episode, end_date=closing.end_date, closure_reason=closing.closure_reason,
                closure_planned=closing.closure_planned, destination=closing.destination,
                no_last_reason=closing.no_last_reason,
            )  # fmt: skip
        for contact, day in ahead:
            if contact.planned_date > day:
                this.update(contact, state="cancelled")
    return Done(tuple(rows), (), this.uid)


def _code_problems(closing: EpisodeClosing, place: int) -> list[Problem]:
    found = [
        problem
        for name in ("closure_reason", "closure_planned", "destination")
        for problem in checks.code(name, getattr(closing, name), name, place)
    ]
    if closing.no_last_reason:
        found += checks.code("missing_last_reason", closing.no_last_reason, "no_last_reason", place)
    return found


def _planned(episodes: Sequence[Any], closings: Sequence[EpisodeClosing]) -> list[tuple[Appointment, date]]:
    """The contacts still planned in these episodes, each with the day on which its episode ends."""
    ends = {episode.pk: closing.end_date for episode, closing in zip(episodes, closings, strict=True)}
    return [
        (contact, ends[contact.episode_id])
        for part in loading.chunks(ends)
        for contact in Appointment.objects.filter(episode_id__in=part, state="planned")
    ]


def _last_attended(episode_ids: Sequence[int]) -> dict[int, date]:
    found: dict[int, date] = {}
    for part in loading.chunks(episode_ids):
        rows = Attendance.objects.filter(episode_id__in=part).values("episode_id").annotate(
            last=Max("activity__activity_date")
        )  # fmt: skip
        found.update({row["episode_id"]: row["last"] for row in rows})
    return found


def _closing_problems(closing: EpisodeClosing, episode: Episode, last: date | None, row: int) -> list[Problem]:
    if episode.end_date is not None:
        message = "This episode is closed already."
        return [Problem("episode.closed", message, "Reopen it first.", field="episode_uid", row=row)]
    dates = (
        ("start_date", "of the start", episode.start_date),
        ("end_date", "of the last activity", last),
        ("end_date", "of the end", closing.end_date),
    )
    return rules.dates_in_order(dates, clock.today(), row)


def reopen(*, by: Actor, episode_uid: str, version: int | None = None) -> Done[Episode]:
    """Open a closed episode again, as if it had not ended; refused where a later one with the same service began."""
    by.require(Permission.RECORD)
    episode, problems = _one(by, episode_uid)
    if episode is not None and episode.end_date is None:
        problems.append(
            Problem("episode.open", "This episode is open.", "There is nothing to do.", field="episode_uid")
        )
    elif episode is not None:
        others = Openings(by, [episode.client_id], apart_from=episode.pk)
        problems += others.problems(episode.client_id, episode.service_id, episode.start_date)
    refuse_if(problems)
    ending = dict.fromkeys(("closure_reason", "closure_planned", "destination", "no_last_reason"), "")
    return _changed(by, "cases.episode_reopened", episode, version, end_date=None, **ending)


def assign(*, by: Actor, assignments: Sequence[Assignment]) -> Done[Episode]:
    """Say whose cases these are, and what whoever takes them over should know, in one deed."""
    by.require(Permission.RECORD)
    rows, problems = _named(by, assignments)
    members = loading.members(by, (item.worker_uid for item in assignments))
    for place, item in enumerate(assignments):
        problems += checks.worker(item.worker_uid, members, by, place)
        problems += too_long(item.note, 20_000, "note", place)
    refuse_if(problems)
    with deed("cases.episode_assigned", by=by) as this:
        for item, episode in zip(assignments, rows, strict=True):
            this.update(at_version(episode, item.version), worker_uid=item.worker_uid)
        said = [(item, episode) for item, episode in zip(assignments, rows, strict=True) if item.note.strip()]
        this.create_many(handover(by, episode, item.worker_uid, item.note) for item, episode in said)
    return Done(tuple(rows), (), this.uid)


def explain_no_baseline(*, by: Actor, episode_uid: str, reason: str, version: int | None = None) -> Done[Episode]:
    """Say why a first reading is missing: a code of `missing_baseline_reason`, or "" to take it back."""
    by.require(Permission.RECORD)
    episode, problems = _one(by, episode_uid)
    problems += checks.code("missing_baseline_reason", reason, "reason", None) if reason else []
    refuse_if(problems)
    return _changed(by, "cases.baseline_explained", episode, version, no_baseline_reason=reason)


def fund(*, by: Actor, fundings: Sequence[NewFunding]) -> Done[EpisodeFunding]:
    """Say who pays for episodes between two dates. Without an end, a contract pays until its own. Several may pay at
    once; one contract pays for an episode once at a time."""
    by.require(Permission.MANAGE_SERVICES)
    rows, problems = _named(by, fundings, repeats=True)
    contracts = loading.contracts(by, (funding.contract_uid for funding in fundings))
    paid = _paid([row.pk for row in rows if row is not None])
    drafts = []
    for place, (funding, episode) in enumerate(zip(fundings, rows, strict=True)):
        problems += _funding_problems(funding, episode, contracts, place)
        if episode is not None:
            draft = _funding(by, funding, episode, contracts.of(funding.contract_uid))
            problems += _paid_twice(draft, paid[episode.pk], place)
            drafts.append(draft)
    refuse_if(problems)
    with deed("cases.episode_funded", by=by) as this:
        this.create_many(drafts)
    return Done(tuple(drafts), (), this.uid)


def _funding_problems(funding: NewFunding, episode: Any, contracts: Rows, row: int) -> list[Problem]:
    dates = (funding.start_date, funding.end_date)
    problems = checks.funding(funding.kind, funding.contract_uid, funding.funder, contracts, dates, row)
    if funding.end_date is not None and funding.end_date < funding.start_date:
        fix = "Check both dates."
        problems.append(Problem("date.order", "This ends before it starts.", fix, field="end_date", row=row))
    if episode is not None and funding.start_date < episode.start_date:
        message, fix = "This starts before the episode does.", "Choose the episode's first day or a later one."
        problems.append(Problem("funding.early", message, fix, field="start_date", row=row))
    return problems


def _funding(by: Actor, funding: NewFunding, episode: Episode, contract: Any) -> EpisodeFunding:
    return EpisodeFunding(
        organisation_id=by.organisation_id,
        client_id=episode.client_id,
        episode=episode,
        kind=funding.kind,
        contract=contract,
        funder=funding.funder.strip(),
        start_date=funding.start_date,
        end_date=funding.end_date or (contract.end_date if contract else None),
    )


def _paid(episode_ids: Sequence[int]) -> dict[int, list[EpisodeFunding]]:
    found: dict[int, list[EpisodeFunding]] = defaultdict(list)
    for part in loading.chunks(episode_ids):
        for row in EpisodeFunding.objects.filter(episode_id__in=part):
            found[row.episode_id].append(row)
    return found


def _paid_twice(draft: EpisodeFunding, others: list[EpisodeFunding], row: int) -> list[Problem]:
    clash = any(
        draft.contract_id is not None
        and other.contract_id == draft.contract_id
        and rules.overlap(draft.start_date, draft.end_date, other.start_date, other.end_date)
        for other in others
    )
    others.append(draft)
    message, fix = "This contract pays for this episode then already.", "Leave it as it is, or choose other dates."
    return [Problem("funding.twice", message, fix, field="contract_uid", row=row)] if clash else []


def end_funding(*, by: Actor, funding_uid: str, end_date: date, version: int | None = None) -> Done[EpisodeFunding]:
    """Say until when somebody paid; the end may be moved, never before the start or past the contract's own."""
    by.require(Permission.MANAGE_SERVICES)
    funding = loading.mine(EpisodeFunding, by, [funding_uid], "contract").of(funding_uid)
    if funding is None:
        raise Refused([rules.unknown("payment", "funding_uid")])
    latest = funding.contract.end_date if funding.contract else date.max
    if not funding.start_date <= end_date <= latest:
        fix = "Choose a date from its start to the end of the contract."
        raise Refused([Problem("funding.end", "This cannot end on that date.", fix, field="end_date")])
    with deed("cases.episode_funded", by=by) as this:
        this.update(at_version(funding, version), end_date=end_date)
    return Done((funding,), (), this.uid)


def _one(by: Actor, episode_uid: str) -> tuple[Any, list[Problem]]:
    episode = loading.mine(Episode, by, [episode_uid]).of(episode_uid)
    return episode, [] if episode is not None else [rules.unknown("episode", "episode_uid")]


def _named(by: Actor, items: Sequence[Any], repeats: bool = False) -> tuple[list[Any], list[Problem]]:
    """The episode of each item, with problems for those not known here and, unless they may be, named twice."""
    found = loading.mine(Episode, by, (item.episode_uid for item in items))
    rows = [found.of(item.episode_uid) for item in items]
    problems = [rules.unknown("episode", "episode_uid", place) for place, row in enumerate(rows) if row is None]
    again = set() if repeats else rules.repeated([row and row.pk for row in rows])
    message, fix = "This episode is named twice.", "Name it once."
    return rows, problems + [
        Problem("episode.twice", message, fix, field="episode_uid", row=place) for place in sorted(again)
    ]


def _changed(by: Actor, event: str, episode: Any, version: int | None, **changes: Any) -> Done[Episode]:
    with deed(event, by=by) as this:
        this.update(at_version(episode, version), **changes)
    return Done((episode,), (), this.uid)
