"""Signing in again before what lies on a device is sent: a device left on a table must not send by itself."""

from allauth.account.authentication import get_authentication_records
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from cairn.interfaces.pages import Request
from cairn.kernel import clock

OPEN = 30 * 60  # seconds that a hand-over may take
ASKED, OPENED = "offline_asked", "offline_opened"


def is_open(request: Request) -> bool:
    """Whether the reader has signed in for this hand-over, not only some time today."""
    now, last = clock.now().timestamp(), _last(request)
    asked = request.session.get(ASKED)
    if asked is not None and last >= asked:
        request.session.pop(ASKED)
        request.session[OPENED] = last
    return bool(last) and request.session.get(OPENED) == last and now - last < OPEN


def ask(request: Request) -> HttpResponse:
    """To the page that asks for the password once more, and back here."""
    request.session[ASKED] = clock.now().timestamp()
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")


def _last(request: Request) -> float:
    records = get_authentication_records(request, request.user)
    return float(records[-1]["at"]) if records else 0.0
