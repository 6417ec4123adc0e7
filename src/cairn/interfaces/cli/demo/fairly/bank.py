"""A value bank for the demonstration: four outcomes that are made up, and say so. No real bank is shipped, and never a value in
pounds."""

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts import value_banks
from cairn.contracts.actions import value_banks as loading
from cairn.contracts.rules_value_banks import NewOutcome

BANK, EDITION = "Made-up bank of this demonstration", "0"
LICENCE = "Made up for this demonstration; it is nobody’s bank and says nothing about what an outcome is worth"
EVIDENCE = "None: made up, so that the page can be seen"
#: code, topic, outcome, survey item
OUTCOMES = (
    (
        "DEMO-1",
        "Wellbeing",
        "Somebody is more satisfied with life",
        "How satisfied are you with your life, from 0 to 10?",
    ),
    ("DEMO-2", "Wellbeing", "Somebody feels less alone", "How often do you feel that you have nobody to talk to?"),
    ("DEMO-3", "Getting about", "Somebody leaves home on their own", "Did you go out on your own in the last week?"),
    ("DEMO-4", "Home", "Somebody keeps their home", "Are you worried about losing your home?"),
)
FOR_LIFE = "DEMO-1"


def load(*actors: Actor) -> None:
    """Into each of these organisations, as its own sheet would be."""
    new = [
        NewOutcome(BANK, code, topic, label, LICENCE, EDITION, item, EVIDENCE, row=row)
        for row, (code, topic, label, item) in enumerate(OUTCOMES, 2)
    ]
    for by in actors:
        with scope.of(by):
            loading.load(by=by, outcomes=new, licensed=True)


def outcome(by: Actor, code: str = FOR_LIFE) -> str:
    """Its uid for the actor's organisation; "" before it is loaded."""
    row = value_banks.visible_to(by).filter(bank=BANK, code=code).first()
    return str(row.uid) if row else ""
