"""Lists as people like to see them: filters and order under a name. Never a word that was searched for. A view is no deed:
nothing is written to the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from cairn.access.actors import Actor
from cairn.desk.models import SavedView
from cairn.kernel.problems import Problem, refuse_if, too_long

LONGEST, MOST = 80, 40
NEVER_KEPT = frozenset({"q", "page", "as", "csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A view to choose. `is_own`: the reader's, to change or to drop."""

    uid: str
    name: str
    query: Mapping[str, str]
    is_shared: bool
    is_first: bool
    is_own: bool


def views(by: Actor, list_name: str) -> tuple[ViewRow, ...]:
    """The reader's own views of a list and those that colleagues share, by name."""
    return tuple(_row(by, one) for one in _seen(by, list_name).order_by("name", "pk")[: MOST * 5])


def save(
    *, by: Actor, list_name: str, name: str, query: Mapping[str, str], is_shared: bool = False, is_first: bool = False
) -> SavedView:
    """Keep a view under a name; the same name again replaces it. One view of a list is the first."""
    name = " ".join(_without_nul(name).split())
    refuse_if(_problems(by, list_name, name))
    kept = {key: _without_nul(str(value))[:200] for key, value in query.items() if key not in NEVER_KEPT and value}
    if is_first:
        _own(by, list_name).filter(is_first=True).update(is_first=False)
    row: SavedView = SavedView.objects.update_or_create(
        organisation_id=by.organisation_id, user_uid=by.uid, list_name=list_name, name=name,
        defaults={"query": kept, "is_shared": is_shared, "is_first": is_first},
    )[0]  # fmt: skip
    return row


def _without_nul(text: str) -> str:
    """PostgreSQL keeps the character NUL in no text."""
    return text.replace("\x00", "")


def _problems(by: Actor, list_name: str, name: str) -> list[Problem]:
    problems = too_long(name, LONGEST, "name")
    if not name:
        problems.append(Problem("view.name", "The view has no name.", "Give it one, such as: Quiet.", field="name"))
    if _own(by, list_name).exclude(name=name).count() >= MOST:
        fix = "Drop one that you do not use."
        problems.append(Problem("view.many", f"You keep {MOST} views of this list already.", fix, field="name"))
    return problems


def drop(*, by: Actor, list_name: str, uid: str) -> bool:
    """Forget a view of one's own; False when there is none."""
    try:
        key = UUID(uid)
    except ValueError:
        return False
    return bool(_own(by, list_name).filter(uid=key).delete()[0])


def _own(by: Actor, list_name: str) -> "QuerySet[SavedView]":
    return SavedView.objects.filter(organisation_id=by.organisation_id, user_uid=by.uid, list_name=list_name)


def _seen(by: Actor, list_name: str) -> "QuerySet[SavedView]":
    rows = SavedView.objects.filter(organisation_id=by.organisation_id, list_name=list_name)
    return rows.filter(Q(user_uid=by.uid) | Q(is_shared=True))


def _row(by: Actor, one: SavedView) -> ViewRow:
    own = one.user_uid == by.uid
    return ViewRow(str(one.uid), one.name, one.query, one.is_shared, one.is_first and own, own)
