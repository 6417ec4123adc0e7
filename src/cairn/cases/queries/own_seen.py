"""What a person could see otherwise: every step, judgement and reading of theirs, with what to call it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import dictionary, models
from cairn.cases.queries.base import visible_to
from cairn.definitions import registry

MOST = 100


@dataclass(frozen=True, slots=True)
class Thing:
    """One row that may be seen otherwise; `about` is a code of `disagreement_about`."""

    about: str
    uid: str
    label: str
    date: dt.date


def things(by: Actor, client: Any) -> dict[str, Thing]:
    """By uid, the latest first; three queries."""
    found = [*_steps(by, client), *_judgements(by, client), *_readings(by, client)]
    found.sort(key=lambda one: one.date, reverse=True)
    return {one.uid: one for one in found}


def _steps(by: Actor, client: Any) -> list[Thing]:
    rows = visible_to(by, models.StepRecord).filter(client=client).order_by("-step_date", "-id")
    told = rows.values_list("uid", "rung__label", "state", "step_date")[:MOST]
    states = registry.get("codes", "step_state")
    return [
        Thing("step", str(uid), f"{label}: {states.label_of(state).lower()}", day) for uid, label, state, day in told
    ]


def _judgements(by: Actor, client: Any) -> list[Thing]:
    rows = visible_to(by, models.NeedJudgement).filter(client=client).order_by("-judged_date", "-id")
    told = rows.values_list("uid", "need__need", "need__dictionary_version", "state", "judged_date")[:MOST]
    states = registry.get("codes", "need_state")
    return [
        Thing("judgement", str(uid), f"{dictionary.entry(need, version).label}: {states.label_of(state).lower()}", day)
        for uid, need, version, state, day in told
    ]


def _readings(by: Actor, client: Any) -> list[Thing]:
    rows = visible_to(by, models.Assessment).filter(client=client).order_by("-assessed_date", "-id")
    told = rows.values_list("uid", "scale", "scale_version", "assessed_date")[:MOST]
    return [
        Thing("reading", str(uid), registry.get("scale", scale, version).short_label, day)
        for uid, scale, version, day in told
    ]
