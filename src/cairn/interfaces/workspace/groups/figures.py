"""The anchor's own figures from its groups: full counts, and apart from them what comes of samples."""

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.definitions import registry
from cairn.insight import figures
from cairn.interfaces.workspace.groups.asking import offered
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.kernel.periods import Period
from cairn.presentation import groups as shown
from cairn.presentation import periods

SUPPORT = ("groups_supported", "groups_told", "group_attendances", "group_newcomers", "groups_asking_help")
PROGRESS = ("groups_constituted", "groups_bank_account", "groups_insured", "groups_safeguarding", "group_policies")
MONEY = (
    "group_applications_received", "group_applications_decided", "group_applications_awarded",
    "group_applications_refused", "group_applications_elsewhere", "group_money_raised",
)  # fmt: skip
SAMPLES = ("group_easy_share", "group_better_share", "group_attendances_sampled")
PARTS = (
    ("What groups told", SUPPORT),
    ("What came about between two looks", PROGRESS),
    ("Applications and money", MONEY),
)


@page(P.PREPARE_RETURNS)
def page_of(request: Request) -> HttpResponse:
    """Of one quarter; `?period=` names another."""
    known = dict(offered())
    asked = request.GET.get("period", "")
    period = Period.parse(asked if asked in known else next(iter(known)))
    with figures.one_reading():
        parts = [(title, [_figure(request, name, period) for name in names]) for title, names in PARTS]
        samples = [_figure(request, name, period) for name in SAMPLES]
    return draw(
        request,
        "groups/figures",
        parts=parts,
        samples=samples,
        period=period,
        said=periods.words(period),
        periods=offered(),
    )


def _figure(request: Request, name: str, period: Period) -> shown.GroupFigure:
    result = figures.compute(name, by=request.actor, period=period)
    return shown.figure(registry.get("measure", name), result)
