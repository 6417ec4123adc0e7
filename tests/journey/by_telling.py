"""Every page of an anchor's groups and of a tiny group's own page, opened in turn: for the look of axe at all of them."""

from collections.abc import Callable
from typing import Any

from tests.journey.reader import Reader
from tests.matrix.world import World

LEAD, BUYER = ("harbour", "data_lead"), ("eastborough", "contract_manager")
PAGES: dict[str, tuple[Any, ...]] = {
    "workspace/groups/all": (LEAD, "workspace:groups"),
    "workspace/groups/one": (LEAD, "workspace:group"),
    "workspace/groups/ask": (LEAD, "workspace:groups_ask"),
    "workspace/groups/told": (LEAD, "workspace:group_report"),
    "workspace/groups/decide": (LEAD, "workspace:application_decide"),
    "workspace/groups/figures": (LEAD, "workspace:group_figures"),
    "workspace/groups/help": (LEAD, "workspace:groups_help"),
    "commissioner/anchors": (BUYER, "commissioner:anchors"),
    "commissioner/anchor": (BUYER, "commissioner:anchor"),
}
TEMPLATES = {"tell/page", "tell/sent", "workspace/groups/slips"}
PARTS = {"tell/parts", "workspace/groups/parts"}


def opened(lead: Reader, stranger: Reader, world: World, faults: Callable[[Reader, str], list[str]]) -> list[str]:
    things = world.things["harbour"]
    stranger.page.goto(f"/tell/{things['group_token']}/")
    stranger.on("Thank you. It has reached")
    found = faults(stranger, "tell/sent")
    stranger.press("Change something and send again")
    found += faults(stranger, "tell/page")
    stranger.page.locator("summary").first.click()
    stranger.press("اردو")
    stranger.page.locator("#heads").fill("x")
    stranger.page.locator(".rate-buttons button").click()
    found += faults(stranger, "tell/page with errors in Urdu")
    lead.page.goto(f"/o/harbour/groups/ask/{things['contract']}/?period=2025-Q1")
    lead.press("Make the links")
    lead.on("to send")
    return found + faults(lead, "workspace/groups/slips")
