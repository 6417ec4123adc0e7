"""Two changes for a whole area in a city of many contracts: one that was asked about, decided and holds since the third quarter
of the year that was returned, so that its series breaks there; and one that providers are asked about today. All invented."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts.actions import template_replies, templates
from cairn.contracts.actions.templates import Decision
from cairn.contracts.models import TemplateChange, TemplateReply
from cairn.contracts.rules_templates import TemplateLine
from cairn.interfaces.cli.demo.city400_founding import City
from cairn.kernel import clock
from cairn.kernel.periods import Period

#: Both are areas of Stepping Out, where people sign in.
FINISHED, OPEN = "vulnerable_adults_2", "prevention_and_communities"
DAYS = 21
MET = TemplateLine(
    "change", "needs_met", differently=True,
    reason="A need counts as met only when the person says so, no longer when the worker does.",
)  # fmt: skip
PART = TemplateLine("drop", "needs_part_met", reason="Nobody could say where part met begins; it was rarely read.")
WENT = TemplateLine("add", "needs_signposted")
LESS = TemplateLine("drop", "referrals_withdrawn", reason="Three figures about referrals say as much as five.")
TITLES = ("A need is met when the person says so", "Fewer figures about referrals")
WORDS = (
    "Workers and the people they support often saw it differently. From then on the person’s own word counts.",
    "Providers told us that five figures about referrals take longer than they are worth. One would go.",
)
#: stance, words, minutes a quarter
REPLIES = (
    ("agree", "We ask people already.", 20),
    ("agree", "", None),
    ("change", "We need a quarter to teach our volunteers, and a card in easy words.", 90),
    ("against", "Some of the people we see cannot say it, and their needs would never be met.", 60),
)
#: Of the open one.
OTHERS = (
    ("agree", "One figure fewer to explain to our trustees.", 0),
    ("agree", "", None),
    ("change", "We would keep it once a year: it tells us whom we lose.", 10),
    ("against", "It is the only figure that shows how long people wait before they give up.", 0),
)
ANSWER = "A carer or an advocate may say it for somebody who cannot; the card in easy words comes in July."
WHY = "Most agreed. The start gives everybody a whole quarter, and part met goes, as several asked."


def consult(city: City, year: Period) -> Iterator[int]:
    """The finished one, deed by deed with the days between: asked in spring, decided in June, in force from October."""
    uid = _ask(city.council, FINISHED, 0, (MET, PART, WENT))
    yield 9
    _reply(city, uid, REPLIES, 16)
    yield DAYS - 8
    with scope.of(city.council):
        row = TemplateChange.objects.get(uid=uid)
        start = date(year.start.year, year.start.month + 6, 1)
        decision = Decision("go_ahead_changed", WHY, start, (MET, PART), ANSWER)
        templates.decide(by=city.council, change_uid=uid, decision=decision, version=row.version)


def ask_today(city: City) -> None:
    """The open one: a few have replied; Stepping Out has not."""
    with clock.fixed(clock.now() - timedelta(days=8)):
        uid = _ask(city.council, OPEN, 1, (LESS,))
    _reply(city, uid, OTHERS, 4, leave=city.contracts[0].plan.lead)


def _ask(council: Actor, area: str, which: int, lines: Sequence[TemplateLine]) -> str:
    with scope.of(council):
        row = templates.draft(by=council, area=area, title=TITLES[which], words=WORDS[which], lines=lines).one
        until = clock.today() + timedelta(days=DAYS)
        templates.consult(by=council, change_uid=str(row.uid), replies_until_date=until, version=row.version)
        return str(row.uid)


Said = tuple[str, str, int | None]


def _reply(city: City, uid: str, said: Sequence[Said], most: int, leave: str = "") -> None:
    """The first few leads, each with its own contracts, three of four in turn."""
    leads = {one.uid: one.lead for one in city.contracts}
    with scope.of(city.council):
        asked = TemplateReply.objects.filter(change__uid=uid).order_by("contract__reference")
        rows = list(asked.values_list("uid", "contract__uid"))[:most]
    for number, (reply_uid, contract_uid) in enumerate(rows):
        founded = leads[str(contract_uid)]
        if number % 4 != 1 and founded.plan.slug != leave:
            stance, words, minutes = said[number % len(said)]
            with scope.of(founded.lead):
                template_replies.reply(
                    by=founded.lead, reply_uids=[str(reply_uid)], stance=stance, words=words, minutes=minutes
                )
