"""The pages of a commissioner's review of returns, for `test_axe`."""

from typing import Any

BUYER, LEAD = ("eastborough", "contract_manager"), ("harbour", "data_lead")
#: template → who opens it, by which address, with which other things, asking what
PAGES: dict[str, tuple[Any, ...]] = {
    "commissioner/board": (BUYER, "commissioner:board"),
    "commissioner/came": (BUYER, "commissioner:came"),
    "commissioner/chase": (BUYER, "commissioner:chase"),
    "commissioner/chases": (BUYER, "commissioner:chases"),
    "commissioner/cleaning": (BUYER, "commissioner:cleaning", {"answer": "submitted"}),
    "commissioner/cleaning_act": (BUYER, "commissioner:cleaning_act", {"answer": "submitted", "deed": "cleaning_deed"}),
    "commissioner/cleaning_round": (BUYER, "commissioner:cleaning_round", {"answer": "submitted"}),
    "commissioner/colour": (BUYER, "commissioner:colour", {"answer": "submitted"}),
    "commissioner/feedback_new": (BUYER, "commissioner:feedback_new"),
    "commissioner/meetings": (BUYER, "commissioner:meetings"),
    "negotiation/list": (LEAD, "workspace:negotiations"),
    "negotiation/one": (LEAD, "workspace:negotiation"),
    "negotiation/propose": (LEAD, "workspace:propose"),
    "negotiation/proposal": (BUYER, "commissioner:proposal"),
    "negotiation/commitments": (BUYER, "commissioner:commitments"),
    "negotiation/templates": (BUYER, "commissioner:templates"),
    "negotiation/template": (BUYER, "commissioner:template"),
    "negotiation/template_draft": (BUYER, "commissioner:template_change", {"change": "change_draft"}),
    "negotiation/template_form": (BUYER, "commissioner:template_decide"),
    "negotiation/template_answer": (BUYER, "commissioner:template_answer"),
    "negotiation/template_asked": (LEAD, "workspace:template"),
    "commissioner/targets": (BUYER, "commissioner:targets"),
    "commissioner/total": (BUYER, "commissioner:total", {}, "class=service_reach&version=1&code="),
    "commissioner/totals": (BUYER, "commissioner:totals"),
    "commissioner/trend": (BUYER, "commissioner:trend", {}, "class=service_reach&version=1&code="),
    "workspace/funders/list": (LEAD, "workspace:funders"),
    "workspace/funders/one": (LEAD, "workspace:funder"),
    "workspace/funders/cell": (LEAD, "workspace:funder_cell", {}, "sheet=Monitoring&cell=B4"),
    "returns/asked_of_me": (("harbour", "support_worker"), "workspace:asked_of_me"),
    "returns/owing": (LEAD, "workspace:owing"),
    "returns/questions": (LEAD, "workspace:return_questions", {"answer": "submitted"}),
    "returns/reviews": (LEAD, "workspace:meetings"),
    "returns/rows_asked": (LEAD, "workspace:rows_asked", {"answer": "submitted"}),
    "returns/used": (LEAD, "workspace:used", {"answer": "submitted"}),
}
#: Parts of these pages, and of a return's.
PARTS = (
    "returns/fold",
    "commissioner/_cleaning",
    "commissioner/_review",
    "negotiation/parts",
    "negotiation/template_parts",
    "returns/_chased",
    "returns/_elsewhere",
    "returns/_owing",
    "returns/_used",
    "returns/used_parts",
    "returns/meetings",
    "returns/rag",
    "workspace/today/_nudged",
    "workspace/today/_review",
)
