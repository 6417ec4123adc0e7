"""The directory of other services: found, read, kept, and given out as a file."""

import json
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.queries.signpostings import Figures, figures
from cairn.definitions import registry
from cairn.desk.actions import exports
from cairn.exchange.open_referral import comparing
from cairn.exchange.tables import Cell
from cairn.interfaces.pages import address, version_of
from cairn.interfaces.workspace.directory.forms import EntryForm
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, draw, page, pressed, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.services import directory as queries
from cairn.services import rules_directory
from cairn.services.actions import directory as actions
from cairn.services.directory import Asked, EntryView

COLUMNS = (
    "Service", "Run by", "What it does", "For whom", "Cost", "Needs", "Phone", "E-mail", "Web page", "Address", "Postcode",
    "Last checked", "Open", "People told", "Known what came of it", "Took it up",
)  # fmt: skip
STATES = (("open", "Open"), ("closed", "Closed"), ("all", "Both"))


def asked_of(request: Request) -> Asked:
    """What the address asks for; unknown answers say nothing."""
    needs = {need.id for need in registry.get("needs").needs}
    need, state = request.GET.get("need", ""), request.GET.get("state", "open")
    return Asked(
        text=request.GET.get("q", "").strip()[:200], need=need if need in needs else "",
        state={"closed": "closed", "all": ""}.get(state, "open"), stale="stale" in request.GET,
    )  # fmt: skip


@page(P.READ_CLIENTS)
def entries(request: Request) -> HttpResponse:
    by, asked = request.actor, asked_of(request)
    came = figures(by)
    if (file := files.answer(request, "Directory", COLUMNS, lambda: _lines(request, asked, came))) is not None:
        return file
    if request.GET.get("as") == "open-referral":
        return _open_referral(request, asked)
    number = request.GET.get("page", "1")
    found = queries.listed(by, asked, int(number) if number.isdecimal() and len(number) < 6 else 1)
    needs = [(need.id, need.label) for need in sorted(registry.get("needs").needs, key=lambda one: one.label)]
    return draw(
        request, "directory/list", found=found, asked=asked, needs=needs, states=STATES, came=came, nobody=Figures(),
        state=request.GET.get("state", "open"), may_record=by.may(P.RECORD), may_bring=by.may(P.MANAGE_SERVICES),
    )  # fmt: skip


def _lines(request: Request, asked: Asked, came: dict[str, Figures]) -> Any:
    return (_line(one, came.get(one.uid, Figures())) for one in queries.fitting(request.actor, asked))


def _line(one: EntryView, told: Figures) -> tuple[Cell, ...]:
    return (
        one.name, one.provider_name, one.description, one.who_for, one.cost, ", ".join(one.need_labels), one.phone,
        one.email, one.url, one.address, one.postcode, one.checked_date, "Yes" if one.is_open else "No", told.told,
        told.known, told.took_up,
    )  # fmt: skip


def _open_referral(request: Request, asked: Asked) -> HttpResponse:
    """The list as it is filtered, as one page of Open Referral UK's services."""
    rows = comparing.exported(request.actor, asked)
    exports.note(by=request.actor, list_name="Directory", form="json", rows=len(rows))
    page = {
        "total_items": len(rows), "total_pages": 1, "page_number": 1, "size": len(rows), "first_page": True,
        "last_page": True, "empty": not rows, "contents": rows,
    }  # fmt: skip
    body = json.dumps(page, ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    name = f"directory-{clock.today().isoformat()}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(P.READ_CLIENTS)
def entry(request: Request, entry: str) -> HttpResponse:
    one = queries.entry(request.actor, entry)
    return draw(
        request, "directory/one", entry=one, came=figures(request.actor, entry).get(one.uid, Figures()),
        may_record=request.actor.may(P.RECORD),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def entry_new(request: Request) -> HttpResponse:
    sending = prepare(request, EntryForm, draft_key="directory.new", initial={"checked_date": clock.today()})

    def add(said: dict[str, Any]) -> Done[Any]:
        return actions.add(by=request.actor, entries=[actions.NewEntry(**_facts(said))])

    if attempt(request, sending, add, also=lambda said: _wrong(request, said)):
        say(request, sending, "The service is in the directory.")
        return to(request, "directory_entry", entry=sending.done.one.uid)  # type: ignore[union-attr]
    return draw_form(request, sending, title="Add a service", back=address(request, "workspace:directory"))


def _facts(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "version"}


def _wrong(request: Request, said: dict[str, Any], but: int = 0) -> list[Problem]:
    facts = rules_directory.tidied(rules_directory.EntryFacts(**_facts(said)))
    return actions.problems_of(request.actor, facts, but=but)


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def entry_change(request: Request, entry: str) -> HttpResponse:
    row = queries.get(request.actor, entry)

    def stands() -> dict[str, Any]:
        now = queries.entry(request.actor, entry)
        return {name: getattr(now, name) for name in EntryForm.base_fields}

    sending = prepare(request, EntryForm, draft_key=f"directory.{entry}", initial=stands())

    def change(said: dict[str, Any]) -> Done[Any]:
        told = {**said, "checked_date": said["checked_date"] or rules_directory.NEVER}
        return actions.change(by=request.actor, entry_uid=entry, **told)

    def now() -> tuple[int, dict[str, Any]]:
        return stands()["version"], stands()

    if attempt(request, sending, change, now=now, also=lambda said: _wrong(request, said, row.pk)):
        say(request, sending, "The entry is changed.")
        return to(request, "directory_entry", entry=entry)
    back = address(request, "workspace:directory_entry", entry=entry)
    return draw_form(request, sending, title=f"Change {row.name}", back=back)


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def entry_set(request: Request, entry: str) -> HttpResponse:
    """Checked today, closed, or open again, in one tap."""
    row = queries.get(request.actor, entry)
    what = request.POST.get("what", "")
    words, changes = DEEDS.get(what, DEEDS["checked"])
    if what == "checked" or what not in DEEDS:
        changes = {"checked_date": clock.today()}
    version = version_of(request, row.version)
    pressed(request, words, lambda: actions.change(by=request.actor, entry_uid=entry, version=version, **changes))
    return to(request, "directory_entry", entry=entry)


DEEDS: dict[str, tuple[str, dict[str, Any]]] = {
    "checked": ("Noted: somebody made sure today.", {}),
    "close": ("The entry is closed: nobody is sent there any more. What was noted stays.", {"is_open": False}),
    "open": ("The entry is open again.", {"is_open": True}),
}
