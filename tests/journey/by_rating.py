"""Every page of rating oneself, opened in turn: for the look of axe at all of them."""

import re
from collections.abc import Callable
from datetime import date

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.cases.models import Episode
from cairn.people.actions import consents
from cairn.people.actions.consents import NewConsent
from tests.journey.reader import PASSWORD, Reader
from tests.matrix.world import World

TEMPLATES = {
    *(f"rate/{name}" for name in ("page", "check", "thanks", "asleep", "nothing", "back")),
    "workspace/ratings/made", "workspace/ratings/slips",
}  # fmt: skip
PARTS = {"rate/frame", "rate/parts", "rate/help", "workspace/ratings/parts"}


def opened(worker: Reader, stranger: Reader, world: World, faults: Callable[[Reader, str], list[str]]) -> list[str]:
    things = world.things["harbour"]
    stranger.page.goto(f"/rate/{things['rating_token']}/")
    found = faults(stranger, "rate/page")
    stranger.press("All questions on one page")
    stranger.press("اردو")
    found += faults(stranger, "rate/page of all in Urdu")
    stranger.press("English")
    stranger.press("Check my answers")
    found += faults(stranger, "rate/check")
    stranger.press("Send my answers")
    stranger.on("Thank you")
    found += faults(stranger, "rate/thanks")
    stranger.page.goto(f"/rate/{things['rating_token']}/")
    found += faults(stranger, "rate/nothing")
    stranger.page.goto(f"/rate/{things['asleep_token']}/")
    found += faults(stranger, "rate/asleep")
    stranger.page.goto(f"/rate/{things['feedback_token']}/")
    found += faults(stranger, "rate/page of feedback")
    return found + at_the_desk(worker, world.parties["harbour"].support_worker, things, faults)


def somebody_to_ask(by: Actor) -> None:
    """Supported for more than a year, and agreed to be asked."""
    with scope.of(by):
        row = Episode.objects.select_related("client").get(client__name="Charles Babbage")
        Episode.objects.filter(pk=row.pk).update(start_date=date(2024, 2, 5))
        new = NewConsent(client_uid=str(row.client.uid), purpose="contact_after", state="given", how="spoken")
        consents.record(by=by, consents=[new])


def at_the_desk(
    worker: Reader, by: Actor, things: dict[str, str], faults: Callable[[Reader, str], list[str]]
) -> list[str]:
    somebody_to_ask(by)
    worker.page.goto("/o/harbour/ratings/feedback/")
    worker.press("Make the slips")
    worker.on("to send")
    found = faults(worker, "workspace/ratings/slips")
    new = f"/o/harbour/ratings/for/{things['client']}/{things['episode']}/new/"
    for way in ("A link or a code to send", "Hand over this device now"):
        worker.page.goto(new)
        worker.page.get_by_label(re.compile(r"PHQ-9|Patient Health")).first.check()
        worker.page.get_by_label(way).check()
        worker.press("Go on")
        found += faults(worker, "workspace/ratings/made" if "link" in way else "rate/page on a tablet")
    worker.page.goto("/o/harbour/")
    worker.on("Hand back")
    found += faults(worker, "rate/back")
    worker.page.get_by_label("your password").fill(PASSWORD)
    worker.press("Take it back")
    worker.on("Ada")
    return found
