"""Tell somebody of another service, or pass their details there: to whom, then how; what came of it later, in two taps."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.access.queries import NotFound
from cairn.cases.actions import signpostings as actions
from cairn.cases.actions.signpostings import Heard, NewSignposting
from cairn.cases.queries import need_page
from cairn.cases.queries import signpostings as queries
from cairn.cases.signposting import ASK_AFTER_DAYS
from cairn.interfaces.pages import address
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.clients.frame import frame
from cairn.interfaces.workspace.codes import choices
from cairn.interfaces.workspace.directory.forms import HeardForm, SendForm
from cairn.interfaces.workspace.pages import Request, draw, page, pressed, to
from cairn.interfaces.workspace.saving import Sending, attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.people import queries as people
from cairn.services import directory

SHOWN = 30


@page(P.READ_CLIENTS)
def sent(request: Request, client: str) -> HttpResponse:
    """The other services that somebody was sent to, and what came of each."""
    person = people.get(request.actor, client)
    rows = queries.sent_of(request.actor, person)
    return draw(request, "directory/sent", **frame(request, client, "sent"), rows=rows, today=clock.today())


@page(P.READ_CLIENTS, P.RECORD)
def send_choose(request: Request, client: str) -> HttpResponse:
    """To whom: the directory, or one's own words."""
    return _choose(request, client)


@page(P.READ_CLIENTS, P.RECORD)
def need_choose(request: Request, client: str, need: str) -> HttpResponse:
    """For a need: services for it stand first."""
    return _choose(request, client, need)


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def send(request: Request, client: str) -> HttpResponse:
    """From the page of a person: `to` in the address names an entry, without it they are named in words."""
    return _send(request, client)


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def need_signpost(request: Request, client: str, need: str) -> HttpResponse:
    """The same for one need."""
    return _send(request, client, need)


def _send(request: Request, client: str, need: str = "") -> HttpResponse:
    person = people.get(request.actor, client)
    of = need_page(request.actor, client, need).row if need else None
    to_whom = str(request.POST.get("entry_uid") or request.GET.get("to", ""))
    entry = directory.entry(request.actor, to_whom) if to_whom else None
    key = f"signpost.{client}"
    sending = _prepared(request, entry, key)
    if attempt(request, sending, lambda said: _make(request, client, need, entry, said)):
        later = " It stands on Today when it is time to ask what came of it."
        say(request, sending, "Noted." + (later if sending.form.cleaned_data["ask_again_date"] else ""))
        return to(request, "need", client=client, need=need) if need else to(request, "sent", client=client)
    called = people.card_of(person, clock.today()).title
    return draw_form(
        request, sending, title=f"Tell them about {entry.name}" if entry else "Tell them about another service",
        back=_choosing(request, client, need), intro=f"{called}: {of.label.lower()}." if of else f"{called}.", entry=entry,
        template="directory/send", draft_url=drafts.address(request, key, client),
    )  # fmt: skip


def _make(request: Request, client: str, need: str, entry: Any, said: dict[str, Any]) -> Done[Any]:
    told = {name: value for name, value in said.items() if name not in ("uid", "entry_uid")}
    new = NewSignposting(
        client_uid=str(client), need_uid=str(need) or None, entry_uid=entry.uid if entry else None,
        uid=str(said["uid"]) if said["uid"] else None, **told,
    )  # fmt: skip
    return actions.make(by=request.actor, signpostings=[new])


def _choosing(request: Request, client: object, need: str) -> str:
    of: Any = {"client": client} | ({"need": need} if need else {})
    return address(request, "workspace:need_choose" if need else "workspace:send_choose", **of)


def _prepared(request: Request, entry: directory.EntryView | None, key: str) -> Sending:
    today = clock.today()
    initial = {
        "kind": "told", "made_date": today, "ask_again_date": today + dt.timedelta(days=ASK_AFTER_DAYS),
        "uid": uuid.uuid4(), "entry_uid": entry.uid if entry else None,
    }  # fmt: skip

    def make(**given: Any) -> SendForm:
        return SendForm(has_entry=entry is not None, **given)

    # What was typed about one service is not offered for another: only one's own words are kept.
    return prepare(request, make, draft_key="" if entry else key, initial=initial)


def _choose(request: Request, client: str, need: str = "") -> HttpResponse:
    person = people.get(request.actor, client)
    of = need_page(request.actor, client, need).row if need else None
    text = request.GET.get("q", "").strip()[:200]
    found = directory.offered(request.actor, of.need if of else "", text)
    about = {"client": client} | ({"need": need} if need else {})
    return draw(
        request, "directory/choose", person=people.card_of(person, clock.today()), need=of, q=text, found=found[:SHOWN],
        more=max(0, len(found) - SHOWN), ever=bool(found or (text and directory.offered(request.actor))),
        came=queries.figures(request.actor), nobody=queries.Figures(),
        form_url=address(request, "workspace:need_signpost" if need else "workspace:send", **about),
        back=address(request, "workspace:need" if need else "workspace:sent", **about),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def heard(request: Request, client: str, signposting: str) -> HttpResponse:
    """What came of it: each answer is a button."""
    line = _line(request, client, signposting)
    if line.sent_uid:
        return to(request, "passed_on", client=client, sent=line.sent_uid)
    again = clock.today() + dt.timedelta(days=ASK_AFTER_DAYS)
    initial = {"result_date": clock.today(), "ask_again_date": again, "words": line.words, "version": line.version}
    sending = prepare(request, HeardForm, initial=initial)

    def hear(said: dict[str, Any]) -> Done[Any]:
        return actions.hear(by=request.actor, heard=[Heard(signposting_uid=line.uid, **said)])

    def now() -> tuple[int, dict[str, Any]]:
        fresh = _line(request, client, signposting)
        return fresh.version, {"words": fresh.words}

    if attempt(request, sending, hear, now=now):
        say(request, sending, "Noted what came of it.")
        return to(request, "sent", client=client)
    card = people.card_of(people.get(request.actor, client), clock.today())
    return draw_form(
        request, sending, title="What came of it?", back=address(request, "workspace:sent", client=client), line=line,
        offered=choices("signposting_result"), intro=f"{card.title}: {line.to}.", template="directory/heard",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def sent_remove(request: Request, client: str, signposting: str) -> HttpResponse:
    """A mistake is taken out at once: the undo stands on the next page."""
    line = _line(request, client, signposting)
    pressed(request, "Taken out.", lambda: actions.remove(by=request.actor, signposting_uid=line.uid))
    return to(request, "sent", client=client)


def _line(request: Request, client: str, uid: str) -> queries.Sent:
    """A line of this person. Raises NotFound."""
    people.get(request.actor, client)
    line = queries.one(request.actor, uid)
    if line.client_uid != str(client):
        raise NotFound("no such line")
    return line
