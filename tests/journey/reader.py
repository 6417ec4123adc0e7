"""Somebody at a browser: they read headings, press buttons and fill in questions by the words that they see."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

PASSWORD = "pass"


class Reader:
    """One browser. Everything is found as assistive technology finds it: by role and name.

    `faults` gathers errors of scripts, violations of the content security policy, and files that did not come.
    """

    def __init__(self, page: Page, folder: Path | None) -> None:
        self.page, self.folder, self.shots = page, folder, 0
        self.faults: list[str] = []
        page.context.on("weberror", lambda thrown: self.faults.append(f"{self.page.url}: {thrown.error}"))
        page.context.on("console", self._console)

    def _console(self, said: ConsoleMessage) -> None:
        # An invalid form answers 422 and a page that is not there 404: the browser remarks on both, rightly.
        is_page = said.location.get("url", "").split("#")[0] == self.page.url.split("#")[0]
        if said.type == "error" and not (is_page and "Failed to load resource" in said.text):
            self.faults.append(f"{self.page.url}: {said.text}")

    # Going

    def sign_in(self, email: str) -> None:
        self.page.goto("about:blank")  # what a page still asks for in the background brings no cookie back
        self.page.context.clear_cookies()
        self.page.goto("/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("link", name="Sign out")).to_be_visible()

    def go(self, place: str) -> None:
        """By the rail, or on a phone by the bar."""
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=place, exact=True).click()

    def press(self, words: str, *, inside: Locator | None = None) -> None:
        """A button or a link of the page, by its whole name."""
        found = inside or self.main
        name = re.compile(rf"^\s*{re.escape(words)}\s*$")
        found.get_by_role("button", name=name).or_(found.get_by_role("link", name=name)).first.click()

    def awake(self) -> None:
        """The page's scripts have started: nobody is as quick as a program."""
        expect(self.page.locator("body.js-enabled")).to_be_attached()
        self.page.wait_for_load_state("load")

    # Reading

    @property
    def main(self) -> Locator:
        """The page without the rail: what it says, and what stands beside it."""
        return self.page.locator("main, aside, .cairn-where")

    def sees(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each)

    def sees_not(self, words: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(words)

    def on(self, heading: str) -> None:
        """The page has come whose heading says so."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    def list_item(self, words: str) -> Locator:
        return self.main.get_by_role("listitem").filter(has_text=words).first

    def row(self, words: str) -> Locator:
        """A row of a table by the words of its head."""
        head = self.page.get_by_role("rowheader", name=re.compile(re.escape(words)))
        return self.page.get_by_role("row").filter(has=head).first

    def until(self, script: str) -> None:
        """Until a script says yes. A page's own policy lets no words be run as a program there, so we ask, again and again."""
        for _ in range(300):
            if self.page.evaluate(script):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"It never came true: {script}")

    # Answering

    def group(self, question: str) -> Locator:
        return self.page.get_by_role("group", name=question, exact=True)

    def fill(self, question: str, words: str) -> None:
        self.main.get_by_label(question, exact=True).fill(words)

    def choose(self, question: str, *answers: str) -> None:
        """Radios, or several boxes, of one question."""
        for answer in answers:
            self.group(question).get_by_label(answer, exact=True).check()

    def tick(self, *labels: str) -> None:
        for label in labels:
            self.main.get_by_label(label, exact=True).check()

    def select(self, question: str, answer: str) -> None:
        self.main.get_by_label(question, exact=True).select_option(label=answer)

    def date(self, question: str, day: date) -> None:
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self.group(question).get_by_label(part, exact=True).fill(str(number))

    # Looking

    def look(self, name: str) -> None:
        """A picture for whoever wants to look."""
        if self.folder:
            self.shots += 1
            self.folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=self.folder / f"{self.shots:02}-{name}.png", full_page=True)
