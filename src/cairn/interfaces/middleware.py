"""Who is asking, for which organisation, in which scope. Everything that is not public goes to sign-in first."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import is_valid_path

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.access.queries import actor_for
from cairn.interfaces import holding

PUBLIC = "/accounts/"
FILES = ("/static/", "/favicon.ico", "/offline-worker.js")
#: Doors that open to a code or a token in the address, or to a key; what is behind none of them answers for itself.
DOORS = ("/refer/", "/own/", "/rate/", "/tell/", "/api/")


def is_public(path: str) -> bool:
    """A page of signing in that there is, a file, or one of the public doors."""
    return path.startswith((*FILES, *DOORS)) or (path.startswith(PUBLIC) and bool(is_valid_path(path)))


def held_or_sent_away(request: HttpRequest) -> HttpResponse:
    """To sign-in; what somebody typed whose session has ended goes with them."""
    if holding.may_be_held(request) and "csrfmiddlewaretoken" in request.POST:
        return holding.ask_to_sign_in(request)
    return redirect_to_login(request.get_full_path())


class OrganisationMiddleware:
    """Not signed in: every address that is not public, real or not, goes to sign-in. Signed in, and no member of the
    organisation in the address: 404. Otherwise `request.actor` and `request.organisation`, and the scope entered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_public(request.path_info):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return held_or_sent_away(request)
        if "%00" in request.get_full_path():  # no text in a database has it, and PostgreSQL fails when asked
            raise Http404
        slug = request.path.split("/")[2] if request.path.startswith("/o/") else ""
        found = actor_for(request.user, slug) if slug else None  # type: ignore[arg-type]
        if found is None:
            # A tenant's address without membership gets an empty scope: the view answers 404 (see process_view).
            with scope.organisation():
                return self.get_response(request)
        request.actor, request.organisation = found  # type: ignore[attr-defined]
        with scope.of(found[0]):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if "organisation" in kwargs and not hasattr(request, "actor"):
            raise Http404
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, NotAllowed):
            raise Http404 from exception
