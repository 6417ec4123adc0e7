"""A register half filled: what is said of one person is kept apart, under their name, so that erasing them finds it."""

import uuid
from collections.abc import Iterable

from django.http import QueryDict

from cairn.cases import queries as cases
from cairn.desk.actions import drafts
from cairn.interfaces.workspace.activities import register
from cairn.interfaces.workspace.drafts import NEVER_KEPT
from cairn.interfaces.workspace.pages import Request
from cairn.people import queries as people

OF_ONE = ("here", "steps", "outcomes", "note", "name")
OF_A_SEARCH = ("q", "find", "let_in", "add_new")


def keep(request: Request, key: str) -> None:
    """One draft for the session, and one for each person of whom something was ticked or typed. That of somebody new, whom
    no erasure would find, is for a few days only, as `drafts` keeps what is about nobody recorded."""
    sent, rows = request.POST, request.POST.getlist("who")
    who, new = _clients(request, rows), _newcomers(rows)
    own = {name for row in (*who, *new) for name in _names(row)}
    session = {name: sent.getlist(name) for name in sent if name not in own | NEVER_KEPT and _of_session(name)}
    drafts.put(by=request.actor, form=key, values={**session, "who": [row for row in rows if row in who or row in new]})
    for row, client in (who | dict.fromkeys(new, "")).items():
        _put(request, f"{key}.{row}", _said(sent, _names(row)), client)


def kept(request: Request, key: str) -> QueryDict:
    """What was left half filled, as if it had been sent; of who has been erased meanwhile, nothing, nor of somebody new
    whose draft has had its days."""
    found = QueryDict(mutable=True)
    session = drafts.get(by=request.actor, form=key) or {}
    rows = session.get("who", [])
    who, new = _clients(request, rows), _newcomers(rows)
    parts = {row: drafts.get(by=request.actor, form=f"{key}.{row}") for row in (*who, *new)}
    for part in (session, *parts.values()):
        for name, values in (part or {}).items():
            found.setlist(name, values)
    if session:
        found.setlist("who", [row for row in rows if row in who or parts.get(row)])
    return found


def forget(request: Request, key: str, who: Iterable[str]) -> None:
    """Drop all of it."""
    for form in (key, *(f"{key}.{row}" for row in who)):
        drafts.drop(by=request.actor, form=form)


def _put(request: Request, form: str, said: dict[str, list[str]], client: str) -> None:
    if said:
        drafts.put(by=request.actor, form=form, values=said, client_uid=client)
    else:
        drafts.drop(by=request.actor, form=form)


def _said(sent: QueryDict, names: Iterable[str]) -> dict[str, list[str]]:
    return {name: sent.getlist(name) for name in names if sent.get(name)}


def _names(row: str) -> list[str]:
    return [f"{name}-{row}" for name in OF_ONE]


def _of_session(name: str) -> bool:
    """Not a word about anybody, also not about somebody whose row is no longer there."""
    return not name.startswith(tuple(f"{one}-" for one in OF_ONE)) and name not in OF_A_SEARCH


def _clients(request: Request, rows: Iterable[str]) -> dict[str, str]:
    """The client of each row that is still there: by their episode or, where they walked in, as themselves."""
    wanted = [row for row in rows if _is_uid(row.removeprefix(register.KNOWN))]
    episodes = [row for row in wanted if not row.startswith(register.KNOWN)]
    there = cases.visible_to(request.actor).filter(uid__in=episodes).values_list("uid", "client__uid")
    found = {str(uid): str(client) for uid, client in there}
    if walked_in := [row.removeprefix(register.KNOWN) for row in wanted if row.startswith(register.KNOWN)]:
        known = people.visible_to(request.actor).filter(uid__in=walked_in).values_list("uid", flat=True)
        found |= {f"{register.KNOWN}{uid}": str(uid) for uid in known}
    return {row: found[row] for row in wanted if row in found}


def _newcomers(rows: Iterable[str]) -> list[str]:
    return [row for row in rows if row.startswith(register.NEW) and register.is_key(row)]


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
