"""The page of a form in the workspace."""

from typing import Any

from django.http import HttpResponse

from cairn.interfaces.saving import Clash, Sending, attempt, prepare
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.pages import Request, draw

__all__ = ["Clash", "Sending", "attempt", "draw_form", "prepare"]


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
