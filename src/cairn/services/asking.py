"""What services ask beyond the core questions, and their own lists of levels of support."""

from collections.abc import Iterable
from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.services.models import ServiceQuestion, SupportLevel
from cairn.services.queries import by_uids


@dataclass(frozen=True, slots=True)
class LevelView:
    """One level of a service's list, lowest first."""

    uid: str
    name: str
    words: str
    is_used: bool


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """An optional question that a service asks, and why."""

    question: str
    label: str
    reason: str
    service: str


def levels_of(by: Actor, service_uid: object, *, only_used: bool = False) -> tuple[LevelView, ...]:
    """A service's own levels, lowest first; those no longer used last."""
    rows = SupportLevel.objects.filter(organisation_id=by.organisation_id, service__uid=service_uid)
    if only_used:
        rows = rows.filter(is_used=True)
    ordered = rows.order_by("-is_used", "order", "id")
    return tuple(LevelView(str(row.uid), row.name, row.words, row.is_used) for row in ordered)


def level(by: Actor, uid: object) -> SupportLevel:
    """One level. Raises NotFound."""
    return by_uids(SupportLevel.objects.filter(organisation_id=by.organisation_id), [uid])[0]


def questions_of(by: Actor, service_uids: Iterable[object]) -> tuple[AskedQuestion, ...]:
    """What these services ask, in the order of the questions, then of the services' names."""
    rows = ServiceQuestion.objects.filter(organisation_id=by.organisation_id, service__uid__in=list(service_uids))
    questions = registry.get("codes", "optional_question")
    place = {code: at for at, code in enumerate(questions.codes)}
    said = rows.order_by("service__name", "id").values_list("question", "reason", "service__name")
    known = [AskedQuestion(id, questions.label_of(id), reason, name) for id, reason, name in said if id in place]
    return tuple(sorted(known, key=lambda one: place[one.question]))
