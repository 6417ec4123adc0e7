"""How every public page is answered: kept nowhere, found by no search engine, told to no other site."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from cairn.access.queries import NotFound
from cairn.interfaces.whence import address_of as address_of

LONGEST_BODY = 64 * 1024
View = Callable[..., HttpResponse]


def public(
    *, referrer: str, methods: tuple[str, ...] = ("GET", "HEAD", "POST"), longest: int = LONGEST_BODY
) -> Callable[[View], View]:
    """A page without a session. What is not there, was closed, or is another's is one and the same 404. `longest` is how many
    bytes a form of it may have.

    Django's own token against forged forms needs a cookie; these pages bring a signed ticket of their own instead
    (`referring`, `own`), and refuse what another site sent (`from_elsewhere`)."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, **about: Any) -> HttpResponse:
            if request.method not in methods:
                response = draw(request, "errors/405", status=405)
                response["Allow"] = ", ".join(methods)
            elif _is_too_long(request, longest):
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
    # Django writes the address of whatever is refused into the log: here it holds a token that still opens something.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def from_elsewhere(request: HttpRequest) -> bool:
    """Whether a page of another site sent this. Browsers say so and no page can make them say otherwise; one too old to
    say anything is believed, because the ticket is asked for too."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin", "null")
    return origin not in ("null", f"{request.scheme}://{request.get_host()}")


def _is_too_long(request: HttpRequest, longest: int) -> bool:
    """More than its form can hold; nothing of it is read."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    return not (told.isascii() and told.isdecimal() and len(told) < 12 and int(told) <= longest)
