"""Random histories of deeds, done through the same actions that screens use."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from cairn.access.actions import undo
from cairn.access.models import AuditEvent
from cairn.cases.actions import (
    activities,
    assessments,
    episodes,
    goals,
    linking,
    needs,
    needs_checks,
    outcomes,
    plans,
    referrals,
    signpostings,
    steps,
)
from cairn.cases.actions.activities import NewActivity
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.actions.episodes import EpisodeClosing
from cairn.cases.actions.goals import NewGoal
from cairn.cases.actions.needs import MeetChange, NewJudgement, NewNeed
from cairn.cases.actions.needs_checks import NewNeedsCheck
from cairn.cases.actions.outcomes import NewOutcome, NewSetAside, TakeUp
from cairn.cases.actions.plans import NewPlan
from cairn.cases.actions.referrals import UnsuccessfulClosing
from cairn.cases.actions.signpostings import Heard, NewSignposting
from cairn.cases.actions.steps import NewStep
from cairn.cases.models import Activity, Episode, Need, OutcomeSetAside, Referral
from cairn.cases.queries.linking import all_of, linkable
from cairn.kernel.problems import Refused
from cairn.people.actions import clients
from cairn.people.actions.clients import NewClient
from cairn.people.actions.erasure import erase
from cairn.people.models import Client
from cairn.services.actions import activity_types, services
from cairn.services.actions.activity_types import NewActivityType
from cairn.services.models import ActivityType, Service
from tests.cases.conftest import Ground, came, open_episode, referred

ASKED = ("debt", "loneliness", "smoking", "self_care")


class History:
    """One provider's life. `do` does one random deed; one that the rules refuse is no deed."""

    def __init__(self, ground: Ground, seed: int) -> None:
        self.ground, self.random, self.other = ground, Random(seed), Random(seed)
        self.deeds: dict[str, Callable[[], Any]] = {
            "person": self.person, "change": self.change, "refer": self.refer, "accept": self.accept, "accept again": self.accept,
            "close referral": self.unsuccessful, "need": self.need, "judge": self.judge, "ask": self.ask,
            "pass on": self.pass_on, "visit": self.visit, "step": self.step,
            "heads": self.heads, "move": self.move, "measure": self.measure, "measure again": self.measure,
            "close": self.close,
            "undo": self.undo, "service": self.service, "erase": self.erase, "outcome": self.outcome, "aside": self.aside,
            "take up": self.take_up, "goal": self.goal, "plan": self.plan, "club": self.club, "tie": self.tie, "link": self.link,
        }  # fmt: skip

    def do(self, names: list[str] | None = None) -> str:
        name = self.random.choice(names or list(self.deeds))
        try:
            self.deeds[name]()
        except (Refused, LookupError):
            return "refused"
        return name

    def one(self, model: Any, **where: Any) -> Any:
        rows = list(model.objects.filter(**where).order_by("pk"))
        if not rows:
            raise LookupError("nothing there yet")
        return self.random.choice(rows)

    def day(self) -> date:
        return date(2025, 4, 1) + timedelta(days=self.random.randrange(90))

    def person(self) -> None:
        gender = self.random.choice(["woman", "man", "refused", "not_asked"])
        clients.add(by=self.ground.by, clients=[NewClient(name="Someone", gender=gender, birth_date=date(1970, 1, 1))])

    def change(self) -> None:
        client = self.one(Client)
        gender = self.random.choice(["woman", "man", "not_known"])
        clients.change(by=self.ground.by, client_uid=client.uid, version=None, gender=gender)

    def refer(self) -> None:
        referred(self.ground, self.one(Client), received_date=self.day())

    def accept(self) -> None:
        open_episode(self.ground, self.one(Client), self.day())

    def unsuccessful(self) -> None:
        referral = self.one(Referral, state="pending")
        new = UnsuccessfulClosing(referral_uid=str(referral.uid), decided_date=self.day(), reason="no_capacity")
        referrals.close_unsuccessful(by=self.ground.by, closings=[new])

    def need(self) -> None:
        new = NewNeed(
            episode_uid=self.episode(), need=self.random.choice(["debt", "loneliness"]), presented_date=self.day()
        )
        needs.present(by=self.ground.by, needs=[new])

    def judge(self) -> None:
        state = self.random.choice(["unmet", "part_met", "met"])
        new = NewJudgement(need_uid=str(self.one(Need).uid), judged_date=self.day(), state=state, judged_by="worker")
        needs.judge(by=self.ground.by, judgements=[new])

    def ask(self) -> None:
        said = {need: self.random.choice(["present", "not_present", "refused", "not_asked"]) for need in ASKED}
        new = NewNeedsCheck(episode_uid=self.episode(), check_date=self.day(), answers=said)
        needs_checks.record(by=self.ground.by, checks=[new])

    def pass_on(self) -> None:
        need = self.one(Need)
        uid, client = str(need.uid), str(need.client.uid)
        new = NewSignposting(client_uid=client, need_uid=uid, to_words="Advice", made_date=self.day())
        row = signpostings.make(by=self.ground.by, signpostings=[new]).one
        if self.random.random() < 0.5:
            came = Heard(signposting_uid=str(row.uid), result=self.random.choice(["started", "turned_away"]))
            signpostings.hear(by=self.ground.by, heard=[came])
        needs.change_meeting(by=self.ground.by, changes=[MeetChange(need_uid=uid, can_meet="no")])

    def visit(self) -> None:
        rung = str(self.random.choice(self.ground.rungs).uid)
        attended = came(self.one(Episode), steps=[(rung, "reached")])
        self.record(activity_type_uid=str(self.ground.visit.uid), attendances=[attended])

    def step(self) -> None:
        state = self.random.choice(["reached", "lost"])
        rung = str(self.random.choice(self.ground.rungs).uid)
        steps.record(
            by=self.ground.by,
            steps=[NewStep(episode_uid=self.episode(), rung_uid=rung, step_date=self.day(), state=state)],
        )

    def heads(self) -> None:
        self.record(activity_type_uid=str(self.ground.drop_in.uid), heads=self.random.randrange(30))

    def record(self, **values: Any) -> None:
        activities.record(by=self.ground.by, activities=[NewActivity(activity_date=self.day(), **values)])

    def move(self) -> None:
        activity = self.one(Activity)
        activities.change(
            by=self.ground.by, activity_uid=str(activity.uid), version=activity.version, activity_date=self.day()
        )

    def measure(self) -> None:
        """Of either a scale with one score or one whose items stand by themselves; by a chance of its own."""
        answers = [self.random.choice([1, 2, 3, 4, 5, None]) if self.random.random() < 0.05 else 3 for _ in range(7)]
        stage = self.other.choice(["start", "review", "review"])
        scale = self.other.choice(["swemwbs", "swemwbs", "ons4"])
        given = answers if scale == "swemwbs" else [self.other.choice([0, 3, 7, 10, None]) for _ in range(4)]
        new = NewAssessment(
            episode_uid=self.episode(), scale=scale, assessed_date=self.day(), answers=given, stage=stage
        )
        assessments.record(by=self.ground.by, assessments=[new])

    def close(self) -> None:
        new = EpisodeClosing(episode_uid=self.episode(), end_date=date(2025, 6, 30), closure_reason="goals_met")
        episodes.close(by=self.ground.by, closings=[new])

    def undo(self) -> None:
        last = AuditEvent.objects.filter(organisation_id=self.ground.by.organisation_id).order_by("-seq").first()
        assert last
        undo.undo(by=self.ground.by, event_uid=str(last.uid))

    def service(self) -> None:
        services.change(
            by=self.ground.manager,
            service_uid=self.one(Service).uid,
            version=None,
            baseline_days=self.random.choice([14, 42]),
        )

    def erase(self) -> None:
        erase(by=self.ground.manager, client_uid=self.one(Client).uid, reason="client_asked")

    def episode(self) -> str:
        return str(self.one(Episode).uid)

    def outcome(self) -> None:
        is_reached = self.random.random() < 0.7
        new = NewOutcome(episode_uid=self.episode(), **self.aim(), outcome_date=self.day(), is_reached=is_reached)
        outcomes.record(by=self.ground.by, outcomes=[new])

    def aside(self) -> None:
        by = self.random.choice(["person", "worker", "together"])
        new = NewSetAside(episode_uid=self.episode(), **self.aim(), start_date=self.day(), decided_by=by)
        outcomes.set_aside(by=self.ground.by, outcomes=[new])

    def take_up(self) -> None:
        row = self.one(OutcomeSetAside, end_date=None)
        outcomes.take_up(by=self.ground.by, outcomes=[TakeUp(set_aside_uid=str(row.uid), end_date=self.day())])

    def goal(self) -> None:
        goals.add(by=self.ground.by, goals=[NewGoal(episode_uid=self.episode(), words="Out", start_date=self.day())])

    def plan(self) -> None:
        new = NewPlan(episode_uid=self.episode(), plan_date=self.day(), review_date=date(2025, 9, 1))
        plans.agree(by=self.ground.by, plans=[new])

    def club(self) -> None:
        kind = ActivityType.objects.filter(name="Lunch club").first()
        if kind is None:
            new = NewActivityType(service_uid=str(self.ground.service.uid), name="Lunch club", mode="group")
            kind = activity_types.add(by=self.ground.manager, types=[new]).one
        self.record(activity_type_uid=str(kind.uid), attendances=[came(self.one(Episode))])

    def tie(self) -> None:
        aims = [tuple(self.aim().values())] if self.random.random() < 0.7 else []
        rungs = [str(rung.uid) for rung in self.random.sample(self.ground.rungs, 2)]
        kind = self.one(ActivityType, name="Lunch club")
        activity_types.change(by=self.ground.manager, type_uid=kind.uid, version=None, rung_uids=rungs, outcomes=aims)

    def link(self) -> None:
        kind = str(self.one(ActivityType, name="Lunch club").uid)
        keys = [column.key for column in linkable(self.ground.manager, kind).columns]
        linking.confirm(by=self.ground.manager, activity_type_uid=kind, items=all_of(self.ground.manager, kind, keys))

    def aim(self) -> dict[str, str]:
        return {"framework": "supporting-people", "outcome": self.random.choice(["2a", "2b", "2c"])}
