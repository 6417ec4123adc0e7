"""The person's own page: a token opens its door once checked, then a short-lived cookie of that page alone does.

The token stands only in the address of the door. The page behind it is at the link's own uid, which opens nothing by
itself: so the token is in no form, no redirect back and no address that one would copy from there."""

import secrets
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from cairn.access.queries import NotFound
from cairn.intake import own, rules
from cairn.intake.actions.knocks import Knock, admit
from cairn.interfaces.public.replies import address_of, draw, from_elsewhere, public
from cairn.kernel.problems import Refused
from cairn.presentation.own.page import Shown, show
from cairn.presentation.own.words import Words, words_of

COOKIE, SALT, FORM_SALT = "own", "cairn.own", "cairn.own.form"
SECONDS = rules.OPEN_MINUTES * 60
INVALID, GONE, TOO_MANY = 422, 410, 429
AT_THE_DOOR = {"expired": "door_ended", "ended": "door_ended", "locked": "door_locked", "used_up": "door_used"}


def _words(request: HttpRequest, default: str) -> Words:
    """In the language asked for, else in that of the link."""
    asked = (request.POST if request.method == "POST" else request.GET).get("lang", "")
    return words_of(asked, default)


@public(referrer="no-referrer")
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Ask what only the person would know, before anything of them is shown."""
    if not rules.may_be(rules.plain(token), rules.TOKEN_LENGTH):
        raise NotFound("no token of ours")
    there = own.door(token)
    words = _words(request, there.language)
    if there.state != "live":
        return draw(request, "own/closed", status=GONE, tongue=words, there=there, why=AT_THE_DOOR[there.state])
    if request.method != "POST":
        return draw(request, "own/door", tongue=words, there=there, token=token, wrong="")
    if from_elsewhere(request):
        return draw(
            request, "own/door", status=INVALID, tongue=words, there=there, token=token, wrong=words("elsewhere")
        )
    if minutes := admit(knocks=[Knock("own.address", address_of(request), rules.LIMITS["address"])]):
        said = words("too_often", minutes=minutes)
        return draw(request, "own/door", status=TOO_MANY, tongue=words, there=there, token=token, wrong=said)
    try:
        uid = own.open_page(token, request.POST.get("day", ""), request.POST.get("month", ""))
    except Refused:
        left = own.door(token)
        if left.state != "live":
            return draw(request, "own/closed", status=GONE, tongue=words, there=left, why=AT_THE_DOOR[left.state])
        said = words("door_wrong", left=left.tries_left)
        return draw(request, "own/door", status=INVALID, tongue=words, there=left, token=token, wrong=said)
    response = HttpResponseRedirect(_address("own", uid, words.language))
    _let_in(request, response, uid, secrets.token_urlsafe(12))
    return response


def opened(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page behind the door: for whoever has the cookie of this very link, and while the link lives."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @public(referrer="no-referrer", methods=methods)
        @wraps(view)
        def entered(request: HttpRequest, link: Any) -> HttpResponse:
            nonce = _nonce(request, str(link))
            if not nonce:
                return _shut(request)
            words = _words(request, own.door_of(link).language)
            if request.method == "POST" and (from_elsewhere(request) or not _is_ours(request, nonce)):
                return _shut(request)
            try:
                response = view(request, str(link), words, nonce)
            except NotFound:
                return _shut(request)
            _let_in(request, response, str(link), nonce)
            return response

        return entered

    return wrap


@opened("GET", "HEAD")
def page(request: HttpRequest, link: str, words: Words, nonce: str) -> HttpResponse:
    return _page(request, link, words, nonce, said=request.GET.get("said", ""))


@opened("POST")
def say(request: HttpRequest, link: str, words: Words, nonce: str) -> HttpResponse:
    """Their words beside something that was recorded. Refused, they stand in their box again."""
    about, uid, typed = (request.POST.get(name, "") for name in ("about", "uid", "words"))
    try:
        own.disagree(link, about, uid, typed)
    except Refused as refused:
        wrong = "words_missing" if any(one.rule == "disagreement.words" for one in refused.problems) else "not_taken"
        return _page(request, link, words, nonce, wrong=wrong, at=uid, typed=typed)
    return _back(link, words, "thanks", f"t{uid}")


@opened("POST")
def back(request: HttpRequest, link: str, words: Words, nonce: str) -> HttpResponse:
    """Their words are taken back."""
    own.take_back(link, request.POST.get("uid", ""))
    return _back(link, words, "taken", "otherwise")


@opened("POST")
def agree(request: HttpRequest, link: str, words: Words, nonce: str) -> HttpResponse:
    """They say yes, or no longer."""
    said = request.POST.get("agree", "")
    if said not in ("yes", "no"):
        raise NotFound("neither yes nor no")
    own.consent(link, request.POST.get("purpose", ""), request.POST.get("recipient", ""), said == "yes")
    return _back(link, words, "thanks", "agree")


@opened("POST")
def answers(request: HttpRequest, link: str, words: Words, nonce: str) -> HttpResponse:
    """What they answered alone; what is left open stays open."""
    asked = own.page(link).questions
    given: dict[str, Sequence[str]] = {one.id: request.POST.getlist(f"q-{one.id}") for one in asked}
    try:
        own.answer(link, given)
    except Refused:
        return _page(request, link, words, nonce, wrong="not_taken", given=given)
    if own.door_of(link).state != "live":
        return draw(request, "own/closed", tongue=words, there=own.door_of(link), why="answered")
    return _back(link, words, "thanks", "questions")


@opened("POST")
def close(request: HttpRequest, link: str, words: Words, nonce: str) -> HttpResponse:
    """Nothing of the page is open on this device any more."""
    return draw(request, "own/closed", tongue=words, there=own.door_of(link), why="closed")


def _page(request: HttpRequest, link: str, words: Words, nonce: str, **told: Any) -> HttpResponse:
    shown: Shown = show(own.page(link), words)
    told = {"said": "", "wrong": "", "at": "", "typed": "", "given": {}, **told}
    said = told.pop("said")
    return draw(
        request, "own/page", status=INVALID if told["wrong"] else 200, tongue=words, page=shown, link=link,
        key=_key(nonce), said=said if said in ("thanks", "taken") else "", on_paper=False, **told,
    )  # fmt: skip


def _back(link: str, words: Words, said: str, place: str) -> HttpResponse:
    return HttpResponseRedirect(f"{_address('own', link, words.language)}&said={said}#{place}")


def _address(name: str, link: str, language: str) -> str:
    return f"{reverse(f'public:{name}', kwargs={'link': link})}?lang={language}"


def _shut(request: HttpRequest) -> HttpResponse:
    """The page closed meanwhile, or was never open here: the same for both. What somebody typed is given back to them."""
    typed = request.POST.get("words", "")[:4000] if request.method == "POST" else ""
    words = _words(request, "english")
    response = draw(request, "own/shut", status=403, tongue=words, typed=typed)
    response.delete_cookie(COOKIE, path=request.path)
    return response


def _let_in(request: HttpRequest, response: HttpResponse, link: str, nonce: str) -> None:
    """The cookie of this one page: signed, short-lived, for no script, sent to no other page and from no other site."""
    where = reverse("public:own", kwargs={"link": link})
    if response.status_code == 200 and request.path.endswith("/close/"):
        response.delete_cookie(COOKIE, path=where, samesite="Strict")
        return
    value = signing.dumps([link, nonce], salt=SALT)
    response.set_cookie(
        COOKIE, value, max_age=SECONDS, path=where, httponly=True, samesite="Strict", secure=request.is_secure()
    )


def _nonce(request: HttpRequest, link: str) -> str:
    """What the cookie says, if it is ours, fresh, and of this link; "" otherwise."""
    try:
        named, nonce = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return ""
    return str(nonce) if constant_time_compare(str(named), link) else ""


def _key(nonce: str) -> str:
    """What every form of the page carries: another site's page cannot know it."""
    return salted_hmac(FORM_SALT, nonce, algorithm="sha256").hexdigest()


def _is_ours(request: HttpRequest, nonce: str) -> bool:
    return constant_time_compare(request.POST.get("key", ""), _key(nonce))
