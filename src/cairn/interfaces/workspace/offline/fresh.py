"""Signing in again before what lies on a device is sent: a device left on a table must not send by itself."""

from allauth.account.authentication import get_authentication_records
from allauth.account.forms import ReauthenticateForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html

from cairn.interfaces.pages import Request
from cairn.kernel import clock

OPEN = 30 * 60  # seconds that a hand-over may take
SIGNED_IN_TO_SEND = "signed_in_to_send"  # set by `interfaces.holding.login`


def is_open(request: Request) -> bool:
    """Whether the reader has signed in for this hand-over, not only some time today."""
    records = get_authentication_records(request, request.user)
    if not records or clock.now().timestamp() - float(records[-1]["at"]) > OPEN:
        return False
    return bool(records[-1].get("reauthenticated") or request.session.get(SIGNED_IN_TO_SEND))


def ask(request: Request) -> HttpResponse:
    """The page that asks for the password once more, and leads back here."""
    back = format_html('<input type="hidden" name="next" value="{}">', request.path)
    about = {"form": ReauthenticateForm(user=request.user), "redirect_field": back}
    return render(request, "account/reauthenticate.html", about)
