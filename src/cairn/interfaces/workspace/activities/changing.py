"""Put a visit or a session right: when, how long, who was there and what came of it; or take it away."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import activities
from cairn.cases.models import AlsoThere
from cairn.cases.queries.activity import ActivityView, Came, Offer, activity
from cairn.interfaces.workspace import members
from cairn.interfaces.workspace.activities import forms
from cairn.interfaces.workspace.activities.register import outcome
from cairn.interfaces.workspace.codes import choices
from cairn.interfaces.workspace.pages import Request, done, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel.problems import Done, Refused


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def activity_change(request: Request, activity: str) -> HttpResponse:
    """What came of the activity stands ticked; whatever is ticked when it is saved is what stands afterwards."""
    view = _view(request, activity)
    came = [_sent(one, request.POST) for one in view.came] if "came" in request.POST else list(view.came)
    kind = forms.ChangeForm if view.heads is None else forms.ChangeHeadsForm
    also = _also(request, view)

    def make(**given: Any) -> forms.ChangeForm:
        return kind(workers=_others(request, view, also), **given)

    names = ("activity_date", "minutes", *(() if view.heads is None else ("heads", "heads_new")))

    def stands() -> tuple[int, dict[str, Any]]:
        now = _view(request, activity)
        return now.version, {name: getattr(now, name) for name in names}

    sending = prepare(request, make, initial={**{name: getattr(view, name) for name in names}, "also": also,
                                              "version": view.version})  # fmt: skip

    def change(said: dict[str, Any]) -> Done[Any]:
        whole = [_attendance(one) for one in came] if "came" in request.POST else None
        return activities.change(by=request.actor, activity_uid=view.uid, attendances=whole, **said)

    if attempt(request, sending, change, now=stands):
        say(request, sending, "The activity is changed.")
        return _away(request, view)
    return draw_form(
        request, sending, title=f"Change: {view.kind}", back=_back(request, view), template="activities/change",
        intro=f"{view.service}.", activity=view, came=came, states=choices("attendance_state"),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def activity_remove(request: Request, activity: str) -> HttpResponse:
    """It did not happen so: the activity goes, with all that was recorded at it."""
    view = _view(request, activity)
    said = request.POST.get("version", "")
    version = int(said) if said.isdecimal() and len(said) < 10 else None
    try:
        made = activities.remove(by=request.actor, activity_uid=view.uid, version=version)
    except Refused as refused:
        done(request, refused.words)
        return to(request, "activity_change", activity=view.uid)
    done(request, f"{view.kind} is removed, with what was recorded at it.", made.event_uid)
    return _away(request, view)


def _also(request: Request, view: ActivityView) -> list[str]:
    rows = cases.visible_to(request.actor, AlsoThere).filter(activity__uid=view.uid)
    return list(rows.order_by("id").values_list("worker_uid", flat=True))


def _others(request: Request, view: ActivityView, also: list[str]) -> list[tuple[str, str]]:
    """Colleagues who may have been there too; whoever was stays on the list, should they have left."""
    workers = [one for one in members.workers(request) if one[0] != view.worker_uid]
    return [*workers, *((uid, "A former colleague") for uid in also if uid not in dict(workers))]


def _view(request: Request, uid: object) -> ActivityView:
    return activity(request.actor, uid)


def _sent(one: Came, sent: QueryDict) -> Came:
    """A person's part as it was sent; only what is offered counts."""
    key = one.episode_uid

    def ticked(name: str, offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
        codes = set(sent.getlist(f"{name}-{key}"))
        lost = set(sent.getlist(f"lost-{key}")) if name == "steps" else set()
        return tuple(
            replace(each, is_said=each.code in codes | lost, is_lost=each.code in lost - codes) for each in offers
        )

    return replace(
        one,
        state=sent.get(f"state-{key}", one.state),
        steps=ticked("steps", one.steps),
        outcomes=ticked("outcomes", one.outcomes),
        needs=ticked("needs", one.needs),
    )


def _attendance(one: Came) -> activities.NewAttendance:
    was_there = one.state == "attended"
    reached = [outcome(each.code) for each in one.outcomes if each.is_said]
    not_reached = [(*key, False) for key in one.not_reached if (*key, True) not in reached]
    return activities.NewAttendance(
        episode_uid=one.episode_uid,
        state=one.state,
        steps=[(each.code, "lost" if each.is_lost else "reached") for each in one.steps if each.is_said],
        outcomes=[*reached, *(not_reached if was_there else ())],
        needs=[each.code for each in one.needs if each.is_said and was_there],
    )


def _away(request: Request, view: ActivityView) -> HttpResponse:
    """Back to the person, where there was one; else to Today."""
    return to(request, "client", client=view.came[0].client_uid) if len(view.came) == 1 else to(request, "home")


def _back(request: Request, view: ActivityView) -> str:
    slug = {"organisation": request.actor.slug}
    if len(view.came) == 1:
        return reverse("workspace:client", kwargs={**slug, "client": view.came[0].client_uid})
    return reverse("workspace:home", kwargs=slug)
