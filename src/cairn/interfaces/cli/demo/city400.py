"""The plan of a city of many contracts: who provides what, under which contracts and grants, with whom. All invented, in the
six real commissioning areas; one seed gives one plan.

Stepping Out, where people sign in, is its first provider. The others have one to six contracts each; a few lead others,
a few are paid twice for the same people, a few have no agreement yet, and one contract ends before its year is over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random

from cairn.interfaces.cli.demo.city import MEASURES, PROVIDERS, DemoProvider, DemoService
from cairn.interfaces.cli.demo.city400_names import PARTS, WORDS, names
from cairn.interfaces.cli.demo.money import Places

HOME = PROVIDERS[0]
#: area → the part of its references, its share of the contracts, the usual value, and how many of ten are grants
AREAS: Mapping[str, tuple[str, int, int, int]] = {
    "vulnerable_adults_1": ("VA1", 22, 240_000, 0),
    "vulnerable_adults_2": ("VA2", 16, 180_000, 1),
    "carers": ("CA", 10, 120_000, 2),
    "prevention_and_communities": ("PC", 22, 60_000, 6),
    "neighbourhood_networks": ("NN", 20, 35_000, 9),
    "refugees_and_migration": ("RM", 10, 110_000, 3),
}
EACH = Decimal("2.3")  # contracts a provider, on average
MOST = 6
#: Of every so many contracts one is like this.
LEADS, TWICE, UNSIGNED = 20, 16, 33
TARGETS: Mapping[str, tuple[int, int]] = {"people_supported": (4, 9), "needs_met": (1, 5), "steps_reached": (2, 8)}


@dataclass(frozen=True, slots=True)
class PlannedContract:
    """`services` are places in the lead's list; `pays_second` some of the people whom another contract pays for already.
    `ends` where it ends before its time."""

    reference: str
    title: str
    area: str
    lead: str
    services: tuple[int, ...]
    value: int
    is_grant: bool
    lot: str = ""
    partners: tuple[str, ...] = ()
    pays_second: bool = False
    is_signed: bool = True
    ends: date | None = None
    targets: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CityPlan:
    providers: tuple[DemoProvider, ...]
    contracts: tuple[PlannedContract, ...]

    def of(self, slug: str) -> list[PlannedContract]:
        return [each for each in self.contracts if each.lead == slug]


def plan(contracts: int, seed: int, ends: date) -> CityPlan:
    """A city of so many contracts, two of them Stepping Out's. `ends` is the day on which the short one is over."""
    rng = Random(f"{seed} city of {contracts}")
    places = _places(rng, contracts - 2)
    providers = [HOME, *_providers(rng, places)]
    planned = [*_home(rng), *_planned(rng, providers[1:])]
    planned = _with_partners(rng, providers, _some_unsigned(planned))
    short = next(at for at, each in enumerate(planned) if at > 2 and not each.partners and not each.pays_second)
    planned[short] = replace(planned[short], ends=ends)
    return CityPlan(tuple(providers), tuple(planned))


def _places(rng: Random, contracts: int) -> list[tuple[str, int]]:
    """(area, how many contracts) of each provider; the first six are of the six areas."""
    count = max(min(contracts, len(AREAS)), int(contracts / EACH))
    areas = [*AREAS, *rng.choices(list(AREAS), weights=[share for _, share, *_ in AREAS.values()], k=count)][:count]
    sizes = [1] * count
    while sum(sizes) < contracts:
        at = rng.choice([at for at, size in enumerate(sizes) if size < MOST] or range(count))
        sizes[at] += 1
    return list(zip(areas, sizes, strict=True))


def _providers(rng: Random, places: Sequence[tuple[str, int]]) -> Iterator[DemoProvider]:
    made = {area: names(rng, area) for area in AREAS}
    for area, size in places:
        name = next(made[area])
        twice = size > 1 and rng.randrange(TWICE) < 3
        services = tuple(_service(rng, area, number, size) for number in range(size - twice))
        yield DemoProvider(
            _slug(name), name, area, services, "led", words=rng.choice(WORDS), second_contract="yes" * twice
        )


def _slug(name: str) -> str:
    return "".join(letter for letter in name.lower().replace(" ", "-") if letter.isalnum() or letter == "-")


def _service(rng: Random, area: str, number: int, size: int) -> DemoService:
    """One of the kinds that the area has; the second of a kind at one provider is for another part of the city."""
    kinds = [service for one in PROVIDERS[1:] if one.area == area for service in one.services if service.weight]
    kind = kinds[number % len(kinds)]
    part = PARTS[(number // len(kinds)) % len(PARTS)]
    name = kind.name if size <= len(kinds) else f"{kind.name}, {part}"
    return replace(kind, name=name, weight=rng.choice((0.4, 0.7, 1.0, 1.0, 1.4, 2.2)))


def _home(rng: Random) -> list[PlannedContract]:
    title = f"{HOME.services[0].name}: {HOME.name}"
    first = PlannedContract(
        HOME.contract, title, HOME.area, HOME.slug, (0, 1), HOME.value, False, targets=_targets(rng)
    )
    second = PlannedContract(
        HOME.second_contract, f"First bus home: {HOME.name}", "prevention_and_communities", HOME.slug, (), 24_000, True,
        pays_second=True,
    )  # fmt: skip
    return [first, second]


def _planned(rng: Random, providers: Sequence[DemoProvider]) -> Iterator[PlannedContract]:
    numbers = dict.fromkeys(AREAS, 10)
    for one in providers:
        short, _, usual, grants = AREAS[one.area]
        for at, service in enumerate(one.services):
            numbers[one.area] += 1
            is_grant = rng.randrange(10) < grants
            value = round(usual * rng.uniform(0.4, 2.2), -3)
            yield PlannedContract(
                f"{short}-{numbers[one.area]:03d}", f"{service.name}: {one.name}", one.area, one.slug, (at,),
                int(min(value, 90_000) if is_grant else value), is_grant,
                lot="" if is_grant else f"Lot {1 + numbers[one.area] % 4}", targets=_targets(rng),
            )  # fmt: skip
        if one.second_contract:
            numbers[one.area] += 1
            yield PlannedContract(
                f"{short}-{numbers[one.area]:03d}", f"Further support: {one.name}", one.area, one.slug, (),
                rng.randrange(8, 40) * 1_000, True, pays_second=True,
            )  # fmt: skip


def _targets(rng: Random) -> dict[str, int]:
    """Two of three contracts have targets; some are out of reach."""
    if not rng.randrange(3):
        return {}
    return {measure: rng.randint(low, high) for measure, (low, high) in TARGETS.items()}


def _some_unsigned(planned: Sequence[PlannedContract]) -> list[PlannedContract]:
    """One in so many contracts, never the first, still waits for its agreement to be signed."""
    return [replace(each, is_signed=at % UNSIGNED != 5) for at, each in enumerate(planned)]


def _with_partners(
    rng: Random, providers: Sequence[DemoProvider], planned: Sequence[PlannedContract]
) -> list[PlannedContract]:
    """One in so many is delivered with one or two others, of the same area if there are any, each by its first service."""
    found: list[PlannedContract] = []
    led = 0
    for at, each in enumerate(planned):
        every = [one for one in providers[1:] if one.slug != each.lead]
        others = [one.slug for one in every if one.area == each.area] or [one.slug for one in every]
        leads = bool(others) and not each.pays_second and at > 1 + led * LEADS
        led += leads
        chosen = tuple(rng.sample(others, k=min(len(others), rng.choice((1, 2))))) if leads else ()
        found.append(replace(each, partners=chosen))
    return found


def places(planned: CityPlan) -> Places:
    """Where the money of a city is told of: an anchor of the neighbourhood networks, a contract that is paid by outcomes, and
    those that brought in money from elsewhere."""
    own = [each for each in planned.contracts if not each.pays_second and each.is_signed]

    def first(area: str) -> str:
        return next((each.reference for each in own if each.area == area), "")

    brought = (HOME.contract, first("carers"), first("neighbourhood_networks"), first("vulnerable_adults_1"))
    return Places({}, first("neighbourhood_networks"), first("vulnerable_adults_1"), brought)


#: What the returns of a quarter carry, and those of the year; and what leaves once a year besides.
QUARTERLY = MEASURES
YEARLY = (
    ("people_new", ""),
    ("outcomes_reached", ""),
    ("closures", ""),
    ("days_to_support", ""),
    ("lifesat_change", ""),
)
YEARLY_FIELDS = (
    ("readings", "To see how people change, reading by reading"),
    ("referrals", "To see by which ways people come, and who is turned away"),
)
