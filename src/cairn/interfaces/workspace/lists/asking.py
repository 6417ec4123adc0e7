"""What a caseload is asked for: read from the address, or from a view that was saved; unknown answers say nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from cairn.access.permissions import Permission as P
from cairn.cases.queries import CaseFilter
from cairn.cases.queries.covering import Desk, desks
from cairn.cases.queries.filters import DUE, QUIET, SORTS
from cairn.definitions import registry
from cairn.desk.actions import saved_views
from cairn.interfaces.workspace import members
from cairn.interfaces.workspace.pages import Request
from cairn.services import queries as services

LIST = "caseload"
NAMES = ("q", "service", "worker", "due", "quiet", "need", "ladder", "area", "level", "sort")
DUE_WORDS = {"any": "Anything", "first": "First reading", "review": "Review"}
NOBODY, EVERYBODY = "none", "all"


@dataclass(frozen=True, slots=True)
class Choices:
    """The answers that each filter offers: code and label."""

    services: tuple[tuple[str, str], ...]
    workers: tuple[tuple[str, str], ...]
    needs: tuple[tuple[str, str], ...]
    ladders: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    views: tuple[saved_views.ViewRow, ...]
    due: tuple[tuple[str, str], ...] = tuple(DUE_WORDS.items())
    quiet: tuple[tuple[str, str], ...] = tuple((str(days), f"{days // 7} weeks or more") for days in QUIET)

    @classmethod
    def of(cls, request: Request) -> "Choices":
        columns = ("uid", "name", "ladders__uid", "ladders__name", "levels__uid", "levels__name")
        ordered = services.visible_to(request.actor).order_by("name", "ladders__name", "levels__order", "levels__id")
        rows = list(ordered.values_list(*columns))
        dictionary = registry.get("needs")
        return cls(
            tuple({str(uid): name for uid, name, *_ in rows}.items()),
            tuple(members.workers(request)),
            tuple((one.id, one.label) for one in sorted(dictionary.needs, key=lambda each: each.label)),
            tuple({str(uid): name for _, _, uid, name, *_ in rows if uid}.items()),
            _levels(rows),
            saved_views.views(request.actor, LIST),
        )


def _levels(rows: list[Any]) -> tuple[tuple[str, str], ...]:
    """Levels of support, each with its service's name where several have lists."""
    found = {str(uid): (name, service) for _, service, _, _, uid, name in rows if uid}
    several = len({service for _, service in found.values()}) > 1
    return tuple((uid, f"{name} ({service})" if several else name) for uid, (name, service) in found.items())


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers as they stand. `said` is what the form shows and what leads to the same list again; `desks` are the
    absent colleagues' whose people stand on it too."""

    said: Mapping[str, str]
    page: int = 1
    arguments: Mapping[str, Any] = field(default_factory=dict)
    desks: tuple[Desk, ...] = ()

    @property
    def address(self) -> str:
        """The same list again, without its page."""
        return urlencode({name: value for name, value in self.said.items() if value})

    def sorted_by(self, name: str) -> str:
        """The list ordered by a column; asked again, the other way round."""
        turned = f"-{name}" if self.said["sort"] == name else name
        return urlencode({**{key: value for key, value in self.said.items() if value}, "sort": turned})

    @property
    def narrows(self) -> bool:
        """Whether anything beside whose people they are was asked."""
        return any(self.said[name] for name in NAMES if name not in ("worker", "sort"))

    @property
    def hidden(self) -> bool:
        """Whether an answer stands among the filters that are folded away."""
        return any(self.said[name] for name in ("quiet", "need", "ladder", "area", "level"))


def read(request: Request, choices: Choices, given: QueryDict | None = None) -> Asked:
    """What the address says; with nothing said, the reader's first view; and otherwise their own people."""
    sent: Mapping[str, Any] = request.GET if given is None else given
    page = str(sent.get("page", "1"))
    opened = not any(name in sent for name in NAMES)
    first = next((one.query for one in choices.views if one.is_first), None) if opened else None
    said = {name: str((first or sent).get(name, "")).strip()[:200] for name in NAMES}
    if first is None and "worker" not in sent and _has_own(request):
        said["worker"] = request.actor.uid
    arguments = _arguments(said, choices)
    covered = desks(request.actor) if arguments["worker_uid"] == request.actor.uid else ()
    if covered:
        arguments["worker_uid"] = [request.actor.uid, *(desk.worker_uid for desk in covered)]
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    return Asked(_sound(said, choices), number, arguments, covered)


def _has_own(request: Request) -> bool:
    return request.actor.may(P.RECORD) and not request.actor.may(P.MANAGE_SERVICES)


def _sound(said: Mapping[str, str], choices: Choices) -> dict[str, str]:
    """Without answers that nobody offered."""
    offered = {
        "service": choices.services, "worker": (*choices.workers, (NOBODY, "")), "need": choices.needs,
        "ladder": choices.ladders, "level": choices.levels, "due": choices.due, "quiet": choices.quiet,
    }  # fmt: skip
    found = {name: value if name not in offered or value in dict(offered[name]) else "" for name, value in said.items()}
    found["sort"] = found["sort"] if found["sort"].removeprefix("-") in SORTS else ""
    return found


def _arguments(said: Mapping[str, str], choices: Choices) -> dict[str, Any]:
    sound = _sound(said, choices)
    only = CaseFilter(
        due=sound["due"] if sound["due"] in DUE else "", quiet=int(sound["quiet"] or 0), need=sound["need"],
        ladder=sound["ladder"], area=sound["area"], level=sound["level"], sort=sound["sort"] or "name",
    )  # fmt: skip
    worker = {"": None, NOBODY: ""}.get(sound["worker"], sound["worker"])
    return {"service_uid": sound["service"] or None, "worker_uid": worker, "text": sound["q"], "only": only}
