"""A round that asks in words, an answer to it, and two case studies, one of them taken back."""

from dataclasses import replace
from datetime import date
from typing import Any

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.returns.actions import narrative, stories
from cairn.returns.actions.stories import NewStory
from cairn.returns.models import Round
from cairn.returns.rules_words import USUAL

STORY = NewStory("Back to the choir", "She took the bus on her own.", date(2025, 7, 1), "written", "Isolation")


def told(lead: Actor, by: Actor, things: dict[str, Any]) -> None:
    """Adds `round` and `story`; the open annual return asks the usual questions."""
    with scope.of(by):
        round_ = str(Round.objects.get(answer__uid=things["annual"]).uid)
        asked = narrative.ask(by=by, round_uid=round_, questions=USUAL).items
    with scope.of(lead):
        said = {str(asked[0].uid): "The library, and two schools."}
        narrative.write(by=lead, return_uid=things["annual"], answers=said)
        story = str(stories.write(by=lead, story=STORY).one.uid)
        stories.use(by=lead, return_uid=things["annual"], study_uids=[story])
        gone = str(stories.write(by=lead, story=replace(STORY, title="The bus, alone")).one.uid)
        stories.withdraw(by=lead, study_uid=gone)
    things |= {"round": round_, "story": story}
