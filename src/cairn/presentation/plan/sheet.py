"""What the paper says, from the plan as it stands: no jargon, nothing that the person would not understand."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from cairn.cases.queries.plans import ClientPlan, EpisodePlan, GoalView
from cairn.presentation.trail import Trail, trail
from cairn.web import formats

#: a code of `plan_agreed` → what the paper says of it
AGREED = {
    "together": "We agreed this plan together.",
    "not_yet": "We have not agreed this plan yet. Cross out or add whatever you like.",
    "disagrees": "We do not agree about everything in this plan. Your words stand here as you said them.",
    "cannot": "This plan was written for you by the people who support you.",
}
#: a code of `goal_state` → the same
ENDED = {"reached": "Reached", "part_reached": "Partly reached", "changed": "Changed for another", "let_go": "Let go"}


@dataclass(frozen=True, slots=True)
class SheetTrail:
    """Small steps: `picture` is SVG in black and white, `sentence` says the same."""

    title: str
    sentence: str
    picture: str
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SheetGoal:
    """A goal as paragraphs; `trail` where small steps lead there."""

    words: tuple[str, ...]
    first_step: tuple[str, ...]
    review: str
    trail: SheetTrail | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is on the paper, in the order in which it stands there."""

    title: str
    name: str
    organisation: str
    service: str
    worker: str
    written: str
    review: str
    agreed: str
    matters: tuple[str, ...]
    helps: tuple[str, ...]
    goals: tuple[SheetGoal, ...]
    reached: tuple[str, ...]
    printed: str
    reference: str


def sheet(found: ClientPlan, episode: EpisodePlan, organisation: str, today: dt.date) -> Sheet:
    """The paper of one episode."""
    current = episode.current
    return Sheet(
        title=f"My plan: {found.name}",
        name=found.name,
        organisation=organisation,
        service=episode.service,
        worker=episode.worker,
        written=formats.date(current.plan_date) if current else "",
        review=formats.date(current.review_date) if current else "",
        agreed=AGREED.get(current.agreed, "") if current else "",
        matters=_paragraphs(current.matters) if current else (),
        helps=_paragraphs(current.helps) if current else (),
        goals=tuple(_goal(goal) for goal in episode.goals),
        reached=tuple(_ended(goal) for goal in episode.ended if goal.state in ("reached", "part_reached")),
        printed=formats.date(today),
        reference=found.reference,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _ended(goal: GoalView) -> str:
    when = f", {formats.date(goal.end_date)}" if goal.end_date else ""
    return f"{' '.join(_paragraphs(goal.words))} ({ENDED[goal.state]}{when})"


def _goal(goal: GoalView) -> SheetGoal:
    return SheetGoal(
        words=_paragraphs(goal.words),
        first_step=_paragraphs(goal.first_step),
        review=formats.date(goal.review_date) if goal.review_date else "",
        trail=_trail(trail(goal.ladder.name, goal.ladder.rungs)) if goal.ladder else None,
    )


def _trail(found: Trail) -> SheetTrail:
    steps = tuple((step.label, _when(step.state, step.date)) for step in found.steps)
    return SheetTrail(found.title, found.sentence, picture([step.state for step in found.steps], found.sentence), steps)


def _when(state: str, day: dt.date | None) -> str:
    if day is None:
        return "still ahead"
    if state == "lost":
        return "to be found again"
    return formats.date(day)


GAP, STONE, HEIGHT = 56, 18, 84


def picture(states: Iterable[str], words: str) -> str:
    """A path of stones that climbs: a full stone with a tick where somebody stands, an empty one for what lies ahead, a
    cross for what is lost for now. Told apart by shape, so that a black and white copy says the same."""
    stones = list(states)
    width = len(stones) * GAP + 16
    drawn = [_stone(place, state, len(stones)) for place, state in enumerate(stones)]
    path = " ".join(f"{'M' if not place else 'L'}{x} {y}" for place, (x, y) in enumerate(_places(len(stones))))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}"'
        f" aria-label={quoteattr(words)}>"
        f'<path d="{path}" fill="none" stroke="#555" stroke-width="2" stroke-dasharray="3 5"/>{"".join(drawn)}</svg>'
    )


def _places(count: int) -> list[tuple[int, int]]:
    rise = 40 / max(count - 1, 1)
    return [(place * GAP + GAP // 2 + 8, round(HEIGHT - 22 - place * rise)) for place in range(count)]


def _stone(place: int, state: str, count: int) -> str:
    x, y = _places(count)[place]
    fill = "#222" if state in ("reached", "kept") else "#fff"
    body = f'<ellipse rx="{STONE}" ry="13" fill="{fill}" stroke="#222" stroke-width="2"/>'
    mark = {
        "reached": '<path d="M-7 0L-2 5 8-5" fill="none" stroke="#fff" stroke-width="3"/>',
        "kept": '<path d="M-7 0L-2 5 8-5" fill="none" stroke="#fff" stroke-width="3"/>',
        "lost": '<path d="M-6-5L6 5M-6 5L6-5" fill="none" stroke="#222" stroke-width="3"/>',
    }.get(state, "")
    return f'<g transform="translate({x} {y})">{body}{mark}</g>'
