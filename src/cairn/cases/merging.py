"""What becomes of the rows of this room when two records turn out to be of one person (`kernel.merging`).

Two open episodes of one service may be joined: the earlier beginning stands, and whatever lies in the one lies in the other.
Of two rows of one day that cannot both stand (a reading, a step, a plan) the one on the record that stays does; words are
never lost.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from cairn.access.deeds import Deed
from cairn.cases import rules, writers
from cairn.cases.models import Episode, Need, NeedJudgement, StepRecord, SupportPlan
from cairn.kernel import merging
from cairn.kernel.merging import Join, Kind
from cairn.people.merging import both_texts


def _attendance(kept: Any, gone: Any) -> dict[str, Any]:
    """Who came, came, whatever the other line of the register says."""
    return {"state": gone.state} if gone.state == "attended" else {}


def _need(kept: Need, gone: Need) -> dict[str, Any]:
    first = {"presented_date": min(kept.presented_date, gone.presented_date)}
    can = {"can_meet": gone.can_meet} if kept.can_meet == "not_known" else {}
    return {**first, **can}


def _settle_need(this: Deed, need: Need) -> None:
    """Its state is what all the judgements of both add up to."""
    judged = NeedJudgement.objects.filter(need=need).order_by("pk").values_list("judged_date", "state")
    stands = rules.need_state(list(judged))
    this.update(need, state=stands.state, part_met_date=stands.part_met_date, met_date=stands.met_date)


def _plan(kept: SupportPlan, gone: SupportPlan) -> dict[str, Any]:
    return {name: both_texts(getattr(kept, name), getattr(gone, name)) for name in ("matters", "helps")}


def _check(kept: Any, gone: Any) -> dict[str, Any]:
    return {"answers": {**gone.answers, **kept.answers}}


def _episode(kept: Episode, gone: Episode) -> dict[str, Any]:
    """The earlier beginning, with the age then; who only one of them names."""
    first = gone if gone.start_date < kept.start_date else kept
    return {
        "start_date": first.start_date,
        "age_band": first.age_band,
        "referral_id": kept.referral_id or gone.referral_id,
        "worker_uid": kept.worker_uid or gone.worker_uid,
        "no_baseline_reason": kept.no_baseline_reason or gone.no_baseline_reason,
    }


def _settle_episode(this: Deed, episode: Episode) -> None:
    """A rung is reached once, and one plan stands."""
    by_rung: dict[int, list[StepRecord]] = defaultdict(list)
    for row in StepRecord.objects.filter(episode=episode).order_by("step_date", "pk"):
        by_rung[row.rung_id].append(row)
    writers.settle(this, by_rung.values())
    plans = list(SupportPlan.objects.filter(episode=episode).order_by("plan_date"))
    for plan in plans:
        this.update(plan, is_current=plan is plans[-1])


def joins(kept_id: int, gone_id: int) -> list[Join]:
    """Open episodes of one service, one of each."""
    mine, theirs = _open(kept_id), _open(gone_id)
    free = {row.service_id: row for row in reversed(mine)}
    found = []
    for row in theirs:
        if (like := free.pop(row.service_id, None)) is not None:
            words = f"Two open episodes of {row.service.name}"
            found.append(Join(Episode._meta.label, str(like.uid), str(row.uid), words, like.start_date, row.start_date))
    return found


def _open(client_id: int) -> list[Episode]:
    rows: Iterable[Episode] = Episode.objects.filter(client_id=client_id, end_date=None).select_related("service")
    return list(rows.order_by("start_date", "pk"))  # type: ignore[attr-defined]


def register() -> None:
    one_day = "Of two from one day, the one on the record that stays stands."
    merging.register(
        Kind("cases.Episode", "episode", "episodes", _episode, _settle_episode),
        Kind("cases.EpisodeFunding", "line of funding", "lines of funding"),
        Kind("cases.Referral", "referral", "referrals"),
        Kind("cases.Need", "need", "needs", _need, _settle_need),
        Kind("cases.NeedJudgement", "judgement of a need", "judgements of needs"),
        Kind("cases.StepRecord", "step", "steps", rule=one_day),
        Kind("cases.OutcomeRecord", "outcome", "outcomes", rule=one_day),
        Kind("cases.Assessment", "reading", "readings", rule=one_day),
        Kind("cases.Attendance", "attendance", "attendances", _attendance,
             rule="Both were on one register: they are on it once, and came if either did."),
        Kind("cases.AttendanceNeed", "", ""),
        Kind("cases.Goal", "goal", "goals"),
        Kind("cases.SupportPlan", "plan", "plans", _plan, rule="Two plans of one day become one, with the words of both."),
        Kind("cases.OutcomeSetAside", "outcome set aside", "outcomes set aside", rule=one_day),
        Kind("cases.NeedsCheck", "check of needs", "checks of needs", _check),
        Kind("cases.Appointment", "appointment", "appointments"),
        Kind("cases.Note", "note", "notes"),
        Kind("cases.Concern", "concern", "concerns", restricted=True),
        Kind("cases.ConcernEntry", "line of a chronology", "lines of chronologies", restricted=True),
        Kind("cases.SafeguardingReferral", "safeguarding referral", "safeguarding referrals", restricted=True),
        Kind("cases.MoveOnBlock", "time of waiting to move on", "times of waiting to move on"),
        Kind("cases.EpisodeLevel", "level of support", "levels of support", rule=one_day),
        Kind("cases.CarersAssessment", "carer's assessment", "carer's assessments"),
        Kind("cases.IncomingReferral", "referral sent to others", "referrals sent to others"),
        Kind("cases.Signposting", "signposting", "signpostings"),
        Kind("cases.Disagreement", "disagreement", "disagreements"),
        Kind("cases.Attachment", "file", "files"),
        Kind("cases.Feedback", "asking for feedback", "askings for feedback", rule=one_day),
    )  # fmt: skip
    merging.register_joins("cases", joins)
