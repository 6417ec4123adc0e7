"""After a step or an outcome was tied to a type of activity: the way to those who attended before."""

from cairn.access.permissions import Permission as P
from cairn.cases.queries.linking import waiting
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.pages import Request


def past_attendance(request: Request, activity_type: object) -> dict[str, str]:
    """What `pages.done` is given beside its words; nothing where nobody attended before."""
    if not (request.actor.may(P.RECORD) and request.actor.may(P.READ_CLIENTS)):
        return {}
    people = waiting(request.actor, activity_type)
    if not people:
        return {}
    words = f"{people:,} {'person' if people == 1 else 'people'} attended before: look whom it was so for."
    return {"next_words": words, "next_url": address(request, "workspace:linking", activity_type=activity_type)}
