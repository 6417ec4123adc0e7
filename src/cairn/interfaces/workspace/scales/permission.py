"""Record an organisation's permission to use a scale, and how its words are read."""

from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.access.queries import NotFound
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.pages import Request, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.interfaces.workspace.scales.library import lacks_text, one_of
from cairn.kernel.problems import Done
from cairn.scales.actions import permissions
from cairn.web.formfields import CodeField, DateField

WORDS = [("printed", "From the holder’s printed form"), ("entered", "On the screen: we enter the wording")]


class PermissionForm(forms.Form):
    holder = forms.CharField(label="Who gave the permission?", help_text="As on their letter or licence.")
    reference = forms.CharField(label="Their reference", help_text="The number or date by which it can be found again.")
    granted_date = DateField(label="From when does it hold?", not_future=True)
    expiry_date = DateField(
        label="When does it end?", required=False,
        help_text="The first day on which it no longer holds. Leave blank if it does not end.",
    )  # fmt: skip
    words_are = CodeField(
        label="Where will people read the questions?",
        choices=WORDS,
        hints={
            "printed": "Number and topic are enough on the screen. Choose this if the licence allows no text in software.",
            "entered": "Only if the licence allows it. The scale stays locked until every item has its wording.",
        },
    )


@page(P.MANAGE_SERVICES, writes=True)
def scale_permission(request: Request, scale: str) -> HttpResponse:
    found = one_of(request, scale)
    if not found.licence.locked or found.template:
        raise NotFound("this scale needs no permission")
    sending = prepare(request, PermissionForm)

    def record(said: dict[str, Any]) -> Done[Any]:
        printed = said.pop("words_are") == "printed"
        return permissions.record(by=request.actor, scale=scale, uses_printed_form=printed, **said)

    if attempt(request, sending, record):
        printed = sending.done.one.uses_printed_form  # type: ignore[union-attr]
        if printed or not lacks_text(found):
            say(request, sending, f"The permission is recorded. {found.short_label} may be used while it holds.")
            return to(request, "scale", scale=scale)
        say(request, sending, "The permission is recorded. Next: the wording, as your licence gives it.")
        return to(request, "scale_wording", scale=scale)
    return draw_form(
        request, sending, title=f"Record your permission to use {found.short_label}",
        back=address(request, "workspace:scale", scale=scale), submit="Record the permission",
        intro=f"{found.licence.words} Rights: {found.licence.holder}.",
    )  # fmt: skip
