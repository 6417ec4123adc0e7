"""The year of a city as its returns went: most on time and accepted; some late, questioned, sent back, opened again, or not
sent at all. Every act has its moment, and all happen in the order of time."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random

from cairn.access import scope
from cairn.interfaces.cli.demo.city400_founding import City, Standing
from cairn.kernel import clock, periods
from cairn.kernel.periods import Period
from cairn.returns.actions import notes, overrides, reopening, review, rounds, submissions, talk
from cairn.returns.actions.rounds import NewRound

Say = Callable[[str], None]
OPEN_DAYS = 30
#: What becomes of a return, and in how many of a hundred; of the last quarter and of the year less is settled.
SETTLED = {"accepted": 76, "late": 8, "questioned": 6, "corrected": 3, "sent_back": 4, "opened_again": 2, "missing": 1}
RUNNING = {
    "accepted": 62,
    "late": 7,
    "questioned": 6,
    "waits": 8,
    "asked": 4,
    "sent_back": 3,
    "rejected": 3,
    "missing": 7,
}
ASKS = ("This is far from last time. What changed?", "Does this include the people of your partners?",
        "Fewer than we expected. Is everything recorded?")  # fmt: skip
TOLD = (
    "A new worker began in the second month.",
    "Yes; they record beside us.",
    "It is; two groups paused for repairs.",
)
BACK = "Two services are missing from this. Please look at it again and send it once more."
AGAIN = "You told us of visits that were counted twice. Please correct the figure and send it again."
COUNTED = "The paper list of the summer group was counted by hand and is not on record."


@dataclass(order=True, slots=True)
class Act:
    """Something that is done at a moment; of two at one moment the one that was thought of first."""

    at: datetime
    number: int
    do: Callable[[], None] = field(compare=False)


class Year:
    """The acts of a year, in order of time. `counts` says how many returns went which way."""

    def __init__(self, city: City, seed: int) -> None:
        self.city, self.rng = city, Random(f"{seed} year")
        self.acts: list[Act] = []
        self.number = count()
        self.counts: dict[str, int] = {}

    def plan(self, asked: Period, kind: str, fates: dict[str, int]) -> None:
        """A round of every contract that runs then: asked for, and what becomes of it."""
        opens = asked.end + timedelta(days=1)
        closes = opens + timedelta(days=OPEN_DAYS)
        by_lead: dict[str, int] = {}
        for one in self.city.contracts:
            # Whoever gives several returns sends them on one day.
            sent = by_lead.setdefault(one.plan.lead, self.rng.randrange(3, OPEN_DAYS))
            fate = self.rng.choices(list(fates), weights=list(fates.values()))[0]
            fate = "ended" if one.plan.ends and one.plan.ends < asked.end else fate
            self.counts[fate] = self.counts.get(fate, 0) + 1
            line = _Line(self, one, self._ask(one, asked, kind, opens, closes))
            days = sent + OPEN_DAYS if fate == "late" else sent
            self._at(opens + timedelta(days=days), line.way(fate))

    def _ask(self, one: Standing, asked: Period, kind: str, opens: date, closes: date) -> str:
        new = NewRound(_name(asked, kind), asked.start, asked.end, opens, closes)
        with clock.fixed(_noon(asked.start)), scope.of(self.city.council):
            made = rounds.add(by=self.city.council, contract_uid=one.uid, rounds=[new]).one
        return str(made.answer.uid)

    def _at(self, day: date, acts: Iterator[int]) -> None:
        """Do the next of these acts on a day; it says how many days later the one after it comes."""

        def do() -> None:
            days = next(acts, None)
            if days is not None:
                self._at(day + timedelta(days=days), acts)

        heapq.heappush(self.acts, Act(_noon(day), next(self.number), do))

    def live(self, say: Say) -> None:
        """All of it, until today."""
        done, until = 0, clock.now()
        while self.acts:
            act = heapq.heappop(self.acts)
            if act.at > until:
                continue
            with clock.fixed(act.at):
                act.do()
            done += 1
            if done % 200 == 0:
                say(f"  {act.at:%-d %B %Y}: {done:,} deeds done, {len(self.acts):,} planned")


class _Line:
    """One return on its way. Each way is a list of acts, with the days between them."""

    def __init__(self, year: Year, one: Standing, return_uid: str) -> None:
        self.one, self.uid, self.rng = one, return_uid, year.rng
        self.council, self.lead = year.city.council, one.lead.lead

    def way(self, fate: str) -> Iterator[int]:
        found: Iterator[int] = getattr(self, f"_{fate}")()
        return found

    def _accepted(self) -> Iterator[int]:
        self._submit()
        yield self._later()
        self._accept()

    _late = _accepted

    def _missing(self) -> Iterator[int]:
        yield from ()

    def _waits(self) -> Iterator[int]:
        self._submit()
        yield from ()

    def _asked(self) -> Iterator[int]:
        self._submit()
        yield self._later()
        self._query()

    def _questioned(self) -> Iterator[int]:
        self._submit()
        yield self._later()
        number = self.rng.randrange(len(ASKS))
        uid = self._query(number)
        yield 3
        with scope.of(self.lead):
            talk.reply(by=self.lead, query_uid=uid, words=TOLD[number])
        yield 2
        with scope.of(self.council):
            talk.settle(by=self.council, query_uid=uid)
        self._accept()

    def _corrected(self) -> Iterator[int]:
        """Sent with a figure of their own in place of what was counted, its reason, and a word beside it."""
        with scope.of(self.lead):
            overrides.put(
                by=self.lead,
                return_uid=self.uid,
                measure="people_supported",
                value=self.rng.randint(20, 60),
                reason=COUNTED,
            )
            notes.comment(by=self.lead, answer_uid=self.uid, measure="people_supported", words=COUNTED)
        yield from self._accepted()

    def _rejected(self) -> Iterator[int]:
        self._submit()
        yield self._later()
        with scope.of(self.council):
            review.reject(by=self.council, return_uid=self.uid, reason=BACK)

    def _sent_back(self) -> Iterator[int]:
        yield from self._rejected()
        yield 6
        yield from self._accepted()

    def _opened_again(self) -> Iterator[int]:
        yield from self._accepted()
        yield 20
        with scope.of(self.council):
            reopening.reopen(by=self.council, return_uid=self.uid, reason=AGAIN)
        yield 5
        yield from self._accepted()

    def _ended(self) -> Iterator[int]:
        """The agreement ended with the contract, in the middle of the round: what it says goes in figures only."""
        with scope.of(self.lead):
            submissions.submit(by=self.lead, return_uid=self.uid, figures_only=True)
        yield self._later()
        self._accept()

    def _later(self) -> int:
        return self.rng.randint(4, 15)

    def _submit(self) -> None:
        with scope.of(self.lead):
            submissions.submit(by=self.lead, return_uid=self.uid)

    def _accept(self) -> None:
        with scope.of(self.council):
            review.accept(by=self.council, return_uid=self.uid)

    def _query(self, number: int = 0) -> str:
        with scope.of(self.council):
            made = talk.query(by=self.council, answer_uid=self.uid, measure="people_supported", words=ASKS[number])
            return str(made.one.uid)


def live_the_year(city: City, year: Period, seed: int, say: Say) -> dict[str, int]:
    """Four quarters. Gives how many returns went which way."""
    told = Year(city, seed)
    say("Four quarters are asked for…")
    for quarter in quarters_of(year):
        told.plan(quarter, "quarterly", RUNNING if quarter.end == year.end else SETTLED)
    told.live(say)
    say("  " + ", ".join(f"{number} {way.replace('_', ' ')}" for way, number in sorted(told.counts.items())))
    return told.counts


def quarters_of(year: Period) -> Iterator[Period]:
    quarter = periods.quarter_of(year.start)
    while quarter.end <= year.end:
        yield quarter
        quarter = periods.quarter_of(quarter.end + timedelta(days=1))


def _name(asked: Period, kind: str) -> str:
    return (
        f"{asked.start:%B} to {asked.end:%B %Y}" if kind == "quarterly" else f"The year {asked.start:%Y}-{asked.end:%y}"
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
