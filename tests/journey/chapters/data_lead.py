"""The data lead: signs, opens the return that has filled itself, explains a figure, sees what leaves, submits."""

import re

from playwright.sync_api import Locator, expect

from tests.journey.chapters.commissioner import CONTRACT, REASON, RETURN
from tests.journey.chapters.worker import NAME, PHONE
from tests.journey.reader import Reader

#: What the neighbours, Zephyrine and Orlando make together: counted by hand from `neighbours.py` and the worker's chapter.
FIGURES = {
    "Referrals received": "34",
    "Referrals accepted": "31",
    "No capacity": "2",
    "Refused support offered": "1",
    "People supported": "31",
    "Needs presented": "8",
    "Needs at least part met": "5",
    "Needs met": "3",
    "Small steps reached": "4",
    "People who reached a step": "3",
    "Change in mental wellbeing (SWEMWBS)": "+2.20",
}
WHY = "One more was met and written on paper, on the day the tablet was broken."


def signs(lead: Reader) -> None:
    """Point 6: nothing leaves that this side has not read and signed."""
    lead.go("Agreements")
    lead.look("agreements")
    lead.press(CONTRACT)
    lead.sees("To see whether women and men are served alike", "Has not signed yet")
    lead.press("Sign for Harbour Trust")
    lead.sees("You have signed.", "In force")
    lead.look("agreement-in-force")


def finds_the_return_filled(lead: Reader) -> None:
    """Each figure is what was recorded; nobody typed one."""
    lead.go("Returns")
    lead.look("returns")
    lead.press(RETURN)
    lead.on("April to June 2025")
    for label, value in FIGURES.items():
        expect(_here(lead, label)).to_contain_text(re.compile(rf"^\s*{re.escape(value)}"))
    change = _here(lead, "Change in mental wellbeing (SWEMWBS)")
    expect(change).to_contain_text("\N{MINUS SIGN}0.21 to +4.60")
    expect(change).to_contain_text(re.compile(r"n = 6\s*$"))
    lead.look("return")


def opens_a_definition_and_the_rows(lead: Reader) -> None:
    """What a figure counts, in words; then whom, for those who may know."""
    figure = _figure(lead, "Needs met")
    figure.get_by_text("What it counts").first.click()
    expect(figure.get_by_text("A count of records.")).to_be_visible()
    lead.press("Rows behind Needs met")
    lead.sees("3 rows in all", NAME)
    lead.look("rows-behind")
    lead.press("Back to the return")


def overrides_one_with_a_reason(lead: Reader) -> None:
    lead.press("Correct Needs met")
    lead.fill("The number to send", "4")
    lead.press("Use this number")
    lead.sees("There is a problem")
    lead.fill("Why is it different?", WHY)
    lead.look("override")
    lead.press("Use this number")
    lead.sees("Corrected by hand.", "Worked out: 3.", WHY)


def sees_exactly_what_leaves(lead: Reader) -> None:
    """Codes and no names; every column with its purpose."""
    lead.press("See exactly what will leave")
    lead.sees("There are no names in it.", "To see who is not served")
    for secret in (NAME, PHONE, "Zephyrine", "B29 6QJ"):
        lead.sees_not(secret)
    lead.look("preview")


def submits(lead: Reader) -> None:
    lead.press("Check and submit")
    lead.fill("Anything to say with it?", "A good spring.")
    lead.look("submit")
    lead.press("Submit this return")
    lead.sees("sent", "Checked just now: it is as it was sent.", "Waits for Eastborough Council")
    lead.look("receipt")


def resubmits(lead: Reader) -> None:
    """The reason stands at the top; the correction is taken back, and it goes again."""
    lead.go("Returns")
    lead.press(RETURN)
    lead.sees("Eastborough Council rejected version 1", REASON)
    lead.look("return-rejected")
    lead.press("Use the number worked out for Needs met")
    lead.sees("The number worked out from the records stands again.")
    lead.press("Check and submit")
    lead.press("Submit this return")
    lead.sees("Version 2")


def _here(lead: Reader, label: str) -> Locator:
    """What this return says of a figure, among the quarters of its year."""
    return _figure(lead, label).locator("td.yr-here")


def _figure(lead: Reader, label: str) -> Locator:
    """A line of the return by the first words of its head."""
    head = lead.page.get_by_role("rowheader", name=re.compile(rf"^{re.escape(label)}"))
    return lead.page.get_by_role("row").filter(has=head).first
