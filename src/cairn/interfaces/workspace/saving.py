"""The page of a form in the workspace."""

from typing import Any

from django.http import HttpResponse

from cairn.interfaces.saving import Clash, Sending, attempt, prepare
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.late import late_words
from cairn.interfaces.workspace.pages import Request, done, draw

__all__ = ["Clash", "Sending", "attempt", "draw_form", "prepare", "say"]


def say(request: Request, sending: Sending, words: str) -> None:
    """Say on the next page what was recorded, with its undo; or that it was recorded before, by the same form sent twice."""
    if (made := sending.done) is None:
        return
    again = next((one.message for one in made.problems if one.rule == "uid.again"), "")
    late = "" if again else late_words(request.actor, made.items)
    done(request, again or " ".join(filter(None, (words, late))), "" if again else made.event_uid)


def draw_form(
    request: Request,
    sending: Sending,
    *,
    title: str,
    back: str,
    submit: str = "Save",
    intro: str = "",
    template: str = "form",
    draft_url: str = "",
    **more: Any,
) -> HttpResponse:
    """The page of a form: what is wrong on top, what another editor changed, what was kept, then the questions.
    A form about a person gives its own `draft_url`, which says whose words they are."""
    if sending.draft_key and not draft_url:
        draft_url = drafts.address(request, sending.draft_key)
    more |= {"title": title, "back": back, "submit": submit, "intro": intro, "draft_url": draft_url}
    more.setdefault("form", sending.view)
    return draw(request, template, status=sending.status, sending=sending, **more)
