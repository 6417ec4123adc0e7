"""Rows that actions name by uid, read for many items at once: one query a model, whatever the number of items."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model, Q

from cairn.access.actors import Actor
from cairn.access.models import Membership
from cairn.cases.models import OutcomeRecord, StepRecord
from cairn.contracts.models import Contract, ContractService
from cairn.definitions import registry
from cairn.frameworks.outcomes import labels

CHUNK = 2000


class Rows(dict[str, Any]):
    """Rows by uid. What is not here is not this organisation's, or is not at all."""

    def of(self, uid: object) -> Any:
        return self.get(canonical(uid))


def canonical(uid: object) -> str:
    """The one way to write a uid; "" when it is none."""
    try:
        return str(uuid.UUID(str(uid)))
    except ValueError:
        return ""


def chunks(keys: Iterable[Any]) -> Iterable[list[Any]]:
    unique = list(dict.fromkeys(keys))
    for start in range(0, len(unique), CHUNK):
        yield unique[start : start + CHUNK]


def mine(model: type[Model], by: Actor, uids: Iterable[object], *related: str) -> Rows:
    """The actor's organisation's rows with these uids, with `related` rows joined in."""
    found = Rows()
    wanted = [key for uid in uids if uid and (key := canonical(uid))]
    rows = model.objects.filter(organisation_id=by.organisation_id)  # type: ignore[attr-defined]
    # With no names, `select_related` would join in everything.
    rows = rows.select_related(*related) if related else rows
    for part in chunks(wanted):
        found.update({str(row.uid): row for row in rows.filter(uid__in=part)})
    return found


def taken(model: type[Model], by: Actor, uids: Iterable[object]) -> frozenset[str]:
    """Which uids another organisation's rows have: a sender's uid must be new, and nothing else is said of it."""
    used: set[str] = set()
    for part in chunks(key for uid in uids if uid and (key := canonical(uid))):
        rows = model._base_manager.filter(uid__in=part).exclude(organisation_id=by.organisation_id)
        used.update(map(str, rows.values_list("uid", flat=True)))
    return frozenset(used)


def contracts(by: Actor, uids: Iterable[object]) -> Rows:
    """Contracts under which the actor's organisation provides, as lead or as partner."""
    found = Rows()
    ours = Q(provider_id=by.organisation_id) | Q(partners__partner_id=by.organisation_id)
    for part in chunks(key for uid in uids if uid and (key := canonical(uid))):
        found.update({str(row.uid): row for row in Contract.objects.filter(ours, uid__in=part)})
    return found


def contracts_of_services(by: Actor, service_ids: Iterable[int]) -> dict[int, list[Contract]]:
    """The contracts that pay for each service unless an episode says otherwise."""
    found: dict[int, list[Contract]] = defaultdict(list)
    links = ContractService.objects.filter(organisation_id=by.organisation_id, service_id__in=set(service_ids))
    for link in links.select_related("contract").order_by("contract__start_date", "contract_id"):
        found[link.service_id].append(link.contract)
    return found


def paying_on(contracts: Iterable[Contract], day: date) -> list[Contract]:
    return [contract for contract in contracts if contract.start_date <= day <= contract.end_date]


def members(by: Actor, uids: Iterable[str]) -> frozenset[str]:
    """Which of these users work, or worked, for the actor's organisation."""
    wanted = {key for uid in uids if uid and (key := canonical(uid))}
    if not wanted:
        return frozenset()
    rows = Membership.objects.filter(organisation_id=by.organisation_id, user__uid__in=wanted)
    return frozenset(map(str, rows.values_list("user__uid", flat=True)))


def steps_of(episode_ids: Iterable[int], rung_ids: Iterable[int]) -> dict[tuple[int, int], list[StepRecord]]:
    """What was recorded of these rungs in these episodes, by (episode, rung)."""
    found: dict[tuple[int, int], list[StepRecord]] = defaultdict(list)
    rungs = set(rung_ids)
    for part in chunks(episode_ids) if rungs else ():
        for row in StepRecord.objects.filter(episode_id__in=part, rung_id__in=rungs).order_by("step_date", "id"):
            found[row.episode_id, row.rung_id].append(row)
    return found


def outcomes_of(episode_ids: Iterable[int]) -> dict[tuple[int, str, str, date], OutcomeRecord]:
    """The outcomes recorded in these episodes, by what makes each unique."""
    found = {}
    for part in chunks(episode_ids):
        for row in OutcomeRecord.objects.filter(episode_id__in=part):
            found[row.episode_id, row.framework, row.outcome, row.outcome_date] = row
    return found


def codes(list_id: str) -> tuple[str, ...]:
    """The codes of a list, as they stand now."""
    return registry.get("codes", list_id).codes


def outcome_refs(frameworks: Iterable[str]) -> dict[str, dict[str, str]]:
    """Labels of outcomes by framework and reference; an unknown framework is left out."""
    return {framework: known for framework in set(frameworks) if (known := labels(framework))}
