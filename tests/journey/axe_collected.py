"""The pages of collections and their figures, for `test_axe`: each side's own, and what both share once."""

from typing import Any

BUYER, LEAD = ("eastborough", "contract_manager"), ("harbour", "data_lead")
PAGES: dict[str, tuple[Any, ...]] = {
    "collections/commissioner": (BUYER, "commissioner:collections"),
    "collections/keeping": (BUYER, "commissioner:collection"),
    "collections/received": (BUYER, "commissioner:forms_received"),
    "collections/received_one": (BUYER, "commissioner:form_received"),
    "collections/provider": (LEAD, "workspace:collections"),
    "collections/indicator": (BUYER, "commissioner:indicator"),
    "collections/expect": (LEAD, "workspace:collection_expect", {"year": "collection_year"}),
    "workspace/collections/filling/receipts": (("harbour", "support_worker"), "workspace:form_receipts"),
    "collected/every": (BUYER, "commissioner:collected"),
    "collected/headline": (BUYER, "commissioner:collected_headline"),
    "collected/need": (LEAD, "workspace:collected_need"),
    "collected/table": (BUYER, "commissioner:collected_table"),
    "collected/quality": (LEAD, "workspace:collected_quality"),
    "collected/completion": (BUYER, "commissioner:collected_completion"),
}
PARTS = ("collections/parts", "collected/parts")
