"""Record a filled-in instrument, scored at once by the version that stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, rules
from cairn.cases.models import Assessment, Episode
from cairn.cases.writers import at_most_twice, once
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused, refuse_if
from cairn.scales.queries import is_locked
from cairn.scales.scoring import Scored, score
from cairn.services.models import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAssessment:
    """`answers` in item order, None where missing. `stage` and `rater` are codes of `assessment_stage` and
    `assessment_rater`. A `uid` made by the sender makes sending twice the same assessment once."""

    episode_uid: str
    scale: str
    assessed_date: date
    answers: Sequence[int | None]
    stage: str = "start"
    rater: str = "client"
    uid: str | None = None


def record(*, by: Actor, assessments: Sequence[NewAssessment]) -> Done[Assessment]:
    """Record assessments, scored by the scale's newest version, which each keeps. An item out of range blocks; a missing
    one does not: the reading then has no score, and says why. A scale that is locked is refused, with how to unlock it.
    """
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _record(by, assessments))


def _record(by: Actor, assessments: Sequence[NewAssessment]) -> Done[Assessment]:
    uids = [new.uid for new in assessments]
    known, taken = loading.mine(Assessment, by, uids), loading.taken(Assessment, by, uids)
    episodes = loading.mine(Episode, by, (new.episode_uid for new in assessments), "service")
    scales, problems = _scales(by, assessments)
    scored: dict[int, Scored] = {}
    for row, new in enumerate(assessments):
        problems += checks.sender_uid(new.uid, taken, row) + _coded_problems(new, row)
        problems += _dated(new, episodes.of(new.episode_uid), row)
        problems += _scoring(scales.get(new.scale), new, scored, row)
    problems += _twice(assessments, episodes, known)
    refuse_if(problems)
    made, items, warnings = once(
        assessments, known, lambda row, new: _assessment(by, new, episodes.of(new.episode_uid), scored[row])
    )
    with deed("cases.assessment_recorded", by=by) as this:
        this.create_many(made)
    return Done(items, warnings, this.uid if made else "")


def _scales(by: Actor, assessments: Sequence[NewAssessment]) -> tuple[dict[str, Scale], list[Problem]]:
    """The scales named, and a problem for each item whose scale is not known or is locked."""
    found: dict[str, Scale] = {}
    wrong: dict[str, Problem] = {}
    for id_ in {new.scale for new in assessments}:
        try:
            found[id_] = registry.get("scale", id_)
        except registry.NotDefined:
            wrong[id_] = rules.unknown("scale", "scale")
            continue
        if locked := is_locked(by, id_, clock.today()):
            wrong[id_] = locked
    return found, [replace(wrong[new.scale], row=row) for row, new in enumerate(assessments) if new.scale in wrong]


def _coded_problems(new: NewAssessment, row: int) -> list[Problem]:
    stage = checks.code("assessment_stage", new.stage, "stage", row)
    return stage + checks.code("assessment_rater", new.rater, "rater", row)


def _dated(new: NewAssessment, episode: Episode | None, row: int) -> list[Problem]:
    """Not in the future, nor further before the start than a baseline may be; after the end is a follow-up."""
    problems = checks.not_future(new.assessed_date, clock.today(), "assessed_date", "of the assessment", row)
    if episode is None:
        return [*problems, rules.unknown("episode", "episode_uid", row)]
    service: Service = episode.service
    if (episode.start_date - new.assessed_date).days > service.baseline_days:
        fix = f"Choose a date from {service.baseline_days} days before the start on, or the episode it belongs to."
        message = "This is too long before the episode."
        problems.append(Problem("assessment.early", message, fix, field="assessed_date", row=row))
    return problems


def _scoring(scale: Scale | None, new: NewAssessment, scored: dict[int, Scored], row: int) -> list[Problem]:
    if scale is None:
        return []
    try:
        scored[row] = score(scale, new.answers)
    except Refused as refused:
        places = {item.id: f"item_{item.number}" for item in scale.items}
        return [replace(p, field=places.get(p.field, p.field or "answers"), row=row) for p in refused.problems]
    return []


def _twice(assessments: Sequence[NewAssessment], episodes: loading.Rows, known: loading.Rows) -> list[Problem]:
    """One reading of a scale a day by one rater in an episode; one that came again by its uid is not a second."""
    there = {
        (*key, day): str(uid)
        for part in loading.chunks(row.pk for row in episodes.values())
        for uid, *key, day in Assessment.objects.filter(episode_id__in=part).values_list(
            "uid", "episode__uid", "scale", "rater", "assessed_date"
        )
    }
    problems = []
    for row, new in enumerate(assessments):
        episode, uid = episodes.of(new.episode_uid), loading.canonical(new.uid)
        key = (episode.uid if episode else row, new.scale, new.rater, new.assessed_date)
        if key in there and not (uid and there[key] == uid):
            message, fix = "This scale was answered on this date already.", "Choose the date on which it was answered."
            problems.append(Problem("assessment.twice", message, fix, field="assessed_date", row=row))
        there.setdefault(key, uid)
    return problems


def _assessment(by: Actor, new: NewAssessment, episode: Episode, scored: Scored) -> Assessment:
    return Assessment(
        **({"uid": loading.canonical(new.uid)} if new.uid else {}),
        organisation_id=by.organisation_id,
        client_id=episode.client_id,
        episode=episode,
        scale=scored.scale,
        scale_version=scored.version,
        stage=new.stage,
        rater=new.rater,
        assessed_date=new.assessed_date,
        answers=list(new.answers),
        total=scored.total,
        metric=scored.metric,
        reason=scored.reason or "",
    )
