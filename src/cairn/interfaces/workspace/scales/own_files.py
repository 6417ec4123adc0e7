"""Scales that come from elsewhere as a file, seen before they are taken in; scales and readings that go out as FHIR."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse

from cairn.access.actors import NotAllowed
from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.models import Assessment
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.exchange.fhir import reading, writing
from cairn.interfaces.oversize import is_oversize
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.pages import Request, done, page, to
from cairn.interfaces.workspace.saving import draw_form, prepare
from cairn.kernel.problems import Refused
from cairn.people import queries as people
from cairn.scales import building, files, local
from cairn.scales.actions import local as deeds
from cairn.web.forms import add_problems

FHIR = "application/fhir+json"
TOO_LARGE = (
    f"The file was larger than {files.LARGEST // 1000} kB, so it was not taken in. Choose the file of one scale."
)


class FileForm(forms.Form):
    """A file; or, once it has been shown, what was in it."""

    file = forms.FileField(
        label="The file", required=False,
        help_text="It ends in .cairn-scale.json; or it is a Questionnaire of FHIR R4, in JSON.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What a file holds, before it is agreed to. `left`: what cannot be carried; `number` of a published scale."""

    scale: Scale
    is_published: bool
    came_from: str
    left: list[str]


@page(P.MANAGE_SERVICES, writes=True)
def take_in(request: Request) -> HttpResponse:
    """Choose the file; see what is in it; agree."""

    def make(**given: Any) -> FileForm:
        return FileForm(files=request.FILES if request.method == "POST" else None, **given)

    sending = prepare(request, make)
    shown, content = None, ""
    if request.method == "POST":
        try:
            data = _data(request)
            shown, content = _shown(data), data.decode("utf-8-sig")
            if "agree" in request.POST:
                return _agreed(request, data, shown)
            sending.form = FileForm()  # nothing is wrong with it: the page shows what is in it
        except NotAllowed:
            raise
        except Refused as refused:
            sending.form.is_valid()
            add_problems(sending.form, refused.problems)
            shown = None
    elif is_oversize(request):
        sending.form = FileForm(data={})
        sending.form.errors["file"] = sending.form.error_class([TOO_LARGE])
    return draw_form(
        request, sending, title="Take in a scale from a file", template="scales/own_take_in", submit="Look at it",
        back=address(request, "workspace:own_scales"), shown=shown, content=content,
    )  # fmt: skip


def _data(request: Request) -> bytes:
    if "content" in request.POST:
        return request.POST["content"].encode("utf-8", "replace")
    file = request.FILES.get("file")
    if file is None:
        raise files.refused("none", "No file was chosen.", "Choose the file of a scale.")
    if (file.size or 0) > files.LARGEST:
        raise files.refused("large", TOO_LARGE, "")
    return bytes(file.read())


def _is_fhir(value: Any) -> bool:
    return isinstance(value, dict) and "resourceType" in value


def _shown(data: bytes) -> Shown:
    value = files.parsed(data)
    if _is_fhir(value):
        carried = reading.carried(value)
        return Shown(building.built(carried.plan, local.new_id(), 1), False, "", carried.left)
    file = files.read(data)
    return Shown(file.scale, True, file.came_from, [])


def _agreed(request: Request, data: bytes, shown: Shown) -> HttpResponse:
    if shown.is_published:
        made = deeds.take_in(by=request.actor, data=data)
        words = "It is here, as it was published. Services can choose it now."
    else:
        made = deeds.draft(by=request.actor, plan=reading.read(data).plan)
        words = "It is here as a draft. Look at it, change what you like, and publish it."
    done(request, words, made.event_uid)
    return to(request, "own_scale", scale=made.one.scale)


@page(P.READ_CLIENTS)
def questionnaire(request: Request, scale: str) -> HttpResponse:
    """Any scale as a FHIR Questionnaire: the newest version, or the one that `version` asks for."""
    number = request.GET.get("version", "")
    version = int(number) if number.isdecimal() and number.isascii() and len(number) < 6 else None
    found = _found(request, scale, version)
    return fhir(writing.questionnaire(found), f"{scale}-{found.version}.questionnaire.json")


def _found(request: Request, scale: str, version: int | None) -> Scale:
    """Of own scales only those of the organisation, drafts too when asked for by version."""
    if local.is_own(scale):
        versions = [one for one in local.versions(request.actor, scale) if version in (None, one.number)]
        published = [one for one in versions if one.state != "draft"]
        if not (chosen := (published or versions) if version else published):
            raise Http404
        return chosen[0].scale
    try:
        return registry.get("scale", scale, version)
    except registry.NotDefined:
        raise Http404 from None


@page(P.READ_CLIENTS)
def response(request: Request, client: UUID, reading: UUID) -> HttpResponse:
    """One reading of a person as a FHIR QuestionnaireResponse, without their name."""
    person = people.get(request.actor, client)
    row = cases.visible_to(request.actor, Assessment).filter(client=person, uid=reading).first()
    if row is None:
        raise Http404
    scale = registry.get("scale", row.scale, row.scale_version)
    told = writing.response(
        scale, uid=str(row.uid), client_uid=str(client), day=row.assessed_date, rater=row.rater, answers=row.answers
    )
    return fhir(told, f"reading-{row.uid}.json")


def fhir(told: dict[str, Any], name: str) -> HttpResponse:
    made = HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type=FHIR)
    made["Content-Disposition"] = f'attachment; filename="{name}"'
    return made
