"""The figures of one return by Django's ORM, measure by measure, as an application without a mart would count them."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from cairn.cases import rules
from cairn.cases.models import Activity, Assessment, Episode, EpisodeFunding, Need, Referral, StepRecord
from cairn.contracts.models import Contract
from cairn.kernel.periods import Period

Said = dict[str, tuple[int, float | None]]
"""`measure` or `measure:dimension=code` → n and value."""


def count(contract: Contract, period: Period) -> Said:
    """All that the demonstration's contracts agree on."""
    funded = list(contract.services.values_list("service_id", flat=True))
    referrals = _referrals(contract, funded, period)
    found: Said = {"referrals_received": _n(referrals.count())}
    for state in ("accepted", "unsuccessful", "withdrawn", "pending"):
        found[f"referrals_{state}"] = _n(referrals.filter(state=state).count())
    reasons = referrals.filter(state="unsuccessful").values_list("unsuccessful_reason").annotate(n=Count("pk"))
    found |= {f"referrals_unsuccessful:unsuccessful_reason={code}": _n(n) for code, n in reasons}
    found["people_supported"] = _n(_supported(contract, funded, period))
    for measure, day in (("presented", "presented_date"), ("part_met", "part_met_date"), ("met", "met_date")):
        rows = _paid(Need.objects.filter(**{f"{day}__range": _days(period)}), contract, funded, "presented_date")
        found[f"needs_{measure}"] = _n(rows.count())
    found["steps_reached"] = _n(_steps(contract, funded, period))
    found["swemwbs_change"] = _change(contract, funded, period)
    heads = Activity.objects.filter(service_id__in=funded, activity_date__range=_days(period), heads__isnull=False)
    found["group_heads"] = (heads.count(), heads.aggregate(n=Sum("heads"))["n"] or 0)
    return found


def _n(count: int) -> tuple[int, float]:
    return count, count


def _days(period: Period) -> tuple[Any, Any]:
    return period.start, period.end


def _paid(rows: "QuerySet[Any]", contract: Contract, funded: list[int], day: str, to: str = "") -> "QuerySet[Any]":
    """Of rows of episodes those that the contract pays for on a day of theirs: as the episode says, or as its service is paid
    for. `to` leads from the row to what has the episode."""
    told = EpisodeFunding.objects.filter(episode=OuterRef(f"{to}episode_id"))
    mine = told.filter(contract=contract, start_date__lte=OuterRef(day))
    mine = mine.filter(Q(end_date=None) | Q(end_date__gte=OuterRef(day)))
    dates = {f"{day}__range": (contract.start_date, contract.end_date)}
    usual = Q(**{f"{to}episode__service_id__in": funded}, **dates) & ~Exists(told)
    return rows.filter(Exists(mine) | usual)


def _referrals(contract: Contract, funded: list[int], period: Period) -> "QuerySet[Any]":
    """Paid for as the episode is at its start, or, without one, as the service is on the day received."""
    rows = Referral.objects.filter(received_date__range=_days(period))
    told = EpisodeFunding.objects.filter(episode__referral=OuterRef("pk"))
    mine = told.filter(contract=contract, start_date__lte=F("episode__start_date"))
    mine = mine.filter(Q(end_date=None) | Q(end_date__gte=F("episode__start_date")))
    runs = (contract.start_date, contract.end_date)
    usual = Q(service_id__in=funded) & ~Exists(told)
    begun = Q(episode__start_date__range=runs) | Q(episode=None, received_date__range=runs)
    return rows.filter(Exists(mine) | (usual & begun))


def _supported(contract: Contract, funded: list[int], period: Period) -> int:
    first, last = max(period.start, contract.start_date), min(period.end, contract.end_date)
    rows = Episode.objects.filter(start_date__lte=period.end).filter(Q(end_date=None) | Q(end_date__gte=period.start))
    told = EpisodeFunding.objects.filter(episode=OuterRef("pk"))
    mine = told.filter(contract=contract, start_date__lte=period.end)
    mine = mine.filter(Q(end_date=None) | Q(end_date__gte=period.start))
    usual = Q(service_id__in=funded, start_date__lte=last) & (Q(end_date=None) | Q(end_date__gte=first)) & ~Exists(told)
    return rows.filter(Exists(mine) | usual).values("client_id").distinct().count()


def _steps(contract: Contract, funded: list[int], period: Period) -> int:
    """Rungs that a person confirmed for the first time."""
    earlier = StepRecord.objects.filter(
        client=OuterRef("client_id"), rung=OuterRef("rung_id"), state__in=rules.CONFIRMED
    ).order_by("step_date", "pk")
    rows = StepRecord.objects.filter(step_date__range=_days(period), state__in=rules.CONFIRMED)
    rows = rows.filter(pk=Subquery(earlier.values("pk")[:1]))
    return _paid(rows, contract, funded, "step_date").count()


def _change(contract: Contract, funded: list[int], period: Period) -> tuple[int, float | None]:
    """The readings of every episode that has one in the period, paired in Python; of each episode the latest."""
    now = Assessment.objects.filter(scale="swemwbs", assessed_date__range=_days(period))
    paid = set(_paid(now, contract, funded, "assessed_date").values_list("pk", flat=True))
    episodes = Assessment.objects.filter(pk__in=paid).values("episode_id")
    found: dict[Any, list[tuple[int, rules.Reading]]] = defaultdict(list)
    begun: dict[int, tuple[Any, int]] = {}
    rows = Assessment.objects.filter(scale="swemwbs", episode_id__in=episodes).order_by("assessed_date", "pk")
    for pk, episode, version, rater, uid, day, total, metric, start, days in rows.values_list(
        "pk", "episode_id", "scale_version", "rater", "uid", "assessed_date", "total", "metric", "episode__start_date",
        "episode__service__baseline_days",
    ):  # fmt: skip
        reading = rules.Reading(str(uid), day, total if metric is None else metric)
        found[episode, version, rater].append((pk, reading))
        begun[episode] = (start, days)
    changes = [change for change in _latest(found, begun, paid).values() if change is not None]
    return len(changes), float(sum(changes) / len(changes)) if changes else None


def _latest(found: Any, begun: Any, paid: set[int]) -> dict[int, Decimal | None]:
    latest: dict[int, tuple[Any, Decimal | None]] = {}
    for (episode, *_), readings in found.items():
        first = rules.baseline(*begun[episode], [reading for _, reading in readings if reading.value is not None])
        for pk, reading in readings:
            if pk in paid and (first is None or reading.date > first.date):
                scored = first is not None and reading.value is not None
                change = Decimal(str(reading.value)) - Decimal(str(first.value)) if scored else None
                mine = ((reading.date, reading.uid), change)
                latest[episode] = max(latest.get(episode, mine), mine, key=lambda one: one[0])
    return {episode: change for episode, (_, change) in latest.items()}
