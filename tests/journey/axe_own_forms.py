"""The pages of forms that an authority writes itself, for `test_axe`."""

from typing import Any

BUYER = ("eastborough", "contract_manager")
HERE = "commissioner/collections/own"
DRAFT = {"form": "own_form_draft"}
PAGES: dict[str, tuple[Any, ...]] = {
    f"{HERE}/list": (BUYER, "commissioner:own_forms"),
    f"{HERE}/one": (BUYER, "commissioner:own_form", DRAFT),
    f"{HERE}/form": (BUYER, "commissioner:own_form_need", {**DRAFT, "need": "own_form_need"}),
    f"{HERE}/publish": (BUYER, "commissioner:own_form_publish", DRAFT),
    f"{HERE}/preview": (BUYER, "commissioner:own_form_preview", DRAFT, "part=d1&Plant_N1=Yes&ActualOutcome_N1=No"),
}
PARTS = (f"{HERE}/_parts", f"{HERE}/_asked")
