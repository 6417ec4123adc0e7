"""What would help an anchor's groups, all together on one page: counted, and in their own words."""

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import group_help
from cairn.interfaces.workspace.groups.asking import offered
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.kernel.periods import Period
from cairn.presentation import periods

EVERY = "all"
LONGEST = 100


@page(P.PREPARE_RETURNS)
def page_of(request: Request) -> HttpResponse:
    """Of one quarter, or of all of them together; `?q=` looks for words."""
    quarters = offered()
    known = dict(quarters)
    asked = request.GET.get("period", "")
    label = asked if asked in known or asked == EVERY else quarters[0][0]
    spans = [Period.parse(code) for code in known] if label == EVERY else [Period.parse(label)]
    period = Period(min(one.start for one in spans), max(one.end for one in spans))
    search = request.GET.get("q", "")[:LONGEST]
    return draw(
        request, "groups/help", found=group_help.of(request.actor, period, search), chosen=label, search=search,
        said=periods.words(period), periods=[*quarters, (EVERY, "All of these together")],
    )  # fmt: skip
