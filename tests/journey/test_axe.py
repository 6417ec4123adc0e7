"""Every template of a page, once, under axe: nothing to complain of, in the light scheme and in the dark.

The world is the access matrix's own: one of everything that an address can name.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import get_template

import cairn
from cairn.access.models import User
from tests.journey import axe_collected, axe_filling, axe_own_forms, axe_review, axe_values, by_rating, by_telling
from tests.journey.axe_commissioning import BUYER, COMMISSIONING
from tests.journey.reader import PASSWORD, Reader
from tests.journey.under_axe import faults
from tests.matrix.addresses import address
from tests.matrix.table import show
from tests.matrix.world import World, build

pytestmark = pytest.mark.browser

WORKER, MANAGER, LEAD = ("harbour", "support_worker"), ("harbour", "service_manager"), ("harbour", "data_lead")
#: template → who opens it, by which address, with which other things, asking what
PAGES: dict[str, tuple[Any, ...]] = {
    "agreements/list": (LEAD, "workspace:agreements"),
    "agreements/one": (LEAD, "workspace:agreement", {"agreement": "drafted"}),
    "agreements/partner": (LEAD, "workspace:partner_agree", {"contract": "partnered"}),
    **COMMISSIONING,
    **by_telling.PAGES,
    "returns/grant": (LEAD, "workspace:grant"),
    "returns/grants": (LEAD, "workspace:grants"),
    "returns/money": (LEAD, "workspace:money"),
    "returns/payment": (BUYER, "commissioner:payment", {"answer": "accepted"}),
    "returns/individual/alone": (LEAD, "workspace:return_alone", {"answer": "annual"}),
    **axe_collected.PAGES,
    **axe_filling.PAGES,
    **axe_own_forms.PAGES,
    **axe_review.PAGES,
    **axe_values.PAGES,
    "returns/relevance": (LEAD, "workspace:relevance"),
    "returns/stories": (LEAD, "workspace:stories"),
    "returns/stories_use": (LEAD, "workspace:return_stories", {"answer": "annual"}),
    "returns/story": (LEAD, "workspace:story"),
    "returns/story_withdraw": (LEAD, "workspace:story_withdraw"),
    "returns/words": (LEAD, "workspace:return_words", {"answer": "annual"}),
    "figures/change": (
        MANAGER,
        "workspace:figures_change",
        {},
        "scale=swemwbs&period=2025-Q1&first_to=latest&by=gender",
    ),
    "figures/page": (MANAGER, "workspace:figures", {}, "measure=referrals_received&period=2025-Q1&by=gender"),
    "returns/elsewhere": (LEAD, "workspace:return_elsewhere"),
    "returns/one_person": (LEAD, "workspace:supplied_person"),
    "returns/file": (LEAD, "workspace:return_file", {"file": "returned_file"}),
    "workspace/collections/blank/list": (LEAD, "workspace:blank_forms"),
    "workspace/collections/blank/one": (LEAD, "workspace:blank_form", {"form": "blank"}),
    "workspace/collections/files/list": (LEAD, "workspace:form_files"),
    "workspace/collections/files/new": (LEAD, "workspace:form_file_new"),
    "workspace/collections/files/one": (LEAD, "workspace:form_file", {"submission": "form_file"}),
    "returns/explain": (LEAD, "workspace:figure_explain"),
    "returns/figure": (LEAD, "workspace:figure_history", {"answer": "accepted"}),
    "returns/form": (BUYER, "commissioner:measures"),
    "returns/list": (LEAD, "workspace:returns"),
    "returns/missing": (LEAD, "workspace:return_missing"),
    "returns/one": (LEAD, "workspace:return"),
    "returns/override": (LEAD, "workspace:override"),
    "returns/preview": (LEAD, "workspace:return_preview"),
    "returns/receipt": (LEAD, "workspace:return_receipt", {"answer": "accepted"}),
    "returns/rows": (LEAD, "workspace:rows_behind", {"answer": "accepted"}),
    "returns/submit": (LEAD, "workspace:return_submit"),
    "workspace/activities/choose": (WORKER, "workspace:activity_new", {}, "q=Ada"),
    "workspace/activities/cannot": (WORKER, "workspace:activity_kind", {"client": "newcomer"}),
    "workspace/activities/quick": (WORKER, "workspace:activity_kind"),
    "workspace/activities/heads": (WORKER, "workspace:session", {"activity_type": "drop_in"}),
    "workspace/activities/change": (WORKER, "workspace:activity_change"),
    "workspace/diary/plan": (WORKER, "workspace:appointment_new"),
    "workspace/diary/week": (WORKER, "workspace:diary"),
    "workspace/diary/whom": (WORKER, "workspace:diary_whom"),
    "workspace/diary/covers": (MANAGER, "workspace:covers"),
    "workspace/diary/team": (MANAGER, "workspace:team"),
    "workspace/diary/handing": (MANAGER, "workspace:hand_over"),
    "workspace/trails/one": (WORKER, "workspace:trail"),
    "workspace/referrals/arriving": (WORKER, "workspace:person_new"),
    "workspace/activities/session": (WORKER, "workspace:session", {"activity_type": "group"}),
    "workspace/casework/close": (WORKER, "workspace:episode_close"),
    "workspace/casework/assess": (WORKER, "workspace:assess"),
    "workspace/casework/locked": (WORKER, "workspace:assess", {"scale": "locked_scale"}),
    "workspace/casework/reading": (WORKER, "workspace:reading"),
    "workspace/clients/around": (WORKER, "workspace:around"),
    "workspace/clients/around_find": (WORKER, "workspace:around_find", {}, "q=Charles"),
    "workspace/clients/concern": (MANAGER, "workspace:concern"),
    "workspace/clients/concern_form": (WORKER, "workspace:concern_new"),
    "workspace/clients/concerns": (WORKER, "workspace:concerns"),
    "workspace/clients/concerns_open": (MANAGER, "workspace:concerns_open"),
    "workspace/clients/alike": (MANAGER, "workspace:client_alike"),
    "workspace/clients/merge": (MANAGER, "workspace:merge", {"other": "newcomer"}),
    "workspace/clients/pairs": (WORKER, "workspace:pairs"),
    "workspace/clients/erase": (MANAGER, "workspace:erase"),
    "workspace/clients/erased": (MANAGER, "workspace:erased"),
    "workspace/clients/history": (MANAGER, "workspace:history"),
    "workspace/clients/one": (MANAGER, "workspace:client"),
    "workspace/clients/reads": (MANAGER, "workspace:reads"),
    "workspace/clients/timeline": (MANAGER, "workspace:timeline"),
    "workspace/doors/own": (WORKER, "workspace:own_page"),
    "workspace/doors/print": (WORKER, "workspace:own_print"),
    "workspace/doors/door": (MANAGER, "workspace:service_door"),
    "workspace/doors/poster": (MANAGER, "workspace:service_door_poster"),
    "workspace/form": (WORKER, "workspace:client_about"),
    "workspace/imports/check": (MANAGER, "workspace:import_check"),
    "workspace/imports/columns": (MANAGER, "workspace:import_columns"),
    "workspace/imports/list": (MANAGER, "workspace:imports"),
    "workspace/imports/new": (MANAGER, "workspace:import_new"),
    "workspace/imports/one": (MANAGER, "workspace:import_progress", {"file": "brought_in"}),
    "workspace/imports/values": (MANAGER, "workspace:import_values"),
    "workspace/needs/all": (WORKER, "workspace:client_needs"),
    "workspace/needs/check": (WORKER, "workspace:needs_check"),
    "workspace/needs/judge": (WORKER, "workspace:need_judge"),
    "workspace/needs/new": (WORKER, "workspace:need_new"),
    "workspace/needs/one": (WORKER, "workspace:need"),
    "workspace/lists/caseload": (WORKER, "workspace:caseload"),
    "workspace/lists/due": (WORKER, "workspace:readings_due"),
    "account/reauthenticate": (WORKER, "workspace:offline_send"),
    "workspace/offline/home": (WORKER, "workspace:offline"),
    "workspace/offline/record": (WORKER, "workspace:offline_record"),
    "workspace/offline/register": (WORKER, "workspace:offline_register"),
    "workspace/linking/people": (MANAGER, "workspace:linking"),
    "workspace/plan/one": (WORKER, "workspace:plan"),
    "workspace/plan/write": (WORKER, "workspace:plan_write"),
    "workspace/referrals/door": (WORKER, "workspace:door"),
    "workspace/referrals/came": (WORKER, "workspace:came"),
    "workspace/referrals/pass_on": (WORKER, "workspace:pass_on"),
    "workspace/referrals/passed_on": (WORKER, "workspace:passed_on"),
    "figures/refused": (MANAGER, "workspace:refused", {}, "period=2025-Q1&by=gender"),
    "workspace/ratings/answers": (MANAGER, "workspace:feedback_answers"),
    "workspace/ratings/person": (WORKER, "workspace:ratings_of"),
    "workspace/ratings/sent": (WORKER, "workspace:ratings"),
    "workspace/ratings/to_ask": (WORKER, "workspace:feedback"),
    "workspace/referrals/find": (WORKER, "workspace:referral_find", {}, "q=Ada"),
    "workspace/referrals/list": (WORKER, "workspace:referrals"),
    "workspace/referrals/one": (WORKER, "workspace:referral"),
    "workspace/services/asked": (MANAGER, "workspace:service_needs"),
    "workspace/services/scales": (MANAGER, "workspace:service_scales"),
    "workspace/services/list": (MANAGER, "workspace:services"),
    "workspace/services/one": (MANAGER, "workspace:service"),
    "workspace/services/settings": (MANAGER, "workspace:settings"),
    "workspace/services/member": (MANAGER, "workspace:member", {"member": "worker"}),
    "workspace/keys/list": (MANAGER, "workspace:keys"),
    "workspace/scales/library": (MANAGER, "workspace:scales"),
    "workspace/scales/one": (MANAGER, "workspace:scale"),
    "workspace/scales/try": (WORKER, "workspace:scale_try"),
    "workspace/scales/practice": (WORKER, "workspace:scale_practice"),
    "workspace/scales/locked": (WORKER, "workspace:scale_practice", {"scale": "locked_scale"}),
    "workspace/scales/wording": (MANAGER, "workspace:scale_wording"),
    "workspace/scales/tariff": (MANAGER, "workspace:scale_tariff", {"scale": "table_scale"}),
    "workspace/scales/practised": (MANAGER, "workspace:scales_practised"),
    "workspace/measures/list": (MANAGER, "workspace:own_measures"),
    "workspace/measures/edit": (MANAGER, "workspace:own_measure_edit", {"measure": "measure_draft"}),
    "workspace/measures/one": (MANAGER, "workspace:own_measure", {"measure": "measure_published"}),
    "workspace/measures/publish": (MANAGER, "workspace:own_measure_publish", {"measure": "measure_draft"}),
    "workspace/scales/own_list": (MANAGER, "workspace:own_scales"),
    "workspace/scales/own_edit": (MANAGER, "workspace:own_scale_edit", {"scale": "own_draft"}),
    "workspace/scales/own_one": (MANAGER, "workspace:own_scale", {"scale": "own_published"}),
    "workspace/scales/own_publish": (MANAGER, "workspace:own_scale_publish", {"scale": "own_draft"}),
    "workspace/scales/own_take_in": (MANAGER, "workspace:own_scale_take_in"),
    "workspace/imports/readings": (MANAGER, "workspace:import_readings", {"file": "readings_file"}),
    "workspace/imports/readings_new": (MANAGER, "workspace:import_readings_new"),
    "workspace/setup/activities": (MANAGER, "workspace:setup_page", {"step": "of_activities"}),
    "workspace/setup/check": (MANAGER, "workspace:setup_check"),
    "workspace/setup/needs": (MANAGER, "workspace:setup_page", {"step": "of_needs"}),
    "workspace/setup/outcomes": (MANAGER, "workspace:setup_page", {"step": "of_outcomes"}),
    "workspace/setup/part": (MANAGER, "workspace:setup_page", {"step": "of_who"}),
    "workspace/setup/start": (MANAGER, "workspace:setup"),
    "workspace/setup/steps": (MANAGER, "workspace:setup_page", {"step": "of_steps"}),
    "workspace/directory/bring": (MANAGER, "workspace:directory_bring"),
    "workspace/directory/choose": (WORKER, "workspace:need_choose"),
    "workspace/directory/compare": (MANAGER, "workspace:directory_compare", {"file": "directory_file"}),
    "workspace/directory/heard": (WORKER, "workspace:signposting"),
    "workspace/directory/list": (MANAGER, "workspace:directory"),
    "workspace/directory/one": (WORKER, "workspace:directory_entry"),
    "workspace/directory/send": (WORKER, "workspace:send"),
    "workspace/directory/sent": (WORKER, "workspace:sent"),
    "workspace/situation/blocked": (MANAGER, "workspace:blocked"),
    "workspace/situation/change": (WORKER, "workspace:block_change"),
    "workspace/situation/levels": (MANAGER, "workspace:service_levels"),
    "workspace/situation/life": (MANAGER, "workspace:life"),
    "workspace/situation/optional": (WORKER, "workspace:optional"),
    "workspace/situation/pick": (WORKER, "workspace:status_new", {"kind": "status_kind"}),
    "workspace/situation/questions": (MANAGER, "workspace:service_questions"),
    "workspace/today/elsewhere": (LEAD, "workspace:home"),
    "workspace/files/all": (WORKER, "workspace:client_files"),
    "workspace/notes/all": (WORKER, "workspace:notes"),
    "workspace/notes/answer": (MANAGER, "workspace:note_answer", {"note": "restricted_note"}),
    "workspace/notes/memos": (WORKER, "workspace:memos"),
    "workspace/notes/new": (WORKER, "workspace:note_new"),
    "workspace/finding/search": (WORKER, "workspace:search", {}, "q=first"),
    "workspace/today/home": (WORKER, "workspace:home", {}, "q=Ada"),
}
#: Pages that need no organisation, by their plain address.
PLAIN = {
    "account/login": "/accounts/login/",
    "account/password_reset": "/accounts/password/reset/",
    "account/password_reset_done": "/accounts/password/reset/done/",
    "account/password_reset_from_key": "/accounts/password/reset/key/1-none/",
    "account/password_reset_from_key_done": "/accounts/password/reset/key/done/",
}
#: Pages of somebody who has signed in and belongs nowhere yet.
ALONE = {"home/choose": "/", "account/logout": "/accounts/logout/"}
#: Pages that nobody can ask for: drawn as they stand.
DRAWN = [
    "account/held",
    "account/held_other",
    "errors/400",
    "errors/403",
    "errors/404",
    "errors/405",
    "errors/500",
    "403_csrf",
    "public/too_long",
]
#: Pages that come only of something sent: see `by_pressing`.
PRESSED = {"workspace/lists/together", "workspace/offline/send", "workspace/referrals/pass_on_look"}
#: What stands at the public doors: see `at_the_doors`.
AT_THE_DOORS = {
    *by_rating.TEMPLATES,
    *by_telling.TEMPLATES,
    "public/refer", "public/receipt", "own/door", "own/page", "own/closed", "own/shut", "workspace/doors/link",
}  # fmt: skip
#: What other templates extend or include.
PARTS = {
    *by_telling.PARTS,
    *axe_collected.PARTS, *axe_filling.PARTS, *axe_own_forms.PARTS, *axe_values.PARTS,
    *by_rating.PARTS, *axe_review.PARTS, "own/frame", "own/parts", "own/languages", "public/frame", "workspace/doors/seen",
    "workspace/clients/alike_part", "workspace/services/covered",
    "workspace/diary/parts", "workspace/measures/parts",
    "workspace/lists/parts", *(f"workspace/offline/{name}" for name in ("shell", "meta", "fields")),
    "workspace/notes/parts", "workspace/referrals/parts", "workspace/finding/found",
    "workspace/imports/parts", "workspace/today/keys", "workspace/today/_area_changes",
    *(f"workspace/activities/{name}" for name in ("quick_form", "quick_part", "choose_part", "choices", "register_rows")),
    *(f"workspace/activities/{name}" for name in ("parts", "cannot_part")),
    "workspace/setup/base", "workspace/setup/pages", "workspace/setup/asked",
    "workspace/base", "workspace/situation/parts", "workspace/situation/safeguarding",
    "workspace/parts", "workspace/clients/line", "workspace/clients/measured", "workspace/clients/frame",
    "workspace/scales/parts", "workspace/scales/own_parts", "workspace/scales/fill", "workspace/casework/asking",
    "returns/_reminders", "returns/_relevance", "returns/_words", "returns/_words_leave", "returns/rounds_parts",
    "commissioner/_words", "commissioner/_covers", "returns/base", "returns/parts", "returns/talk", "returns/year",
    "returns/_year", "returns/_missing", "returns/_individual", "returns/_payment", "returns/payment_parts",
    "returns/grant_parts", "commissioner/_payment", "commissioner/money_parts", "agreements/_carried",
    "figures/parts", "cairn_plain",
    "allauth/layouts/base", *(f"allauth/elements/{name}" for name in ("button", "cairn_field", "fields", "form")),
    *(f"allauth/elements/{name}" for name in ("h1", "h2", "p")),
}  # fmt: skip


def templates() -> Iterator[str]:
    """Every template of ours, by its name without the ending."""
    home = Path(cairn.__file__).parent
    for folder in (home / "interfaces/jinja2", home / "web/jinja2", home / "web/templates"):
        yield from (path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.*ml"))
        yield from (path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.jinja"))


def test_every_template_has_a_page_here() -> None:
    assert set(templates()) == {*PAGES, *PLAIN, *ALONE, *DRAWN, *PRESSED, *AT_THE_DOORS, *PARTS}


Opener = Callable[..., Reader]


@pytest.mark.parametrize("half", [0, 1], ids=["and_what_is_pressed", "and_the_doors"])
def test_axe_finds_nothing(
    half: int, transactional_db: None, calendar: Callable[[int, int, int], None], open_reader: Opener, live_server: Any
) -> None:
    """In two halves, one for each processor."""
    calendar(2025, 7, 10)
    world, found = build(), []
    readers = {who: signed_in(open_reader(), world, who, live_server.url) for who in (WORKER, MANAGER, LEAD, BUYER)}
    for template, (who, name, *more) in list(PAGES.items())[half::2]:
        page = show(name, frozenset(), *more[1:2], **(more[0] if more else {}))
        readers[who].page.goto(address(page, who[0], world.things[who[0]]))
        found += faults(readers[who], template)
    stranger = open_reader()
    if half:
        found += at_the_doors(readers[WORKER], stranger, world)
        found += by_telling.opened(readers[LEAD], stranger, world, faults)
        found += by_rating.opened(readers[WORKER], stranger, world, faults)
    else:
        found += by_pressing(readers[WORKER], world)
        found += with_no_organisation(stranger, live_server.url)
    assert not found, "\n".join(found)
    stranger.page.goto("/accounts/login/")
    stranger.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button></button>')")
    assert "button-name" in faults(stranger, "planted")[0]


def with_no_organisation(stranger: Reader, base: str) -> list[str]:
    """Pages that need none, and those that are drawn as they stand."""
    found = []
    for template, place in [*PLAIN.items(), *ALONE.items()]:
        if place == "/":
            User.objects.create_user("new@nowhere.example", PASSWORD, name="Somebody new")
            stranger.sign_in("new@nowhere.example")
        stranger.page.goto(place)
        found += faults(stranger, template)
    for template in DRAWN:
        show_drawn(stranger, template, base)
        found += faults(stranger, template)
    return found


def by_pressing(reader: Reader, world: World) -> list[str]:
    """A form with errors, several people of a list at once, and what was recorded with no connection."""
    reader.page.goto(f"/o/harbour/people/{world.things['harbour']['client']}/notes/new/")
    reader.press("Keep the note")
    found = faults(reader, "workspace/form with errors")
    reader.page.goto("/o/harbour/people/?worker=")
    reader.page.get_by_role("checkbox", name="Tick").first.check()
    reader.press("Hand over…")
    reader.on("Hand over")
    found += faults(reader, "workspace/lists/together")
    things = world.things["harbour"]
    reader.page.goto(f"/o/harbour/people/{things['newcomer']}/pass-on/?to={things['advice']}")
    reader.page.get_by_label("Why do you refer them?").fill("Owes rent")
    for answer in ("Soon: within two weeks", "Yes: they know what is sent, and to whom"):
        reader.page.get_by_label(answer).check()
    found += faults(reader, "workspace/form of passing somebody on")
    reader.press("Look at what is sent")
    reader.on("This is what they will see")
    found += faults(reader, "workspace/referrals/pass_on_look")
    reader.page.goto("/o/harbour/offline/send/")
    reader.page.get_by_label("Password").fill(PASSWORD)
    reader.press("Sign in")
    reader.on("Send what was recorded")
    return found + faults(reader, "workspace/offline/send")


def at_the_doors(worker: Reader, stranger: Reader, world: World) -> list[str]:
    """A referral by somebody unknown, wrong at first; a person's own page, in a language read from the right too."""
    things = world.things["harbour"]
    worker.page.goto(f"/o/harbour/people/{things['client']}/own/links/new/")
    worker.press("Make the link")
    worker.on("The link for")
    found = faults(worker, "workspace/doors/link")
    stranger.page.goto(f"/refer/{things['door_code']}/")
    found += faults(stranger, "public/refer")
    stranger.press("Send")
    stranger.sees("There is a problem")
    found += faults(stranger, "public/refer with errors")
    stranger.page.get_by_label("Myself").check()
    for label, words in (("Name of the person", "Ada"), ("Their phone", "07700 900123"), ("What is happening", "Help")):
        stranger.page.get_by_label(label).fill(words)
    stranger.page.wait_for_timeout(3_500)
    stranger.press("Send")
    stranger.on("Sent")
    found += faults(stranger, "public/receipt")
    stranger.page.goto(f"/own/{things['own_token']}/")
    found += faults(stranger, "own/door")
    stranger.page.get_by_label("Day").fill("1")
    stranger.page.get_by_label("Month").fill("5")
    stranger.press("Open my page")
    stranger.on("Hello Ada")
    found += faults(stranger, "own/page")
    here = stranger.page.url
    stranger.page.goto(here.replace("lang=english", "lang=arabic"))
    found += faults(stranger, "own/page in Arabic")
    stranger.page.goto(here)
    stranger.press("Close this page")
    found += faults(stranger, "own/closed")
    stranger.page.goto(here)
    return found + faults(stranger, "own/shut")


def signed_in(reader: Reader, world: World, who: tuple[str, str], base: str) -> Reader:
    """With the session that the matrix made."""
    cookie = world.browser(*who).cookies["sessionid"]
    reader.page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": base}])
    return reader


def show_drawn(reader: Reader, template: str, base: str) -> None:
    ending = ".html" if template.startswith(("account", "403")) else ".jinja"
    engine = "django" if ending == ".html" else "jinja2"
    drawn = get_template(template + ending, using=engine).render({})
    reader.page.route(f"{base}/drawn", lambda route: route.fulfill(body=drawn, content_type="text/html"))
    reader.page.goto("/drawn")
    reader.page.unroute(f"{base}/drawn")
