"""What is far too large is turned away before a byte of it is kept."""

from collections.abc import Callable
from time import monotonic
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

#: Ten files of the largest kind, with the words around them.
MOST = 260 * 1024 * 1024
#: So much of what is turned away is still taken from the line and dropped, so that a browser gets to read the answer.
DRAINED = 4 * 1024 * 1024 * 1024
PIECE = 1 << 14
#: And for so long, in seconds: whoever sends slowly on purpose must not hold a worker of the web.
PATIENCE = 20
MARK = "too-large"
#: A length of so many figures is no length; Python itself refuses to read one of thousands.
LONGEST = 18


class OversizeMiddleware:
    """A body that says it is larger than any form of ours: back to the page it came from, which says so. First of all
    that reads a body; otherwise it would lie in a temporary file before anybody had looked at who sends it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        size = str(request.META.get("CONTENT_LENGTH") or "0")
        if not size.isdecimal() or (len(size) < LONGEST and int(size) <= MOST):
            return self.get_response(request)
        _drain(request, int(size[:LONGEST]))
        if not request.path.startswith("/o/"):
            return HttpResponse(
                "This is too large to be taken in.\n", status=413, content_type="text/plain; charset=utf-8"
            )
        return HttpResponseRedirect(f"{request.path}?{urlencode({MARK: '1'})}", status=303)


def is_oversize(request: HttpRequest) -> bool:
    """Whether this page is seen because what was sent to it was turned away."""
    return MARK in request.GET


def _drain(request: HttpRequest, size: int) -> None:
    stream = request.META.get("wsgi.input")
    left, until = min(size, DRAINED), monotonic() + PATIENCE
    while stream is not None and left > 0 and monotonic() < until and (piece := stream.read(min(PIECE, left))):
        left -= len(piece)
