"""What was typed is not lost when the session has ended: the page that asks to sign in again holds it, and saves it then.

Nothing of it is stored here. It goes back to the browser, signed, inside the page; whoever signs in as the person who typed
it has it saved by that (`resuming`), once. Only what a page of ours sent is held, or a stranger's page could have somebody
sign in and save what the stranger wrote.

Who typed it is told by the session that ended. Its cookie goes with the first thing that the page sends afterwards, which may
be a draft; so the browser keeps, signed and for no script to read, who was signed in last, until they sign out.
"""

import secrets
from typing import Any

from allauth.account import views
from allauth.account.forms import LoginForm
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from cairn.access.models import User
from cairn.interfaces import resuming

SALT, HOURS = "cairn.held", 12
LONGEST = 200_000
COOKIE, LAST = "sessionid", "last"
LAST_SALT = "cairn.last"
SENDING, TO_SEND = "/offline/send/", "signed_in_to_send"  # see workspace.offline.fresh
NEVER = ("csrfmiddlewaretoken",)


def from_our_page(request: HttpRequest) -> bool:
    """Whether a page of this site sent it: browsers say so of every form that is sent, and no page can say it for them."""
    return request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"


def may_be_held(request: HttpRequest) -> bool:
    """A form of the workspace, sent as a page's form by a page of ours, of bearable length."""
    return bool(
        request.method == "POST"
        and request.path.startswith("/o/")
        and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        and int(request.META.get("CONTENT_LENGTH") or 0) <= LONGEST
        and from_our_page(request)
    )


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The page of signing in, with what was typed inside."""
    who = _who_was(request)
    held = signing.dumps(
        {"path": request.get_full_path(), "fields": _typed(request), "user": who, "ticket": secrets.token_hex(14)},
        salt=SALT,
        compress=True,
    )
    about = {"form": LoginForm(), "held": held, "known": "1" if who else ""}
    return _unkept(render(request, "account/login.html", about, status=401))


@never_cache
def login(request: HttpRequest) -> HttpResponse:
    """Sign in; with something held, save it then."""
    held = request.POST.get("held", "")
    was_out = not request.user.is_authenticated
    response: HttpResponse = views.login(request) if not held or not request.user.is_authenticated else HttpResponse()
    if was_out and request.user.is_authenticated and request.POST.get("next", "").endswith(SENDING):
        request.session[TO_SEND] = True  # whoever signs in in order to send is not asked again
    if held and isinstance(request.user, User):
        response = _with_held(request, held) or response
    return _remembering(request, response)


def _with_held(request: HttpRequest, held: str) -> HttpResponse | None:
    """What becomes of what was held; None where nothing is to be done with it."""
    try:
        kept = signing.loads(held, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return None
    path, fields = kept["path"], kept["fields"]
    if not kept["user"]:
        return _again(request, path, fields, by_itself=False)
    if kept["user"] != str(request.user.uid):  # type: ignore[union-attr]
        return _unkept(render(request, "account/held_other.html", status=409))
    try:
        saved = resuming.save(request, path, fields, ticket=kept["ticket"], seconds=HOURS * 3600)
    except resuming.Used:
        return redirect("/")
    return saved or _again(request, path, fields, by_itself=True)


def _remembering(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Who is signed in, for when the session has ended."""
    if isinstance(request.user, User):
        who = signing.dumps(str(request.user.uid), salt=LAST_SALT)
        secure = request.is_secure()
        response.set_cookie(LAST, who, max_age=2 * HOURS * 3600, httponly=True, samesite="Lax", secure=secure)
    return response


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was older than the session, or not ours. If a page of ours sent it, it is sent again at the press of a button."""
    if request.user.is_authenticated and may_be_held(request):
        return _again(request, request.get_full_path(), _typed(request), by_itself=False, status=403)
    return render(request, "403_csrf.html", status=403)


def logout(request: HttpRequest) -> HttpResponse:
    """Sign out, and tell the browser to keep nothing of this site: no records not sent, no pages, no worker."""
    response: HttpResponse = views.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"storage"'
        response.delete_cookie(LAST)
    return response


def _again(request: HttpRequest, path: str, fields: Any, *, by_itself: bool, status: int = 200) -> HttpResponse:
    about = {"path": path, "fields": fields, "by_itself": by_itself}
    return _unkept(render(request, "account/held.html", about, status=status))


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field as sent, but passwords, files and the old token."""
    every = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, str(value)) for name, value in every if name not in NEVER and "password" not in name]


def _who_was(request: HttpRequest) -> str:
    """The uid of who was signed in until just now; "" when that cannot be told any more."""
    row = Session.objects.filter(pk=request.COOKIES.get(COOKIE, "")).first()
    key = row.get_decoded().get(SESSION_KEY) if row else None
    found = User.objects.filter(pk=key).values_list("uid", flat=True).first() if key else None
    return str(found) if found else _who_was_last(request)


def _who_was_last(request: HttpRequest) -> str:
    try:
        who: str = signing.loads(request.COOKIES.get(LAST, ""), salt=LAST_SALT, max_age=2 * HOURS * 3600)
    except signing.BadSignature:
        return ""
    return who


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    return response
