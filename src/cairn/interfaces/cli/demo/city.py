"""The demonstration city: who provides what, to whom, under which contract. All invented, in six real commissioning areas.

The odd cases of the prevention framework review are here on purpose: a lead with partners, a refuge that asks for no
postcode, a group that only counts heads, an intake in crisis, an advice service that sees people once, and people whose
support two contracts pay for.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DemoType:
    """A type of activity; `rungs` of the service's ladder that it usually carries, counted from 1."""

    name: str
    mode: str = "individual"
    minutes: int = 60
    rungs: tuple[int, ...] = ()
    outcomes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DemoService:
    """`starter` is a step ladder of the library. `weight` is its share of the city's people."""

    name: str
    who_for: str
    weight: float
    needs: tuple[str, ...]
    types: tuple[DemoType, ...]
    starter: str = "getting_out_and_about"
    asks_postcode: bool = True
    is_one_off: bool = False
    crisis: float = 0.08
    has_scale: bool = True
    star: str = ""
    is_short_stay: bool = False

    @property
    def scales(self) -> tuple[str, ...]:
        """The usual set: a Star where there is one, SWEMWBS, life satisfaction."""
        return tuple(filter(None, (self.star, "swemwbs", "lifesat"))) if self.has_scale else ()


@dataclass(frozen=True, slots=True)
class DemoProvider:
    """`leads` names partners by slug; a provider with no `contract` records under somebody's lead."""

    slug: str
    name: str
    area: str
    services: tuple[DemoService, ...]
    contract: str = ""
    value: int = 0
    is_grant: bool = False
    leads: tuple[str, ...] = ()
    words: tuple[str, str] = ("client", "clients")
    second_contract: str = ""
    people: tuple[tuple[str, str, tuple[str, ...]], ...] = field(default=())


def _outcomes(*ids: str) -> tuple[tuple[str, str], ...]:
    return tuple(("prevention-first", id_) for id_ in ids)


VISIT = DemoType("Home visit", minutes=60, rungs=(1,), outcomes=_outcomes("increased_social_participation"))
TRIP = DemoType("Trip out together", minutes=90, rungs=(2, 3), outcomes=_outcomes("increased_social_participation"))
CALL = DemoType("Phone call", minutes=15)
SOLO = DemoType("Check-in after a trip alone", minutes=20, rungs=(4,))
ADVICE = DemoType("Advice appointment", minutes=45, rungs=(1, 2), outcomes=_outcomes("maximised_income"))
GROUP = DemoType("Weekly group", mode="group", minutes=120, rungs=(1, 2, 3))
LUNCH = DemoType("Open lunch", mode="head_count", minutes=120)

MIND = ("mental_health", "getting_out", "loneliness", "confidence", "physical_health", "self_care")
HOME = ("keeping_a_home", "finding_a_home", "debt", "income_and_benefits", "mental_health", "gp_access")
MONEY = ("debt", "income_and_benefits", "managing_money", "paid_work", "keeping_a_home")
TIES = ("loneliness", "exercise", "diet", "culture_and_leisure", "digital_access", "caring")
ARRIVAL = ("immigration", "finding_a_home", "learning", "gp_access", "income_and_benefits", "loneliness")
SAFE = ("domestic_abuse", "finding_a_home", "mental_health", "parenting", "income_and_benefits")

PROVIDERS = (
    DemoProvider(
        "stepping-out", "Stepping Out Centre", "vulnerable_adults_2",
        (
            DemoService("Getting out and about", "Adults who find it hard to leave home", 0.16, MIND,
                        (VISIT, TRIP, SOLO, CALL, GROUP), star="star_empowerment"),
            DemoService("Drop-in", "Anyone who comes through the door", 0.02, MIND, (LUNCH, CALL), has_scale=False),
        ),
        "VA2-01", 310_000, second_contract="PC-09",
        people=(
            ("worker@demo.example", "Rosa Whitfield", ("support_worker",)),
            ("manager@demo.example", "Lyndon Achebe", ("service_manager",)),
            ("data@demo.example", "Priya Sandhu", ("data_lead",)),
        ),
    ),
    DemoProvider(
        "bridgeway", "Bridgeway Learning Disability Support", "vulnerable_adults_2",
        (DemoService("Community support", "Adults with a learning disability", 0.07, MIND, (VISIT, TRIP, GROUP)),),
        "VA2-02", 240_000, words=("member", "members"),
    ),
    DemoProvider(
        "kingfisher", "Kingfisher Housing Support", "vulnerable_adults_1",
        (DemoService("Tenancy support", "People at risk of losing their home", 0.12, HOME, (VISIT, CALL, ADVICE),
                     "post_and_bills", star="star_homelessness"),),
        "VA1-01", 780_000, leads=("lantern", "canalside"), words=("citizen", "citizens"),
    ),
    DemoProvider(
        "lantern", "Lantern Refuge", "vulnerable_adults_1",
        (DemoService("Refuge and outreach", "Women and children leaving abuse", 0.06, SAFE, (VISIT, CALL, GROUP),
                     asks_postcode=False, crisis=0.7),),
        words=("resident", "residents"),
    ),
    DemoProvider(
        "canalside", "Canalside Advice", "vulnerable_adults_1",
        (DemoService("Money and rights advice", "Anyone in money trouble", 0.08, MONEY, (ADVICE, CALL), "post_and_bills",
                     is_one_off=True, has_scale=False),),
    ),
    DemoProvider(
        "nightingale", "Nightingale Street Crisis House", "vulnerable_adults_1",
        (DemoService("Crisis stay", "People in a mental health crisis", 0.06, MIND, (VISIT, CALL), crisis=0.85,
                     is_short_stay=True),),
        "VA1-02", 420_000,
    ),
    DemoProvider(
        "carers-circle", "Carers Circle", "carers",
        (DemoService("Carers support", "Anyone who looks after someone", 0.10, TIES, (VISIT, CALL, GROUP), "joining_a_group"),),
        "CA-01", 350_000, words=("carer", "carers"),
    ),
    DemoProvider(
        "mossfield", "Mossfield Community Kitchen", "prevention_and_communities",
        (DemoService("Cook and eat together", "Neighbours of all ages", 0.06, TIES, (GROUP, CALL), "joining_a_group"),),
        "PC-01", 60_000, is_grant=True, words=("neighbour", "neighbours"),
    ),
    DemoProvider(
        "evergreen", "Evergreen Elders", "prevention_and_communities",
        (DemoService("Befriending", "People over fifty living alone", 0.07, TIES, (VISIT, CALL, GROUP), "joining_a_group"),),
        "PC-02", 80_000, is_grant=True, words=("member", "members"),
    ),
    DemoProvider(
        "ladyfield", "Ladyfield Neighbours", "neighbourhood_networks",
        (
            DemoService("Community connecting", "People over fifty", 0.05, TIES, (VISIT, CALL, GROUP), "joining_a_group"),
            DemoService("Tuesday lunch club", "Anyone", 0.0, TIES, (LUNCH,), has_scale=False),
        ),
        "NN-01", 45_000, is_grant=True,
    ),
    DemoProvider(
        "hillcrest", "Hillcrest Together", "neighbourhood_networks",
        (DemoService("Good neighbours", "People over fifty", 0.04, TIES, (VISIT, GROUP), "joining_a_group"),),
        "NN-02", 38_000, is_grant=True,
    ),
    DemoProvider(
        "welcome-house", "Welcome House", "refugees_and_migration",
        (DemoService("Resettlement", "People newly granted protection", 0.07, ARRIVAL, (VISIT, ADVICE, TRIP)),),
        "RM-01", 290_000, words=("guest", "guests"),
    ),
    DemoProvider(
        "new-roots", "New Roots", "refugees_and_migration",
        (DemoService("English and belonging", "Refugees and people seeking asylum", 0.04, ARRIVAL, (GROUP, CALL),
                     "joining_a_group"),),
        "RM-02", 110_000, words=("learner", "learners"),
    ),
)  # fmt: skip

COMMISSIONER = ("demonstration-city", "Demonstration City Council", "commissioner@demo.example", "Helen Brandreth")

#: What every return carries: measure, broken down by.
MEASURES = (
    ("referrals_received", ""),
    ("referrals_accepted", ""),
    ("referrals_unsuccessful", "unsuccessful_reason"),
    ("referrals_withdrawn", ""),
    ("referrals_pending", ""),
    ("people_supported", ""),
    ("needs_presented", ""),
    ("needs_part_met", ""),
    ("needs_met", ""),
    ("steps_reached", ""),
    ("swemwbs_change", ""),
)

#: What leaves under the demonstration's agreements, and why.
SHARED_FIELDS = (
    ("gender", "To see whether men, women and others are served alike"),
    ("same_as_birth", "To see whether trans people are served alike"),
    ("age_band", "To see whether young and old are served alike"),
    ("disability", "To see whether disabled people are served alike"),
    ("ethnicity_group", "To see whether ethnic groups are served alike"),
    ("ethnicity", "To see whether ethnic groups are served alike"),
    ("ward", "To see which parts of the city are reached"),
    ("sector", "To see which parts of the city are reached"),
)
