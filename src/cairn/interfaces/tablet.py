"""A device handed over in the room: until a member of staff takes it back, its session shows the questions and nothing else.

Which link it is for stands in the session alone: no address leads to it, and there is nothing on the page to copy. Taking
it back asks for the password of whoever is signed in, five times in ten minutes at most; signing out ends it too, and
leaves nothing open. The session gets another key at both ends, so that no page of before or after is brought back by a
browser that keeps pages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from cairn.intake.actions.knocks import Knock, admit
from cairn.intake.rules_rating import LIMITS

HANDED, BACK = "tablet", "/accounts/hand-back/"
#: All that a device that was handed over may ask for.
OPEN = ("/static/", "/rate/here/", "/rate/thank-you/", BACK, "/accounts/logout/", "/favicon.ico", "/offline-worker.js")


def link_handed_over(request: HttpRequest) -> str:
    """The uid of the link for which this session was handed over; "" where it was not."""
    return str(request.session.get(HANDED, {}).get("link", "")) if request.user.is_authenticated else ""


def hand_over(request: HttpRequest, link_uid: object, back: str) -> HttpResponse:
    """From now on this session shows only the questions. `back`: where its owner goes on afterwards."""
    request.session[HANDED] = {"link": str(link_uid), "back": back}
    request.session.pop("done", None)
    request.session.cycle_key()
    response = HttpResponseRedirect(reverse("public:rate_here"))
    # What the browser kept of pages about people goes; what waits to be sent from this device stays.
    response["Clear-Site-Data"] = '"cache"'
    return response


class TabletMiddleware:
    """While a device is handed over, whatever else is asked for leads to the page on which it is taken back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if HANDED in request.session and not _is_open(request.path):
            return _kept_nowhere(HttpResponseRedirect(BACK, status=303))
        return self.get_response(request)


def _is_open(path: str) -> bool:
    return path in OPEN or (path.startswith((OPEN[0], OPEN[2])) and ".." not in path)


@never_cache
def take_back(request: HttpRequest) -> HttpResponse:
    """Ask for the password; with it, the session is its owner's again."""
    if not request.user.is_authenticated or HANDED not in request.session:
        request.session.pop(HANDED, None)  # of one who may sign in no more: nothing is open behind it
        return HttpResponseRedirect("/")
    wrong = _wrong(request) if request.method == "POST" else ""
    if request.method == "POST" and not wrong:
        back = str(request.session.pop(HANDED).get("back", ""))
        request.session.cycle_key()
        safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return _kept_nowhere(HttpResponseRedirect(back if safe else "/"))
    about: dict[str, Any] = {"wrong": wrong, "has_link": bool(link_handed_over(request))}
    return _kept_nowhere(render(request, "rate/back.jinja", about, status=422 if wrong else 200, using="jinja2"))


def _wrong(request: HttpRequest) -> str:
    """Why the device is not given back; "" where the password is right."""
    user: Any = request.user
    if minutes := admit(knocks=[Knock("tablet.password", str(user.uid), LIMITS["password"])]):
        return f"Too many tries. Wait {minutes} minute{'' if minutes == 1 else 's'}, or sign out."
    return "" if user.check_password(request.POST.get("password", "")) else "That is not the password."


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response["Clear-Site-Data"] = '"cache"'
    response["Referrer-Policy"] = "same-origin"  # its form is checked by where it was sent from
    return response
