"""The year of a city as its returns went: most on time and accepted; some late, questioned, sent back, opened again, or not
sent at all. Every act has its moment, and all happen in the order of time."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random

from cairn.access import scope
from cairn.interfaces.cli.demo import city400_areas
from cairn.interfaces.cli.demo import city400_words as words
from cairn.interfaces.cli.demo.city400_founding import City, Standing
from cairn.kernel import clock, periods
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from cairn.returns.actions import handling, notes, overrides, reopening, review, rounds, submissions, talk
from cairn.returns.models import Round
from cairn.returns.rules_rounds import ANNUAL, Days

Say = Callable[[str], None]
DAYS = Days(quarterly=30, annual=60)
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
#: The figure that is questioned and corrected, by kind of round.
ASKED_ABOUT = {"quarterly": "people_supported", ANNUAL: "people_new"}
ALONE = "Somebody of the ward might recognise them."
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

    def ask(self, year: Period) -> None:
        """Four quarters and the year of every contract: asked for at once, and what becomes of each return."""
        by, plans = self.city.council, {one.uid: one for one in self.city.contracts}
        with clock.fixed(_noon(year.start)), scope.of(by):
            asked = rounds.Year(year.start.year, days=DAYS)
            made = rounds.add_year(by=by, contract_uids=list(plans), year=asked).items
        days: dict[tuple[str, date, str], int] = {}
        for row in made:
            one = plans[str(row.contract.uid)]
            # Whoever gives several returns sends them on one day.
            key = (one.plan.lead, row.opens_date, row.kind)
            sent = days.setdefault(key, self.rng.randrange(3, (row.closes_date - row.opens_date).days))
            self._plan(one, row, sent, RUNNING if row.observed_to_date == year.end else SETTLED)

    def plan(self, day: date, acts: Iterator[int]) -> None:
        """Other deeds of the year, from a day on."""
        self._at(day, acts)

    def _plan(self, one: Standing, row: Round, sent: int, fates: dict[str, int]) -> None:
        fate = self.rng.choices(list(fates), weights=list(fates.values()))[0]
        fate = "ended" if one.plan.ends and one.plan.ends == row.observed_to_date else fate
        self.counts[fate] = self.counts.get(fate, 0) + 1
        line = _Line(self, one, row)
        days = (row.closes_date - row.opens_date).days + sent // 2 + 1 if fate == "late" else sent
        self._at(row.opens_date + timedelta(days=days), line.way(fate))

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

    def __init__(self, year: Year, one: Standing, row: Round) -> None:
        self.one, self.uid, self.kind, self.rng = one, str(row.answer.uid), row.kind, year.rng
        self.measure = ASKED_ABOUT[row.kind]
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
                measure=self.measure,
                value=self.rng.randint(20, 60),
                reason=COUNTED,
            )
            notes.comment(by=self.lead, answer_uid=self.uid, measure=self.measure, words=COUNTED)
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
        """Of a year with the rows about people, none of whom stands alone: what hides them is decided first."""
        with scope.of(self.lead):
            if self.kind == ANNUAL:
                words.tell(self.lead, self.uid, self.rng)
                if self.one.plan.is_signed:
                    self._hide()
            submissions.submit(by=self.lead, return_uid=self.uid)

    def _hide(self) -> None:
        try:
            handling.suggest(by=self.lead, return_uid=self.uid, reason=ALONE)
        except Refused as refused:
            if {problem.rule for problem in refused.problems} != {"individual.nobody"}:
                raise

    def _accept(self) -> None:
        with scope.of(self.council):
            review.accept(by=self.council, return_uid=self.uid)

    def _query(self, number: int = 0) -> str:
        with scope.of(self.council):
            made = talk.query(by=self.council, answer_uid=self.uid, measure=self.measure, words=ASKS[number])
            return str(made.one.uid)


def live_the_year(city: City, year: Period, seed: int, say: Say) -> dict[str, int]:
    """Four quarters and the year. Gives how many returns went which way."""
    told = Year(city, seed)
    told.plan(year.start + timedelta(days=41), city400_areas.consult(city, year))
    say("Four quarters and the year are asked for…")
    told.ask(year)
    told.live(say)
    say("  " + ", ".join(f"{number} {way.replace('_', ' ')}" for way, number in sorted(told.counts.items())))
    return told.counts


def quarters_of(year: Period) -> Iterator[Period]:
    quarter = periods.quarter_of(year.start)
    while quarter.end <= year.end:
        yield quarter
        quarter = periods.quarter_of(quarter.end + timedelta(days=1))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
