"""Everything of one client's cases, as their page shows it: a fixed number of queries, whatever they hold."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import rules
from cairn.cases.models import Assessment, Episode, EpisodeFunding, Need, NeedJudgement, Referral, StepRecord
from cairn.cases.queries.base import title, visible_to, workers
from cairn.cases.queries.readings import scales_of
from cairn.cases.queries.referrals import RELATED, row_of
from cairn.cases.queries.timeline import timeline
from cairn.cases.queries.views import (
    ClientRecord,
    EpisodeView,
    FundingView,
    JudgementView,
    LadderView,
    NeedView,
    RungView,
    StatusView,
)
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.people import queries as people
from cairn.services.models import Rung


def record(by: Actor, client_uid: object) -> ClientRecord:
    """Everything of a client's cases. Raises NotFound. The screen logs the read."""
    client = people.get(by, client_uid)
    referrals = (
        visible_to(by, Referral).filter(client=client).select_related(*RELATED).order_by("-received_date", "-id")
    )
    statuses = client.statuses.order_by("kind", "-start_date").values_list("kind", "code", "start_date")
    return ClientRecord(
        client_uid=str(client.uid),
        name=title(client.name, client.known_as, client.reference),
        reference=client.reference,
        episodes=_episodes(by, client),
        referrals=tuple(row_of(row) for row in referrals),
        timeline=timeline(by, client),
        statuses=tuple(StatusView(*status) for status in statuses),
    )


def _episodes(by: Actor, client: Any) -> tuple[EpisodeView, ...]:
    rows = list(visible_to(by).filter(client=client).select_related("service").order_by("-start_date", "-id"))
    rows.sort(key=lambda row: row.end_date is not None)
    names = workers({row.worker_uid for row in rows})
    parts = _Parts(by, client, {row.service_id for row in rows})
    return tuple(_episode(row, names, parts) for row in rows)


class _Parts:
    """What belongs to the episodes of a client, read once each, by episode."""

    def __init__(self, by: Actor, client: Any, service_ids: Iterable[int]) -> None:
        self.fundings = _by_episode(visible_to(by, EpisodeFunding).filter(client=client).select_related("contract"))
        self.needs = _by_episode(visible_to(by, Need).filter(client=client).order_by("presented_date", "id"))
        self.steps = _by_episode(visible_to(by, StepRecord).filter(client=client).order_by("step_date", "id"))
        self.readings = _by_episode(visible_to(by, Assessment).filter(client=client).order_by("assessed_date", "id"))
        self.judgements: dict[int, list[JudgementView]] = defaultdict(list)
        for row in visible_to(by, NeedJudgement).filter(client=client).order_by("judged_date", "id"):
            self.judgements[row.need_id].append(JudgementView(row.judged_date, row.state, row.judged_by))
        self.rungs: dict[int, list[Any]] = defaultdict(list)
        rungs = Rung.objects.filter(ladder__service_id__in=service_ids).select_related("ladder")
        for rung in rungs.order_by("ladder__name", "ladder_id", "position"):
            self.rungs[rung.ladder.service_id].append(rung)


def _by_episode(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.episode_id].append(row)
    return found


def _episode(row: Episode, names: dict[str, str], parts: _Parts) -> EpisodeView:
    service: Any = row.service
    readings = parts.readings[row.pk]
    due = _due(row, service, readings)
    return EpisodeView(
        uid=str(row.uid),
        version=row.version,
        service_uid=str(service.uid),
        service=service.name,
        service_scale=service.scale,
        worker_uid=row.worker_uid,
        worker=names.get(row.worker_uid, ""),
        start_date=row.start_date,
        end_date=row.end_date,
        closure_reason=row.closure_reason,
        age_band=row.age_band,
        no_baseline_reason=row.no_baseline_reason,
        due=due.what if due else "",
        due_date=due.since if due else None,
        fundings=tuple(_funding(funding) for funding in sorted(parts.fundings[row.pk], key=lambda f: f.start_date)),
        needs=tuple(_need(need, parts.judgements[need.pk]) for need in parts.needs[row.pk]),
        ladders=_ladders(parts.rungs[row.service_id], parts.steps[row.pk]),
        scales=scales_of(row.start_date, service.baseline_days, readings),
    )


def _due(row: Episode, service: Any, readings: Sequence[Any]) -> rules.Due | None:
    if row.end_date is not None or not service.scale:
        return None
    dates = [reading.assessed_date for reading in readings if reading.scale == service.scale]
    explained = bool(row.no_baseline_reason)
    return rules.reading_due(
        clock.today(), row.start_date, dates, is_one_off=service.is_one_off, explained=explained
    )  # fmt: skip


def _funding(row: Any) -> FundingView:
    return FundingView(
        uid=str(row.uid),
        version=row.version,
        kind=row.kind,
        contract_uid=str(row.contract.uid) if row.contract else None,
        contract=row.contract.title if row.contract else "",
        funder=row.funder,
        start_date=row.start_date,
        end_date=row.end_date,
    )


def _need(row: Any, judgements: Sequence[JudgementView]) -> NeedView:
    dictionary = registry.get("needs", "common", row.dictionary_version)
    entry = dictionary.need(row.need)
    return NeedView(
        uid=str(row.uid),
        version=row.version,
        need=row.need,
        label=entry.label,
        area=next(area.label for area in dictionary.areas if area.id == entry.area),
        presented_date=row.presented_date,
        can_meet=row.can_meet,
        state=row.state,
        part_met_date=row.part_met_date,
        met_date=row.met_date,
        judgements=tuple(judgements),
    )


def _ladders(rungs: Sequence[Any], steps: Sequence[Any]) -> tuple[LadderView, ...]:
    """The service's ladders with what was reached in one episode; `steps` oldest first."""
    said: dict[int, list[tuple[dt.date, str]]] = defaultdict(list)
    for step in steps:
        said[step.rung_id].append((step.step_date, step.state))
    ladders: dict[int, list[RungView]] = defaultdict(list)
    rows = {}
    for rung in rungs:
        ladders[rung.ladder_id].append(_rung(rung, said[rung.pk]))
        rows[rung.ladder_id] = rung.ladder
    return tuple(LadderView(str(rows[k].uid), rows[k].name, rows[k].need, tuple(views)) for k, views in ladders.items())


def _rung(rung: Any, said: Sequence[tuple[dt.date, str]]) -> RungView:
    states = rules.step_states(said)
    return RungView(
        uid=str(rung.uid),
        position=rung.position,
        label=rung.label,
        state=states[-1] if states else "",
        first_date=rules.first_reached(said),
        last_date=said[-1][0] if said else None,
        times=sum(state in rules.CONFIRMED for state in states),
    )
