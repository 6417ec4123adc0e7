"""How life stands for the people of the city: work, home, GP and others over time, levels of support, who is blocked, who
cares for whom, what services ask besides, and a few safeguarding referrals. None of it stands in a contract's figures."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from cairn.access import scope
from cairn.cases.actions import carers, safeguarding, situation
from cairn.cases.models import Concern, Episode
from cairn.interfaces.cli.demo.founding import Founded, Running
from cairn.interfaces.cli.demo.loading import Case, batches
from cairn.kernel import clock
from cairn.people import rules
from cairn.people.actions import optional, statuses
from cairn.people.models import Client, RelatedPerson
from cairn.services.actions import asking
from cairn.services.models import SupportLevel
from cairn.services.rules_asking import LevelFacts

LEVELS = (
    LevelFacts(name="Light touch", words="A call or a message once a fortnight"),
    LevelFacts(name="Weekly", words="Seen once a week"),
    LevelFacts(name="Intensive", words="Seen several times a week"),
)
ASKED = {
    "religion": "So that we plan nothing on a day that is holy to you, and can say where prayers are held.",
    "sexual_orientation": "To see whether we reach everybody in the city. It changes nothing in how we support you.",
    "employment": "To see whether support leads towards work, for those who want it.",
    "interpreter": "So that somebody who speaks your language is there from the first visit.",
    "impairment": "So that rooms, letters and visits suit you.",
    "immigration": "So that we can tell you what you have a right to. Only our safeguarding lead and managers read it.",
}
#: earlier, later, and how often: what the first answer tends to become
TURNS: dict[str, tuple[tuple[str, ...], ...]] = {
    "accommodation": (("sofa", "hostel", "supported"), ("temporary", "social_rent"), ("private_rent",), ("social_rent",),
                      ("rough", "hostel"), ("with_family_or_friends",), ("refused",)),
    "employment": (("looking", "employed_part_time"), ("unable",), ("unable", "looking"), ("looking", "student"),
                   ("retired",), ("caring",), ("employed_full_time",)),
    "gp_registration": (("not_registered", "applied", "registered"), ("registered",), ("applied", "registered")),
}  # fmt: skip
CAUSES = ("no_home", "waiting_list", "affordability", "landlord_refused", "arrears", "benefits", "care_package")
RELIGIONS = ("no_religion", "christian", "muslim", "muslim", "christian", "hindu", "sikh", "refused")
ORIENTATIONS = ("straight", "straight", "straight", "straight", "gay_or_lesbian", "bisexual", "refused", "refused")


class Standing:
    """One provider's people, as life stands for them."""

    def __init__(self, founded: Founded, cases: Sequence[Case], rng: Random) -> None:
        self.founded, self.rng, self.today = founded, rng, clock.today()
        self.cases = [case for case in cases if case.episode]

    def lay(self) -> None:
        with scope.of(self.founded.manager):
            open_ones = {str(uid) for uid in Episode.objects.filter(end_date=None).values_list("uid", flat=True)}
            self.cases = [case for case in self.cases if case.episode in open_ones]
            self.people = {str(row.uid): row for row in Client.objects.filter(uid__in={c.client for c in self.cases})}
            for running in self.founded.services:
                self._ask(running)
            self._stand()
            self._levels()
            self._block()
            self._care()
            self._answer()
            if self.founded.plan.people:
                self._refer()

    def _by(self) -> Any:
        return self.rng.choice(self.founded.workers)

    def _some(self, share: float) -> list[Case]:
        return [case for case in self.cases if self.rng.random() < share]

    def _between(self, case: Case, share: float) -> date:
        """A day so far along the support."""
        start = case.life.start or self.today
        return start + timedelta(days=int((self.today - start).days * share))

    def _ask(self, running: Running) -> None:
        manager, uid = self.founded.manager, running.uid
        asking.arrange_levels(by=manager, service_uid=uid, levels=LEVELS)
        asking.choose(by=manager, service_uid=uid, questions=ASKED)

    def _stand(self) -> None:
        """Each kind from the first day on, with what became of it."""
        made = []
        for kind, ways in TURNS.items():
            for case in self._some(0.75):
                way = self.rng.choice(ways)
                days = sorted({self._between(case, place / len(way)) for place in range(len(way))})
                made += [statuses.NewStatus(case.client, kind, code, day) for code, day in zip(way, days, strict=False)]
        for batch in batches(made):
            statuses.add(by=self._by(), statuses=batch)
        told = [
            statuses.NewStatus(case.client, "legal_status", "licence", self._between(case, 0))
            for case in self._some(0.08)
        ]
        if told:
            statuses.add(by=self.founded.manager, statuses=told)

    def _levels(self) -> None:
        own = {(row.service_id, row.name): str(row.uid) for row in SupportLevel.objects.all()}
        episodes = {str(row.uid): row for row in Episode.objects.filter(end_date=None)}
        made = []
        for case in self._some(0.8):
            service = episodes[case.episode].service_id
            for share, name in ((0, "Intensive"), (0.5, self.rng.choice(("Weekly", "Light touch")))):
                level, day = own[service, name], self._between(case, share)
                made.append(situation.NewLevel(episode_uid=case.episode, level_uid=level, start_date=day))
        for batch in batches(made):
            situation.set_level(by=self._by(), levels=batch)

    def _block(self) -> None:
        """Some were blocked for a while, some are now."""
        made = []
        for case in self._some(0.2):
            start, end = self._between(case, 0.5), self._between(case, 0.7)
            made.append(situation.NewBlock(
                episode_uid=case.episode, cause=self.rng.choice(CAUSES), start_date=start,
                end_date=end if self.rng.random() < 0.4 else None,
            ))  # fmt: skip
        for batch in batches(made):
            situation.block(by=self._by(), blocks=batch)

    def _care(self) -> None:
        """Those who look after somebody, and what came of offering them an assessment."""
        cared = dict(RelatedPerson.objects.filter(is_cared_for=True).values_list("client__uid", "uid"))
        share = 0.8 if "carer" in self.founded.plan.slug else 0.08
        kinds, made = [], []
        for case in self._some(share):
            day = self._between(case, 0.3)
            age = rules.age_on(self.people[case.client], day)
            kind = "young_carer" if age is not None and age < 18 else self.rng.choice(("adult_carer", "parent_carer"))
            kinds.append(statuses.NewStatus(case.client, "carer", kind, self._between(case, 0)))
            state = self.rng.choice(("done", "done", "offered", "declined"))
            near = next((str(uid) for client, uid in cared.items() if str(client) == case.client), "")
            made.append(carers.NewCarersAssessment(
                episode_uid=case.episode, kind=kind, state=state, assessment_date=day, cared_for_uid=near,
                review_date=self.today + timedelta(days=self.rng.choice((-20, 5, 40, 120))) if state != "declined" else None,
            ))  # fmt: skip
        kinds = [one for one in kinds if not (one.code == "young_carer" and self._grown(one))]
        for batch in batches(kinds):
            statuses.add(by=self._by(), statuses=batch)
        kept = [
            one for one in made if one.review_date is None or one.review_date >= (one.assessment_date or self.today)
        ]
        for part in batches(kept):
            carers.record(by=self._by(), assessments=part)

    def _grown(self, one: statuses.NewStatus) -> bool:
        return (rules.age_on(self.people[one.client_uid], one.start_date) or 0) >= rules.GROWN

    def _answer(self) -> None:
        made = []
        for case in self._some(0.6):
            made.append(self._said(case, "religion", self.rng.choice(RELIGIONS)))
            age = rules.age_on(self.people[case.client], self.today)
            if age is None or age >= 16:
                made.append(self._said(case, "sexual_orientation", self.rng.choice(ORIENTATIONS)))
        for batch in batches(made):
            optional.answer(by=self._by(), answers=batch)

    def _said(self, case: Case, question: str, code: str) -> optional.NewOptionalAnswer:
        return optional.NewOptionalAnswer(client_uid=case.client, question=question, codes=[code], answered_by="person")

    def _refer(self) -> None:
        """One out of the concern that there is, waiting; one by itself, heard of."""
        concern = Concern.objects.order_by("pk").select_related("client").first()
        made = []
        if concern is not None:
            made.append(safeguarding.NewSafeguardingReferral(
                client_uid=str(concern.client.uid), body="council_adults", concern_uid=str(concern.uid),
                made_date=self.today, words="Self-neglect; asked for an enquiry.",
            ))  # fmt: skip
        made += [
            safeguarding.NewSafeguardingReferral(
                client_uid=case.client, body="marac", episode_uid=case.episode, made_date=self._between(case, 0.8)
            )
            for case in self.cases[1:3]
        ]
        rows = [safeguarding.refer(by=self.founded.workers[0], referrals=[one]).one for one in made]
        for row in rows[-1:]:
            heard = min(self.today, row.made_date + timedelta(days=9))
            safeguarding.hear(by=self.founded.manager, uid=row.uid, outcome="plan", outcome_date=heard)
