"""What a person could see otherwise: every step, judgement and reading of theirs, with what to call it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import dictionary, models
from cairn.cases.loading import canonical
from cairn.cases.queries import disagreements
from cairn.cases.queries.base import visible_to
from cairn.cases.queries.disagreements import DisagreementView
from cairn.definitions import registry
from cairn.kernel.gather import Asked, Row, day, gather

MOST = 100


@dataclass(frozen=True, slots=True)
class Thing:
    """One row that may be seen otherwise; `about` is a code of `disagreement_about`."""

    about: str
    uid: str
    label: str
    date: dt.date


def things(by: Actor, client: Any) -> dict[str, Thing]:
    """By uid, the latest first; one query."""
    return _read(gather(_asked(by, {"client": client})))


def seen(by: Actor, client: Any) -> tuple[tuple[DisagreementView, ...], dict[str, Thing]]:
    """All that a person ever saw otherwise, the latest first, and the things that it is about; one query."""
    said, fields = disagreements.asked(by, client)
    about = {"client": client, "uid__in": said.order_by().values("about_uid")}
    rows = gather({"said": (said, fields), **_asked(by, about)})
    return tuple(map(disagreements.view, rows["said"])), _read(rows)


def _read(rows: Mapping[str, Sequence[Row]]) -> dict[str, Thing]:
    found = [*map(_step, rows["steps"]), *map(_judgement, rows["judgements"]), *map(_reading, rows["readings"])]
    found.sort(key=lambda one: one.date, reverse=True)
    return {one.uid: one for one in found}


def _asked(by: Actor, about: Mapping[str, Any]) -> Asked:
    steps = visible_to(by, models.StepRecord).filter(**about).order_by("-step_date", "-id")
    judgements = visible_to(by, models.NeedJudgement).filter(**about).order_by("-judged_date", "-id")
    readings = visible_to(by, models.Assessment).filter(**about).order_by("-assessed_date", "-id")
    return {
        "steps": (steps[:MOST], {"uid": "uid", "label": "rung__label", "state": "state", "day": "step_date"}),
        "judgements": (judgements[:MOST], {"uid": "uid", "need": "need__need", "version": "need__dictionary_version",
                                           "state": "state", "day": "judged_date"}),
        "readings": (readings[:MOST], {"uid": "uid", "scale": "scale", "version": "scale_version",
                                       "day": "assessed_date"}),
    }  # fmt: skip


def _step(row: Row) -> Thing:
    state = registry.get("codes", "step_state").label_of(row["state"]).lower()
    return Thing("step", canonical(row["uid"]), f"{row['label']}: {state}", day(row["day"]))


def _judgement(row: Row) -> Thing:
    state = registry.get("codes", "need_state").label_of(row["state"]).lower()
    label = dictionary.entry(row["need"], row["version"]).label
    return Thing("judgement", canonical(row["uid"]), f"{label}: {state}", day(row["day"]))


def _reading(row: Row) -> Thing:
    label = registry.get("scale", row["scale"], row["version"]).short_label
    return Thing("reading", canonical(row["uid"]), label, day(row["day"]))
