"""The pages of value banks, for `test_axe`: one side's, which the other shares."""

from typing import Any

LEAD, BUYER = ("harbour", "data_lead"), ("eastborough", "contract_manager")
PAGES: dict[str, tuple[Any, ...]] = {
    "negotiation/values": (LEAD, "workspace:values_for"),
    "negotiation/values_load": (BUYER, "commissioner:values_load"),
}
PARTS = ("negotiation/value_parts",)
