"""The commissioner: a contract, what its returns carry, what may leave, a round; later the decision and the cross-tab."""

from datetime import date

from playwright.sync_api import expect

from tests.journey.reader import Reader

CONTRACT = "E-1 Getting out and about"
RETURN = "E-1, April to June 2025"
REASON = "Say why the needs met differ from the records."
#: class of measure → what the returns carry of it
MEASURES = {
    "Primary outcome": ("Change in mental wellbeing (SWEMWBS)",),
    "Standardised output": ("Needs presented", "Needs at least part met", "Needs met"),
    "Provider-specific output": ("Small steps reached", "People who reached a step"),
    "Service reach": ("Referrals received", "Referrals accepted", "Referrals unsuccessful", "People supported"),
}
FIELDS = {
    "Gender": "To see whether women and men are served alike",
    "Ethnic group, in five groups": "To see who is not served",
    "Why a referral was unsuccessful": "To see what stands in the way",
}


def finds_nothing_to_compare(commissioner: Reader) -> None:
    """Point 7: without an agreement the cross-tab is empty, and says why."""
    commissioner.go("Cross-tab")
    commissioner.sees("No data-sharing agreement is in force, so nothing may be read.")
    commissioner.look("crosstab-empty")


def sets_up_a_contract(commissioner: Reader) -> None:
    """Point 6."""
    commissioner.go("Contracts")
    commissioner.look("contracts-empty")
    commissioner.press("Add a contract")
    commissioner.select("Who provides it?", "Harbour Trust")
    commissioner.fill("Reference", "E-1")
    commissioner.fill("Title", "Getting out and about")
    commissioner.choose("Commissioning area", "Prevention and Communities")
    commissioner.date("From", date(2025, 4, 1))
    commissioner.date("Until", date(2026, 3, 31))
    commissioner.look("contract-new")
    commissioner.press("Add the contract")
    commissioner.on("Getting out and about")
    commissioner.look("contract-to-set-up")


def agrees_the_measures(commissioner: Reader) -> None:
    """Every figure is worked out from what is recorded anyway."""
    commissioner.press("Agree the measures")
    for kind, measures in MEASURES.items():
        commissioner.choose(kind, *measures)
    reasons = commissioner.page.locator("[name=by_referrals_unsuccessful]")
    reasons.select_option(label="Why a referral was unsuccessful")
    # The framework's table has outcomes once a year; these two agree to look every quarter.
    commissioner.page.locator("[name=often_swemwbs_change]").select_option(label="Every quarter")
    commissioner.look("measures")
    commissioner.press("Agree these measures")
    commissioner.sees("The returns of this contract now carry them.", "10 agreed")


def drafts_an_agreement_and_signs(commissioner: Reader) -> None:
    """Which fields leave, each with its purpose; nothing else does."""
    commissioner.press("Draft the data-sharing agreement")
    commissioner.fill("What is the data for?", "To see who is served, and who is not.")
    for field, purpose in FIELDS.items():
        commissioner.choose("Which fields may leave?", field)
        commissioner.fill(f"What is “{field}” for?", purpose)
    commissioner.look("agreement-new")
    commissioner.press("Draft the agreement")
    commissioner.sees("Never, under any agreement: names", *FIELDS.values())
    commissioner.press("Sign for Eastborough Council")
    commissioner.sees("You have signed. Harbour Trust signs next.")
    commissioner.look("agreement-signed-by-one")


def adds_a_round(commissioner: Reader) -> None:
    """The quarter that runs is filled in."""
    commissioner.press("Back to the contract")
    commissioner.press("Add a round")
    expect(commissioner.main.get_by_label("Name of the round")).to_have_value("April to June 2025")
    commissioner.look("round-new")
    commissioner.press("Add the round")
    commissioner.sees("Harbour Trust sees it now, and its figures fill themselves.", "opens 1 Jul 2025")
    commissioner.look("contract-set-up")


def rejects_with_a_reason(commissioner: Reader) -> None:
    commissioner.sees("Returns received")
    commissioner.go("Returns received")
    commissioner.press(RETURN)
    commissioner.look("return-received")
    commissioner.press("Reject, with a reason")
    commissioner.fill("What must be put right?", REASON)
    commissioner.press("Reject it")
    commissioner.sees("Harbour Trust has your reason, and the return is open to them again.")


def accepts(commissioner: Reader) -> str:
    """Accepted is locked, with its hash: that is given back."""
    commissioner.go("Returns received")
    commissioner.look("returns-received")
    commissioner.press(RETURN)
    commissioner.press("Accept")
    commissioner.sees("is accepted and locked.", "Verified just now: figures and rows are as they were sent.")
    commissioner.look("return-accepted")
    return commissioner.main.get_by_text("SHA-256").first.inner_text().split()[-1]


def compares_who_is_served(commissioner: Reader) -> None:
    """Point 7. Eight white women are shown; three Black women are not, nor what would give them away."""
    commissioner.go("Cross-tab")
    commissioner.select("Measure", "People supported")
    commissioner.select("Period", "April to June 2025")
    commissioner.press("Show")
    commissioner.sees("People supported, April to June 2025", "31 in all", "From accepted returns")
    white, black = commissioner.row("White"), commissioner.row("Black")
    expect(white.get_by_role("cell").filter(has_text="8")).to_be_visible()
    expect(black.get_by_role("cell").filter(has_text="hidden").first).to_be_visible()
    expect(commissioner.page.get_by_role("region", name="Chart").get_by_role("img").first).to_be_visible()
    commissioner.look("crosstab")


def still_verifies(commissioner: Reader, digest: str) -> None:
    """Point 8: after somebody is erased."""
    commissioner.go("Returns received")
    commissioner.press(RETURN)
    commissioner.sees("Verified just now: figures and rows are as they were sent.", digest)
    commissioner.look("return-after-erasure")
