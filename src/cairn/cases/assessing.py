"""What is wrong with filled-in instruments before they are written, all at once; and the score of each."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol

from cairn.access.actors import Actor
from cairn.access.models import Membership
from cairn.access.permissions import Permission, of_roles
from cairn.cases import checks, loading, rules
from cairn.cases.models import Assessment, Note
from cairn.cases.writers import note
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.kernel import clock
from cairn.kernel.problems import Problem, Refused
from cairn.scales import local
from cairn.scales.queries.asked import Asked, Own, own, put_together
from cairn.scales.rules import ENGLISH
from cairn.scales.scoring import Answer, Scored, score


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAssessment:
    """`answers` in item order, None where missing, `not_applicable` where an item may be left out. `stage`, `rater` and
    `entered_by` are codes of `assessment_stage`, `assessment_rater` and `assessment_entry`. `scale_version`: the version
    that was asked; without one, the newest. A `uid` made by the sender makes sending twice the same assessment once."""

    episode_uid: str
    scale: str
    assessed_date: date
    answers: Sequence[Answer]
    stage: str = "start"
    rater: str = "client"
    uid: str | None = None
    scale_version: int | None = None
    entered_by: str = "staff"


def look_over(
    by: Actor, assessments: Sequence[NewAssessment], episodes: loading.Rows, known: loading.Rows, taken: Collection[str]
) -> tuple[list[Problem], dict[int, Scored]]:
    """Every problem of every one, each with its row; and the scores of those that have one."""
    problems: list[Problem] = []
    scored: dict[int, Scored] = {}
    scales = _Scales(by)
    for row, new in enumerate(assessments):
        problems += checks.sender_uid(new.uid, taken, row) + _coded(new, row)
        problems += _dated(new, episodes.of(new.episode_uid), row)
        scale, wrong = scales.of(new)
        problems += [replace(one, row=row) for one in wrong]
        if scale is not None:
            problems += [replace(one, row=row) for one in (*_rated(scale, new), *_scoring(scale, new, scored, row))]
    return problems + _twice(assessments, episodes, known), scored


class _Scales:
    """Scales as they are asked here, each read once; permission is asked for on the date of each reading."""

    def __init__(self, by: Actor) -> None:
        self._by = by
        self._found: dict[tuple[str, int | None, date | None], Asked] = {}
        self._own: dict[tuple[str, int | None], tuple[Own, Problem | None]] = {}

    def of(self, new: NewAssessment) -> tuple[Scale | None, list[Problem]]:
        """The scale, where its answers can be looked at; and why it may not be recorded."""
        try:
            bare = registry.get("scale", new.scale, new.scale_version)
            newest = registry.get("scale", new.scale).version
        except registry.NotDefined:
            return None, [rules.unknown("scale", "scale")]
        key = (new.scale, new.scale_version, new.assessed_date if bare.licence.locked else None)
        if key not in self._found:
            self._found[key] = self._asked(bare, new)
        found = self._found[key]
        if bare.version != newest:
            return found.scale, [_older(bare, newest)]
        return found.scale, [found.locked] if found.locked else []

    def _asked(self, bare: Scale, new: NewAssessment) -> Asked:
        """What the organisation put beside the file is read once a scale, however many dates are asked about."""
        key = (new.scale, new.scale_version)
        if key not in self._own:
            self._own[key] = (own(self._by, bare), local.standing(self._by, bare))
        beside, stands = self._own[key]
        return put_together(bare, beside, new.assessed_date, ENGLISH, stands)


def _older(scale: Scale, newest: int) -> Problem:
    message = f"This form is of version {scale.version} of {scale.short_label}; version {newest} stands."
    return Problem("assessment.version", message, "Answer again in the version that stands.", field="scale")


def _coded(new: NewAssessment, row: int) -> list[Problem]:
    stage = checks.code("assessment_stage", new.stage, "stage", row)
    entry = checks.code("assessment_entry", new.entered_by, "entered_by", row)
    return stage + checks.code("assessment_rater", new.rater, "rater", row) + entry


def _rated(scale: Scale, new: NewAssessment) -> Iterator[Problem]:
    if new.rater not in scale.raters and not checks.code("assessment_rater", new.rater, "rater", None):
        labels = registry.get("codes", "assessment_rater")
        who = " or ".join(labels.label_of(one) for one in scale.raters)
        message = f"{scale.short_label} is not filled in by them."
        yield Problem("assessment.rater", message, f"Choose who filled it in: {who}.", field="rater")


def _dated(new: NewAssessment, episode: Any, row: int) -> list[Problem]:
    """Not in the future nor before birth, nor further before the start than a baseline may be; after the end is a
    follow-up."""
    problems = checks.not_future(new.assessed_date, clock.today(), "assessed_date", "of the assessment", row)
    if episode is None:
        return [*problems, rules.unknown("episode", "episode_uid", row)]
    born, days = episode.client.birth_date, episode.service.baseline_days
    if born and new.assessed_date < born:
        message, fix = "This is before they were born.", "Check the date, and their date of birth."
        problems.append(Problem("assessment.birth", message, fix, field="assessed_date", row=row))
    elif (episode.start_date - new.assessed_date).days > days:
        fix = f"Choose a date from {days} days before the start on, or the episode it belongs to."
        message = "This is too long before the episode."
        problems.append(Problem("assessment.early", message, fix, field="assessed_date", row=row))
    return problems


def _scoring(scale: Scale, new: NewAssessment, scored: dict[int, Scored], row: int) -> list[Problem]:
    """The problems of its answers, at their items; `not_applicable` only where an item may be left out."""
    found = []
    try:
        scored[row] = score(scale, new.answers)
    except Refused as refused:
        places = {item.id: f"item_{item.number}" for item in scale.items}
        found = [replace(p, field=places.get(p.field, p.field or "answers")) for p in refused.problems]
    fix = "Answer it, or leave it blank."
    for item, answer in zip(scale.items, new.answers, strict=False):
        if answer == "not_applicable" and not item.may_skip:
            message = f"Item {item.number} always applies."
            found.append(Problem("assessment.applies", message, fix, field=f"item_{item.number}"))
    return found


def _twice(assessments: Sequence[NewAssessment], episodes: loading.Rows, known: loading.Rows) -> list[Problem]:
    """One reading of a scale a day by one rater in an episode, and one start; what came again by its uid is no second."""
    days: dict[tuple[Any, ...], str] = {}
    starts: dict[tuple[Any, ...], str] = {}
    for part in loading.chunks(row.pk for row in episodes.values()):
        rows = Assessment.objects.filter(episode_id__in=part)
        for uid, stage, *key, day in rows.values_list(
            "uid", "stage", "episode__uid", "scale", "rater", "assessed_date"
        ):
            days[(*key, day)] = str(uid)
            if stage == "start":
                starts[tuple(key)] = str(uid)
    problems = []
    for row, new in enumerate(assessments):
        episode, uid = episodes.of(new.episode_uid), loading.canonical(new.uid)
        key = (episode.uid if episode else row, new.scale, new.rater)
        if _is_taken(days, (*key, new.assessed_date), uid):
            message, fix = "This scale was answered on this date already.", "Choose the date on which it was answered."
            problems.append(Problem("assessment.twice", message, fix, field="assessed_date", row=row))
        elif new.stage == "start" and _is_taken(starts, key, uid):
            message = "This episode has a first reading of this scale already."
            fix = "Choose review or end; or take the first one back, if it was wrong."
            problems.append(Problem("assessment.second_start", message, fix, field="stage", row=row))
    return problems


FLAG_DAYS = 31
"""An answer that is older than this was for another day: bringing in old readings fills nobody's Today."""


class Taken(Protocol):
    """A reading: when it was taken, and how it came in."""

    @property
    def assessed_date(self) -> date: ...
    @property
    def entered_by(self) -> str: ...


def is_told(reading: Taken) -> bool:
    """Whether somebody is told today of what is flagged in it: it is recent, and came in by itself."""
    return reading.entered_by != "import" and reading.assessed_date >= clock.today() - timedelta(days=FLAG_DAYS)


def flag_memos(by: Actor, made: Sequence[Assessment], scored: Mapping[str, Scored]) -> list[Note]:
    """For each new reading with an answer that somebody must look at today: a memo to whose case it is, and to everybody
    who reads restricted records. Each waits on their Today until they have dealt with it. Of a file that is brought in none:
    its page lists them before anybody agrees to it."""
    flagged = [one for one in made if is_told(one) and scored[str(one.uid)].flags]
    leads = _leads(by) if flagged else []
    memos = []
    for one in flagged:
        label = registry.get("scale", one.scale, one.scale_version).short_label
        words = " ".join(scored[str(one.uid)].flags)
        text = f"{label}, {one.assessed_date:%-d %B %Y}: {words} Say here what was done, or raise a concern."
        for uid in dict.fromkeys(filter(None, (one.episode.worker_uid or by.uid, *leads))):
            row = note(by, one.client_id, clock.today(), text, one.episode_id, None)
            row.to_uid, row.is_restricted = uid, True
            memos.append(row)
    return memos


def _leads(by: Actor) -> list[str]:
    """Who works here now and reads restricted records: managers, and the safeguarding lead."""
    rows = Membership.objects.filter(organisation_id=by.organisation_id, is_active=True).order_by("pk")
    found = rows.values_list("user__uid", "roles")
    return [str(uid) for uid, roles in found if Permission.READ_RESTRICTED in of_roles(roles)]


def _is_taken(there: dict[tuple[Any, ...], str], key: tuple[Any, ...], uid: str) -> bool:
    """Whether somebody else has it; from now on this one has."""
    taken = key in there and not (uid and there[key] == uid)
    there.setdefault(key, uid)
    return taken
