"""Ask groups how they are: who has told of a quarter, links for those who have not, and ending one."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.contracts import groups, rules_groups, told
from cairn.intake import rules
from cairn.intake.actions import group_links
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.kernel import clock
from cairn.kernel.periods import Period, previous, quarter_of
from cairn.kernel.problems import Refused
from cairn.presentation import periods, qr
from cairn.presentation.own.words import every, words_of

QUARTERS = 5


def offered() -> list[tuple[str, str]]:
    """The quarters that a group may be asked about, the last whole one first."""
    now = quarter_of(clock.today())
    found = [previous(now)]
    while len(found) < QUARTERS:
        found.append(previous(found[-1]))
    found.insert(1, now)
    return [(one.label, periods.words(one)) for one in found]


def asked(text: str) -> Period:
    """The period of an address; the last whole quarter where it names none of those offered."""
    known = [label for label, _ in offered()]
    return Period.parse(text if text in known else known[0])


@page(P.PREPARE_RETURNS, writes=True)
def ask(request: Request, contract: str) -> HttpResponse:
    """Every group of a quarter, told or not; sent, a link for each that is ticked."""
    by = request.actor
    row = groups.led_one(by, contract)
    period = asked(request.POST.get("period") or request.GET.get("period", ""))
    wrong = ""
    if request.method == "POST":
        try:
            return _made(request, row, period)
        except Refused as refused:
            wrong = refused.words
    found = told.answering(by, str(row.uid), period)
    return draw(
        request, "groups/ask", status=422 if wrong else 200, contract=row, period=period, said=periods.words(period),
        groups=found, periods=offered(), wrong=wrong, languages={code: one.name for code, one in every().items()},
        days=rules_groups.LINK_DAYS, told=sum(one.told_date is not None for one in found),
    )  # fmt: skip


def _made(request: Request, contract: Any, period: Period) -> HttpResponse:
    mine = {one.group_uid: one for one in told.answering(request.actor, str(contract.uid), period)}
    wanted = [uid for uid in request.POST.getlist("groups") if uid in mine]
    days = request.POST.get("days", "").strip()
    made = group_links.make(
        by=request.actor, group_uids=wanted, period=period, languages=[*every()],
        language=request.POST.get("language", "english"),
        days=int(days) if days.isascii() and days.isdecimal() and len(days) < 5 else 0,
    ).items  # fmt: skip
    slips = [_slip(request, one, mine[str(one.row.group.uid)].group_name) for one in made]
    back = f"{address(request, 'workspace:groups_ask', contract=contract.uid)}?period={period.label}"
    return draw(request, "groups/slips", slips=slips, back=back, said=periods.words(period))


def _slip(request: Request, made: Any, name: str) -> dict[str, Any]:
    """What stands on a sheet for one group, in the language of its page."""
    tongue = words_of(made.row.language)
    href = request.build_absolute_uri(reverse("public:tell", kwargs={"token": rules.grouped(made.token)}))
    told_ = {"organisation": request.organisation.name, "group": name, "href": href}
    return {
        "href": href, "code": qr.picture(href), "tongue": tongue, "title": tongue("tell_title"), "group": name,
        "message": tongue("tell_message", **told_), "expires_at": made.row.expires_at, "reference": name,
    }  # fmt: skip


@page(P.PREPARE_RETURNS, only_post=True)
def end(request: Request, group_link: str) -> HttpResponse:
    row = group_links.end(by=request.actor, link_uid=group_link).one
    done(request, "The link opens nothing any more.")
    return to(request, "group", small_group=row.group.uid)
