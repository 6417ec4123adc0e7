"""What the reads of this room give: frozen, plain values, nothing lazy."""

import datetime as dt
from dataclasses import dataclass

from cairn.cases.queries.situation import Situation
from cairn.cases.rules import Due
from cairn.services.rules_scales import ScaleChoice

NOTHING_SAID = Situation()


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One open episode on a worker's list. `due` is "first", "review" or "" (nothing due), since `due_date`."""

    client_uid: str
    episode_uid: str
    name: str
    reference: str
    service_uid: str
    service: str
    worker_uid: str
    worker: str
    start_date: dt.date
    last_seen_date: dt.date | None
    due: str
    due_date: dt.date | None
    scale: str
    unmet_needs: int
    latest_step: str
    latest_step_date: dt.date | None
    level: str = ""
    due_scales: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Caseload:
    """One page of open episodes, of `total` in `pages`; `page` counts from 1. `is_more`: there are more than were counted."""

    rows: tuple[CaseRow, ...]
    total: int
    page: int
    pages: int
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A referral with the words around it. `waiting_days` counts to today while it is pending, else to the decision."""

    uid: str
    version: int
    client_uid: str
    client: str
    reference: str
    service_uid: str
    service: str
    sector: str
    kind: str
    source: str
    reason: str
    crisis: str
    received_date: dt.date
    first_contact_date: dt.date | None
    assessed_date: dt.date | None
    decided_date: dt.date | None
    state: str
    unsuccessful_reason: str
    waiting_days: int
    episode_uid: str | None
    urgency: str = "not_known"
    referrer_contact: str = ""


@dataclass(frozen=True, slots=True)
class ReferralCounts:
    """`referred` is always the sum of the other four."""

    referred: int
    accepted: int
    unsuccessful: int
    withdrawn: int
    pending: int


@dataclass(frozen=True, slots=True)
class JudgementView:
    judged_date: dt.date
    state: str
    judged_by: str


@dataclass(frozen=True, slots=True)
class NeedView:
    """A need and its history, oldest first. `need` is the dictionary's id, `label` its words, `area` its part of life."""

    uid: str
    version: int
    need: str
    label: str
    area: str
    presented_date: dt.date
    can_meet: str
    state: str
    part_met_date: dt.date | None
    met_date: dt.date | None
    judgements: tuple[JudgementView, ...]


@dataclass(frozen=True, slots=True)
class RungView:
    """A stone of the trail. `state` is what was last said: reached, kept, lost, or "" where it was never reached."""

    uid: str
    position: int
    label: str
    state: str
    first_date: dt.date | None
    last_date: dt.date | None
    times: int


@dataclass(frozen=True, slots=True)
class LadderView:
    uid: str
    name: str
    need: str
    rungs: tuple[RungView, ...]

    @property
    def is_started(self) -> bool:
        return any(rung.first_date for rung in self.rungs)


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One assessment. `value` is the headline score; None when it has none, with the `reason`. `band` is words or ""."""

    uid: str
    assessed_date: dt.date
    stage: str
    rater: str
    answers: tuple[int | None, ...]
    total: float | None
    metric: float | None
    value: float | None
    band: str
    reason: str
    entered_by: str


@dataclass(frozen=True, slots=True)
class ScaleView:
    """One rater's readings on a scale in an episode, oldest first. `baseline` is the uid of the reading that later ones
    are held against; `change` the latest reading less the baseline, None while there is no pair."""

    scale: str
    label: str
    version: int
    rater: str
    readings: tuple[ReadingView, ...]
    baseline: str | None
    change: float | None


@dataclass(frozen=True, slots=True)
class FundingView:
    uid: str
    version: int
    kind: str
    contract_uid: str | None
    contract: str
    funder: str
    start_date: dt.date
    end_date: dt.date | None


@dataclass(frozen=True, slots=True)
class GoalShort:
    """An open goal, in the person's words."""

    uid: str
    words: str
    review_date: dt.date | None


@dataclass(frozen=True, slots=True)
class Ahead:
    """What lies ahead in an episode: open goals, when the plan is looked at again (None: no plan), the next contact."""

    goals: tuple[GoalShort, ...] = ()
    review_date: dt.date | None = None
    next_date: dt.date | None = None
    next_time: str = ""


@dataclass(frozen=True, slots=True)
class AreaShort:
    """A part of life: its needs' states, and what was said of it when it was asked about last (`need_answer`)."""

    label: str
    states: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class EpisodeView:
    uid: str
    version: int
    service_uid: str
    service: str
    service_scales: tuple[ScaleChoice, ...]
    is_one_off: bool
    is_waiting_list: bool
    expects_no_repeat: bool
    worker_uid: str
    worker: str
    start_date: dt.date
    end_date: dt.date | None
    closure_reason: str
    age_band: str
    no_baseline_reason: str
    due: str
    due_date: dt.date | None
    dues: tuple[Due, ...]
    fundings: tuple[FundingView, ...]
    needs: tuple[NeedView, ...]
    ladders: tuple[LadderView, ...]
    scales: tuple[ScaleView, ...]
    ahead: Ahead = Ahead()

    @property
    def service_scale(self) -> str:
        """The first of the scales that its service asks; "" where it asks none."""
        return self.service_scales[0].scale if self.service_scales else ""


@dataclass(frozen=True, slots=True)
class NoteView:
    uid: str
    note_date: dt.date
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class StatusView:
    kind: str
    code: str
    start_date: dt.date


@dataclass(frozen=True, slots=True)
class SentShort:
    """Somebody passed on to another organisation, and where that stands (a code of `incoming_state`)."""

    uid: str
    service: str
    organisation: str
    sent_date: dt.date
    state: str


@dataclass(frozen=True, slots=True)
class ClientRecord:
    """How a client's cases stand. Episodes newest first, open ones before closed. `areas` are those of the episodes still
    open. `open_concerns` counts only those that the reader may know of."""

    client_uid: str
    name: str
    reference: str
    episodes: tuple[EpisodeView, ...]
    referrals: tuple[ReferralRow, ...]
    statuses: tuple[StatusView, ...]
    areas: tuple[AreaShort, ...] = ()
    open_concerns: int = 0
    sent: tuple[SentShort, ...] = ()
    stands: Situation = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class StepProposal:
    """A rung that the activity type carries. `state` is what confirming it would store; the next unreached rung of its
    ladder is `is_next` and stands first."""

    rung_uid: str
    label: str
    ladder: str
    position: int
    state: str
    reached_date: dt.date | None
    is_next: bool


@dataclass(frozen=True, slots=True)
class OutcomeProposal:
    framework: str
    outcome: str
    label: str
    reached_date: dt.date | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What usually goes with an activity, for one person."""

    episode_uid: str
    client_uid: str
    name: str
    reference: str
    steps: tuple[StepProposal, ...]
    outcomes: tuple[OutcomeProposal, ...]
    start_date: dt.date | None = None
    end_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LastActivity:
    """The latest activity of an episode, for the defaults of the next."""

    activity_uid: str
    activity_type_uid: str
    activity_date: dt.date
    minutes: int
    worker_uid: str
