"""One keyboard and one pointer at a page, and a count of what they do.

An interaction is a click, a tap, or a key press that is not text: Tab, Enter, an arrow, the blank that ticks a box, a letter
that is a command. Characters in a text box are text. Every document that the browser loads is a page load, those after a
button too.
"""

from typing import Any

from playwright.sync_api import Page, expect

expect.set_options(timeout=60_000)  # a machine may be busy; nothing here is timed

TEXT = """() => { const at = document.activeElement;
  return at.matches("textarea, input:not([type=checkbox]):not([type=radio]):not([type=submit])"); }"""


class Hands:
    """Counts from the moment it is made: the page that stands open then is where the task starts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.interactions = self.page_loads = 0
        page.on("domcontentloaded", self._loaded)

    def _loaded(self, _: Any) -> None:
        self.page_loads += 1

    def click(self, where: str, text: str = "") -> None:
        """The first thing fitting the selector (and the text) is clicked, once it can be."""
        found = self.page.locator(where).filter(has_text=text) if text else self.page.locator(where)
        found.first.click()
        self.interactions += 1

    def press(self, key: str, times: int = 1) -> None:
        """A key that is not text."""
        for _ in range(times):
            self.page.keyboard.press(key)
            self.interactions += 1

    def type(self, words: str) -> None:
        """Text, where the cursor stands in a text box already: not counted."""
        if not self.page.evaluate(TEXT):
            raise AssertionError("Text was to be typed where no text goes.")
        self.page.keyboard.type(words)

    def tab_to(self, where: str, most: int = 40) -> None:
        """Tab until the selector has the focus; each Tab counts."""
        for _ in range(most):
            if self.is_at(where):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to {where}")

    def is_at(self, where: str) -> bool:
        return bool(self.page.evaluate("where => document.activeElement.matches(where)", where))

    def sees(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def waits_for(self, where: str) -> None:
        self.page.wait_for_selector(where)

    def waits_to_be_at(self, where: str) -> None:
        """Wait, as a person does, until the page has put the focus there."""
        self.page.locator(f":focus:is({where})").wait_for()
