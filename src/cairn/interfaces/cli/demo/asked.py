"""What people of the city were asked by a link: to rate themselves, and what the service was like. Some have answered."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from random import Random

from cairn.access import scope
from cairn.cases.queries import feedback as due
from cairn.intake import rating
from cairn.intake.actions import feedback, ratings
from cairn.intake.actions.feedback import NewAsking
from cairn.intake.actions.ratings import NewRating
from cairn.intake.rating_links import Made
from cairn.interfaces.cli.demo.founding import Founded
from cairn.interfaces.cli.demo.loading import Case

LANGUAGES = ("english", "urdu", "polish", "english", "arabic")
COMMENTS = ("She came with me on the bus until I could do it alone.", "", "The stairs to the office are hard for me.")
MOST = 6


def lay(founded: Mapping[str, Founded], cases: Mapping[str, Sequence[Case]], seed: int) -> None:
    """For each provider that somebody signs in to. Two of three answer; the others have still to."""
    for one in founded.values():
        if one.plan.people:
            rng = Random(f"{seed} asked")
            with scope.of(one.workers[0]):
                _rate(one, cases.get(one.plan.slug, ()), rng)
                _tell(one, rng)


def _rate(one: Founded, cases: Sequence[Case], rng: Random) -> None:
    current = [case.episode for case in cases if case.episode and case.life.end is None][:MOST]
    asked = [
        NewRating(episode_uid=uid, scales=["lifesat"], language=language)
        for uid, language in zip(current, cycle(LANGUAGES), strict=False)
    ]
    made = ratings.make(by=one.workers[0], ratings=asked, languages=LANGUAGES).items if asked else ()
    for link in _answering(made):
        rating.keep(link.row, {rating.key_of("lifesat", "satisfied"): str(rng.randint(3, 9))})
        rating.send(link.row)


def _tell(one: Founded, rng: Random) -> None:
    asked = [
        NewAsking(episode_uid=row.episode_uid, why=row.why, language=language)
        for row, language in zip(due.to_ask(one.workers[0])[:MOST], cycle(LANGUAGES), strict=False)
    ]
    made = feedback.ask(by=one.workers[0], askings=asked[:-1], languages=LANGUAGES).items if asked[:-1] else ()
    for link, comment in zip(_answering(made), cycle(COMMENTS), strict=False):
        answer = {rating.key_of(rating.ACCESSIBILITY, "accessible"): str(rng.randint(2, 5))}
        rating.keep(link.row, answer, comment=comment)
        rating.send(link.row)


def _answering(made: Sequence[Made]) -> list[Made]:
    return [link for at, link in enumerate(made) if at % 3 != 2]
