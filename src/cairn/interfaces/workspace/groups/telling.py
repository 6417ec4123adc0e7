"""What a group told: written down for it, read, made a case study of, taken back; and its photo or voice note."""

from functools import partial
from typing import Any

from django.http import FileResponse, Http404, HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import groups, told
from cairn.contracts.actions import group_reports as actions
from cairn.contracts.rules_groups import Telling
from cairn.desk import received
from cairn.desk.models import Upload
from cairn.interfaces.pages import address, version_of
from cairn.interfaces.workspace.groups.asking import offered
from cairn.interfaces.workspace.groups.forms import StoryForm, TellForm
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel.periods import Period
from cairn.kernel.problems import Done, Problem
from cairn.returns import group_stories, stories
from cairn.returns.actions import group_stories as telling

#: Whatever is in it, the browser runs nothing and asks for nothing.
HARMLESS = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"


@page(P.PREPARE_RETURNS, writes=True)
def write(request: Request, small_group: str) -> HttpResponse:
    """For a group that tells it by phone or on a visit: the same questions."""
    row = groups.find(request.actor, small_group)
    initial = {"period": request.GET.get("period") or offered()[0][0], "counted": "all"}
    form = partial(TellForm, periods=offered())
    sending = prepare(request, form, draft_key=f"tell.{row.uid}", initial=initial)

    def do(said: dict[str, Any]) -> Done[Any]:
        period = Period.parse(said["period"])
        return actions.write(by=request.actor, group_uid=small_group, period=period, said=meant(said))

    def also(said: dict[str, Any]) -> list[Problem]:
        return actions.problems(Period.parse(said.get("period") or offered()[0][0]), meant(said))

    if attempt(request, sending, do, also=also):
        say(request, sending, f"Written down. {row.name} need do no more.")
        return to(request, "group", small_group=small_group)
    return draw_form(
        request, sending, title=f"What does {row.name} tell?", submit="Write it down",
        back=address(request, "workspace:group", small_group=small_group),
        intro="What it told of the same time before is replaced, and stays to be read. Leave out what they do not know.",
    )  # fmt: skip


def meant(said: dict[str, Any]) -> Telling:
    """The form's answers as they are meant."""
    sample = said.get("counted") == "some"
    numbers: dict[str, Any] = {
        name: said.get(name) for name in ("heads", "heads_new", "asked", "easy_to_come", "feel_better")
    }
    times: dict[str, Any] = {name: said.get(name) if sample else None for name in ("times_met", "times_counted")}
    words: dict[str, Any] = {name: said.get(name) or "" for name in ("changed", "story", "story_consent", "would_help")}
    return Telling(is_sample=sample, help_wanted=tuple(said.get("help_wanted") or ()), **numbers, **times, **words)


@page(P.PREPARE_RETURNS)
def one(request: Request, report: str) -> HttpResponse:
    """What was told, whole; what it replaced, and what became of its story."""
    by = request.actor
    row = told.find(by, report)
    view = told.view(row)
    chain = [
        told.view(each)
        for each in told.visible_to(by).filter(group=row.group, from_date=row.from_date, to_date=row.to_date)
    ]
    study = group_stories.study_of(by, row.uid)
    used = stories.get(by, str(study.uid)).used if study else ()
    return draw(
        request, "groups/told", told=view, others=[each for each in chain if each.uid != view.uid], study=study, used=used
    )  # fmt: skip


@page(P.PREPARE_RETURNS, only_post=True)
def act(request: Request, report: str) -> HttpResponse:
    """Seen; taken out; or its story taken back everywhere."""
    row = told.find(request.actor, report)
    do = request.POST.get("do", "")
    if do == "seen":
        actions.see(by=request.actor, report_uid=report)
    elif do == "withdraw":
        made = actions.withdraw(by=request.actor, report_uid=report, version=version_of(request, row.version))
        done(request, "What they told is taken out: it counts no more.", made.event_uid)
    elif do == "drop_file":
        actions.drop_file(by=request.actor, report_uid=report, file_uid=request.POST.get("file", ""))
        done(request, "It is gone for good.")
    elif do == "take_back":
        telling.take_back(by=request.actor, report_uid=report)
        done(request, "The story is gone from here and from every return that told it.")
    if request.POST.get("back") == "groups":
        return to(request, "groups")
    return to(request, "group_report", report=report)


@page(P.PREPARE_RETURNS, writes=True)
def story(request: Request, report: str) -> HttpResponse:
    """The story of a group that may be told, as a case study."""
    row = told.find(request.actor, report)
    if not told.view(row).may_be_told:
        raise Http404
    sending = prepare(request, StoryForm, draft_key=f"story.{row.uid}", initial={"words": row.story})

    def do(said: dict[str, Any]) -> Done[Any]:
        return telling.use(by=request.actor, report_uid=report, **said)

    def also(said: dict[str, Any]) -> list[Problem]:
        return telling.use_problems(row, said.get("title") or "-", said.get("words") or "-", said.get("theme") or "")

    if attempt(request, sending, do, also=also):
        say(request, sending, "It is a case study now: put it into a return under Case studies.")
        return to(request, "group_report", report=report)
    return draw_form(
        request, sending, title="Tell the story of a group", submit="Make it a case study",
        back=address(request, "workspace:group_report", report=report),
        intro=f"{row.group.name} said that it may be told without names. If they change their mind, it goes from everywhere.",
    )  # fmt: skip


@page(P.PREPARE_RETURNS)
def file(request: Request, report: str, file: str) -> Any:
    """A photo to look at, or a voice note to listen to. Never anybody else's."""
    row = told.find(request.actor, report)
    found = next((one for one in row.files if one["uid"] == str(file)), None)
    upload = Upload.objects.filter(uid=file, organisation_id=request.actor.organisation_id).first() if found else None
    if found is None or upload is None:
        raise Http404
    response = FileResponse(
        received.opened(request.actor, upload), as_attachment="save" in request.GET, filename=found["name"],
        content_type=found["type"],
    )  # fmt: skip
    response["Content-Security-Policy"] = HARMLESS
    response["X-Content-Type-Options"] = "nosniff"
    return response
