"""Build the city: two years of quarters, each recorded, returned and reviewed in its own time. Repeatable by seed."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.interfaces.cli.demo import asked, collecting, doors, doubles, elsewhere, founding, groups, money, negotiating
from cairn.interfaces.cli.demo.city import PROVIDERS, DemoProvider
from cairn.interfaces.cli.demo.days import Days
from cairn.interfaces.cli.demo.fairly import area, came, funder, own_measure, supplied
from cairn.interfaces.cli.demo.founding import Founded
from cairn.interfaces.cli.demo.lives import Life, life
from cairn.interfaces.cli.demo.loading import Loader, by_provider
from cairn.interfaces.cli.demo.standing import Standing
from cairn.interfaces.cli.demo.voices import lay as lay_voices
from cairn.interfaces.cli.django import learn_sizes
from cairn.kernel import clock, periods
from cairn.kernel.periods import Period
from cairn.returns.actions import review, rounds, submissions

Say = Callable[[str], None]
QUARTERS = 8
RETURNED = 3  # how many past quarters the council has accepted returns for


def quarters(today: date) -> list[Period]:
    """The quarter that is running, and the eight before it, oldest first."""
    found = [periods.quarter_of(today)]
    while len(found) <= QUARTERS:
        found.insert(0, periods.previous(found[0]))
    return [*found[:-1], Period(found[-1].start, today)]


def draw(people: int, seed: int, span: Period, plans: Sequence[DemoProvider] = PROVIDERS) -> Iterator[tuple[str, Life]]:
    """So many lives, shared out among providers by the weight of their services."""
    rng = Random(seed)
    places = [(plan, index) for plan in plans for index, service in enumerate(plan.services) if service.weight]
    weights = [plan.services[index].weight for plan, index in places]
    for _ in range(people):
        plan, index = rng.choices(places, weights=weights)[0]
        yield plan.slug, life(rng, index, plan.services[index], span.start, span.end)


def build(*, people: int, seed: int, say: Say, plans: Sequence[DemoProvider] = PROVIDERS) -> None:
    """Everything, through the actions; `say` hears how far it has come. With fewer `plans`, a city of fewer providers."""
    today = clock.today()
    slices = quarters(today)
    since, until = slices[0].start, date(slices[-1].start.year + 2, 3, 31)
    say("Founding the city…")
    with clock.fixed(at_four(since)):
        council = founding.commissioner()
        founded = {plan.slug: founding.provider(plan, since) for plan in plans}
        contract_uids = founding.contract_all(council, founded, since, until)
    lives = by_provider(draw(people, seed, Period(since, today), plans))
    loaders = [Loader(one, lives.get(slug, []), Random(f"{seed} {slug}")) for slug, one in founded.items()]
    for number, period in enumerate(slices):
        with clock.fixed(at_four(period.end)):
            for loader in loaders:
                loader.load(period)
        learn_sizes()
        total = sum(loader.records for loader in loaders)
        say(f"  {number + 1} of {len(slices)}: {period.start:%B %Y} to {period.end:%B %Y}, {total:,} records")
    say("Today…")
    for loader in loaders:
        Days(loader.founded, loader.cases, loader.rng).lay()
        Standing(loader.founded, loader.cases, loader.rng).lay()
    doors.lay(founded, {loader.founded.plan.slug: loader.cases for loader in loaders}, seed)
    lay_voices(founded, {loader.founded.plan.slug: loader.cases for loader in loaders}, seed)
    asked.lay(founded, {loader.founded.plan.slug: loader.cases for loader in loaders}, seed)
    doubles.lay(next(iter(founded.values())))
    elsewhere.lay(list(founded.values()), seed)
    money.lay(council, founded)
    groups.lay(council, founded, seed)
    if supplied.PROVIDER in founded:
        supplied.sign_in(founded[supplied.PROVIDER])
    say("Returns…")
    own = _return_all(council, founded, contract_uids, slices[:-1])
    came.lay(council, founded, slices[-1 - RETURNED - 1 : -2])
    funder.lay(founded, own)
    negotiating.lay(council, founded)
    area.ask(council, founded)
    collecting.lay(council, founded, seed)


def at_four(day: date) -> datetime:
    """The afternoon of a day: when what was recorded by then is looked at."""
    return datetime.combine(day, time(16), UTC)


def _return_all(council: Actor, founded: dict[str, Founded], contract_uids: list[str], past: list[Period]) -> str:
    """The council asks for the last quarters; all but the newest are accepted. The newest waits: a few have been sent. Returns
    the measure that a provider put together and agreed meanwhile, by its id."""
    leads = {uid: one for one in founded.values() for uid in one.contract_uids}
    own = ""
    for period in past[-1 - RETURNED :]:
        newest = period == past[-1]
        opens, closes = period.end + timedelta(days=1), period.end + timedelta(days=61)
        with clock.fixed(at_four(opens + timedelta(days=14))):
            for number, uid in enumerate(contract_uids):
                lead = leads[uid]
                return_uid = _ask(council, uid, period, opens, closes)
                if _is_elsewhere(lead) and period in past[-2:]:
                    _supply(council, lead.lead, return_uid, is_newest=newest)
                elif newest and (number % 3 or lead.plan.people):
                    continue
                else:
                    with scope.of(lead.lead):
                        submissions.submit(by=lead.lead, return_uid=return_uid)
                if not newest:
                    with scope.of(council):
                        review.accept(by=council, return_uid=return_uid)
            if period == past[-3]:
                own = own_measure.lay(council, founded)
    return own


def _is_elsewhere(one: Founded) -> bool:
    return one.plan.slug == supplied.PROVIDER


def _supply(council: Actor, lead: Actor, return_uid: str, *, is_newest: bool) -> None:
    if is_newest:
        supplied.send_after_faults(lead, return_uid)
    else:
        supplied.send_and_mend(council, lead, return_uid)


def _ask(council: Actor, contract_uid: str, period: Period, opens: date, closes: date) -> str:
    name = f"{period.start:%B} to {period.end:%B %Y}"
    new = rounds.NewRound(name, period.start, period.end, opens, closes)
    with scope.of(council):
        made = rounds.add(by=council, contract_uid=contract_uid, rounds=[new]).one
        return str(made.answer.uid)
