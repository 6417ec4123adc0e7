"""What is said and agreed in a city of many contracts beside its figures: answers of the year, case studies, topics, review
meetings, conversations about relevance, chases, a colour by hand, and what was paid. All invented, all through the actions."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts.actions import topics
from cairn.interfaces.cli.demo.building import at_four
from cairn.interfaces.cli.demo.city400_founding import City, Standing
from cairn.kernel import clock
from cairn.returns import narrative, queries
from cairn.returns.actions import chasing, meetings, payments, ratings, relevance, stories
from cairn.returns.actions import narrative as writing
from cairn.returns.actions.stories import NewStory
from cairn.returns.meetings import NewAction, Side
from cairn.returns.payments import of_return
from cairn.returns.views import ReturnLine

#: By head, one or two answers of a year.
SAID = {
    "partnership": (
        "We worked with nine organisations, two of them new: the library, where we now sit on Tuesdays, and the women’s centre.",
        "Four organisations share a table with us every month. A nurse comes to our Wednesday session, so people ask her there.",
    ),
    "training": (
        "All six workers and eleven volunteers took the course on psychologically informed environments; visits begin with"
        " a question now, not with a form.",
    ),
    "engagement": (
        "Twelve people we support chose the days and the room. We open at ten instead of nine because of what they said.",
    ),
    "referral_pathway": (
        "Half come by themselves or by a friend. The way breaks off between hospital and home: people are told of us too late.",
    ),
    "systems_partnership": ("One first meeting instead of three: we ask for housing, money and health together.",),
    "systems_commissioning": ("Transport is bought by three of us apart. It could be bought once.",),
    "systems_quality": ("Five of us use one checklist for home visits, and look at each other’s twice a year.",),
    "systems_routes": ("One form goes to four organisations. It still misses people who do not read English.",),
}
TITLE, THEME = "The first bus", "Getting out"
STORY = (
    "She had not left her street for two winters. We went to the stop together three times. The fourth time she waved from the"
    " window and went on her own. She now meets her sister in town every Friday."
)
NOTES = (
    "We looked at the year together. Fewer came in the winter than agreed; the hall was closed for six weeks.",
    "Good quarter. People stay for longer, and the waiting list is down to four.",
    "The figures of the partner came late twice. They will be asked for two weeks before the round opens.",
)
AGREED: tuple[tuple[str, Side], ...] = (
    ("Send the waiting list by area", "provider"),
    ("Introduce the new hospital team", "commissioner"),
    ("Ask the partner for its records two weeks earlier", "provider"),
)
OURS = "People still ask for it, and for evenings too. We would like it to open twice a week until seven."
THEIRS = "The need is there and has changed: more carers under thirty. We agree to evenings, within the same value."
WHY = "The hall was closed for six weeks; against the weeks that were open the target was reached."
CHASED = "We have not had this return yet. Is anything in the way? We can help with the figures if you ring."
STORIES, MEETINGS, TALKS = 3, 3, 4
"""One return or contract in so many has one."""
WORKED_ON = {
    "vulnerable_adults_1": "housing",
    "vulnerable_adults_2": "mental_health",
    "carers": "mental_health",
    "prevention_and_communities": "health",
    "neighbourhood_networks": "local_environment",
    "refugees_and_migration": "financial_inclusion",
}
NO_OUTPUT = "It counts what its groups do; one person is seldom seen twice, so nothing of one person can be told."
MOST_PAID = 3
FIRST_MONTH = 4  # of a financial year


def tell(lead: Actor, return_uid: str, rng: Random) -> None:
    """As the lead, before it is sent for the year: three of four answer what is asked in words, one of three tells a story.
    What a return that came back says already stays."""
    said = narrative.of(lead, return_uid)
    if any(line.words for line in said.lines) or not rng.randrange(4):
        return
    answers = {line.uid: rng.choice(SAID[line.head]) for line in said.lines if line.head in SAID}
    if answers:
        writing.write(by=lead, return_uid=return_uid, answers=answers)
    if not rng.randrange(STORIES):
        story = NewStory(TITLE, STORY, clock.today() - timedelta(days=20), "written", THEME)
        told = stories.write(by=lead, story=story).one
        stories.use(by=lead, return_uid=return_uid, study_uids=[str(told.uid)])


def work_on(city: City) -> None:
    """The topic of every contract; where its returns carry no output of it, why."""
    with scope.of(city.council):
        for one in city.contracts:
            said = {WORKED_ON[one.plan.area]: NO_OUTPUT}
            topics.agree(by=city.council, contract_uid=one.uid, worked_on=said)


def talk_about_it(city: City, seed: int, paid: str) -> None:
    """When the year has been looked at: meetings, conversations, a colour by hand, what was paid; and who is asked after."""
    rng, by = Random(f"{seed} words"), city.council
    with scope.of(by):
        lines = queries.listing(by)
    with clock.fixed(at_four(clock.today() - timedelta(days=30))):
        for one in (one for one in city.contracts if one.plan.ends is None):
            _meet(by, one, lines, rng)
            _ask_whether_it_fits(by, one, rng)
    with clock.fixed(at_four(clock.today() - timedelta(days=7))), scope.of(by):
        _colour(by, lines)
        _pay(by, lines, paid)
        if owed := [line.uid for line in lines if line.state == "open" and line.closes_date < clock.today()]:
            chasing.chase(by=by, answer_uids=owed[: max(1, len(owed) // 2)], words=CHASED)


def _meet(by: Actor, one: Standing, lines: Sequence[ReturnLine], rng: Random) -> None:
    if rng.randrange(MEETINGS) and not one.lead.plan.people:
        return
    about = next((line.uid for line in lines if line.contract_uid == one.uid and line.state == "accepted"), "")
    held = clock.today() - timedelta(days=rng.randrange(5, 60))
    first, second = rng.sample(AGREED, k=2)
    actions = [
        NewAction(first[0], first[1], held + timedelta(days=14), held + timedelta(days=rng.randrange(3, 5))),
        NewAction(second[0], second[1], clock.today() + timedelta(days=rng.randrange(10, 70))),
    ]
    with scope.of(by):
        notes = rng.choice(NOTES)
        meetings.hold(by=by, contract_uid=one.uid, held_date=held, notes=notes, actions=actions, answer_uid=about)


def _ask_whether_it_fits(by: Actor, one: Standing, rng: Random) -> None:
    """Both sides write; of one in so many only the provider has yet."""
    if rng.randrange(TALKS):
        return
    held = clock.today() - timedelta(days=10)
    year = held.year if held.month >= FIRST_MONTH else held.year - 1
    with scope.of(one.lead.lead):
        relevance.record(by=one.lead.lead, contract_uid=one.uid, year=year, held_date=held, words=OURS)
    if rng.randrange(TALKS):
        with scope.of(by):
            relevance.record(by=by, contract_uid=one.uid, year=year, held_date=held, words=THEIRS)


def _colour(by: Actor, lines: Sequence[ReturnLine]) -> None:
    """One figure of the newest accepted quarter, with its reason."""
    quarters = [line for line in lines if line.state == "accepted" and line.round_kind == "quarterly"]
    if quarters:
        newest = max(quarters, key=lambda line: line.period)
        ratings.colour(by=by, answer_uid=newest.uid, measure="people_supported", colour="amber", reason=WHY)


def _pay(by: Actor, lines: Sequence[ReturnLine], paid: str) -> None:
    """The first accepted quarters of the contract that is paid by outcomes; the rest wait to be approved."""
    accepted = [line for line in lines if line.contract_reference == paid and line.state == "accepted"]
    for line in sorted(accepted, key=lambda line: line.period)[:MOST_PAID]:
        drafts = [each for each in of_return(by, line.uid).statements if each.stands == "draft"]
        for draft in drafts:
            payments.approve(by=by, return_uid=line.uid, submission_uid=draft.submission_uid)
