"""`make keystrokes`: how many clicks and keys a task takes, counted on the real pages in Chromium.

Builds a demonstration in a temporary directory, serves it, and does each task with one keyboard and one pointer; the first
three also by keyboard alone. Prints a JSON line a task and looks in the database whether what was recorded is right. A task
starts at Today, which stands open; every page that is loaded after it counts, the one after the button too.

Exit status 1 when a task takes more than its limit, or records something else.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from scripts.keys import ground as laying
from scripts.keys import tasks
from scripts.keys.ground import PASSWORD, Ground
from scripts.keys.hands import Hands
from scripts.screenshots import serving

QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-sandbox")  # fmt: skip


@dataclass(frozen=True)
class Task:
    """`limit`: the most interactions, and where it is said the most page loads."""

    name: str
    do: Callable[[Hands, Ground], None]
    check: Callable[[Ground], None]
    interactions: int | None
    page_loads: int | None = None


TASKS = (
    Task("record one visit with one step reached, from Today", tasks.visit, tasks.visit_is_right, 5, 1),
    Task("the same by keyboard alone", tasks.visit_by_keyboard, tasks.visit_is_right, 5, 1),
    Task("register for 12 people, 10 present, 4 steps, 2 outcomes", tasks.register, tasks.register_is_right, 20, 2),
    Task("the same by keyboard alone", tasks.register_by_keyboard, tasks.register_is_right, None, 2),
    Task("new referral to open episode with core demographics", tasks.arrival, tasks.arrival_is_right, 25),
    Task("the same by keyboard alone", tasks.arrival_by_keyboard, tasks.arrival_is_right, None),
    Task("find a client among 100,000 by part of a surname", tasks.find, tasks.nothing, 2, 0),
)


def main() -> int:
    reader = argparse.ArgumentParser(prog="make keystrokes", description=__doc__)
    reader.add_argument("--people", type=int, default=100_000, help="to find one among")
    asked = reader.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("No Chromium here: apt install chromium.")
    with tempfile.TemporaryDirectory(prefix="cairn-keys-") as folder:
        print("Building a demonstration…", file=sys.stderr)
        ground = laying.build(Path(folder), asked.people)
        with serving() as site, opened(chromium, site) as page:
            return int(not all(list(map(partial(done, page, site, ground), TASKS))))


@contextmanager
def opened(chromium: str, site: str) -> Iterator[Page]:
    """A browser signed in as the worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        page = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900}).new_page()
        page.goto("/")
        page.get_by_label("Email").fill("worker@demo.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/o/*/")
        yield page
        browser.close()


def done(page: Page, site: str, ground: Ground, task: Task) -> bool:
    """Do it from Today on a page of its own, print what it took, and say whether it is within its limit and right."""
    mine = page.context.new_page()
    mine.goto(f"{site}/o/{ground.slug}/")
    mine.wait_for_load_state("networkidle")
    hands = Hands(mine)
    task.do(hands, ground)
    mine.close()
    limit = {"interactions": task.interactions, "page_loads": task.page_loads}
    took = {"interactions": hands.interactions, "page_loads": hands.page_loads}
    over = [name for name, most in limit.items() if most is not None and took[name] > most]
    said = {name: most for name, most in limit.items() if most is not None} or None
    print(json.dumps({"task": task.name, **took, "limit": said}), flush=True)
    with laying.looking():
        task.check(ground)
    if over:
        print(f"Over the limit: {', '.join(over)}.", file=sys.stderr)
    return not over


if __name__ == "__main__":
    sys.exit(main())
