"""How every public page is answered: kept nowhere, found by no search engine, told to no other site; and who asked."""

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings  # noqa: TID251  # how many proxies to believe is asked here only
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from cairn.access.queries import NotFound

LONGEST_BODY = 64 * 1024
View = Callable[..., HttpResponse]


def public(*, referrer: str, methods: tuple[str, ...] = ("GET", "HEAD", "POST")) -> Callable[[View], View]:
    """A page without a session. What is not there, was closed, or is another's is one and the same 404.

    Django's own token against forged forms needs a cookie; these pages bring a signed ticket of their own instead
    (`referring`, `own`), and refuse what another site sent (`from_elsewhere`)."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, **about: Any) -> HttpResponse:
            if request.method not in methods:
                response = draw(request, "errors/405", status=405)
                response["Allow"] = ", ".join(methods)
            elif _is_too_long(request):
                response = draw(request, "public/too_long", status=413)
            else:
                try:
                    response = view(request, **about)
                except NotFound as error:
                    raise Http404 from error
            return private(response, referrer)

        return answered

    return wrap


def draw(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A public page."""
    return render(request, f"{template}.jinja", context, status=status, using="jinja2")


def private(response: HttpResponse, referrer: str) -> HttpResponse:
    """Kept by no browser or proxy, found by no search engine; whether it says to other sites where one came from."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = referrer
    return response


def from_elsewhere(request: HttpRequest) -> bool:
    """Whether a page of another site sent this. Browsers say so and no page can make them say otherwise; one too old to
    say anything is believed, because the ticket is asked for too."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin", "null")
    return origin not in ("null", f"{request.scheme}://{request.get_host()}")


def address_of(request: HttpRequest) -> str:
    """Who knocks, as far as it can be told: the address that reached us, or the one that the last of our own proxies
    saw. What a stranger writes into X-Forwarded-For is not believed. Of IPv6, the part that belongs to one house."""
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        seen = told[-settings.PROXIES] if len(told) >= settings.PROXIES else seen
    try:
        found = ipaddress.ip_address(_without_port(seen))
    except ValueError:
        return seen[:60]
    # IPv4 as a socket of IPv6 tells it: taken as it stands, the whole of IPv4 would be one house.
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def _without_port(seen: str) -> str:
    """Some proxies write the port too, which is another one each time: `192.0.2.1:4711`, `[2001:db8::1]:4711`."""
    if seen.startswith("["):
        return seen[1:].partition("]")[0]
    host, colon, port = seen.partition(":")
    return host if colon and "." in host and port.isdecimal() else seen


def _is_too_long(request: HttpRequest) -> bool:
    """More than any form of ours can hold; nothing of it is read."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    return not (told.isascii() and told.isdecimal() and len(told) < 12 and int(told) <= LONGEST_BODY)
