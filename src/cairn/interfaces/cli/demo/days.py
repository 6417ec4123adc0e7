"""What lies on the desk today: whole-person checks, goals, plans, contacts planned, memos, who is around a person, concerns.

Only of episodes that are open, and laid after everything else, so that no figure of a quarter that was returned moves.
"""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from random import Random
from typing import Any

from cairn.access import scope
from cairn.cases import appointing
from cairn.cases.actions import (
    appointments,
    concerns,
    covers,
    goals,
    needs_checks,
    notes,
    outcomes,
    planned_sessions,
    plans,
)
from cairn.cases.models import Episode
from cairn.cases.rules_diary import Repeat
from cairn.definitions import registry
from cairn.interfaces.cli.demo.founding import Founded
from cairn.interfaces.cli.demo.loading import Case, batches
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.people.actions import circle, communication

GOALS = (
    ("To get to the market on my own", "Walk to the corner together on Thursday"),
    ("To stop dreading the post", "Open three letters together"),
    ("To sleep through the night", "No screen after ten, tried for a week"),
    ("To see my sister again", "Ring her on Sunday"),
    ("To cook for my children twice a week", "Choose one dish and shop for it"),
    ("To be in a group where I know people", "Look in on Wednesday, with Rosa"),
)
MATTERS = (
    "My own front door, my dog, and not being rushed.",
    "My children. Being spoken to like an adult.",
    "Church on Sundays, and that people ring before they come.",
    "Quiet mornings. Knowing what happens next.",
)
HELPS = (
    "A call the day before; the same worker each time.",
    "Writing things down; short visits.",
    "Going together the first time.",
)
AROUND = (("partner", "Sam"), ("child", "Robin"), ("sibling", "Jo"), ("parent", "Pat"))
MEMOS = (
    "They rang while you were out. Could you call back before Thursday?",
    "The landlord has written about the damp again: the letter is on your desk.",
    "Would you take the visit on Friday? I am at the hearing.",
)
LANGUAGES = ("urdu", "panjabi", "polish", "arabic", "bengali")
TIMES = (time(9, 30), time(10, 15), time(11), time(13, 30), time(14, 45), time(16), None)


class Days:
    """One provider's desk today."""

    def __init__(self, founded: Founded, cases: Sequence[Case], rng: Random) -> None:
        self.founded, self.rng, self.today = founded, rng, clock.today()
        self.cases = [case for case in cases if case.episode and not case.life.end]
        self.records = 0

    def lay(self) -> None:
        with scope.of(self.founded.manager):
            self.episodes = {str(row.uid): row for row in Episode.objects.filter(end_date=None)}
            self.cases = [case for case in self.cases if case.episode in self.episodes]
            self._check()
            self._plan()
            self._set_aside()
            self._appoint()
            if self.founded.plan.people:
                self._come_round()
            self._surround()
            if self.founded.plan.people:
                self._write()
                self._worry()

    def _some(self, share: float) -> list[Case]:
        return [case for case in self.cases if self.rng.random() < share]

    def _done(self, done: Done[Any]) -> None:
        self.records += len(done.items)

    def _day(self, case: Case, days: int) -> date:
        """So long after the start, and not after today."""
        assert case.life.start
        return min(self.today, case.life.start + timedelta(days=days))

    def _check(self) -> None:
        """The whole of life asked about: what the person has is present, most of the rest is not, some was not asked."""
        for batch in batches(self._some(0.7)):
            self._done(needs_checks.record(by=self._by(), checks=[self._checked(case) for case in batch]))

    def _checked(self, case: Case) -> needs_checks.NewNeedsCheck:
        day = self._day(case, 7)
        had = {need.need for need in case.life.needs if need.presented <= day}
        dictionary = registry.get("needs", "common")
        asked = {area.id for area in dictionary.areas if self.rng.random() < 0.8}
        answers = {
            need.id: "present" if need.id in had else "not_present"
            for need in dictionary.needs
            if need.id in had or need.area in asked
        }
        return needs_checks.NewNeedsCheck(episode_uid=case.episode, check_date=day, answers=answers)

    def _plan(self) -> None:
        chosen = self._some(0.6)
        for batch in batches(chosen):
            self._done(plans.agree(by=self._by(), plans=[self._planned(case) for case in batch]))
            self._done(goals.add(by=self._by(), goals=[goal for case in batch for goal in self._wanted(case)]))

    def _planned(self, case: Case) -> plans.NewPlan:
        day = self._day(case, 14)
        return plans.NewPlan(
            episode_uid=case.episode,
            plan_date=day,
            review_date=day + timedelta(days=91),
            agreed=self.rng.choice(("together", "together", "together", "not_yet")),
            matters=self.rng.choice(MATTERS),
            helps=self.rng.choice(HELPS),
        )

    def _wanted(self, case: Case) -> Iterator[goals.NewGoal]:
        day = self._day(case, 14)
        for number, (words, first) in enumerate(self.rng.sample(GOALS, k=self.rng.choice((1, 2)))):
            uid = next((uid for uid in case.needs or [] if uid), None) if number == 0 else None
            yield goals.NewGoal(
                episode_uid=case.episode, words=words, first_step=first, need_uid=uid, start_date=day,
                review_date=day + timedelta(days=91),
            )  # fmt: skip

    def _set_aside(self) -> None:
        """For some, a framework outcome is not their goal now; the small steps are."""
        made = []
        for case in self._some(0.2):
            if any(visit.rungs for visit in case.life.visits):
                continue  # what came of those visits is recorded as reached
            kinds = self.founded.services[case.life.service].plan.types
            if aims := [aim for kind in kinds for aim in kind.outcomes]:
                framework, outcome = aims[0]
                made.append(outcomes.NewSetAside(
                    episode_uid=case.episode, framework=framework, outcome=outcome, start_date=self.today,
                    decided_by="together",
                ))  # fmt: skip
        if made:
            self._done(outcomes.set_aside(by=self._by(), outcomes=made))

    def _appoint(self) -> None:
        """Contacts planned for today and the next fortnight, with whose case it is."""
        made = []
        shown = self._of(self.founded.workers[0])[:5] if self.founded.plan.people else []
        for case in [*shown, *(case for case in self._some(0.5) if case not in shown)]:
            alone = [row for row in self.founded.services[case.life.service].types if row.mode == "individual"]
            if alone:
                ahead = 0 if case in shown else self.rng.choice((0, 0, 1, 1, 2, 3, 5, 7, 9, 12))
                at = self.rng.choice(TIMES)
                made.append(appointing.NewAppointment(
                    episode_uid=case.episode, planned_date=self.today + timedelta(days=ahead),
                    start_time=at, minutes=45 if at else None, activity_type_uid=str(self.rng.choice(alone).uid),
                    worker_uid=self.episodes[case.episode].worker_uid, all_the_same=True,
                ))  # fmt: skip
        for batch in batches(made):
            self._done(appointments.make(by=self._by(), appointments=batch))

    def _come_round(self) -> None:
        """Groups and open doors planned week by week; one person seen every fortnight by two workers; a week of cover."""
        workers = self.founded.workers
        made = [
            planned_sessions.NewSession(
                activity_type_uid=str(row.uid), planned_date=self.today + timedelta(days=ahead), minutes=120,
                start_time=time(13 + ahead % 3), place="The centre", worker_uid=workers[ahead % len(workers)].uid,
                repeat=Repeat(unit="week", times=8), all_the_same=True,
            )
            for service in self.founded.services
            for ahead, row in enumerate((row for row in service.types if row.mode != "individual"), start=1)
        ]  # fmt: skip
        if made:
            self._done(planned_sessions.plan(by=self._by(), sessions=made))
        if len(workers) < 2:
            return
        for case in self._of(workers[0])[5:6]:
            self._done(appointments.make(by=workers[0], appointments=[appointing.NewAppointment(
                episode_uid=case.episode, planned_date=self.today + timedelta(days=2), start_time=time(15), minutes=60,
                also=[workers[1].uid], repeat=Repeat(unit="week", every=2, times=6), all_the_same=True,
            )]))  # fmt: skip
        away = covers.NewCover(
            worker_uid=workers[-1].uid, covered_by_uid=workers[0].uid, start_date=self.today + timedelta(days=7),
            end_date=self.today + timedelta(days=11),
        )  # fmt: skip
        self._done(covers.cover(by=self.founded.manager, covers=[away]))

    def _surround(self) -> None:
        """Who is around them, and how to speak with them."""
        related = [
            circle.NewRelated(
                client_uid=case.client, relation=relation, name=f"{name} {case.life.person['name'].split()[-1]}",
                lives_with=self.rng.choice(("yes", "no")), is_carer=self.rng.random() < 0.4,
            )
            for case in self._some(0.35)
            for relation, name in [self.rng.choice(AROUND)]
        ]  # fmt: skip
        if related:
            self._done(circle.add(by=self._by(), related=related))
        for case in self._some(0.06):
            self._done(communication.change(
                by=self._by(), client_uid=case.client, language=self.rng.choice(LANGUAGES), interpreter="yes",
                contact_by="call",
            ))  # fmt: skip
        for case in self._some(0.04):
            self._done(communication.change(
                by=self._by(), client_uid=case.client, formats=["large_print", "more_time"],
                safe_contact="Do not leave a message: somebody else may hear it.",
            ))  # fmt: skip

    def _write(self) -> None:
        """Memos that wait for the first worker, about people of theirs."""
        to = self.founded.workers[0]
        memos = [
            notes.NewNote(client_uid=case.client, text=words, episode_uid=case.episode, to_uid=to.uid)
            for case, words in zip(self._of(to), MEMOS, strict=False)
        ]
        if memos:
            self._done(notes.write(by=self.founded.manager, notes=memos))

    def _worry(self) -> None:
        """One concern, with the beginning of its chronology."""
        for case in self.cases[:1]:
            raised = concerns.raise_(by=self.founded.workers[0], concerns=[concerns.NewConcern(
                client_uid=case.client, kind="self_neglect", level="medium",
                summary="No heating on for three weeks; not eating much.", plan="Visit twice a week; ring the GP.",
            )])  # fmt: skip
            entry = concerns.NewEntry(
                concern_uid=str(raised.one.uid), kind="done", text="Rang the surgery; a home visit is booked."
            )
            self._done(concerns.note(by=self.founded.manager, entries=[entry]))

    def _of(self, worker: Any) -> list[Case]:
        return [case for case in self.cases if self.episodes[case.episode].worker_uid == worker.uid]

    def _by(self) -> Any:
        return self.rng.choice(self.founded.workers)
