"""A form that is being filled in, as it stands: what was answered, what the record proposes, what is wrong or missing.

What a person saved stands. Of a page that nobody has saved yet, what the record proposes stands, read anew each time; it
becomes an answer when the page is saved, or the whole form is sent. What the programme, the sign-up and the service's
settings say (number, provider, authority, service) is not asked at all.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.collection import local, rules
from cairn.collection.columns import FormColumn, Local, columns_of
from cairn.collection.known import Proposal
from cairn.collection.models import CollectedForm, OpenForm
from cairn.collection.proposing import proposed
from cairn.collection.questions import Task, tasks
from cairn.collection.rules_filling import Progress, of_task, progress, settled
from cairn.definitions import registry
from cairn.definitions.shapes.form import CollectionForm
from cairn.kernel.problems import Problem

if TYPE_CHECKING:
    from django.db.models import QuerySet

GIVEN = frozenset(
    {"form_number", "provider_number", "national_number", "provider_name", "authority_code", "service_name",
     "service_number", "service_type"}
)  # fmt: skip
"""What is never typed where it is known already; nor is the code of a person who is recorded here."""
RELATED = ("sign_up__collection", "sign_up__commissioner", "service", "client", "episode__referral")


@dataclass(frozen=True, slots=True)
class Filled:
    """One form on its way. `answers` are those that count, proposals among them; `given` are the columns that are not asked;
    `problems` are all of it, without what was said to be right."""

    row: OpenForm
    form: CollectionForm
    local: Local
    columns: tuple[FormColumn, ...]
    tasks: tuple[Task, ...]
    proposals: Mapping[str, Proposal]
    given: frozenset[str]
    answers: dict[str, str]
    problems: tuple[Problem, ...]

    @property
    def asked(self) -> tuple[Task, ...]:
        """The tasks that ask anything: not those of which all is given."""
        return tuple(task for task in self.tasks if any(column.name not in self.given for column in task.columns))

    @property
    def progress(self) -> tuple[Progress, ...]:
        return tuple(progress(task, self.answers, self.row.seen, self.problems) for task in self.asked)

    @property
    def is_sendable(self) -> bool:
        return not self.problems

    def task(self, id: str) -> Task:
        """Raises NotFound."""
        found = next((task for task in self.asked if task.id == id), None)
        if found is None:
            raise NotFound("no such part of the form")
        return found


def visible_to(by: Actor) -> "QuerySet[Any]":
    """The forms on their way that the actor may see: their organisation's, if they may read people."""
    rows = OpenForm.objects.filter(organisation_id=by.organisation_id)
    return rows if by.may(Permission.READ_CLIENTS) else rows.none()


def get(by: Actor, uid: object) -> OpenForm:
    """One form on its way. Raises NotFound."""
    row: OpenForm | None = visible_to(by).filter(uid=as_uid(uid)).select_related(*RELATED).first()
    if row is None:
        raise NotFound("no such form")
    return row


def sent(by: Actor) -> "QuerySet[Any]":
    """The forms of the actor's organisation that were sent, or withdrawn: whole, so for who may read people alone."""
    rows = CollectedForm.objects.filter(provider_id=by.organisation_id).exclude(state="erased")
    return rows if by.may(Permission.READ_CLIENTS) else rows.none()


def get_sent(by: Actor, uid: object) -> CollectedForm:
    """Raises NotFound."""
    related = ("collection", "year", "submission", "commissioner", "client", "service", "episode")
    row: CollectedForm | None = sent(by).filter(uid=as_uid(uid)).select_related(*related).first()
    if row is None:
        raise NotFound("no such form")
    return row


def filled(by: Actor, uid: object) -> Filled:
    """One form with all that stands of it. Raises NotFound."""
    return of(by, get(by, uid))


def of(by: Actor, row: OpenForm) -> Filled:
    """The same of a row that was read with `RELATED`."""
    form = registry.get("form", row.form, row.form_version)
    own = local.asked_for(row)
    columns, parts = columns_of(form, own), tasks(form, own)
    proposals = proposed(by, form, row)
    given = frozenset(column.name for column in columns if column.name in proposals and _is_given(form, column, row))
    answers = settled(columns, {**_standing(row, parts, proposals), **{name: proposals[name].value for name in given}})
    problems = rules.unconfirmed(rules.check(form, answers, own), row.confirmed)
    return Filled(row, form, own, columns, parts, proposals, given, answers, tuple(problems))


def _is_given(form: CollectionForm, column: FormColumn, row: OpenForm) -> bool:
    return column.from_record in GIVEN or (column.name == form.person_column and row.client_id is not None)


def _standing(row: OpenForm, parts: tuple[Task, ...], proposals: Mapping[str, Proposal]) -> dict[str, str]:
    """What was saved; of tasks that nobody saved, what is proposed."""
    found: dict[str, str] = {}
    for task in parts:
        if task.id in row.seen:
            found |= of_task(task, row.answers)
        else:
            found |= of_task(task, {name: one.value for name, one in proposals.items()}) | of_task(task, row.answers)
    return found


def as_uid(uid: object) -> uuid.UUID:
    try:
        return uuid.UUID(str(uid))
    except ValueError:
        raise NotFound("no such form") from None
