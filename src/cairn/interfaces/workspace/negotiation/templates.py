"""The provider’s pages of a change for a whole area: what it would mean for a contract, and what is replied."""

from typing import Any

from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import queries, rules_templates, template_changes
from cairn.contracts.actions import template_replies as actions
from cairn.contracts.template_changes import Asked
from cairn.interfaces.negotiating.sides import PROVIDER
from cairn.interfaces.negotiating.template_forms import ReplyForm
from cairn.interfaces.pages import Request, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done, Problem
from cairn.presentation import template_changes as words_of


def asked(request: Request, uid: str) -> Asked:
    """What a contract of the reader’s own is asked. Raises NotFound."""
    found = template_changes.reply(request.actor, str(uid))
    PROVIDER.contract(request, found.reply.contract_uid)
    return found


@page(P.MAKE_MEASURES)
def one(request: Request, reply: str) -> HttpResponse:
    found = asked(request, reply)
    weighs = found.change.state == "consulting"
    effect = template_changes.effect_on(request.actor, found) if weighs else None
    return PROVIDER.show(
        request, "template_asked", change=found.change, reply=found.reply, effect=effect,
        others=template_changes.others(request.actor, found), stances=rules_templates.STANCES,
        decisions=rules_templates.DECISIONS, states=template_changes.STATES,
        summary=words_of.summary([effect] if effect else []),
        lines=[words_of.line(each) for each in found.change.lines],
        all_said=words_of.counted(template_changes.all_stances(found)) if found.change.decided_date else "",
    )  # fmt: skip


@page(P.MAKE_MEASURES, writes=True)
def reply(request: Request, reply: str) -> HttpResponse:
    """Say what it would mean, for one contract or for all of the reader’s that are asked."""
    found = asked(request, reply)
    if not found.change.takes_replies and request.method != "POST":
        raise queries.NotFound(reply)
    others, mine = template_changes.others(request.actor, found), found.reply

    def make(**given: Any) -> ReplyForm:
        return ReplyForm(others=len(others), **given)

    initial = {"stance": mine.stance, "words": mine.words, "minutes": mine.minutes, "version": mine.version}
    initial |= {"for_all": not mine.stance and not any(each.reply.stance for each in others)}
    sending = prepare(request, make, initial=initial)

    def do(said: dict[str, Any]) -> Done[Any]:
        uids = [mine.uid, *(each.reply.uid for each in others if said.get("for_all"))]
        return actions.reply(
            by=request.actor, reply_uids=uids, stance=said["stance"], words=said["words"], minutes=said["minutes"],
            versions=[said["version"]],
        )  # fmt: skip

    def also(said: dict[str, Any]) -> list[Problem]:
        return rules_templates.reply_problems(
            said.get("stance") or "agree", said.get("words") or "", said.get("minutes")
        )

    def now() -> tuple[int, dict[str, Any]]:
        fresh = asked(request, mine.uid).reply
        return fresh.version, {"stance": fresh.stance, "words": fresh.words, "minutes": fresh.minutes}

    if attempt(request, sending, do, now=now, also=also):
        said = f"{found.change.commissioner} reads it now. You can say it anew until replies close."
        return PROVIDER.go(request, "template", reply=mine.uid, said=said, event=sending.event)
    return form_page(
        request, sending, template="negotiation/template_form", title=f"Reply: {found.change.title}", submit="Send the reply",
        change=found.change, back=PROVIDER.url(request, "template", reply=mine.uid),
    )  # fmt: skip


urls = [
    path("negotiation/area-change/<uuid:reply>/", one, name="template"),
    path("negotiation/area-change/<uuid:reply>/reply/", reply, name="template_reply"),
]
