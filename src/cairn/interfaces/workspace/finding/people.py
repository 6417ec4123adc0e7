"""The find box as it is typed into: a list of people, sent for after each pause.

It is sent for by POST, so that no name stands in an address: not in the browser's history, nor in the log of a server
before ours. Without a script the box is a form of the page it stands on.
"""

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.interfaces.pages import show
from cairn.interfaces.workspace.pages import Request, page
from cairn.people import queries as people

SHOWN = 8
#: What the box may be for, the page that each person found leads to, and the permission for that page.
LEADS = {
    "client": ("workspace:client", P.READ_CLIENTS),
    "activity_kind": ("workspace:activity_kind", P.RECORD),
    "referral_new": ("workspace:referral_new", P.RECORD),
    "around_new": ("workspace:around_new", P.RECORD),
    "merge": ("workspace:client_alike", P.MANAGE_SERVICES),
}
OF_ANOTHER = {"around_new", "merge"}  # pages of one person, about another


@page(P.READ_CLIENTS, only_post=True)
def find(request: Request) -> HttpResponse:
    """The people found, best first, each a link; nothing more of the page."""
    text = request.POST.get("q", "")[:200]
    leads, about = request.POST.get("to", ""), ""
    name, needed = LEADS.get(leads, LEADS["client"])
    if not request.actor.may(needed):
        name = "workspace:client"
    elif leads in OF_ANOTHER:
        about = str(people.get(request.actor, request.POST.get("about", "")).uid)
    found = people.find(request.actor, text, SHOWN + 1)
    return show(
        request,
        "workspace/finding/found",
        found=found[:SHOWN],
        is_more=len(found) > SHOWN,
        leads=name,
        about=about,
        q=text,
    )
