"""A tiny group tells how it is, by a link: one page, no account, no cookie.

The token stands in the address and in nothing else. Opening the page writes nothing; each form that is sent keeps what it
holds; what is sent again replaces what was sent. Whatever opens nothing, for whatever reason, is one and the same page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cairn.access.deeds import Conflict
from cairn.access.queries import NotFound
from cairn.intake import group_links, rules_telling, telling
from cairn.intake.actions.knocks import Knock, admit
from cairn.intake.group_links import GroupLink
from cairn.intake.rules_telling import LIMITS, MOST_FILE, PHOTO, VOICE
from cairn.intake.telling import Sheet
from cairn.interfaces.public.nothing import nothing
from cairn.interfaces.public.replies import LONGEST_BODY, draw, from_elsewhere, public
from cairn.kernel.problems import Problem, Refused
from cairn.presentation.own.words import Words, every, words_of

KEPT, MEANTIME, INVALID, TOO_MANY = 204, 409, 422, 429
FILES = (PHOTO, VOICE)
SIZES = {"size-large": "large", "size-usual": "usual"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What could not be taken: words for the whole page, and by field."""

    words: str = ""
    fields: Mapping[str, str] | None = None

    @property
    def is_any(self) -> bool:
        return bool(self.words or self.fields)


@public(referrer="no-referrer", longest=2 * MOST_FILE + LONGEST_BODY)
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a link."""
    try:
        row = group_links.by_token(token)
        if request.method != "POST":
            return _show(request, telling.sheet(row), again="again" in request.GET)
        return _told(request, row, reverse("public:tell", kwargs={"token": token}))
    except NotFound:
        return nothing(request, "tell.miss", LIMITS["miss"])


def _told(request: HttpRequest, row: GroupLink, path: str) -> HttpResponse:
    """Keep what the form holds, then do what its button says."""
    tongue = words_of(telling.sheet(row).language)
    if from_elsewhere(request):
        return _show(request, telling.sheet(row), wrong=Wrong(tongue("elsewhere")), status=INVALID)
    if minutes := _minutes(request, row):
        wrong = Wrong(tongue("too_often", minutes=minutes))
        return _show(request, telling.sheet(row), wrong=wrong, status=TOO_MANY)
    go = request.POST.get("go", "send")
    ticked = request.POST.getlist("help_wanted")
    heard = rules_telling.heard(request.POST.dict(), ticked, telling.helps())  # type: ignore[arg-type]
    begun_on = _uid(request.POST.get("seen" if go == "instead" else "stands", ""))
    telling.keep(row, heard, setting=_setting(go), on=begun_on)
    if go == "keep":
        return HttpResponse(status=KEPT)
    problems = _brought(request, row)
    if go.startswith("drop-") and (kind := go.removeprefix("drop-")) in FILES:
        telling.drop(row, kind)
        return HttpResponseRedirect(f"{path}?again=1#{kind}")
    if go == "leave":
        telling.leave(row)
        return HttpResponseRedirect(path)
    if go not in ("send", "instead"):
        return HttpResponseRedirect(f"{path}?again=1")
    return _send(request, row, path, problems)


def _uid(text: str) -> str:
    """What may be one; whatever else was stuffed in names nothing that stands."""
    return "".join(each for each in text[:36] if each.isascii() and (each.isalnum() or each == "-"))


def _minutes(request: HttpRequest, row: GroupLink) -> int:
    """How long to wait, where one link is used too often, or brings too many files."""
    knocks = [Knock("tell.link", str(row.uid), LIMITS["link"])]
    if request.FILES:
        knocks.append(Knock("tell.file", str(row.uid), LIMITS["file"]))
    return admit(knocks=knocks)


def _brought(request: HttpRequest, row: GroupLink) -> list[Problem]:
    found: list[Problem] = []
    for kind in FILES:
        if (file := request.FILES.get(kind)) is not None and file.size:
            found += telling.bring(row, kind, file.name or "", file.read(MOST_FILE + 1))
    return found


def _send(request: HttpRequest, row: GroupLink, path: str, problems: list[Problem]) -> HttpResponse:
    try:
        if not problems:
            telling.send(row)
            return HttpResponseRedirect(path)
        problems += telling.problems(row)
    except Conflict:
        return _show(request, telling.sheet(row), status=MEANTIME)
    except Refused as refused:
        problems += refused.problems
    sheet = telling.sheet(row)
    return _show(request, sheet, wrong=_wrong(words_of(sheet.language), problems), status=INVALID)


def _wrong(tongue: Words, problems: Sequence[Problem]) -> Wrong:
    """Each field's first problem, in the language of the page."""
    fields: dict[str, str] = {}
    for problem in problems:
        key = f"tell_wrong_{problem.rule.replace('.', '_')}"
        words = tongue(key) if tongue.has(key) else problem.words
        fields.setdefault(problem.field, words)
    return Wrong("", fields)


def _setting(go: str) -> dict[str, str]:
    """How the page is to be read from now on, where a button says so."""
    if go in SIZES:
        return {"size": SIZES[go]}
    language = go.removeprefix("lang-")
    return {"lang": language} if go.startswith("lang-") and language in every() else {}


def _show(
    request: HttpRequest, sheet: Sheet, *, again: bool = False, wrong: Wrong | None = None, status: int = 200
) -> HttpResponse:
    is_receipt = sheet.sent is not None and not sheet.is_on_the_way and not again and wrong is None
    return draw(
        request, "tell/sent" if is_receipt else "tell/page", status=status, tongue=words_of(sheet.language), sheet=sheet,
        wrong=wrong or Wrong(), tongues=every(), large=sheet.setting.get("size") == "large",
        kinds={one["kind"]: one["uid"][:8] for one in sheet.files}, is_answer=request.method == "POST",
    )  # fmt: skip
