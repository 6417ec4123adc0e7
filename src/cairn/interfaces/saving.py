"""A form sent in: one action, then away; or everything that is wrong at once, with all that was typed still there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict

from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.desk.actions import drafts
from cairn.interfaces.pages import Request, show
from cairn.interfaces.regardless import Rules, wrong_regardless
from cairn.kernel.problems import Done, Refused
from cairn.web.formats import date as long_date
from cairn.web.formfields import DateField
from cairn.web.forms import FormView, add_problems, view

INVALID = 422


@dataclass(frozen=True, slots=True)
class Clash:
    """One answer that somebody else changed meanwhile, beside what was typed."""

    label: str
    theirs: str
    yours: str


@dataclass(slots=True)
class Sending:
    """A form on its way: drawn, wrong, in conflict, or done. `draft_key` names what is kept while it is typed."""

    form: forms.Form
    draft_key: str = ""
    restored: bool = False
    done: Done[Any] | None = None
    clashes: list[Clash] = field(default_factory=list)

    @property
    def view(self) -> FormView:
        return view(self.form)

    @property
    def event(self) -> str:
        """Of the deed that was done, for its undo; "" where none was."""
        return self.done.event_uid if self.done else ""

    @property
    def status(self) -> int:
        return INVALID if self.form.is_bound and not self.done else 200


def prepare(
    request: Request, make: Callable[..., forms.Form], *, draft_key: str = "", initial: Mapping[str, Any] | None = None
) -> Sending:
    """The form as sent, or as it was left half filled, or new."""
    if request.method == "POST":
        return Sending(make(data=request.POST, initial=dict(initial or {})), draft_key)
    kept = drafts.get(by=request.actor, form=draft_key) if draft_key else None
    form = make(initial=dict(initial or {}))
    if kept:
        form.initial = {**form.initial, **_typed(form, kept)}
    return Sending(form, draft_key, restored=bool(kept))


def attempt(
    request: Request,
    sending: Sending,
    deed: Callable[[dict[str, Any]], Done[Any]],
    *,
    now: Callable[[], tuple[int, Mapping[str, Any]]] | None = None,
    also: Rules | None = None,
) -> bool:
    """Do the deed with the cleaned answers. False: draw the page again, it says why. `now` gives the version and the
    values as they stand, for showing another editor's change. `also` asks the deed's rules, writing nothing, of answers
    whose form has errors: so that all that is wrong is said at once."""
    form = sending.form
    if not form.is_bound:
        return False
    if not form.is_valid():
        add_problems(form, wrong_regardless(form, also) if also else ())
        return False
    try:
        sending.done = deed(form.cleaned_data)
    except NotAllowed:
        raise
    except Conflict as conflict:
        if now is None:
            add_problems(form, conflict.problems)
        else:
            _show_theirs(sending, *now())
        return False
    except Refused as refused:
        add_problems(form, refused.problems)
        return False
    if sending.draft_key:
        drafts.drop(by=request.actor, form=sending.draft_key)
    return True


def _show_theirs(sending: Sending, version: int, values: Mapping[str, Any]) -> None:
    """Beside each answer that now differs, what the other person wrote; the next save starts from their version."""
    form = sending.form
    form.data = fresh(form.data, version=version)
    for name, theirs in values.items():
        if (one := form.fields.get(name)) is None:
            continue
        said = Clash(str(one.label), _words(one, theirs), _words(one, form.cleaned_data.get(name)))
        if said.theirs != said.yours and not (_is_open(one, theirs) and _is_open(one, form.cleaned_data.get(name))):
            sending.clashes.append(said)
    form.add_error(
        None,
        "Somebody else changed this while you were writing. Both versions are shown below: put right what is wrong "
        "in yours, then save again.",
    )


def fresh(data: Mapping[str, Any], **hidden: Any) -> QueryDict:
    """What was typed, with hidden fields as they stand now, so that the next try is measured against what is shown."""
    found = QueryDict(mutable=True)
    found.update(data)  # type: ignore[arg-type]
    for name, value in hidden.items():
        found[name] = str(value)
    return found


def _is_open(one: forms.Field, value: Any) -> bool:
    """Whether a question stands open: left blank, or the code that is kept for one that nobody answered."""
    return value in (None, "", [], ()) or (hasattr(one, "choices") and value in ("not_asked", "not_applicable"))


def _words(one: forms.Field, value: Any) -> str:
    """A value as it reads on the page."""
    labels = {str(code): str(label) for code, label in getattr(one, "choices", ())}
    if _is_open(one, value):
        return labels.get(str(value)) or "nothing"
    if isinstance(one, DateField):
        return long_date(value)
    if isinstance(one, forms.BooleanField):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(labels.get(str(each), str(each)) for each in value)
    return labels.get(str(value), str(value))


def _typed(form: forms.Form, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What was kept, as each field shows it: right or wrong, as typed. The version comes back too, so that what somebody
    else changed since is shown before it is written over."""
    data = QueryDict(mutable=True)
    for name, value in kept.items():
        data.setlist(name, [str(each) for each in (value if isinstance(value, list) else [value])])
    return {
        name: one.widget.value_from_datadict(data, {}, form.add_prefix(name))
        for name, one in form.fields.items()
        if name in kept or not isinstance(one.widget, forms.HiddenInput)
    }


def form_page(request: Request, sending: Sending, *, template: str = "returns/form", **more: Any) -> HttpResponse:
    """The page of a form: what is wrong on top, what another editor changed, then the questions. Needs title and back."""
    more = {"submit": "Save", "intro": "", **more}
    return show(request, template, status=sending.status, sending=sending, form=sending.view, **more)
