"""`make screenshots`: a picture of every main screen, as each of the four roles sees it, wide and on a phone.

Serves the demonstration in `--data` (or in ./var, if one stands there; else a small new one in a temporary directory), signs
in as people do, and writes ./screenshots/<role>-<screen>-<width>.png. Refuses an installation with a real organisation.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError

SIZES = ((1280, 900), (390, 844))
WHOLE = "document.documentElement.scrollHeight"  # a page as long as it is, so that bars stand at its edges
ROLES = {
    "worker": "worker@demo.example",
    "manager": "manager@demo.example",
    "data-lead": "data@demo.example",
    "commissioner": "commissioner@demo.example",
}
#: Role, what the picture is called, the address's name, and which of the `cast` it needs.
SCREENS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("worker", "today", "workspace:home", ()),
    ("worker", "caseload", "workspace:caseload", ()),
    ("worker", "record", "workspace:activity_new", ()),
    ("worker", "record-kind", "workspace:activity_kind", ("client",)),
    ("worker", "record-one", "workspace:activity_record", ("client", "episode", "activity_type")),
    ("worker", "register", "workspace:session", ("group",)),
    ("worker", "referrals", "workspace:referrals", ()),
    ("worker", "referral-find", "workspace:referral_find", ()),
    ("worker", "person-new", "workspace:person_new", ()),
    ("worker", "referral", "workspace:referral", ("referral",)),
    ("worker", "referral-accept", "workspace:referral_accept", ("referral",)),
    ("worker", "referral-close", "workspace:referral_close", ("referral",)),
    ("worker", "client", "workspace:client", ("client",)),
    ("worker", "client-about", "workspace:client_about", ("client",)),
    ("manager", "client-history", "workspace:history", ("client",)),
    ("worker", "needs", "workspace:need_new", ("client", "episode")),
    ("worker", "assess", "workspace:assess", ("client", "episode", "scale")),
    ("worker", "readings", "workspace:reading", ("client", "episode", "scale")),
    ("manager", "today", "workspace:home", ()),
    ("manager", "services", "workspace:services", ()),
    ("manager", "service", "workspace:service", ("service",)),
    ("manager", "ladder", "workspace:ladder", ("ladder",)),
    ("manager", "activity-type", "workspace:activity_type", ("activity_type",)),
    ("manager", "settings", "workspace:settings", ()),
    ("manager", "figures", "workspace:figures", ()),
    ("manager", "erase", "workspace:erase", ("client",)),
    ("data-lead", "today", "workspace:home", ()),
    ("data-lead", "returns", "workspace:returns", ()),
    ("data-lead", "return", "workspace:return", ("open_return",)),
    ("data-lead", "return-rows", "workspace:rows_behind", ("open_return", "measure")),
    ("data-lead", "return-override", "workspace:override", ("open_return", "measure")),
    ("data-lead", "return-preview", "workspace:return_preview", ("open_return",)),
    ("data-lead", "agreements", "workspace:agreements", ()),
    ("data-lead", "agreement", "workspace:agreement", ("agreement",)),
    ("data-lead", "figures", "workspace:figures", ()),
    ("commissioner", "today", "workspace:home", ()),
    ("commissioner", "contracts", "commissioner:contracts", ()),
    ("commissioner", "contract-new", "commissioner:contract_new", ()),
    ("commissioner", "contract", "commissioner:contract", ("contract",)),
    ("commissioner", "agreement", "commissioner:agreement", ("agreement",)),
    ("commissioner", "returns", "commissioner:returns", ()),
    ("commissioner", "return", "commissioner:return", ("sent_return",)),
    ("commissioner", "cross-tab", "commissioner:crosstab", ()),
)
#: The name in an address, where a screen's part is called otherwise here.
CALLED = {"group": "activity_type", "open_return": "answer", "sent_return": "answer"}


def main() -> int:
    reader = argparse.ArgumentParser(prog="make screenshots", description=__doc__)
    reader.add_argument("--data", type=Path, help="a data directory with a demonstration in it")
    reader.add_argument("--people", type=int, default=150, help="of a new one")
    reader.add_argument("--into", type=Path, default=Path("screenshots"))
    reader.add_argument("--only", default="", metavar="WORD", help="screens whose role or name has this word in it")
    asked = reader.parse_args()
    with data_directory(asked.data, asked.people) as folder:
        os.environ |= {"CAIRN_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "cairn.config.settings"}
        wanted = [one for one in addresses() if asked.only in f"{one[0]}-{one[1]}"]
        with serving() as site:
            bad = picture_all(site, wanted, asked.into)
    print("\n".join(bad) if bad else f"{len(wanted) * len(SIZES)} pictures in {asked.into}/")
    return int(bool(bad))


@contextmanager
def data_directory(given: Path | None, people: int) -> Iterator[Path]:
    """Where a demonstration stands."""
    found = given or Path("var")
    if given or (found / "db" / "cairn.sqlite3").exists():
        yield found.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="cairn-pictures-") as folder:
        environment = {**os.environ, "CAIRN_DATA_DIR": folder}
        command = [sys.executable, "-m", "cairn.interfaces.cli.main", "demo", "--no-serve", "--people", str(people)]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        yield Path(folder)


def addresses() -> list[tuple[str, str, str]]:
    """Role, screen and path of each picture, of the people and things that this demonstration has."""
    import django

    django.setup()
    from django.urls import reverse

    from cairn.access import scope
    from cairn.access.models import Organisation
    from cairn.interfaces.cli.demo.city import COMMISSIONER, PROVIDERS

    if Organisation.objects.filter(is_demonstration=False).exists() or not Organisation.objects.exists():
        sys.exit("Pictures are taken of a demonstration only. Give its directory with --data.")
    with scope.every("pictures of a demonstration"):
        cast = the_cast(PROVIDERS[0].slug)
    found = []
    for role, screen, name, needs in SCREENS:
        if missing := [part for part in needs if part not in cast]:
            print(f"Left out: {role} {screen}, for this city has no {', '.join(missing)} waiting.")
            continue
        slug = COMMISSIONER[0] if role == "commissioner" else PROVIDERS[0].slug
        parts = {CALLED.get(part, part): cast[part] for part in needs}
        found.append((role, screen, reverse(name, kwargs={"organisation": slug, **parts})))
    return found


def the_cast(slug: str) -> dict[str, str]:
    """The person with the longest trail, and what goes with them. What a small city has not is not in it."""
    from django.db.models import Count

    from cairn.cases.models import Episode, Referral
    from cairn.contracts.models import Agreement, Contract
    from cairn.returns.models import Return
    from cairn.services.models import ActivityType, StepLadder

    own = {"organisation__slug": slug}
    going_on = Episode.objects.filter(**own, end_date=None, assessments__isnull=False).annotate(n=Count("steps"))
    episode = going_on.order_by("-n", "pk").select_related("client", "service")[0]
    types = ActivityType.objects.filter(service=episode.service).annotate(n=Count("steps")).order_by("-n", "pk")
    contract = Contract.objects.filter(provider__slug=slug).order_by("pk")[0]
    returns = Return.objects.filter(round__contract=contract).order_by("-pk")
    rows = {
        "client": episode.client,
        "episode": episode,
        "service": episode.service,
        "activity_type": types.filter(mode="individual").first(),
        "group": types.filter(mode="group").first(),
        "ladder": StepLadder.objects.filter(service=episode.service).first(),
        "referral": Referral.objects.filter(**own, state="pending").first(),
        "contract": contract,
        "agreement": Agreement.objects.filter(contract=contract).first(),
        "open_return": returns.filter(state="open").first(),
        "sent_return": returns.exclude(state="open").first(),
    }
    named = {name: str(row.uid) for name, row in rows.items() if row is not None}
    return {**named, "scale": "swemwbs", "measure": "needs_presented"}


@contextmanager
def serving() -> Iterator[str]:
    """The whole program on a port of its own, stopped afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "cairn.interfaces.cli.main", "serve", "--port", str(port)]
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    site = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            if answers(site):
                break
            time.sleep(0.25)
        yield site
    finally:
        program.terminate()
        program.wait(timeout=40)


def answers(site: str) -> bool:
    try:
        return urllib.request.urlopen(f"{site}/accounts/login/", timeout=5).status == 200
    except (URLError, OSError):
        return False


def picture_all(site: str, wanted: list[tuple[str, str, str]], into: Path) -> list[str]:
    """Take the pictures; what was no page is said."""
    from playwright.sync_api import sync_playwright

    into.mkdir(parents=True, exist_ok=True)
    alone = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    bad = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--disable-gpu", *alone])
        for role in ROLES:
            theirs = [(screen, path) for whose, screen, path in wanted if whose == role]
            bad += picture_role(browser, site, role, theirs, into) if theirs else []
        browser.close()
    return bad


def picture_role(browser: Any, site: str, role: str, screens: list[tuple[str, str]], into: Path) -> list[str]:
    bad: list[str] = []
    signed_in = None
    for width, height in SIZES:
        context = browser.new_context(viewport={"width": width, "height": height}, storage_state=signed_in)
        page = context.new_page()
        page.on("console", lambda said: bad.append(f"{role}: {said.text}") if said.type == "error" else None)
        if signed_in is None:
            sign_in(page, site, role)
            signed_in = context.storage_state()
        for screen, path in screens:
            answer = page.goto(f"{site}{path}")
            if answer is None or answer.status != 200:
                bad.append(f"{role} {screen}: {path} answers {answer and answer.status}")
            page.set_viewport_size({"width": width, "height": max(height, page.evaluate(WHOLE))})
            page.screenshot(path=into / f"{role}-{screen}-{width}.png")
            page.set_viewport_size({"width": width, "height": height})
        context.close()
    return bad


def sign_in(page: Any, site: str, role: str) -> None:
    from cairn.interfaces.cli.demo.founding import PASSWORD

    page.goto(f"{site}/accounts/login/")
    page.fill("input[name=login]", ROLES[role])
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site}/o/**")


if __name__ == "__main__":
    sys.exit(main())
