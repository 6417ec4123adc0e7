"""Record a filled-in instrument, scored at once by the version that it was answered in, as this organisation asks it."""

from collections.abc import Sequence

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import assessing, loading
from cairn.cases.assessing import NewAssessment
from cairn.cases.models import Assessment, Episode
from cairn.cases.writers import at_most_twice, once
from cairn.kernel.problems import Done, refuse_if
from cairn.scales.scoring import Scored

__all__ = ["NewAssessment", "record"]


def record(*, by: Actor, assessments: Sequence[NewAssessment]) -> Done[Assessment]:
    """Record assessments, scored by the version that each was answered in, which it keeps. An answer out of range, a stage
    or date that cannot be, a scale that is locked: all are refused, each by its rule, and nothing is written. A missing
    answer is not: the reading then has no score, and says why.
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
        this.create_many(made)
    return Done(items, warnings, this.uid if made else "")


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
