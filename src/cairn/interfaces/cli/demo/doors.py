"""Who waits at the doors of the city today: what came by the public form, and people whom one organisation sent to another,
some of them answered. Laid last, so that no figure of a quarter that was returned moves."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.access.queries import system
from cairn.cases.actions import incoming, passing_on
from cairn.cases.actions.incoming import NewIncoming, TakingIn, TurningDown
from cairn.cases.actions.passing_on import NewPassingOn
from cairn.interfaces.cli.demo.founding import Founded, Running
from cairn.interfaces.cli.demo.loading import Case
from cairn.kernel import clock

#: name, days ago, urgency, sector, who refers, why, when it is safe to call
CAME: tuple[tuple[str, int, str, str, str, str, str], ...] = (
    ("Winifred Adeyemi", 9, "urgent", "statutory", "Dr Haq, Linden Road", "Has not left the flat since her fall", ""),
    ("Tomasz Wrona", 15, "routine", "self", "", "I would like to learn the buses before the winter", ""),
    ("Bea Thistlewood", 4, "soon", "family_or_friend", "Her niece, Carol", "Lives alone, misses her church", "Only before noon"),
    ("Imran Sadiq", 2, "not_known", "self", "", "Panic on buses. Somebody to come along at first?", "Text first"),
    ("BEST LOANS TODAY", 1, "not_known", "not_known", "", "Money in one hour, no questions", ""),
)  # fmt: skip
WHY = ("Owes rent and would like advice", "Would like to meet people near home", "Needs help with forms after the move")
WORDS = (
    "We have met, and start with the letters next week.",
    "Our list is closed until spring. Please try again then.",
)


def lay(founded: Mapping[str, Founded], cases: Mapping[str, Sequence[Case]], seed: int) -> None:
    """At the doors of each provider that somebody signs in to; the others send to it, and it to them."""
    rng = Random(f"{seed} doors")
    others = [one for one in founded.values() if not one.plan.people]
    for one in founded.values():
        if not one.plan.people or not one.services:
            continue
        _by_form(one, rng)
        for sender in others[:2]:
            _send(sender, one.services[0], cases.get(sender.plan.slug, ()), rng, "soon")
        for other, answer in zip(others[:3], ("yes", "no", ""), strict=False):
            if (sent := _send(one, other.services[0], cases.get(one.plan.slug, ()), rng, "routine")) is not None:
                _answer(other, sent, answer)


def _by_form(one: Founded, rng: Random) -> None:
    by = system(Organisation.objects.get(pk=one.manager.organisation_id))
    with scope.of(by):
        for name, days, urgency, sector, referrer, reason, safe in CAME:
            new = NewIncoming(
                uid=_uid(rng), service_uid=one.services[0].uid, name=name, urgency=urgency, sector=sector, reason=reason,
                referrer=referrer, safe_contact=safe, phone=f"0121 496 0{rng.randrange(100, 1000)}",
                consent="self" if sector == "self" else "given",
            )  # fmt: skip
            with clock.fixed(_days_ago(days)):
                incoming.receive(by=by, incoming=[new])


def _send(sender: Founded, to: Running, cases: Sequence[Case], rng: Random, urgency: str) -> Any:
    """Somebody who is supported there now, with their yes; None where there is nobody, or the door is not open."""
    known = [case for case in cases if case.episode and not case.life.end]
    if not known or not to.plan.asks_postcode:
        return None
    by = rng.choice(sender.workers)
    new = NewPassingOn(
        uid=_uid(rng), client_uid=rng.choice(known).client, service_uid=to.uid, reason=rng.choice(WHY), urgency=urgency,
        sector="voluntary", agreed=True, referrer_contact="0121 496 0100",
    )  # fmt: skip
    with scope.of(by):
        return passing_on.send(by=by, new=new).one


def _answer(other: Founded, sent: Any, answer: str) -> None:
    if not answer:
        return
    by: Actor = other.workers[0]
    with scope.of(by):
        if answer == "yes":
            one = TakingIn(incoming_uid=str(sent.uid), start_date=clock.today(), answer_words=WORDS[0])
            incoming.take_in(by=by, takings=[one])
        else:
            no = TurningDown(incoming_uid=str(sent.uid), reason="no_capacity", answer_words=WORDS[1])
            incoming.turn_down(by=by, refusals=[no])
    back = system(sent.sender)
    with scope.of(back):
        passing_on.learn(by=back)


def _uid(rng: Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))


def _days_ago(days: int) -> datetime:
    day: date = clock.today() - timedelta(days=days)
    return datetime.combine(day, time(10, 30), UTC)
