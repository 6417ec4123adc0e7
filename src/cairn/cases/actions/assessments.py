"""Record a filled-in instrument, scored at once by the version that it was answered in, as this organisation asks it."""

from collections.abc import Sequence

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import assessing, first_readings, loading
from cairn.cases.assessing import NewAssessment
from cairn.cases.models import Assessment, Episode
from cairn.cases.writers import at_most_twice, once
from cairn.kernel.problems import Done, refuse_if
from cairn.scales.scoring import Scored

__all__ = ["NewAssessment", "record"]


def record(*, by: Actor, assessments: Sequence[NewAssessment]) -> Done[Assessment]:
    """Record assessments, scored by the version that each was answered in, which it keeps. An answer out of range, a stage
    or date that cannot be, a scale that is locked: all are refused, each by its rule, and nothing is written. A missing
    answer is not: the reading then has no score, and says why. An answer that somebody must look at today becomes a memo
    to whose case it is and to those who read restricted records.
    """
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _record(by, assessments))


def _record(by: Actor, assessments: Sequence[NewAssessment]) -> Done[Assessment]:
    uids = [new.uid for new in assessments]
    known, taken = loading.mine(Assessment, by, uids), loading.taken(Assessment, by, uids)
    episodes = loading.mine(Episode, by, (new.episode_uid for new in assessments), "service", "client")
    problems, scored = assessing.look_over(by, assessments, episodes, known, taken)
    refuse_if(problems)
    made, items, warnings = once(
        assessments, known, lambda row, new: _assessment(by, new, episodes.of(new.episode_uid), scored[row])
    )
    with deed("cases.assessment_recorded", by=by) as this:
        first_readings.refuse_a_second(made)
        this.create_many(made)
        this.create_many(assessing.flag_memos(by, made, _by_uid(made, assessments, items, scored)))
    return Done(items, warnings, this.uid if made else "")


def _by_uid(
    made: Sequence[Assessment], news: Sequence[NewAssessment], items: Sequence[Assessment], scored: dict[int, Scored]
) -> dict[str, Scored]:
    """The scores of the new readings, by uid; `items` stand in the order of what was sent."""
    new = {one.uid for one in made}
    return {str(item.uid): scored[row] for row, item in enumerate(items[: len(news)]) if item.uid in new}


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
        subscales=dict(scored.subscales),
        reason=scored.reason or "",
        entered_by=new.entered_by,
    )
