"""Feedback about a round: what a commissioner tells all its providers, with the city-wide picture. Enter a scope first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.queries import names_of
from cairn.contracts import breaks
from cairn.definitions import registry
from cairn.insight import agreements
from cairn.returns import finding, inbox, rules_feedback, totals
from cairn.returns.inbox import Filter
from cairn.returns.models import FeedbackFor, Return, RoundFeedback
from cairn.returns.rules_feedback import Given, Line

COUNTED = frozenset({"count", "distinct", "sum"})


@dataclass(frozen=True, slots=True)
class Draft:
    """What feedback about a round would show, before it is given. `left_out`: measures that too few providers have."""

    lines: tuple[Line, ...]
    labels: Mapping[str, str]
    providers: int
    accepted: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """Feedback as given. `seen` of `given_to` returns' providers have opened it."""

    uid: str
    round_key: str
    area: str
    words: str
    lines: tuple[Line, ...]
    providers: int
    given_date: date
    who: str
    given_to: int
    seen: int


@dataclass(frozen=True, slots=True)
class Received:
    """What one return's provider reads. `words` are all providers', `own_words` its alone; `mine` is its own accepted figure
    for each line, by the line's key."""

    return_uid: str
    commissioner_name: str
    words: str
    own_words: str
    given_date: date | None
    providers: int
    lines: tuple[Line, ...]
    mine: Mapping[str, float]
    is_new: bool


def draft(by: Actor, said: Filter) -> Draft:
    """The picture as it stands. Own outputs of one provider are nobody else's, and are left out."""
    found = [each for each in totals.every(by, said) if not each.same.code and _is_shared(each)]
    audience = agreements.audience(agreements.in_force(by))
    lines: list[Line] = []
    left_out: list[str] = []
    for each in found:
        given = [Given(part.provider_uid, part.value, part.n) for part in each.parts if part.value is not None]
        same = each.same
        line = rules_feedback.line(
            same.measure,
            same.version,
            given,
            each.value,
            audience.threshold,
            is_counted=each.definition.kind in COUNTED,
        )
        if line:
            lines.append(replace(line, since=same.since))
        else:
            left_out.append(each.definition.label)
    parts = [part for each in found for part in each.parts]
    return Draft(
        tuple(lines),
        {each.same.measure: each.definition.label for each in found},
        len({part.provider_uid for part in parts}),
        len({part.return_uid for part in parts}),
        tuple(left_out),
    )


def _is_shared(each: totals.Total) -> bool:
    return each.same.measure_class != "provider_output"


def given(by: Actor) -> tuple[FeedbackView, ...]:
    """What the actor's own side has given, the newest first. Three queries."""
    rows = list(RoundFeedback.objects.filter(organisation_id=by.organisation_id).order_by("-given_date", "-pk"))
    names = names_of({row.given_by_uid for row in rows}) if rows else {}
    many: dict[int, list[bool]] = {row.pk: [] for row in rows}
    for pk, seen in FeedbackFor.objects.filter(feedback__in=rows).values_list("feedback_id", "seen_date"):
        many[pk].append(seen is not None)
    return tuple(
        FeedbackView(
            str(row.uid), row.round_key, row.area, row.words, _lines(row), row.providers, row.given_date,
            names.get(row.given_by_uid, ""), len(many[row.pk]), sum(many[row.pk]),
        )
        for row in rows
    )  # fmt: skip


def is_given(by: Actor, round_key: str, area: str) -> bool:
    """Whether this round has had its picture: one for all areas, or one for each, never both, for the difference of two tells."""
    rows = RoundFeedback.objects.filter(organisation_id=by.organisation_id, round_key=round_key)
    return bool((rows.filter(area__in=("", area)) if area else rows).exists())


def received(by: Actor, return_uid: str) -> Received | None:
    """What the provider, or the commissioner that wrote it, reads of one return. None before there is any. Raises NotFound."""
    answer = finding.find(by, return_uid)
    row = FeedbackFor.objects.filter(answer=answer).select_related("feedback", "commissioner").first()
    if row is None:
        return None
    whole: RoundFeedback | None = row.feedback
    return Received(
        return_uid=str(answer.uid),
        commissioner_name=row.commissioner.name,
        words=whole.words if whole else "",
        own_words=row.words,
        given_date=whole.given_date if whole else None,
        providers=whole.providers if whole else 0,
        lines=_lines(whole) if whole else (),
        mine=_mine(answer),
        is_new=row.seen_date is None,
    )


def unseen(by: Actor) -> tuple[tuple[str, str, str], ...]:
    """Feedback that the provider has not opened: the return, its contract and round by name, and who gave it. One query."""
    rows = FeedbackFor.objects.filter(provider_id=by.organisation_id, seen_date=None)
    columns = ("answer__uid", "answer__round__contract__reference", "answer__round__name", "commissioner__name")
    found = rows.order_by("pk").values_list(*columns)
    return tuple((str(uid), f"{contract}, {name}", who) for uid, contract, name, who in found)


def _lines(row: RoundFeedback) -> tuple[Line, ...]:
    return tuple(Line(**each) for each in row.lines)


def _mine(answer: Return) -> dict[str, float]:
    """By the key of the line that is of the same thing."""
    sent = answer.submissions.filter(is_accepted=True).order_by("-number").first()
    figures: list[Mapping[str, Any]] = sent.figures if sent else []
    changed, day = breaks.of_contract(answer.round.contract_id), answer.round.observed_from_date
    found = {}
    for one in figures:
        if not one["code"] and one["value"] is not None:
            since = breaks.since(changed, one["measure"], "", day)
            found[f"{one['measure']}:{since}" if since else one["measure"]] = one["value"]
    return found


def label_of(line: Line) -> str:
    return registry.get("measure", line.measure, line.version).label


def rounds_with(by: Actor) -> dict[str, int]:
    """How many returns of each round are accepted, by the round's key, as the inbox has them: newest first. Two queries."""
    columns = ("answer__round__observed_from_date", "answer__round__observed_to_date", "answer__round__kind")
    rows = totals.accepted_rows(by, Filter()).values_list(*columns)
    many = Counter(f"{start}..{end},{kind}" for start, end, kind in rows)
    return {key: many[key] for key in inbox.choices(by).rounds if many[key]}
