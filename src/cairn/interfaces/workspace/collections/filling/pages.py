"""A form on its way: its task list, its pages, and what is asked once ("is that right?")."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from cairn.access import reads
from cairn.access.permissions import Permission as P
from cairn.collection import filled, judging, rules_filling
from cairn.collection.actions import filling
from cairn.collection.actions.sending import receipt_of
from cairn.collection.filled import Filled
from cairn.collection.questions import Task
from cairn.interfaces.pages import address
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.collections.filling import shown
from cairn.interfaces.workspace.collections.filling.forms import PageForm, as_shown, as_text
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import Sending, attempt, draw_form, prepare
from cairn.kernel.problems import Done, Problem

View = Callable[..., HttpResponse]


def of_form(view: View) -> View:
    """A page of a form on its way. One that was sent meanwhile leads to what was sent; whoever reads one about a person on
    record is noted."""

    @wraps(view)
    def opened(request: Request, form: object, **more: Any) -> HttpResponse:
        try:
            row = filled.get(request.actor, form)
        except filled.NotFound:
            if (receipt := receipt_of(request.actor, form)) is None:
                raise
            sent = filled.sent(request.actor).filter(submission=receipt).first()
            if (
                sent is None
            ):  # a change that changed nothing, or one that another has overtaken: its receipt stands there
                return to(request, "form_receipts")
            return to(request, "sent_form", sent=sent.uid)
        if row.client is not None and request.method == "GET":
            reads.log(by=request.actor, kind="client", uid=row.client.uid)
        return view(request, filled.of(request.actor, row), **more)

    return opened


@page(P.READ_CLIENTS, P.RECORD)
@of_form
def form(request: Request, now: Filled) -> HttpResponse:
    """The parts of the form and how far each is."""
    return draw(
        request, "collections/filling/form", now=now, parts=shown.parts(now), next=shown.first_open(now),
        given=[column for column in now.columns if column.name in now.given],
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
@of_form
def form_page(request: Request, now: Filled, task: str) -> HttpResponse:
    """One part of the form: what the record knows stands there already."""
    part = now.task(task)
    columns = shown.drawn_columns(now, part)

    def make(**given: Any) -> PageForm:
        return PageForm(columns=columns, proposals=now.proposals, reveals=shown.reveals(columns), **given)

    def stands() -> tuple[int, dict[str, Any]]:
        fresh = filled.filled(request.actor, now.row.uid)
        return rules_filling.mark(rules_filling.of_task(part, fresh.row.answers)), as_shown(columns, fresh.answers)

    version = rules_filling.mark(rules_filling.of_task(part, now.row.answers))
    key = f"collection.form.{now.row.uid}.{task}"
    sending = prepare(request, make, draft_key=key, initial={**as_shown(columns, now.answers), "version": version})

    def save(said: dict[str, Any]) -> Done[Any]:
        was = version if said.get("version") is None else said["version"]
        return filling.save_page(by=request.actor, form_uid=now.row.uid, task=task, answers=said["answers"], was=was)

    def also(said: dict[str, Any]) -> list[Problem]:
        typed = {column.name: as_text(said.get(column.name)) for column in columns}
        return judging.page_problems(now, task, judging.settled_with(now, task, typed))

    if attempt(request, sending, save, now=stands, also=also):
        made = sending.done
        assert made is not None  # it was saved
        done(request, _saved(now, part, made.one), made.event_uid)
        if made.one.form_version != now.row.form_version:
            return to(request, "form", form=now.row.uid)
        return _onwards(request, now, part)
    return _draw_page(request, now, part, sending)


def _saved(now: Filled, part: Task, row: Any) -> str:
    """What was kept, and what a move to another version or day set aside."""
    words = [f"{part.title}: saved."]
    if row.form_version != now.row.form_version:
        words.append(f"On that day version {row.form_version} of this form was in force: it is of that version now.")
    if len(row.set_aside) > len(now.row.set_aside):
        words.append("Answers that are not asked there, or in other words, are set aside and listed.")
    return " ".join(words)


def _onwards(request: Request, now: Filled, part: Task) -> HttpResponse:
    """To the same page where it now asks more, or whether something is right; else to the next part, or the check."""
    if "list" in request.POST:
        return to(request, "form", form=now.row.uid)
    fresh = filled.filled(request.actor, now.row.uid)
    own = {column.name for column in part.columns}
    asks = [one for one in rules_filling.to_confirm(fresh.problems, ()) if one.field in own]
    more = {one.name for one in shown.drawn_columns(fresh, part)} - {one.name for one in shown.drawn_columns(now, part)}
    if asks or more:
        return to(request, "form_page", form=now.row.uid, task=part.id, fragment="right" if asks else "more")
    return next_open(request, fresh, part)


def next_open(request: Request, now: Filled, part: Task) -> HttpResponse:
    """To the next part in which something is missing or asked; parts that the record filled are seen at the check."""
    ids = [one.id for one in now.asked]
    after = ids.index(part.id)
    task = next((one.task for one in now.progress if one.problems and ids.index(one.task.id) > after), None)
    if task is None:
        return to(request, "form_check", form=now.row.uid)
    return to(request, "form_page", form=now.row.uid, task=task.id)


def _draw_page(request: Request, now: Filled, part: Task, sending: Sending) -> HttpResponse:
    key = sending.draft_key
    columns = shown.drawn_columns(now, part)
    view = sending.view
    fields = {field.name: field for field in _every(view.fields)}
    own = {column.name for column in part.columns}
    client = now.row.client.uid if now.row.client else ""
    return draw_form(
        request, sending, title=part.title, back=address(request, "workspace:form", form=now.row.uid),
        template="collections/filling/page", submit="Save and go on", draft_url=drafts.address(request, key, client),
        form=view, now=now, part=part, fields=fields, blocks=shown.blocks(now, columns, fields),
        plain=[field for field in view.fields if field.kind == "hidden" or field.name in _plain(columns)],
        guidance={column.name: column.guidance for column in columns if column.role == "field" and column.guidance},
        nth=[one.id for one in now.asked].index(part.id) + 1, is_seen=part.id in now.row.seen,
        asks=[(shown.key(one), one) for one in rules_filling.to_confirm(now.problems, ())
              if one.field in own and not sending.form.is_bound],
    )  # fmt: skip


def _plain(columns: Any) -> set[str]:
    return {column.name for column in columns if column.role == "field"}


def _every(fields: Any) -> Any:
    """Fields with those that an answer reveals."""
    for field in fields:
        yield field
        for option in field.options:
            yield from _every(option.reveals)


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
@of_form
def form_right(request: Request, now: Filled) -> HttpResponse:
    """Yes, that is right: asked once."""
    filling.confirm(by=request.actor, form_uid=now.row.uid, keys=request.POST.getlist("key"))
    fresh = filled.filled(request.actor, now.row.uid)
    task = next((one for one in fresh.asked if one.id == request.POST.get("task")), None)
    if task is None:
        return to(request, "form_check", form=now.row.uid)
    own = {column.name for column in task.columns}
    if any(one.field in own for one in rules_filling.to_confirm(fresh.problems, ())):
        return to(request, "form_page", form=now.row.uid, task=task.id, fragment="right")
    return next_open(request, fresh, task)
