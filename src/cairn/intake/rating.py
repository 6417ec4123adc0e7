"""The public side of rating oneself: what a page asks, what is kept of it, and what becomes of it when it is sent.

This is no action: whoever holds a link acts as the person it was made for (`access.queries.person`), so that the wall of
every room below leaves nobody else's record to be found. Nothing here gives away a name."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.queries import NotFound, person
from cairn.cases.actions import assessments
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.models import Assessment
from cairn.definitions.registry import NotDefined
from cairn.definitions.shapes.scale import Item, Scale
from cairn.intake import rating_due, rating_links, rules_rating
from cairn.intake.actions import feedback, ratings
from cairn.intake.models import RatingLink
from cairn.kernel import clock
from cairn.kernel.problems import refuse_if
from cairn.scales import queries as scales
from cairn.scales.scoring import headline, score

ACCESSIBILITY = "accessibility"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that may be given."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `language` is the one its words are in; `key` its name in a form. `is_number`: written, not chosen.
    `given` is what was answered so far: a value, `skip`, or ""."""

    key: str
    scale: str
    item: str
    text: str
    recall: str
    language: str
    answers: tuple[Answer, ...]
    low: int
    high: int
    low_label: str
    high_label: str
    is_number: bool
    may_skip: str
    given: str

    @property
    def said(self) -> str:
        """The answer in words, "" where there is none yet."""
        return next((one.label for one in self.answers if one.value == self.given), "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a page shows: whose page it is, what it asks, and what was answered so far. `setting`: how it is read."""

    organisation: str
    is_demonstration: bool
    purpose: str
    language: str
    on_tablet: bool
    is_lasting: bool
    questions: tuple[Question, ...]
    comment: str
    setting: Mapping[str, str]

    @property
    def asleep(self) -> bool:
        """Nothing is due: a link that lasts sleeps."""
        return not self.questions and self.purpose == rules_rating.RATING


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is said after sending. `worried`: an answer was given that somebody should not be alone with."""

    organisation: str
    language: str
    worried: bool
    on_tablet: bool
    is_demonstration: bool


def sheet(row: RatingLink) -> Sheet:
    """What a live link (`rating_links`) asks now."""
    organisation: Any = row.organisation
    by = _actor(row)
    setting = row.answers.get("set", {})
    language = setting.get("lang", row.language)
    with scope.of(by):
        asked = [question for one in _asked(by, row, language) for question in _questions(one, row)]
    return Sheet(
        organisation.name, organisation.is_demonstration, row.purpose, language, row.on_tablet, row.is_lasting,
        tuple(asked), str(row.answers.get("comment", "")), setting,
    )  # fmt: skip


def keep(
    row: RatingLink, said: Mapping[str, str], *, comment: str | None = None, setting: Mapping[str, str] | None = None
) -> bool:
    """Keep answers by the keys of the sheet; what no page of ours offers is not kept. Whether earlier answers fell away,
    because a scale is asked by another version now. Raises NotFound."""
    by = _actor(row)
    given: dict[str, dict[str, Any]] = {}
    with scope.of(by):
        asked = _asked(by, row, row.language)
        for one in asked:
            for item in one.scale.items:
                if (value := said.get(key_of(one.scale.id, item.id))) is not None:
                    given.setdefault(one.scale.id, {})[item.id] = rules_rating.heard(one.scale, item, value)
        more: dict[str, Any] = {} if comment is None else {"comment": rules_rating.plain(comment)}
        if setting:
            more["set"] = {**row.answers.get("set", {}), **setting}
        versions = {one.scale.id: one.scale.version for one in asked}
        return ratings.keep(link=row, given=given, more=more, versions=versions)


def send(row: RatingLink) -> Receipt:
    """Send what was kept. Whoever sends at the same time sends nothing. Raises Refused, and NotFound when the link was
    used or ended meanwhile."""
    by = _actor(row)
    with scope.of(by), transaction.atomic():
        fresh = rating_links.again(row)
        row.answers = fresh.answers
        worried = _give(by, row) if row.purpose == rules_rating.FEEDBACK else _record(by, row)
    organisation: Any = row.organisation
    language = row.answers.get("set", {}).get("lang", row.language)
    return Receipt(organisation.name, language, worried, row.on_tablet, organisation.is_demonstration)


def key_of(scale: str, item: str) -> str:
    return f"q-{scale}-{item}"


def _give(by: Actor, row: RatingLink) -> bool:
    comment = str(row.answers.get("comment", "")).strip()
    refuse_if(rules_rating.comment_problems(comment))
    asked = _asked(by, row, row.language)
    said = [value for one in asked for value in _given(row, one.scale).values() if isinstance(value, int)]
    version = asked[0].scale.version if asked else None
    feedback.answer(
        by=by, feedback=row.feedback, accessible=said[0] if said else None, comment=comment, scale_version=version
    )
    ratings.sent(by=by, link=row, type_="intake.feedback_given")
    return False


def _record(by: Actor, row: RatingLink) -> bool:
    """Each scale of which anything was answered becomes an assessment; of one left blank nothing is written. Of one that
    they answered today already no second is: their worker is told so, and what somebody must look at in it."""
    asked = _asked(by, row, row.language)
    if not asked:
        raise NotFound("nothing is asked")
    day, episode = clock.today(), row.episode
    entered = "person_tablet" if row.on_tablet else "person_link"
    new, flags, there = [], list[str](), _there(row, day)
    again: dict[str, dict[str, Any]] = {}
    for one in asked:
        answers = rules_rating.told(one.scale, _given(row, one.scale))
        if not any(isinstance(value, int) for value in answers):
            continue
        scored = score(one.scale, answers)
        flags += scored.flags
        if one.scale.id in there:
            again[one.scale.id] = {"value": headline(one.scale, scored), "flags": list(scored.flags)}
            continue
        new.append(
            NewAssessment(
                episode_uid=str(episode.uid), scale=one.scale.id, assessed_date=day, answers=answers, rater="client",
                stage=_stage(row, one.scale.id), uid=rules_rating.uid_of(row.uid, one.scale.id, day), entered_by=entered,
            )
        )  # fmt: skip
    if new:
        assessments.record(by=by, assessments=new)
    if new or again or not row.is_lasting:  # one that lasts may be sent empty without end: nothing is said of that
        ratings.sent(by=by, link=row, dropped=_dropped(row, asked), again=again)
    return bool(flags)


def _there(row: RatingLink, day: dt.date) -> set[str]:
    """The scales that were answered by them today already, on another form: a second reading of one day is none."""
    rows = Assessment.objects.filter(episode_id=row.episode_id, rater="client", assessed_date=day)
    mine = [rules_rating.uid_of(row.uid, name, day) for name in row.scales]
    return set(rows.exclude(uid__in=mine).values_list("scale", flat=True))


def _dropped(row: RatingLink, asked: list[scales.Asked]) -> list[str]:
    """What the link was made to ask and does not any more: a scale that was withdrawn, or whose permission ended. One that
    lasts asks only what is due, so that of it nothing is said here."""
    there = {one.scale.id for one in asked}
    return [] if row.is_lasting else [name for name in row.scales if name not in there]


def _given(row: RatingLink, scale: Scale) -> dict[str, Any]:
    """What was kept of a scale, by the version that is asked now: an answer to other words is none to these."""
    is_same = row.answers.get("of", {}).get(scale.id) == scale.version
    return dict(row.answers.get("given", {}).get(scale.id, {})) if is_same else {}


def _stage(row: RatingLink, scale: str) -> str:
    episode: Any = row.episode
    has_start = Assessment.objects.filter(episode=episode, scale=scale, stage="start").exists()
    return rules_rating.stage_now(row.stage, has_start=has_start, is_closed=episode.end_date is not None)


def _asked(by: Actor, row: RatingLink, language: str) -> list[scales.Asked]:
    """The scales that are asked now, in the language where the licence holder's words are there in it."""
    names: Iterable[str] = [ACCESSIBILITY] if row.purpose == rules_rating.FEEDBACK else row.scales
    if row.is_lasting:
        names = rating_due.due(by, row.episode, list(names))
    found = []
    for name in names:
        try:
            one = scales.asked(by, name, clock.today(), language=language)
        except NotDefined:
            continue
        if one.locked is None and rules_rating.can_be_asked(one.scale):
            found.append(one)
    return found


def _questions(one: scales.Asked, row: RatingLink) -> list[Question]:
    given = _given(row, one.scale)
    return [_question(one.scale, item, one.language, given.get(item.id)) for item in one.scale.items]


MOST_CHOICES = 11


def _question(scale: Scale, item: Item, language: str, given: Any) -> Question:
    low, high = scale.bounds(item)
    named = [one for one in scale.answers(item) if one.value != scale.missing.unknown]
    is_number = len(named) > MOST_CHOICES
    choices = [] if is_number else [Answer(str(one.value), one.label or str(one.value)) for one in named]
    return Question(
        key_of(scale.id, item.id), scale.label, item.id, item.text or item.topic, scale.recall, language,
        tuple(choices), low, high, item.low_label or "", item.high_label or "", is_number, item.may_skip or "",
        "" if given is None else str(given),
    )  # fmt: skip


def _actor(row: RatingLink) -> Actor:
    client: Any = row.client
    return person(row.organisation, str(client.uid))  # type: ignore[arg-type]
