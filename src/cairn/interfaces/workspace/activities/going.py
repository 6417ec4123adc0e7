"""Back to where the reader was: an address within their own organisation, and no other."""

from django.http import HttpResponse

from cairn.interfaces.workspace.pages import Request, to, within


def back_of(request: Request) -> str:
    """The page that the form was opened from; "" where none was named."""
    return within(request, request.POST.get("back") or request.GET.get("back") or "")


def go_back(request: Request, client: object = "") -> HttpResponse:
    """There, else to the person's page, else to Today."""
    response = to(request, "client", client=client) if client else to(request, "home")
    if back := back_of(request):
        response["Location"] = back
    return response
