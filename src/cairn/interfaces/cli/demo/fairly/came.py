"""What came of the returns in the demonstration: the council looked, took files out, published, decided, and told its providers.
All invented; each line is the deed or the note that the council's own screens would leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.interfaces.cli.demo.founding import Founded
from cairn.kernel import clock
from cairn.kernel.periods import Period, words
from cairn.returns import inbox, queries, totals, uses
from cairn.returns.actions import feedback
from cairn.returns.actions import uses as telling
from cairn.returns.inbox import Filter

PROVIDER = "stepping-out"
BEFORE = (
    "More people were referred than in the winter, and fewer of them were turned away. We put your figures beside those of"
    " the hospitals and asked the integrated care board for one way in instead of four."
)
LEARNT = (
    "Needs that were met rose in nearly every area. Where people wait longest we found that one form goes through three"
    " offices: from October it goes through one. Thank you for the figures about who is reached; two wards that nobody"
    " reached are now named in the next grants."
)
TO_YOU = (
    "Your trips out were the example that we showed the board. Please keep telling us what a second minibus changed."
)
AFTER_QUARTER = {"looked": 48, "packed": 55, "asked": 62, "published": 78, "decided": 86, "told": 92}
"""So many days after a quarter each was done."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something outside the program: `{}` in its words is the quarter."""

    kind: str
    words: str
    where: str = ""
    link: str = ""
    area: str = ""
    measures: tuple[str, ...] = ()


PUBLISHED = Elsewhere(
    "publication", "Who was reached, and what changed for them: {}", "Prevention in the city, quarterly report, pages 4 to 9",
    "https://demonstration-city.example/prevention/quarterly-report",
    measures=("people_supported", "needs_met", "needs_presented", "steps_reached"),
)  # fmt: skip
DECIDED = Elsewhere(
    "decision", "Keep the money for getting people out of the house for one more year, because steps and needs met rose",
    "Cabinet minutes, item 7", area="vulnerable_adults_2", measures=("steps_reached", "needs_met"),
)  # fmt: skip
REPORTED = Elsewhere(
    "report", "A paper on waiting for support, to the scrutiny committee", measures=("referrals_pending",)
)


def lay(council: Actor, founded: Mapping[str, Founded], accepted: Sequence[Period]) -> None:
    """Of the last two quarters that were accepted, the older first. What lies in the future is left out."""
    with scope.of(council):
        known = inbox.choices(council).rounds
        for period in accepted[-2:]:
            key = f"{period.start}..{period.end},quarterly"
            if key in known:
                _Came(council, period, key, is_newest=period == accepted[-1]).lay()
        if PROVIDER in founded:
            _to_one(council, founded[PROVIDER], accepted[-1])
    _read(founded, accepted)


def _to_one(council: Actor, one: Founded, period: Period) -> None:
    """Words for one provider alone, on its first contract."""
    for line in queries.listing(council):
        if line.contract_uid == one.contract_uids[0] and line.period == period and line.round_kind == "quarterly":
            with clock.fixed(min(at(period, "told"), clock.now())):
                feedback.write(by=council, return_uid=line.uid, words=TO_YOU)


def at(period: Period, what: str) -> datetime:
    """The morning on which it was done."""
    return datetime.combine(period.end + timedelta(days=AFTER_QUARTER[what]), time(10), UTC)


class _Came:
    """What was done with the accepted returns of one quarter."""

    def __init__(self, by: Actor, period: Period, key: str, *, is_newest: bool) -> None:
        self.by, self.period, self.key, self.is_newest = by, period, key, is_newest
        self.sent = [str(uid) for uid in totals.accepted_rows(by, Filter(round=key)).values_list("uid", flat=True)]

    def lay(self) -> None:
        self._note("looked", "dashboard", "totals")
        self._note("packed", "report", "board_pack", measures=("people_supported", "needs_met", "swemwbs_change"))
        self._note("asked", "download", "crosstab", ("people_supported",), ("ethnicity_group", "gender"))
        self._tell("published", PUBLISHED)
        if self.is_newest:
            self._tell("decided", DECIDED)
            self._tell("published", REPORTED)
        if (day := at(self.period, "told")) <= clock.now():
            with clock.fixed(day):
                feedback.give(by=self.by, round_key=self.key, words=LEARNT if self.is_newest else BEFORE)

    def _note(self, when: str, kind: str, place: str, measures: Sequence[str] = (), fields: Sequence[str] = ()) -> None:
        if (day := at(self.period, when)) <= clock.now():
            with clock.fixed(day):
                uses.note(self.by, kind, place, self.sent, measures=measures, fields=fields)

    def _tell(self, when: str, said: Elsewhere) -> None:
        if (day := at(self.period, when)) > clock.now():
            return
        with clock.fixed(day):
            telling.tell(
                by=self.by, kind=said.kind, words=said.words.format(words(self.period)), used_date=clock.today(),
                round_key=self.key, area=said.area, measures=said.measures, where=said.where, link=said.link,
            )  # fmt: skip


def _read(founded: Mapping[str, Founded], accepted: Sequence[Period]) -> None:
    """Every second provider has read what the council said of the older quarter; of the newer nobody has yet."""
    for place, one in enumerate(founded.values()):
        with scope.of(one.lead):
            for line in queries.listing(one.lead) if place % 2 == 0 else ():
                if line.side == "provider" and line.period == accepted[-2]:
                    feedback.seen(by=one.lead, return_uid=line.uid)
