"""Build a city of many contracts: its last full financial year and all since, through the same actions as every screen; then
the four quarters and the year, as they were returned and reviewed. Repeatable by seed."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from cairn.interfaces.cli.demo import asked, city400_areas, collecting, doors, doubles, elsewhere, groups, money
from cairn.interfaces.cli.demo.building import at_four, draw
from cairn.interfaces.cli.demo.city400 import places, plan
from cairn.interfaces.cli.demo.city400_founding import City, found
from cairn.interfaces.cli.demo.city400_words import talk_about_it, work_on
from cairn.interfaces.cli.demo.city400_year import live_the_year
from cairn.interfaces.cli.demo.days import Days
from cairn.interfaces.cli.demo.loading import Loader, by_provider
from cairn.interfaces.cli.demo.standing import Standing
from cairn.interfaces.cli.demo.voices import lay as lay_voices
from cairn.interfaces.cli.django import learn_sizes
from cairn.kernel import clock, periods
from cairn.kernel.periods import Period

Say = Callable[[str], None]
USUAL_PEOPLE = 8_000
FIRST_MONTH = 4  # of a financial year


def year_of(today: date) -> Period:
    """The last full financial year before a day."""
    last = today.year if today >= date(today.year, FIRST_MONTH, 1) else today.year - 1
    return Period(date(last - 1, FIRST_MONTH, 1), date(last, FIRST_MONTH, 1) - timedelta(days=1))


def build(*, contracts: int, people: int, seed: int, say: Say) -> City:
    """Everything; `say` hears how far it has come."""
    today = clock.today()
    year = year_of(today)
    slices = _slices(year, today)
    planned = plan(contracts, seed, year.end - timedelta(days=45))
    say(f"Founding {len(planned.providers)} providers with {contracts} contracts…")
    with clock.fixed(at_four(year.start)):
        city = found(planned, year.start, date(today.year + 2, 3, 31))
    lives = by_provider(draw(people, seed, Period(year.start, today), planned.providers))
    loaders = [Loader(one, lives.get(slug, []), Random(f"{seed} {slug}")) for slug, one in city.founded.items()]
    for number, period in enumerate(slices):
        with clock.fixed(at_four(period.end)):
            for loader in loaders:
                loader.load(period)
        learn_sizes()
        records = sum(loader.records for loader in loaders)
        say(f"  {number + 1} of {len(slices)}: {period.start:%B %Y} to {period.end:%B %Y}, {records:,} records")
    say("Today…")
    _today(loaders, seed)
    at = places(planned)
    money.lay(city.council, city.founded, at)
    groups.lay(city.council, city.founded, seed, at.anchor)
    work_on(city)
    live_the_year(city, year, seed, say)
    talk_about_it(city, seed, at.paid)
    city400_areas.ask_today(city)
    collecting.lay(city.council, city.founded, seed)
    learn_sizes()
    return city


def _slices(year: Period, today: date) -> list[Period]:
    """The quarters of the year, then what has gone by since in two parts."""
    found = [periods.quarter_of(year.start)]
    while found[-1].end < year.end:
        found.append(periods.quarter_of(found[-1].end + timedelta(days=1)))
    since, middle = year.end + timedelta(days=1), periods.previous(periods.quarter_of(today)).end
    return [
        *found,
        *([Period(since, middle)] if middle > since else []),
        Period(max(since, middle + timedelta(days=1)), today),
    ]


def _today(loaders: list[Loader], seed: int) -> None:
    """What lies on the desks of whoever signs in, and at their doors."""
    for loader in loaders:
        if loader.founded.plan.people:
            Days(loader.founded, loader.cases, loader.rng).lay()
            Standing(loader.founded, loader.cases, loader.rng).lay()
            doubles.lay(loader.founded)
    some = loaders[:4]
    founded = {loader.founded.plan.slug: loader.founded for loader in some}
    cases = {loader.founded.plan.slug: loader.cases for loader in some}
    doors.lay(founded, cases, seed)
    lay_voices(founded, cases, seed)
    asked.lay(founded, cases, seed)
    elsewhere.lay(list(founded.values()), seed)
