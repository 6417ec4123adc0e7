"""The pages of a commissioner's review of returns, for `test_axe`."""

from typing import Any

BUYER, LEAD = ("eastborough", "contract_manager"), ("harbour", "data_lead")
#: template → who opens it, by which address, with which other things, asking what
PAGES: dict[str, tuple[Any, ...]] = {
    "commissioner/board": (BUYER, "commissioner:board"),
    "commissioner/chase": (BUYER, "commissioner:chase"),
    "commissioner/chases": (BUYER, "commissioner:chases"),
    "commissioner/colour": (BUYER, "commissioner:colour", {"answer": "submitted"}),
    "commissioner/meetings": (BUYER, "commissioner:meetings"),
    "commissioner/targets": (BUYER, "commissioner:targets"),
    "commissioner/total": (BUYER, "commissioner:total", {}, "class=service_reach&version=1&code="),
    "commissioner/totals": (BUYER, "commissioner:totals"),
    "returns/reviews": (LEAD, "workspace:meetings"),
}
#: Parts of these pages, and of a return's.
PARTS = ("commissioner/_review", "returns/_chased", "returns/meetings", "returns/rag", "workspace/today/_review")
