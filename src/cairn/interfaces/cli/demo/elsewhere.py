"""Other services of the city that people are told about, invented; and what came of telling them."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from cairn.access import scope
from cairn.cases.actions import signpostings
from cairn.cases.actions.signpostings import Heard, NewSignposting
from cairn.cases.models import Episode, Need
from cairn.interfaces.cli.demo.founding import Founded
from cairn.interfaces.cli.demo.loading import batches
from cairn.kernel import clock
from cairn.services.actions import directory
from cairn.services.actions.directory import NewEntry

#: name, who runs it, for which needs, for whom, cost, days since it was checked
SERVICES: tuple[tuple[str, str, tuple[str, ...], str, str, int], ...] = (
    ("Money and debt advice", "Canalside Advice", ("debt",), "Anybody in the city", "Free", 40),
    ("Telephone befriending", "Good Neighbours Demo", ("loneliness",), "People over 60", "Free", 90),
    ("Food pantry", "St Barnabas Hall", ("debt",), "Members from the ward", "£5 a week", 400),
    ("Stop smoking clinic", "Northside Health Demo", ("smoking",), "Adults", "Free", 20),
    ("Community kitchen", "The Old Library", ("loneliness",), "Everybody", "Pay what you can", 150),
    ("Allotment group", "Rootstock Demo", ("loneliness",), "Adults", "Free", 700),
)
WAYS = ("started", "started", "started", "waiting_list", "turned_away", "not_wanted", "not_reached", "", "", "")


def lay(founded: Sequence[Founded], seed: int) -> None:
    """A directory for each provider whose people sign in, and some of its people told."""
    for one in founded:
        if one.plan.people:
            with scope.of(one.manager):
                _lay(one, Random(f"{seed} elsewhere {one.plan.slug}"))


def _lay(founded: Founded, rng: Random) -> None:
    today = clock.today()
    known = directory.needs()
    entries = directory.add(by=founded.manager, entries=[
        NewEntry(
            name=name, provider_name=provider, needs=tuple(need for need in needs if need in known), who_for=who, cost=cost,
            phone=f"0121 496 0{200 + place}", url=f"https://service-{place}.example", description="Invented.",
            checked_date=today - timedelta(days=checked),
        )
        for place, (name, provider, needs, who, cost, checked) in enumerate(SERVICES)
    ]).items  # fmt: skip
    told = []
    for need in Need.objects.filter(episode__in=Episode.objects.filter(end_date=None)).select_related("client")[:400]:
        fitting = [row for row in entries if need.need in row.needs]
        if fitting and rng.random() < 0.6:
            made = need.presented_date + timedelta(days=int((today - need.presented_date).days * rng.random()))
            told.append(NewSignposting(
                client_uid=str(need.client.uid), entry_uid=str(rng.choice(fitting).uid), need_uid=str(need.uid),
                made_date=made, ask_again_date=made + timedelta(days=28),
            ))  # fmt: skip
    for batch in batches(told):
        rows = signpostings.make(by=rng.choice(founded.workers), signpostings=batch).items
        heard = [
            Heard(signposting_uid=str(row.uid), result=way, result_date=min(today, row.made_date + timedelta(days=21)))
            for row in rows
            if (way := rng.choice(WAYS))
        ]
        signpostings.hear(by=rng.choice(founded.workers), heard=heard)
