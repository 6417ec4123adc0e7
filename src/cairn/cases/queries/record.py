"""How one client's cases stand, as their page shows it: three questions to the database, whatever they hold."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q

from cairn.access.actors import Actor
from cairn.access.asking import once
from cairn.cases import dictionary, rules
from cairn.cases.loading import canonical
from cairn.cases.models import Assessment, EpisodeFunding, Need, NeedJudgement, Referral, StepRecord
from cairn.cases.queries import concerns
from cairn.cases.queries.base import title, visible_to, workers
from cairn.cases.queries.overview import ahead, areas, asked_ahead
from cairn.cases.queries.readings import scales_of
from cairn.cases.queries.situation import Situation, asked_moving, moving
from cairn.cases.queries.sources import passed_on
from cairn.cases.queries.views import (
    Ahead,
    ClientRecord,
    EpisodeView,
    FundingView,
    JudgementView,
    LadderView,
    NeedView,
    ReferralRow,
    RungView,
    SentShort,
    StatusView,
)
from cairn.kernel import clock
from cairn.kernel.gather import BLANK_DAY, Asked, Row, blank, day, nested
from cairn.people import queries as people
from cairn.people.models import Client
from cairn.services import measuring
from cairn.services.models import Rung
from cairn.services.rules_scales import ScaleChoice

PERSON = blank(1)
REFERRAL = ("uid", "version", "sector", "kind", "source", "reason", "crisis", "urgency", "received_date",
            "first_contact_date", "assessed_date", "decided_date", "state", "unsuccessful_reason")  # fmt: skip
EPISODE = ("id", "uid", "version", "service_id", "worker_uid", "start_date", "end_date", "closure_reason", "age_band",
           "no_baseline_reason")  # fmt: skip
FUNDING = ("uid", "version", "episode_id", "kind", "funder", "start_date", "end_date")
NEED = ("id", "uid", "version", "episode_id", "need", "dictionary_version", "presented_date", "can_meet", "state",
        "part_met_date", "met_date")  # fmt: skip
READING = ("uid", "episode_id", "scale", "scale_version", "stage", "rater", "assessed_date", "answers", "total",
           "metric", "reason", "entered_by")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """One assessment, as the readings over time are made from it."""

    uid: str
    scale: str
    scale_version: int
    stage: str
    rater: str
    assessed_date: dt.date
    answers: Sequence[Any]
    total: float | None
    metric: float | None
    reason: str
    entered_by: str


def record(by: Actor, client: object) -> ClientRecord:
    """How a client's cases stand, of a person's row or uid. Raises NotFound. The screen logs the read."""
    person: Any = client if isinstance(client, Client) else people.get(by, client)
    found = once(by, ("record",), lambda actor: _first(actor, PERSON), {PERSON: person.pk})
    episodes = sorted(found["episodes"], key=lambda row: row["end_date"] is not None)
    parts = _of_episodes(by, episodes) if episodes else {}
    names = workers({row["worker_uid"] for row in episodes}, by)
    called = title(person.name, person.known_as, person.reference)
    return ClientRecord(
        client_uid=str(person.uid),
        name=called,
        reference=person.reference,
        episodes=_episodes(episodes, parts, names),
        referrals=tuple(_referral(row, str(person.uid), called, person.reference) for row in found["referrals"]),
        statuses=tuple(StatusView(row["kind"], row["code"], day(row["start_date"])) for row in found["statuses"]),
        areas=areas(episodes, parts),
        open_concerns=len(found["concerns"]),
        sent=tuple(map(_sent, found["sent"])),
        stands=Situation(**moving(found)),
    )


def _of_episodes(by: Actor, episodes: Sequence[Row]) -> dict[str, list[Row]]:
    ids = [row["id"] for row in episodes]
    services = sorted({row["service_id"] for row in episodes})
    own = {blank(10 + n): pk for n, pk in enumerate(ids)}
    theirs = {blank(1000 + n): pk for n, pk in enumerate(services)}
    shape = ("record of", len(own), len(theirs))
    filled: dict[Any, Any] = {**own, **theirs, BLANK_DAY: clock.today()}
    return once(by, shape, lambda actor: _second(actor, list(own), list(theirs)), filled)


def _first(by: Actor, client: int) -> Asked:
    referrals = visible_to(by, Referral).filter(client=client).order_by("-received_date", "-id")
    episodes = visible_to(by).filter(client=client).order_by("-start_date", "-id")
    statuses = people.readable_statuses(by).filter(client=client).order_by("kind", "-start_date")
    return {
        "referrals": (referrals, {**_plain(*REFERRAL), "service_uid": "service__uid", "service": "service__name",
                                  "episode_uid": "episode__uid"}),
        "episodes": (episodes, {**_plain(*EPISODE), "service_uid": "service__uid", "service": "service__name",
                                "is_short_stay": "service__is_short_stay", "is_one_off": "service__is_one_off",
                                "is_waiting_list": "service__is_waiting_list",
                                "baseline_days": "service__baseline_days"}),
        "statuses": (statuses, _plain("kind", "code", "start_date")),
        "sent": (passed_on(by).filter(sender_client=client).order_by("-received_date", "-id"),
                 {**_plain("uid", "state"), "day": "received_date", "service": "service__name",
                  "organisation": "organisation__name"}),
        "concerns": (concerns.readable(by).filter(client=client, closed_date__isnull=True).order_by(), _plain("id")),
        **asked_moving(by, client),
    }  # fmt: skip


def _second(by: Actor, ids: Sequence[int], service_ids: Sequence[int]) -> Asked:
    """What belongs to the episodes. Of steps, what they add up to: one row a rung, however often it was confirmed."""
    confirmed = Q(state__in=rules.CONFIRMED)
    steps = visible_to(by, StepRecord).filter(episode_id__in=ids).order_by().values("episode_id", "rung_id")
    added_up = steps.annotate(
        first=Min("step_date", filter=confirmed), last=Max("step_date"),
        lost=Max("step_date", filter=~confirmed), times=Count("id", filter=confirmed),
    )  # fmt: skip
    own = {"episode_id__in": ids}
    rungs = Rung.objects.filter(ladder__service_id__in=service_ids)
    return {
        "fundings": (visible_to(by, EpisodeFunding).filter(**own).order_by("start_date", "id"),
                     {**_plain(*FUNDING), "contract_uid": "contract__uid", "contract": "contract__title"}),
        "needs": (visible_to(by, Need).filter(**own).order_by("presented_date", "id"), _plain(*NEED)),
        "judgements": (visible_to(by, NeedJudgement).filter(need__episode_id__in=ids).order_by("judged_date", "id"),
                       _plain("need_id", "judged_date", "state", "judged_by")),
        "steps": (added_up, {**_plain("first", "last", "lost", "times"), "episode": "episode_id", "rung": "rung_id"}),
        "rungs": (rungs.order_by("ladder__name", "ladder_id", "position"),
                  {**_plain("id", "uid", "position", "label"), "ladder": "ladder_id", "ladder_uid": "ladder__uid",
                   "name": "ladder__name", "need": "ladder__need", "service": "ladder__service_id"}),
        "asked": (measuring.of_services(by).filter(service_id__in=service_ids),
                  _plain("service_id", *measuring.FIELDS)),
        "readings": (visible_to(by, Assessment).filter(**own).order_by("assessed_date", "id"), _plain(*READING)),
        **asked_ahead(by, ids, BLANK_DAY),
    }  # fmt: skip


def _sent(row: Row) -> SentShort:
    return SentShort(canonical(row["uid"]), row["service"], row["organisation"], day(row["day"]), row["state"])


def _plain(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def _referral(row: Row, client_uid: str, client: str, reference: str) -> ReferralRow:
    decided, received = day(row["decided_date"]), day(row["received_date"])
    texts = ("sector", "kind", "source", "reason", "crisis", "state", "unsuccessful_reason", "service", "urgency")
    return ReferralRow(
        uid=canonical(row["uid"]),
        version=row["version"],
        client_uid=client_uid,
        client=client,
        reference=reference,
        service_uid=canonical(row["service_uid"]),
        waiting_days=((decided or clock.today()) - received).days,
        episode_uid=canonical(row["episode_uid"]) or None,
        received_date=received,
        first_contact_date=day(row["first_contact_date"]),
        assessed_date=day(row["assessed_date"]),
        decided_date=decided,
        **{name: row[name] for name in texts},
    )


def _episodes(rows: Sequence[Row], parts: dict[str, list[Row]], names: dict[str, str]) -> tuple[EpisodeView, ...]:
    by_need: dict[int, list[JudgementView]] = defaultdict(list)
    for said in parts.get("judgements", ()):
        by_need[said["need_id"]].append(JudgementView(day(said["judged_date"]), said["state"], said["judged_by"]))
    own = {name: _by_episode(parts.get(name, ())) for name in ("fundings", "needs", "readings")}
    asked = measuring.by_service(parts.get("asked", ()))
    trodden: dict[tuple[int, int], Row] = {(one["episode"], one["rung"]): one for one in parts.get("steps", ())}
    return tuple(
        _episode(
            row,
            names,
            fundings=tuple(map(_funding, own["fundings"][row["id"]])),
            needs=tuple(_need(need, by_need[need["id"]]) for need in own["needs"][row["id"]]),
            ladders=_ladders(
                [rung for rung in parts["rungs"] if rung["service"] == row["service_id"]], row["id"], trodden
            ),
            readings=[Taken(**_taken(one)) for one in own["readings"][row["id"]]],
            before_them=ahead(row["id"], parts),
            asked=asked.get(row["service_id"], ()),
        )
        for row in rows
    )


def _by_episode(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["episode_id"]].append(row)
    return found


def _episode(
    row: Row,
    names: dict[str, str],
    *,
    fundings: tuple[FundingView, ...],
    needs: tuple[NeedView, ...],
    ladders: tuple[LadderView, ...],
    readings: Sequence[Taken],
    before_them: Ahead,
    asked: tuple[ScaleChoice, ...],
) -> EpisodeView:
    start_date, end_date = day(row["start_date"]), day(row["end_date"])
    dues = _due(row, start_date, asked, readings) if end_date is None else ()
    due = dues[0] if dues else None
    return EpisodeView(
        uid=canonical(row["uid"]),
        version=row["version"],
        service_uid=canonical(row["service_uid"]),
        service=row["service"],
        service_scales=asked,
        is_one_off=bool(row["is_one_off"]),
        is_waiting_list=bool(row["is_waiting_list"]),
        expects_no_repeat=bool(row["is_one_off"] or row["is_short_stay"]),
        worker_uid=row["worker_uid"],
        worker=names.get(row["worker_uid"], ""),
        start_date=start_date,
        end_date=end_date,
        closure_reason=row["closure_reason"],
        age_band=row["age_band"],
        no_baseline_reason=row["no_baseline_reason"],
        due=due.what if due else "",
        due_date=due.since if due else None,
        dues=dues,
        fundings=fundings,
        needs=needs,
        ladders=ladders,
        scales=scales_of(start_date, row["baseline_days"], readings),
        ahead=before_them,
    )


def _due(
    row: Row, start_date: dt.date, asked: Sequence[ScaleChoice], readings: Sequence[Taken]
) -> tuple[rules.Due, ...]:
    latest = {one.scale: one.assessed_date for one in readings}  # oldest first: the latest stands
    once = bool(row["is_one_off"] or row["is_short_stay"])
    pairs = [(one.scale, one.review_months) for one in asked]
    explained = bool(row["no_baseline_reason"])
    return rules.readings_due(clock.today(), start_date, pairs, latest, is_one_off=once, explained=explained)


def _taken(row: Row) -> Row:
    return {**{name: row[name] for name in Taken.__slots__}, "uid": canonical(row["uid"]),
            "assessed_date": day(row["assessed_date"]), "answers": nested(row["answers"])}  # fmt: skip


def _funding(row: Row) -> FundingView:
    return FundingView(
        uid=canonical(row["uid"]),
        version=row["version"],
        kind=row["kind"],
        contract_uid=canonical(row["contract_uid"]) or None,
        contract=row["contract"] or "",
        funder=row["funder"],
        start_date=day(row["start_date"]),
        end_date=day(row["end_date"]),
    )


def _need(row: Row, judgements: Sequence[JudgementView]) -> NeedView:
    entry = dictionary.entry(row["need"], row["dictionary_version"])
    return NeedView(
        uid=canonical(row["uid"]),
        version=row["version"],
        need=row["need"],
        label=entry.label,
        area=entry.area_label,
        presented_date=day(row["presented_date"]),
        can_meet=row["can_meet"],
        state=row["state"],
        part_met_date=day(row["part_met_date"]),
        met_date=day(row["met_date"]),
        judgements=tuple(judgements),
    )


def _ladders(rungs: Sequence[Row], episode_id: int, said: dict[tuple[int, int], Row]) -> tuple[LadderView, ...]:
    """The service's ladders with what was reached in one episode."""
    views: dict[int, list[RungView]] = defaultdict(list)
    ladders: dict[int, Row] = {}
    for rung in rungs:
        views[rung["ladder"]].append(_rung(rung, said.get((episode_id, rung["id"]))))
        ladders[rung["ladder"]] = rung
    return tuple(
        LadderView(canonical(row["ladder_uid"]), row["name"], row["need"], tuple(views[key]))
        for key, row in ladders.items()
    )


def _rung(rung: Row, said: Row | None) -> RungView:
    """One record a date: what was said last is a loss, the first confirmation, or a later one."""
    first, last = (day(said["first"]), day(said["last"])) if said else (None, None)
    lost = said is not None and said["lost"] == said["last"]
    return RungView(
        uid=canonical(rung["uid"]),
        position=rung["position"],
        label=rung["label"],
        state="" if said is None else "lost" if lost else "reached" if first == last else "kept",
        first_date=first,
        last_date=last,
        times=said["times"] if said else 0,
    )
