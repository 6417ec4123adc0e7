"""A register half filled: what is said of one person is kept apart, under their name, so that erasing them finds it."""

import uuid
from collections.abc import Iterable

from django.http import QueryDict

from cairn.cases import queries as cases
from cairn.desk.actions import drafts
from cairn.interfaces.workspace.drafts import NEVER_KEPT
from cairn.interfaces.workspace.pages import Request

OF_ONE = ("here", "steps", "outcomes", "note")
OF_A_SEARCH = ("q", "find", "let_in", "add_new")


def keep(request: Request, key: str) -> None:
    """One draft for the session, and one for each person of whom something was ticked or typed."""
    sent, who = request.POST, _clients(request, request.POST.getlist("who"))
    own = {name for episode in who for name in _names(episode)}
    session = {name: sent.getlist(name) for name in sent if name not in own | NEVER_KEPT and _of_session(name)}
    drafts.put(by=request.actor, form=key, values={**session, "who": list(who)})
    for episode, client in who.items():
        if said := {name: sent.getlist(name) for name in _names(episode) if sent.get(name)}:
            drafts.put(by=request.actor, form=f"{key}.{episode}", values=said, client_uid=client)
        else:
            drafts.drop(by=request.actor, form=f"{key}.{episode}")


def kept(request: Request, key: str) -> QueryDict:
    """What was left half filled, as if it had been sent; of who has been erased meanwhile, nothing."""
    found = QueryDict(mutable=True)
    session = drafts.get(by=request.actor, form=key) or {}
    who = list(_clients(request, session.get("who", [])))
    parts = [session, *(drafts.get(by=request.actor, form=f"{key}.{episode}") or {} for episode in who)]
    for name, values in ((name, values) for part in parts for name, values in part.items()):
        found.setlist(name, values)
    if session:
        found.setlist("who", who)
    return found


def forget(request: Request, key: str, who: Iterable[str]) -> None:
    """Drop all of it."""
    for form in (key, *(f"{key}.{episode}" for episode in who)):
        drafts.drop(by=request.actor, form=form)


def _names(episode: str) -> list[str]:
    return [f"{name}-{episode}" for name in OF_ONE]


def _of_session(name: str) -> bool:
    """Not a word about anybody, also not about somebody whose row is no longer there."""
    return not name.startswith(tuple(f"{one}-" for one in (*OF_ONE, "name"))) and name not in OF_A_SEARCH


def _clients(request: Request, episodes: Iterable[str]) -> dict[str, str]:
    """The client of each episode that is still there, in the order given."""
    wanted = [uid for uid in episodes if _is_uid(uid)]
    rows = cases.visible_to(request.actor).filter(uid__in=wanted).values_list("uid", "client__uid")
    found = {str(uid): str(client) for uid, client in rows}
    return {uid: found[uid] for uid in wanted if uid in found}


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
