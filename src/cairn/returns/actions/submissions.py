"""Send a return: compute, freeze, and hash what leaves."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts import queries as contracts
from cairn.contracts.views import AgreementView
from cairn.insight.figures import one_reading
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import adjusting, derive, finding, freezing, individual, narrative, rules
from cairn.returns.derive import Overrides
from cairn.returns.freezing import Leave
from cairn.returns.models import Return, Round, Submission, SubmissionRow
from cairn.returns.rules_windows import ended_problems
from cairn.returns.verification import digest_of

BATCH = 500


def submit(
    *,
    by: Actor,
    return_uid: str,
    version: int | None = None,
    comment: str = "",
    seen: str = "",
    figures_only: bool = False,
) -> Done[Submission]:
    """As the lead, while the round takes it; after the closing date with a warning. Without an agreement in force, figures
    only; where one ended, only if `figures_only` says that this is known.

    `version` is the return's; `seen` the digest of the preview, when one was shown. Raises Refused or Conflict.
    """
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    problems = _problems(answer, figures_only)
    refuse_if(problems)
    found = _gathered(by, answer)
    refuse_if(individual.undecided(found.leaving, found.agreement))
    if seen and seen != rules.seen_digest(found.figures, found.adjustments, found.narrative):
        raise Conflict([_MOVED])
    if version is not None:
        answer.version = version
    submission = _submission(by, answer, found)
    with deed("returns.submitted", by=by) as this:
        finding.hold(answer)
        if _stands(answer) != found.stands:
            raise Conflict([_MOVED])
        parties.change(this, by, answer, state="submitted", **({"comment": comment.strip()} if comment.strip() else {}))
        rows = freezing.rows(submission, found.leaving, bool(found.agreement and found.agreement.allows_linking))
        submission.sha256 = digest_of(submission, (row.digest for row in rows))
        parties.make(this, by, [submission])
        # Beside the deed, not through it: a revision would keep what an erased person's row held.
        SubmissionRow.objects.bulk_create(rows, batch_size=BATCH)
    return Done((submission,), tuple(problems), this.uid)


_MOVED = Problem(
    "return.moved",
    "The figures have changed since you looked at them.",
    "Look at the preview again, then submit.",
)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What is to leave, and what it rests on (`stands`), which is looked at again once the return is held."""

    figures: list[dict[str, Any]]
    adjustments: list[dict[str, Any]]
    leaving: Leave
    agreement: AgreementView | None
    narrative: list[dict[str, Any]]
    stands: tuple[object, ...]


def _problems(answer: Return, figures_only: bool) -> list[Problem]:
    today = clock.today()
    problems = rules.submit_problems(answer.state, finding.window_of(answer), today, _carries(answer, today))
    problems += ended_problems(finding.agreement_ended(answer, today), figures_only)
    return problems + narrative.submit_problems(answer)


def _carries(answer: Return, today: date) -> bool:
    """Figures, or rows about people."""
    return bool(finding.carried(answer)) or individual.has_rows(answer, today)


def _gathered(by: Actor, answer: Return) -> _Gathered:
    stands = _stands(answer)
    agreed, overrides = finding.carried(answer), finding.overrides_of(answer)
    agreement = contracts.agreement_in_force(answer.round.contract, clock.today())
    asked = finding.asked(by, answer)
    with one_reading():
        figures = derive.frozen(derive.compute(asked, agreed, overrides))
        adjusted = adjusting.frozen(adjusting.adjustments(by, answer, agreed))
        leaving = individual.leaving_of(answer, asked, agreed, agreement, individual.handled(answer))
        return _Gathered(figures, adjusted, leaving, agreement, narrative.frozen(answer), stands)


def _stands(answer: Return) -> tuple[object, ...]:
    """What a return rests on besides the records: what is agreed, over which days, with whom, what was corrected, decided about
    people and answered in words. Somebody may change it while the figures are worked out."""
    agreement = contracts.agreement_in_force(answer.round.contract, clock.today())
    agreed = [
        (view.measure, view.version, view.by, view.measure_class, view.position, view.level)
        for view in finding.carried(answer)
    ]
    days = Round.objects.filter(pk=answer.round_id).values_list("observed_from_date", "observed_to_date").get()
    sources = frozenset(contracts.partner_sources(answer.round.contract))
    said = individual.handled(answer), narrative.frozen(answer)
    return _versions(finding.overrides_of(answer)), agreement, agreed, days, sources, *said


def _versions(overrides: Overrides) -> dict[tuple[str, str], tuple[str, int]]:
    return {key: (str(row.uid), row.version) for key, row in overrides.items()}


def _submission(by: Actor, answer: Return, found: _Gathered) -> Submission:
    now = clock.now()
    fields = found.agreement.leaving if found.agreement else ()
    return Submission(
        answer=answer,
        provider_id=answer.provider_id,
        commissioner_id=answer.commissioner_id,
        number=Submission.objects.filter(answer=answer).count() + 1,
        submitted_at=now,
        submitted_by=by.uid,
        is_late=clock.london_date(now) > answer.round.closes_date,
        figures=found.figures,
        adjustments=found.adjustments,
        narrative=found.narrative,
        fields=[{"name": field.name, "purpose": field.purpose} for field in fields],
    )
