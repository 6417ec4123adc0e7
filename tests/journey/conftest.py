"""A real Chromium against a real server, and a calendar that the story turns.

The server runs in threads of this process, so that travelling in time moves it too. Playwright keeps an event loop in the
main thread; nothing here awaits, so Django's guard against the database inside a loop is told to stand aside.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from playwright.sync_api import Browser, expect, sync_playwright

from cairn.access import scope
from tests.cases.conftest import Ground, lay, open_episode
from tests.conftest import Party
from tests.journey.reader import Reader

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
#: A folder for a picture of every main step, for whoever wants to look; none are taken without it.
PICTURES = os.environ.get("JOURNEY_PICTURES", "")
expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium here (apt install chromium)")
    alone = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *alone])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _files_kept() -> Iterator[None]:
    """Style sheets are asked for once a browser, as they are in earnest: the test server itself lets nothing be kept."""
    serve = StaticFilesHandler.serve

    def kept(self: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        response = serve(self, request)
        response["Cache-Control"] = "max-age=86400, immutable"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", kept)
        yield


@pytest.fixture
def calendar() -> Iterator[Callable[[int, int, int], None]]:
    """Turn to a day of the story, at nine in the morning; the clock then runs on."""
    with ExitStack() as stack:

        def turn(year: int, month: int, day: int) -> None:
            stack.close()
            stack.enter_context(time_machine.travel(datetime(year, month, day, 9, tzinfo=UTC)))

        turn(2025, 4, 1)
        yield turn


@pytest.fixture
def open_reader(chromium: Browser, _files_kept: None, live_server, request) -> Iterator[Callable[..., Reader]]:  # type: ignore[no-untyped-def]
    """Sit somebody down at a browser of their own. Whatever it complained of fails the test at its end."""
    readers: list[Reader] = []

    def sit(*, javascript: bool = True, phone: bool = False, dark: bool = False, offline: bool = False) -> Reader:
        context = chromium.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            is_mobile=phone,
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            service_workers="allow" if offline else "block",
        )
        context.set_default_timeout(20_000)
        folder = Path(PICTURES) / request.node.name if PICTURES else None
        readers.append(Reader(context.new_page(), folder))
        return readers[-1]

    yield sit
    faults = [fault for reader in readers for fault in reader.faults]
    for reader in readers:
        reader.page.context.close()
    assert not faults, "the browser complained:\n" + "\n".join(faults)


@pytest.fixture
def ground(harbour: Party, calendar: Callable[[int, int, int], None]) -> Ground:
    """Harbour Trust with Anwen supported since April, and two others whom nobody has referred yet."""
    calendar(2025, 6, 30)
    with scope.of(harbour.system):
        laid = lay(harbour)
        open_episode(laid)
    return laid
