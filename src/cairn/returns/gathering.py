"""All that is to leave with a return, and what it rests on: looked at by whoever tries it, and by the deed that sends it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.contracts import queries as contracts
from cairn.contracts.views import AgreementView
from cairn.insight.figures import one_reading
from cairn.kernel import clock
from cairn.kernel.problems import Problem
from cairn.returns import adjusting, derive, finding, individual, narrative, rules, supplying
from cairn.returns.derive import Overrides
from cairn.returns.freezing import Leave
from cairn.returns.models import Return, Round
from cairn.returns.rules_windows import ended_problems
from cairn.returns.supplied import Content
from cairn.returns.supplying import Folded
from cairn.returns.views import FigureView


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is to leave, and what it rests on (`stands`), which is looked at again once the return is held. `own`: the figures
    as they are worked out here, where others were supplied."""

    figures: list[dict[str, Any]]
    adjustments: list[dict[str, Any]]
    leaving: Leave
    agreement: AgreementView | None
    narrative: list[dict[str, Any]]
    stands: tuple[object, ...]
    views: tuple[FigureView, ...] = ()
    own: tuple[FigureView, ...] = ()
    folded: Folded = field(default_factory=Folded)

    @property
    def seen(self) -> str:
        """The digest of what is shown before it is sent."""
        return rules.seen_digest(self.figures, self.adjustments, self.narrative)

    def problems(self) -> list[Problem]:
        """Whether anybody would stand alone in the rows, or said no to rows that were supplied."""
        return individual.undecided(self.leaving, self.agreement) + self.folded.problems()


def problems(
    answer: Return, figures_only: bool, supplied: Content | None = None, today: date | None = None
) -> list[Problem]:
    """What refuses the return today, and what it would be warned of."""
    today = today or clock.today()
    found = rules.submit_problems(answer.state, finding.window_of(answer), today, carries(answer, today))
    found += ended_problems(finding.agreement_ended(answer, today), figures_only)
    return found + narrative.submit_problems(answer, supplied.words if supplied else None)


def carries(answer: Return, today: date) -> bool:
    """Figures, or rows about people."""
    return bool(finding.carried(answer)) or individual.has_rows(answer, today)


def gather(by: Actor, answer: Return, supplied: Content | None = None) -> Gathered:
    """Worked out from the records; with a `supplied` content, what that says in their place."""
    standing = stands(answer, tuple(getattr(answer.round, name) for name in DAYS))
    agreed, overrides = finding.carried(answer), finding.overrides_of(answer)
    agreement = contracts.agreement_in_force(answer.round.contract, clock.today())
    asked = finding.asked(by, answer)
    with one_reading():
        own = derive.compute(asked, agreed, {} if supplied else overrides)
        adjusted = adjusting.frozen(adjusting.adjustments(by, answer, agreed))
        leaving = individual.leaving_of(answer, asked, agreed, agreement, individual.handled(answer))
    if supplied is None:
        return Gathered(
            derive.frozen(own), adjusted, leaving, agreement, narrative.frozen(answer), standing, own, own
        )  # fmt: skip
    views = supplying.figures(asked, agreed, own, overrides, supplied.figures)
    folded = supplying.rows(asked, agreed, leaving, agreement, views, supplied)
    words = narrative.frozen(answer, supplied.words)
    return Gathered(
        derive.frozen(views), adjusted, folded.leaving, agreement, words, standing, views, own, folded
    )  # fmt: skip


DAYS = ("observed_from_date", "observed_to_date", "opens_date", "closes_date", "late_until_date")


def stands(answer: Return, days: tuple[object, ...] | None = None) -> tuple[object, ...]:
    """What a return rests on besides the records: what is agreed, over which days and until when, with whom, what was corrected,
    decided about people and answered in words. Somebody may change it while the figures are worked out. `days`: those of the
    round by which they are."""
    agreement = contracts.agreement_in_force(answer.round.contract, clock.today())
    agreed = [
        (view.measure, view.version, view.by, view.measure_class, view.position, view.level)
        for view in finding.carried(answer)
    ]
    days = days or Round.objects.filter(pk=answer.round_id).values_list(*DAYS).get()
    sources = frozenset(contracts.partner_sources(answer.round.contract))
    said = individual.handled(answer), narrative.frozen(answer)
    return _versions(finding.overrides_of(answer)), agreement, agreed, days, sources, *said


def _versions(overrides: Overrides) -> dict[tuple[str, str], tuple[str, int]]:
    return {key: (str(row.uid), row.version) for key, row in overrides.items()}
