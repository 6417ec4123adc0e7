"""What was sent in words, and the case studies that the commissioner may read."""

from typing import Any

from cairn.interfaces.pages import Request
from cairn.returns import narrative, stories
from cairn.returns.views import ReturnView


def context(request: Request, found: ReturnView) -> dict[str, Any]:
    """What `commissioner/_words.jinja` draws; nothing before the return was sent."""
    if not found.number:
        return {"sent_words": (), "unanswered": (), "told": ()}
    lines, unanswered = narrative.as_sent(request.actor, found.uid)
    return {"sent_words": lines, "unanswered": unanswered, "told": stories.told_in(request.actor, found.uid)}
