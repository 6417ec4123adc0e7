"""An anchor's groups in the demonstration: ten small groups, looked at twice, who tell by their link or by phone, apply and get
on. All invented, all through the actions."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from cairn.access import scope
from cairn.access.actions import organisations
from cairn.access.actors import Actor
from cairn.access.queries import system
from cairn.contracts import checklists, queries
from cairn.contracts.actions import group_applications, group_checks, group_reports, groups, measures
from cairn.contracts.actions.groups import Place
from cairn.contracts.grants import NewGrant
from cairn.contracts.models import Contract, Group, GroupApplication, GroupLink
from cairn.contracts.rules_groups import Decision, NewApplication, NewCheck, NewGroup, Telling
from cairn.intake import rules_telling, telling
from cairn.intake.actions import group_links
from cairn.interfaces.cli.demo.founding import PASSWORD, Founded
from cairn.interfaces.cli.demo.money import ANCHOR
from cairn.kernel import clock
from cairn.kernel.periods import Period, previous, quarter_of
from cairn.presentation.own.words import every

EMAIL, NAME = "anchor@demo.example", "Denise Okoro"
#: Name, for whom, what it does, how many come a quarter; those of `demo.money.GIVEN` are among them.
GROUPS = (
    ("Thursday Tea Friends", "over_50", "Tea and a bus there on Thursday afternoons.", 212),
    ("Elm Road Allotments", "disabled_people", "Raised beds for those who cannot kneel.", 96),
    ("Sunrise Women’s Circle", "women", "A sewing circle on Friday mornings.", 143),
    ("Canal Walkers", "over_50", "Short walks along the canal.", 88),
    ("Brook Street Menders", "men", "Men who mend bicycles, radios and chairs.", 67),
    ("St Anne’s Lunch Table", "neighbourhood", "Lunch for whoever comes, on Tuesdays.", 305),
    ("Somali Elders’ Hour", "one_community", "Coffee and news for elders, in Somali.", 120),
    ("Carers’ Breathing Space", "carers", "Two hours off for people who care for somebody.", 54),
    ("Crescent Chair Yoga", "over_50", "Yoga on chairs in the community room.", 176),
    ("Lantern Choir", "all_adults", "Singing for people who think they cannot.", 240),
)
CHANGED = (
    "Two who came alone now come together, and one of them brought her neighbour.",
    "We moved to the warmer room, and people stay for longer.",
    "More come since the bus stops in front of the hall.",
    "Three of the regulars now open up and put out the chairs themselves.",
)
STORY = (
    "One man had not sat at a table with others since his wife died. In June he brought a cake. Now he tells everybody which"
    " bus to take."
)
MEASURES = (
    "groups_supported", "groups_told", "group_attendances", "group_attendances_sampled", "group_newcomers",
    "group_easy_share", "groups_constituted", "group_policies", "group_applications_received", "group_money_raised",
)  # fmt: skip
FIRST = {"constitution": 4, "committee": 6, "bank_account": 3, "accounts": 5, "insurance": 3, "safeguarding": 4}
"""How many of the ten had an item in place at the first look."""


def lay(council: Actor, founded: Mapping[str, Founded], seed: int, anchor: str = ANCHOR) -> None:
    """After the small grants were given. Where the city has no anchor, nothing."""
    with scope.of(council):
        contract = next((row for row in queries.visible_to(council) if row.reference == anchor), None)
        if contract is None:
            return
        said = Place(("Ladywood",), ("over_50",))
        groups.place(by=council, contract_uid=str(contract.uid), said=said)
        why = "What a group tells stays with its anchor; only counts leave."
        agreed = [measures.NewMeasure(measure=name, level="aggregate", level_reason=why) for name in MEASURES]
        measures.agree(by=council, contract_uid=str(contract.uid), measures=agreed)
    one = founded[contract.provider.slug]
    with scope.of(one.lead):
        organisations.add_member(
            by=system(contract.provider), email=EMAIL, name=NAME, roles=["data_lead"], password=PASSWORD
        )
        _Anchor(one.lead, contract, Random(f"{seed} groups")).lay()


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


class _Anchor:
    """One anchor with its groups, over the last quarters."""

    def __init__(self, by: Actor, contract: Contract, rng: Random) -> None:
        self.by, self.contract, self.rng = by, contract, rng
        self.quarters: list[Period] = [previous(quarter_of(clock.today()))]
        while len(self.quarters) < 3:
            self.quarters.insert(0, previous(self.quarters[0]))

    def lay(self) -> None:
        since = max(self.quarters[0].start, self.contract.start_date)
        new = [NewGroup(name, since, target_groups=(target,), what=what) for name, target, what, _ in GROUPS]
        made = groups.add(by=self.by, contract_uid=self.contract.uid, new=new).items
        self._look(made, since + timedelta(days=10), FIRST)
        self._look(made, self.quarters[2].start + timedelta(days=20), {name: many + 3 for name, many in FIRST.items()})
        for quarter in self.quarters:
            with clock.fixed(min(at_noon(quarter.end + timedelta(days=20)), clock.now())):
                self._tell(made, quarter)
        self._apply(made)

    def _look(self, made: tuple[Group, ...], day: date, in_place: dict[str, int]) -> None:
        items = checklists.newest().items
        checks = []
        for place, group in enumerate(made):
            answers = {
                item.id: self._answer(in_place.get(item.id, 2), (place * 7 + at * 3) % len(GROUPS))
                for at, item in enumerate(items)
            }
            checks.append(NewCheck(str(group.uid), day, answers))
        group_checks.record(by=self.by, checks=checks)

    def _answer(self, many: int, place: int) -> str:
        if place < many:
            return "in_place"
        return "under_way" if place == many else "not_yet"

    def _tell(self, made: tuple[Group, ...], quarter: Period) -> None:
        """Most by their link, two by phone, one counted only some of the times; of the newest three have not told yet."""
        is_newest = quarter == self.quarters[-1]
        asked = made[:-2]
        links = group_links.make(
            by=self.by, group_uids=[group.uid for group in asked], period=quarter, languages=[*every()]
        ).items
        for place, link in enumerate(links):
            if is_newest and place in (4, 6, 7):
                continue
            sent = self._send(link.row, place)
            if not is_newest or place % 3:
                group_reports.see(by=self.by, report_uid=sent)
        for place, group in enumerate(made[-2:], len(asked)):
            if not is_newest or place % 2:
                said = self._said(place)
                group_reports.write(by=self.by, group_uid=group.uid, period=quarter, said=said)

    def _send(self, row: GroupLink, place: int) -> str:
        """As the group's own page does."""
        said = self._said(place)
        typed = {name: str(number) for name in rules_telling.NUMBERS if (number := getattr(said, name)) is not None}
        typed |= {"changed": said.changed, "story": said.story, "story_consent": said.story_consent}
        typed |= {"is_sample": "1"} if said.is_sample else {}
        heard = rules_telling.heard(typed, said.help_wanted, telling.helps())
        telling.keep(row, heard)
        return telling.send(row).uid

    def _said(self, place: int) -> Telling:
        usual = GROUPS[place][3]
        heads = max(round(usual * self.rng.uniform(0.85, 1.2)), 4)
        sample: dict[str, Any] = {"is_sample": True, "times_met": 12, "times_counted": 3} if place == 5 else {}
        asked = min(self.rng.randint(8, 24), heads)
        easy = max(asked - self.rng.randint(1, 5), 0)
        story: dict[str, Any] = {"story": STORY, "story_consent": "told"} if place == 0 else {}
        return Telling(
            heads=heads // 4 if sample else heads, heads_new=self.rng.randint(0, 6), asked=asked, easy_to_come=easy,
            feel_better=max(asked - self.rng.randint(0, 3), 0), changed=self.rng.choice(CHANGED),
            help_wanted=tuple(self.rng.sample(telling.helps(), 2)), **story, **sample,
        )  # fmt: skip

    def _apply(self, made: tuple[Group, ...]) -> None:
        """Four of the grants were given already; three more apply: awarded anew, turned down with help elsewhere, waiting."""
        free = {row.group_name: row for row in group_applications.free_grants(self.contract)}
        for group in made[:4]:
            if (grant := free.get(group.name)) is not None:
                got = self._received(group, grant.awarded_date - timedelta(days=21), grant.pounds, grant.title)
                said = Decision("awarded", max(grant.awarded_date, got.received_date))
                group_applications.decide(by=self.by, application_uid=got.uid, said=said, grant_uid=str(grant.uid))
        day = self.quarters[2].start + timedelta(days=30)
        given = self._received(made[5], day, 1_200, "Pots, pans and a second hob")
        hob = "A second hob and pans, so that lunch is ready for sixty."
        new = NewGrant(made[5].name, "A second hob", hob, 1_000, day + timedelta(days=14), is_group=True)
        group_applications.decide(
            by=self.by, application_uid=given.uid, said=Decision("awarded", day + timedelta(days=14)), grant=new
        )
        turned = self._received(made[6], day, 4_800, "A part-time coordinator")
        said = Decision(
            "turned_down", day + timedelta(days=14), "not_what_for", "The money is not for wages.",
            "The National Lottery Community Fund", 9_500, day + timedelta(days=40),
        )  # fmt: skip
        group_applications.decide(by=self.by, application_uid=turned.uid, said=said)
        self._received(made[8], clock.today() - timedelta(days=9), 650, "Twenty folding chairs")

    def _received(self, group: Group, day: date, pounds: int, what_for: str) -> GroupApplication:
        new = NewApplication(str(group.uid), max(day, group.known_date), pounds, what_for)
        return group_applications.receive(by=self.by, new=[new]).one
