"""Safeguarding referrals that were made: out of a concern or by themselves, read by the few, counted for all."""

import uuid
from typing import Any

from django.http import HttpResponse

from cairn.access import reads
from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import safeguarding as actions
from cairn.cases.actions.safeguarding import NewSafeguardingReferral
from cairn.cases.queries import NotFound
from cairn.cases.queries import concerns as concern_queries
from cairn.cases.queries import safeguarding as queries
from cairn.definitions import registry
from cairn.interfaces.pages import address
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.pages import Request, done, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.interfaces.workspace.situation import forms
from cairn.interfaces.workspace.situation.places import called, person_of
from cairn.kernel import clock
from cairn.kernel.problems import Done


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def safeguarding_new(request: Request, client: str) -> HttpResponse:
    """`?concern=` where it comes out of one."""
    person = person_of(request, client)
    concern = request.GET.get("concern", "")
    if concern:
        concern_queries.concern(request.actor, person, concern)
    episodes = cases.record(request.actor, person).episodes
    support = [(one.uid, one.service) for one in episodes if one.end_date is None]

    def make(**given: Any) -> forms.SafeguardingForm:
        return forms.SafeguardingForm(support=support, **given)

    key = f"safeguarding.new.{client}"
    sending = prepare(request, make, draft_key=key, initial={"made_date": clock.today(), "uid": uuid.uuid4()})

    def refer(said: dict[str, Any]) -> Done[Any]:
        told = {**said, "uid": str(said["uid"]) if said["uid"] else None}
        told.setdefault("episode_uid", support[0][0] if support else "")
        new = NewSafeguardingReferral(client_uid=str(client), concern_uid=concern, **told)
        return actions.refer(by=request.actor, referrals=[new])

    if attempt(request, sending, refer):
        say(request, sending, "The safeguarding referral is recorded. It waits here until you say what came of it.")
        return _home(request, client, concern)
    return draw_form(
        request, sending, title=f"Safeguarding referral made about {called(person)}", back=_back(request, client, concern),
        draft_url=drafts.address(request, key, client), submit="Record the referral",
        intro="Record here that you made one; make it first, by the way that body asks for.",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def safeguarding_outcome(request: Request, client: str, referral: str) -> HttpResponse:
    """What came of one."""
    row = _own(request, client, referral)
    reads.log(by=request.actor, kind="concern", uid=row.client.uid)

    def stands() -> tuple[int, dict[str, Any]]:
        now = _own(request, client, referral)
        return now.version, {"outcome": now.outcome, "outcome_date": now.outcome_date, "words": now.words}

    version, now = stands()
    sending = prepare(request, forms.HeardForm, initial={**now, "version": version})

    def hear(said: dict[str, Any]) -> Done[Any]:
        return actions.hear(by=request.actor, uid=referral, **said)

    concern = str(row.concern.uid) if row.concern else ""
    if attempt(request, sending, hear, now=stands):
        say(request, sending, "What came of it is recorded.")
        return _home(request, client, concern)
    body = registry.get("codes", "safeguarding_body").label_of(row.body)
    return draw_form(
        request, sending, title="What came of the safeguarding referral", back=_back(request, client, concern),
        template="situation/change", row=row, names="referral",
        remove="safeguarding_remove" if request.actor.may(P.READ_RESTRICTED) else "",
        remove_words="Take it out: no such referral was made", intro=f"{called(row.client)}. Made to: {body}.",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, P.READ_RESTRICTED, only_post=True)
def safeguarding_remove(request: Request, client: str, referral: str) -> HttpResponse:
    row = _own(request, client, referral)
    concern = str(row.concern.uid) if row.concern else ""
    made = actions.remove(by=request.actor, uid=referral)
    done(request, "Taken out. The chronology says so." if concern else "Taken out.", made.event_uid)
    return _home(request, client, concern)


def _own(request: Request, client: str, uid: str) -> Any:
    row = queries.find(request.actor, uid)
    if str(row.client.uid) != str(client):
        raise NotFound("no such referral")
    return row


def _home(request: Request, client: str, concern: str) -> HttpResponse:
    if concern:
        return to(request, "concern", client=client, concern=concern, fragment="chronology")
    return to(request, "concerns", client=client, fragment="safeguarding")


def _back(request: Request, client: str, concern: str) -> str:
    if concern:
        return address(request, "workspace:concern", client=client, concern=concern)
    return address(request, "workspace:concerns", client=client)
