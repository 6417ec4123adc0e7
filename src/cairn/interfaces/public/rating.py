"""Rate oneself, or say what the service was like, by a link: no account, no cookie, no name on the page.

The token stands in the address and in nothing else. Opening a page writes nothing, so that whatever fetches an address
ahead uses nothing up; each form that is sent keeps what it holds, and only the last one sends it on. Whatever opens
nothing, for whatever reason, is one and the same page. On a device that was handed over, the session says which link."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cairn.access.queries import NotFound
from cairn.intake import rating, rating_links, rules_rating
from cairn.intake.actions.knocks import Knock, admit
from cairn.intake.rating import Question, Sheet
from cairn.interfaces.public.nothing import nothing
from cairn.interfaces.public.replies import draw, from_elsewhere, public
from cairn.interfaces.tablet import BACK, link_handed_over
from cairn.kernel.problems import Refused
from cairn.presentation.own.help import LINES
from cairn.presentation.own.words import Words, every, words_of

RECEIPT, RECEIPT_SECONDS = "cairn.rated", 30 * 60
KEPT, INVALID, TOO_MANY = 204, 422, 429
SETTINGS = {"view-all": ("view", "all"), "view-one": ("view", "one"), "size-large": ("size", "large"),
            "size-usual": ("size", "usual")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wrong:
    """What could not be taken: words for the whole page, or by the key of a question what was typed there."""

    words: str = ""
    typed: Mapping[str, str] | None = None


@public(referrer="no-referrer")
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a link."""
    try:
        row = rating_links.by_token(token)
        return _answer(request, row, reverse("public:rate", kwargs={"token": token}))
    except NotFound:
        return _nothing(request)


@public(referrer="no-referrer")
def here(request: HttpRequest) -> HttpResponse:
    """The page of the device that was handed over."""
    try:
        row = rating_links.by_uid(link_handed_over(request))
        return _answer(request, row, reverse("public:rate_here"))
    except NotFound:
        return HttpResponseRedirect(BACK) if link_handed_over(request) else _nothing(request)


@public(referrer="no-referrer", methods=("GET", "HEAD"))
def thanks(request: HttpRequest, receipt: str) -> HttpResponse:
    """What is said after sending: no score, and how to get help now."""
    try:
        told = signing.loads(receipt, salt=RECEIPT, max_age=RECEIPT_SECONDS)
    except signing.BadSignature:
        return _nothing(request)
    sent = rating.Receipt(*told)
    tongue = words_of(request.GET.get("lang", ""), sent.language)
    handed = sent.on_tablet and bool(link_handed_over(request))
    return draw(request, "rate/thanks", tongue=tongue, sent=sent, handed=handed, large=False, lines=LINES)


def _answer(request: HttpRequest, row: Any, path: str) -> HttpResponse:
    sheet = rating.sheet(row)
    if request.method != "POST":
        if sheet.asleep:
            return draw(request, "rate/asleep", tongue=_tongue(request, sheet), sheet=sheet, large=False)
        return _show(request, sheet, _place(request.GET.get("at", ""), sheet))
    at = _place(request.POST.get("at", ""), sheet)
    if from_elsewhere(request):
        return _show(request, sheet, at, Wrong(words_of(sheet.language)("elsewhere")), INVALID)
    if minutes := admit(knocks=[Knock("rate.link", str(row.uid), rules_rating.LIMITS["link"])]):
        wrong = Wrong(words_of(sheet.language)("too_often", minutes=minutes))
        return _show(request, sheet, at, wrong, TOO_MANY)
    if sheet.asleep:
        raise NotFound("nothing is asked")
    return _keep(request, row, sheet, at, path)


def _keep(request: HttpRequest, row: Any, sheet: Sheet, at: str, path: str) -> HttpResponse:
    """Keep what the form holds, then do what its button says."""
    go = request.POST.get("go", "next")
    said = _said(request, sheet)
    fell_away = rating.keep(row, said, comment=request.POST.get("comment"), setting=_setting(go))
    if go == "keep":
        return HttpResponse(status=KEPT)
    typed = {one.key: said[one.key] for one in sheet.questions if one.is_number and _is_stray(one, said)}
    if typed and go in ("next", "check", "send"):
        return _show(request, rating.sheet(rating_links.by_uid(row.uid)), at, Wrong(typed=typed), INVALID)
    if go == "send":
        return _not_sent(request, row, sheet) if fell_away else _send(request, row, sheet)
    return HttpResponseRedirect(f"{path}?at={_next(go, at, sheet)}")


def _send(request: HttpRequest, row: Any, sheet: Sheet) -> HttpResponse:
    try:
        sent = rating.send(row)
    except Refused:
        return _not_sent(request, row, sheet)
    told = [sent.organisation, sent.language, sent.worried, sent.on_tablet, sent.is_demonstration]
    receipt = signing.dumps(told, salt=RECEIPT, compress=True)
    return HttpResponseRedirect(reverse("public:rate_thanks", kwargs={"receipt": receipt}))


def _not_sent(request: HttpRequest, row: Any, sheet: Sheet) -> HttpResponse:
    wrong = Wrong(words_of(sheet.language)("rate_not_sent"))
    return _show(request, rating.sheet(rating_links.by_uid(row.uid)), "check", wrong, INVALID)


def _said(request: HttpRequest, sheet: Sheet) -> dict[str, str]:
    """The answers that the form holds, by the keys of the questions."""
    found = {one.key: request.POST[one.key] for one in sheet.questions if one.key in request.POST}
    skipped = {one.key: rules_rating.SKIPPED for one in sheet.questions if f"{one.key}-skip" in request.POST}
    return found | skipped


def _is_stray(one: Question, said: Mapping[str, str]) -> bool:
    typed = said.get(one.key, "").strip()
    if not typed or typed in (rules_rating.SKIPPED, rules_rating.NOT_MINE):
        return False
    return not (typed.isascii() and typed.isdecimal() and len(typed) < 6 and one.low <= int(typed) <= one.high)


def _setting(go: str) -> dict[str, str]:
    """How the page is to be read from now on, where a button says so."""
    if go in SETTINGS:
        return dict([SETTINGS[go]])
    language = go.removeprefix("lang-")
    return {"lang": language} if go.startswith("lang-") and language in every() else {}


def _next(go: str, at: str, sheet: Sheet) -> str:
    """Where to after a form was kept: a question's number, or `check`."""
    if go == "view-all" or (go == "view-one" and at == "all"):
        return "" if at != "check" else "check"
    if go in SETTINGS or go.startswith("lang-"):
        return at
    if go == "check" or at == "all":
        return "check"
    number = int(at) if at.isdecimal() else 1
    last = _last(sheet)
    if go == "back":
        return str(max(1, number - 1))
    return str(number + 1) if number < last else "check"


def _last(sheet: Sheet) -> int:
    """How many places there are: one a question, and one for a comment where it is asked."""
    return len(sheet.questions) + (sheet.purpose == rules_rating.FEEDBACK)


def _place(asked: str, sheet: Sheet) -> str:
    """`check`, `all`, or the number of a question: the one asked for, else the first without an answer."""
    if asked == "check":
        return "check"
    if sheet.setting.get("view") == "all":
        return "all"
    if asked.isascii() and asked.isdecimal() and len(asked) < 4 and 1 <= int(asked) <= _last(sheet):
        return asked
    open_ = (place for place, one in enumerate(sheet.questions, 1) if not one.given)
    return str(next(open_, 1 if not sheet.questions else _last(sheet)))


def _show(request: HttpRequest, sheet: Sheet, at: str, wrong: Wrong | None = None, status: int = 200) -> HttpResponse:
    wrong = wrong or Wrong()
    tongue = _tongue(request, sheet)
    comments = sheet.purpose == rules_rating.FEEDBACK
    number = int(at) if at.isdecimal() else 0
    shown = sheet.questions if at == "all" else sheet.questions[number - 1 : number] if number else ()
    foreign = any(one.language != tongue.language for one in sheet.questions)
    return draw(
        request, "rate/check" if at == "check" else "rate/page", status=status, tongue=tongue, sheet=sheet, at=at,
        number=number, count=_last(sheet), shown=shown, wrong=wrong, typed=wrong.typed or {}, foreign=foreign,
        asks_comment=comments and (at == "all" or number > len(sheet.questions)), comments=comments,
        large=sheet.setting.get("size") == "large", is_all=sheet.setting.get("view") == "all",
        tongues=every(), skipped=rules_rating.SKIPPED, not_mine=rules_rating.NOT_MINE,
    )  # fmt: skip


def _tongue(request: HttpRequest, sheet: Sheet) -> Words:
    return words_of(request.GET.get("lang", "") if sheet.asleep else "", sheet.language)


def _nothing(request: HttpRequest) -> HttpResponse:
    return nothing(request, "rate.miss", rules_rating.LIMITS["miss"])
