"""Back to where the reader was: an address within their own organisation, and no other."""

from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from cairn.interfaces.workspace.pages import Request, to


def back_of(request: Request) -> str:
    """The page that the form was opened from; "" where none was named."""
    said = request.POST.get("back") or request.GET.get("back") or ""
    safe = url_has_allowed_host_and_scheme(said, allowed_hosts=None) and said.startswith(f"/o/{request.actor.slug}/")
    return said if safe else ""


def go_back(request: Request, client: object = "") -> HttpResponse:
    """There, else to the person's page, else to Today."""
    response = to(request, "client", client=client) if client else to(request, "home")
    if back := back_of(request):
        response["Location"] = back
    return response
