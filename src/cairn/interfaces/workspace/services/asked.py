"""Change the needs that a service asks about first, and which of them it can meet itself."""

from django.http import HttpResponse

from cairn.access.deeds import Conflict
from cairn.access.permissions import Permission as P
from cairn.desk.actions import drafts
from cairn.interfaces.pages import version_of
from cairn.interfaces.saving import INVALID
from cairn.interfaces.workspace.drafts import address
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.setup import choices, reading
from cairn.kernel.problems import Problem, Refused
from cairn.services import queries
from cairn.services.actions import needs
from cairn.web.forms import ErrorLink


@page(P.MANAGE_SERVICES, writes=True)
def service_needs(request: Request, service: str) -> HttpResponse:
    """The whole dictionary, area by area. On a conflict the other's choice stands beside what was chosen here."""
    by = request.actor
    row = queries.get(by, service)
    draft, wrong = f"service.{service}.needs", list[Problem]()
    kept = drafts.get(by=by, form=draft) or {}
    typed = {name: str(values[-1]) for name, values in kept.items() if values}
    chosen = reading.asked(request.POST) if request.method == "POST" else None
    if chosen is not None:
        try:
            made = needs.choose(by=by, service_uid=service, needs=chosen, version=version_of(request, row.version))
        except Refused as refused:
            wrong, is_conflict = list(refused.problems), isinstance(refused, Conflict)
        else:
            drafts.drop(by=by, form=draft)
            done(request, "The needs that you ask about first are changed.", made.event_uid)
            return to(request, "service", service=service, fragment="asked")
    now = queries.needs_of(by, service)
    if chosen is None:
        chosen = reading.asked_in(typed) if typed else now
    differs = _differs(now, chosen) if wrong and is_conflict else []
    errors = {each.field: each.words for each in wrong}
    return draw(
        request, "services/asked", status=INVALID if wrong else 200, service=row, chosen=chosen, errors=errors,
        differs=differs, summary=_summary(wrong), areas=choices.needs_by_area(), can_meet=choices.CAN_MEET,
        restored=bool(typed) and not wrong, version=queries.get(by, service).version, draft_url=address(request, draft),
    )  # fmt: skip


def _summary(wrong: list[Problem]) -> list[ErrorLink]:
    """Every problem, leading to its need where it has one."""
    labels = {f"can_meet-{need}": f"{words}: " for need, words in choices.labels_of_needs().items()}
    return [
        ErrorLink(f"{labels.get(one.field, '')}{one.message} {one.fix}", f"#{one.field or 'needs'}") for one in wrong
    ]


def _differs(theirs: dict[str, str], yours: dict[str, str]) -> list[tuple[str, str, str]]:
    """For each need of which two people now say two things: its name, what stands, what was chosen here."""
    words = dict(choices.CAN_MEET)
    ids = [need for need in {**theirs, **yours} if theirs.get(need) != yours.get(need)]
    labels = choices.labels_of_needs()
    return [(labels.get(need, need), words[theirs.get(need, "")], words[yours.get(need, "")]) for need in ids]
