"""What people of the city say for themselves: consent, and what they see otherwise; and the public form of one service of
each provider that somebody signs in to. Nobody objects to sharing, so that no return differs from its figures."""

from collections.abc import Mapping, Sequence
from random import Random

from cairn.access import scope
from cairn.cases.actions import disagreements
from cairn.cases.actions.disagreements import NewDisagreement
from cairn.cases.models import NeedJudgement, StepRecord
from cairn.intake.actions import forms
from cairn.interfaces.cli.demo.founding import Founded
from cairn.interfaces.cli.demo.loading import Case
from cairn.people.actions import consents
from cairn.people.actions.consents import NewConsent

WELCOME = (
    "We help people who find it hard to get out: a visit, a walk, a bus ride together, at your own pace.\n"
    "We read what you write within two working days."
)
ASKS = ("birth_date", "postcode", "urgency", "language")
SAID = (("contact_after", "given", "spoken"), ("tell_story", "declined", "spoken"), ("tell_story", "given", "written"))
SEEN = (
    ("step", "I did this on my own. Nobody came along."),
    ("judgement", "It is not settled for me. The letters still come."),
    ("step", "It was a bad day. I would not count it."),
)
MOST = 40


def lay(founded: Mapping[str, Founded], cases: Mapping[str, Sequence[Case]], seed: int) -> None:
    """For each provider that somebody signs in to."""
    for one in founded.values():
        if one.plan.people and one.services:
            with scope.of(one.manager):
                forms.open_(by=one.manager, service_uid=one.services[0].uid, words=WELCOME, asks=ASKS)
                _speak(
                    one,
                    [case.client for case in cases.get(one.plan.slug, ()) if case.episode],
                    Random(f"{seed} voices"),
                )


def _speak(one: Founded, people: Sequence[str], rng: Random) -> None:
    by = one.workers[0]
    chosen = rng.sample(list(people), min(MOST, len(people)))
    said = [
        NewConsent(client_uid=uid, purpose=purpose, state=state, how=how)
        for uid in chosen
        for purpose, state, how in [rng.choice(SAID)]
    ]
    consents.record(by=by, consents=said)
    for uid in chosen[: MOST // 3]:
        about, words = rng.choice(SEEN)
        rows = (StepRecord if about == "step" else NeedJudgement).objects.filter(client__uid=uid)
        if row := rows.order_by("-pk").first():
            new = NewDisagreement(client_uid=uid, about=about, about_uid=str(row.uid), words=words, said_by="person")
            disagreements.record(by=by, disagreements=[new])
