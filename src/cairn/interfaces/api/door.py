"""The door of the API: a key in, JSON out. No cookie, no session; what goes wrong has the shape of every other problem."""

import json
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from cairn.access import scope
from cairn.access.actions import keys
from cairn.access.actors import Actor, NotAllowed
from cairn.access.queries import NotFound
from cairn.intake.actions.knocks import Knock, admit
from cairn.intake.rules import Limit
from cairn.interfaces.whence import address_of
from cairn.kernel.problems import Problem, Refused
from cairn.scales.scoring.entries import once, refusal

REFUSED, NO_KEY, NOT_THERE, NO_METHOD, TOO_LARGE, TOO_MANY = 400, 401, 404, 405, 413, 429
LONGEST_BODY = 2_000_000
#: For one key; and for one address that brings keys which open nothing.
LIMITS = {"key": Limit(1, 600), "miss": Limit(10, 60)}
Answer = Callable[..., Any]
"""(actor, body, **words of the address) → what is answered: JSON values, or a file as a response. Raises Refused and NotFound."""


def keyed(
    wanted: str, answers: dict[str, Answer], raw: bool = False, most: int = LONGEST_BODY
) -> Callable[..., HttpResponse]:
    """A view for whoever brings a key of this scope; `answers` by method. `raw`: what is sent is handed over as it came."""

    @csrf_exempt
    def opened(request: HttpRequest, **words: Any) -> HttpResponse:
        return _private(_opened(request, wanted, answers, words, partial(_raw if raw else _body, request, most)))

    return opened


def unkeyed(answer: Callable[[], Any]) -> Callable[..., HttpResponse]:
    """A view for anybody: it tells of the program, and of nobody's records."""

    @csrf_exempt
    @wraps(answer)
    def opened(request: HttpRequest) -> HttpResponse:
        return said(answer()) if request.method in ("GET", "HEAD") else _no_method(["GET"])

    return opened


def said(value: Any, status: int = 200) -> HttpResponse:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")


def refused(status: int, rule: str, message: str, fix: str) -> HttpResponse:
    return said(refusal((Problem(rule, message, fix),)), status)


@csrf_exempt
def nothing(request: HttpRequest, **_: Any) -> HttpResponse:
    """An address that is none: whoever has no key learns not even that."""
    return _private(_opened(request, "", {}, {}, lambda: None))


def _opened(
    request: HttpRequest, wanted: str, answers: dict[str, Answer], words: dict[str, Any], body: Callable[[], Any]
) -> HttpResponse:
    found, wrong = _let_in(request)
    if found is None:
        return wrong
    actor, scopes = found
    if wanted not in scopes:
        return _not_there()
    method = "GET" if request.method == "HEAD" else request.method or ""
    if method not in answers:
        return _no_method(sorted(answers))
    try:
        with scope.of(actor):
            found = answers[method](actor, body() if method == "POST" else None, **words)
            return found if isinstance(found, HttpResponse) else said(found)
    except RequestDataTooBig as error:
        fix = f"Send at most {error} bytes{', in several requests' if str(error) == f'{LONGEST_BODY:,}' else ''}."
        return refused(TOO_LARGE, "api.too_large", "This is more than is taken in at once.", fix)
    except (NotFound, NotAllowed):
        return _not_there()
    except Refused as error:
        too_many = any(problem.rule == "api.too_many_entries" for problem in error.problems)
        return said(refusal(error.problems), TOO_LARGE if too_many else REFUSED)


def _let_in(request: HttpRequest) -> tuple[tuple[Actor, frozenset[str]] | None, HttpResponse]:
    """Who brings a key, within its limit; or what they are told."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    found = keys.let_in(secret=secret.strip()) if kind.lower() == "bearer" and secret.strip() else None
    if found is None:
        misses = Knock("api.miss", address_of(request), LIMITS["miss"])
        minutes = admit(knocks=[misses]) if secret else 0
        return None, _later(minutes) if minutes else _no_key()
    minutes = admit(knocks=[Knock("api.key", found[0].uid, LIMITS["key"])])
    return (None, _later(minutes)) if minutes else (found, _no_key())


def _fits(request: HttpRequest, most: int) -> None:
    told = request.META.get("CONTENT_LENGTH") or "0"
    if not (told.isascii() and told.isdecimal() and len(told) < 12 and int(told) <= most):
        raise RequestDataTooBig(f"{most:,}")


def _raw(request: HttpRequest, most: int) -> bytes:
    """What was sent, as it came; read past Django's own limit for forms, within ours."""
    _fits(request, most)
    return request.read()


def _body(request: HttpRequest, most: int) -> Any:
    _fits(request, most)
    try:
        return json.loads(request.body, object_pairs_hook=once)
    except (ValueError, RecursionError):
        message = "This is not JSON."
        raise Refused([Problem("api.json", message, "Send one JSON value, in UTF-8.")]) from None


def _no_key() -> HttpResponse:
    fix = (
        "Send `Authorization: Bearer <key>` with a key that a manager of your organisation made and that still stands."
    )
    response = refused(NO_KEY, "api.key", "This opens only to a key.", fix)
    response["WWW-Authenticate"] = "Bearer"
    return response


def _not_there() -> HttpResponse:
    fix = "See /api/v1/openapi.json for what there is, and what your key is for."
    return refused(NOT_THERE, "api.not_there", "There is no such thing for this key.", fix)


def _no_method(methods: list[str]) -> HttpResponse:
    response = refused(NO_METHOD, "api.method", "This address is not asked so.", f"Use {' or '.join(methods)}.")
    response["Allow"] = ", ".join(methods)
    return response


def _later(minutes: int) -> HttpResponse:
    unit = "minute" if minutes == 1 else "minutes"
    response = refused(
        TOO_MANY, "api.too_many", "That was too much in a short time.", f"Try again in {minutes} {unit}."
    )
    response["Retry-After"] = str(minutes * 60)
    return response


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    return response
