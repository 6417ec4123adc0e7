"""What a person sees otherwise: their words, to stand beside the thing wherever it is shown."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.cases import models
from cairn.cases.loading import canonical
from cairn.cases.queries.base import get, visible_to
from cairn.definitions import registry
from cairn.kernel.gather import Row, day, gather

#: code of `disagreement_about` → the rows that it may be about
MODELS: Mapping[str, Any] = {
    "reading": models.Assessment,
    "judgement": models.NeedJudgement,
    "step": models.StepRecord,
    "outcome": models.OutcomeRecord,
}


@dataclass(frozen=True, slots=True)
class DisagreementView:
    """One thing seen otherwise. It stands while `taken_back_date` is None; `answer` is what a worker wrote to it."""

    uid: str
    version: int
    about: str
    about_label: str
    about_uid: str
    words: str
    said_by: str
    made_date: dt.date
    answer: str
    answered_date: dt.date | None
    taken_back_date: dt.date | None


def history(by: Actor, client: Any) -> tuple[DisagreementView, ...]:
    """All that a person (a row) ever saw otherwise, the latest first; one query."""
    return tuple(map(view, gather({"said": asked(by, client)})["said"]))


_FIELDS = ("uid", "version", "about", "about_uid", "words", "said_by", "made_date", "answer", "answered_date",
           "taken_back_date")  # fmt: skip


def asked(by: Actor, client: Any) -> "tuple[QuerySet[Any], dict[str, str]]":
    """The question, for whoever gathers several; each row of its answer is read by `view`."""
    rows = visible_to(by, models.Disagreement).filter(client=client).order_by("-made_date", "-id")
    return rows, {name: name for name in _FIELDS}


def standing(by: Actor, client: Any) -> dict[str, DisagreementView]:
    """What a person sees otherwise now, by the uid of the row that it is about."""
    return {one.about_uid: one for one in history(by, client) if one.taken_back_date is None}


def of_need(by: Actor, client: Any, need_uid: object) -> tuple[DisagreementView, ...]:
    """What stands against the judgements of one need."""
    uids = visible_to(by, models.NeedJudgement).filter(client=client, need__uid=need_uid).values_list("uid", flat=True)
    judged = {str(uid) for uid in uids}
    return tuple(one for one in standing(by, client).values() if one.about_uid in judged)


def get_row(by: Actor, uid: object) -> models.Disagreement:
    """One row. Raises NotFound."""
    return get(by, models.Disagreement, uid, "client")  # type: ignore[no-any-return]


def subjects(by: Actor, asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Of (about, uid) those that there are, each with the inner id of whom it is of."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for about, uid in asked:
        if about in MODELS:
            wanted[about].append(uid)
    found: dict[tuple[str, str], int] = {}
    for about, uids in wanted.items():
        rows = visible_to(by, MODELS[about]).filter(uid__in=uids).values_list("uid", "client_id")
        found.update({(about, str(uid)): client for uid, client in rows})
    return found


def view(row: Row) -> DisagreementView:
    """One row of the answer to `asked`."""
    label = registry.get("codes", "disagreement_about").label_of(row["about"])
    return DisagreementView(
        canonical(row["uid"]), row["version"], row["about"], label, canonical(row["about_uid"]), row["words"],
        row["said_by"], day(row["made_date"]), row["answer"], day(row["answered_date"]), day(row["taken_back_date"]),
    )  # fmt: skip
