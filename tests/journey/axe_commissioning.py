"""The pages of a commissioner: template → who opens it, by which address, with which other things, asking what."""

from typing import Any

BUYER = ("eastborough", "contract_manager")
TABLE = "measure=referrals_received&rows=ethnicity_group&columns=gender&period=2024-Q4"
COMMISSIONING: dict[str, tuple[Any, ...]] = {
    "commissioner/agreed": (BUYER, "commissioner:agreed"),
    "commissioner/agreed_end": (BUYER, "commissioner:agreed_end", {"measure": "agreed_measure"}),
    "commissioner/agreement": (BUYER, "commissioner:agreement"),
    "commissioner/areas": (BUYER, "commissioner:areas"),
    "commissioner/contract": (BUYER, "commissioner:contract"),
    "commissioner/contract_change": (BUYER, "commissioner:contract_change"),
    "commissioner/contract_framework": (BUYER, "commissioner:contract_framework"),
    "commissioner/contracts": (BUYER, "commissioner:contracts"),
    "commissioner/crosstab": (BUYER, "commissioner:crosstab", {}, TABLE),
    "commissioner/finance": (BUYER, "commissioner:finance"),
    "commissioner/framework": (BUYER, "commissioner:framework"),
    "commissioner/grants": (BUYER, "commissioner:grants"),
    "commissioner/kept": (BUYER, "commissioner:kept"),
    "commissioner/outcomes": (BUYER, "commissioner:area_outcomes"),
    "commissioner/outcomes_paste": (BUYER, "commissioner:area_outcomes_paste"),
    "commissioner/payment_terms": (BUYER, "commissioner:payment_terms"),
    "commissioner/people": (BUYER, "commissioner:people", {"answer": "annual_accepted"}),
    "commissioner/portfolio": (BUYER, "commissioner:portfolio"),
    "commissioner/questions": (BUYER, "commissioner:round_questions"),
    "commissioner/return": (BUYER, "commissioner:return", {"answer": "submitted"}),
    "commissioner/returns": (BUYER, "commissioner:returns"),
    "commissioner/round": (BUYER, "commissioner:round"),
    "commissioner/rounds": (BUYER, "commissioner:rounds"),
    "commissioner/year_new": (BUYER, "commissioner:year_new"),
}
