"""Case studies: written once with the person's consent, put into returns, and taken back."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.definitions import registry
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.returns.ours import ours
from cairn.kernel.problems import Done, Problem, Refused
from cairn.people import queries as people
from cairn.returns import stories
from cairn.returns.actions import stories as actions
from cairn.returns.actions.stories import NewStory
from cairn.returns.stories import Story
from cairn.web.formfields import CodeField, CodesField, DateField, VersionField


class StoryForm(forms.Form):
    """`client_reference` is the reference of whose story it is, where they are on record."""

    title = forms.CharField(label="Title", max_length=120, help_text="Without a name: such as A way back to the choir.")
    words = forms.CharField(
        label="The story",
        help_text="What was hard, what was done, what changed. Leave out names, streets and whatever tells who it is.",
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    theme = forms.CharField(label="Theme, if there is one", required=False, max_length=80)
    client_reference = forms.CharField(
        label="Whose story is it?",
        required=False,
        max_length=40,
        help_text="Their reference, if they are on record. It is never sent: when they are erased, the story goes too.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    consent_date = DateField(label="When did they agree to its being told?", not_future=True)
    consent_how = CodeField(label="How did they agree?")
    name_checked = forms.BooleanField(
        label="A word that is part of their name means something else here",
        required=False,
        help_text="Tick only if you were told that the name stands in the story, and have looked.",
    )
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = registry.get("codes", "consent_how").entries
        self.fields["consent_how"].choices = [(entry.code, entry.label) for entry in entries]  # type: ignore[attr-defined]


class UseForm(forms.Form):
    studies = CodesField(label="Which case studies does this return tell?", required=False)

    def __init__(self, *args: Any, offered: list[Story], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        studies: Any = self.fields["studies"]
        studies.choices = [(one.uid, one.title) for one in offered]
        studies.hints = {one.uid: one.theme for one in offered}


@page(P.PREPARE_RETURNS)
def listing(request: Request) -> HttpResponse:
    return show(request, "returns/stories", stories=stories.listing(request.actor))


@page(P.PREPARE_RETURNS, writes=True)
def new(request: Request) -> HttpResponse:
    """Write one. A draft of somebody who is not said yet is kept for a few days only."""
    key = "story.new-1"
    sending = prepare(request, StoryForm, draft_key=key)

    def write(said: dict[str, Any]) -> Done[Any]:
        return actions.write(by=request.actor, story=_story(request, said))

    if attempt(request, sending, write, also=lambda said: _wrong(request, said)):
        return go(request, "workspace:stories", said="The case study is kept. Any return can tell it.")
    return form_page(
        request, sending, template="returns/story", title="Write a case study", submit="Keep it", story=None,
        back=address(request, "workspace:stories"), draft_url=drafts.address(request, key),
    )  # fmt: skip


@page(P.PREPARE_RETURNS, writes=True)
def one(request: Request, story: str) -> HttpResponse:
    found = stories.get(request.actor, str(story))
    if not found.may_be_used:
        return go(request, "workspace:stories", said="Its consent was withdrawn, so there is nothing left to change.")
    key = f"story.{found.uid}"
    sending = prepare(request, StoryForm, draft_key=key, initial=_values(found))

    def change(said: dict[str, Any]) -> Done[Any]:
        version = said.pop("version")
        to = _story(request, said)
        return actions.change(by=request.actor, study_uid=found.uid, to=to, version=version)

    def now() -> tuple[int, dict[str, Any]]:
        latest = stories.get(request.actor, found.uid)
        return latest.version, _values(latest)

    if attempt(request, sending, change, now=now, also=lambda said: _wrong(request, said)):
        said = "The case study is kept. Returns that are not sent yet tell it so."
        return go(request, "workspace:stories", said=said)
    return form_page(
        request, sending, template="returns/story", title="Change a case study", submit="Keep it", story=found,
        back=address(request, "workspace:stories"), draft_url=drafts.address(request, key, found.client_uid),
    )  # fmt: skip


def _values(found: Story) -> dict[str, Any]:
    return {
        "title": found.title, "words": found.words, "theme": found.theme, "client_reference": found.client_reference,
        "consent_date": found.consent_date, "consent_how": found.consent_how, "version": found.version,
    }  # fmt: skip


def _story(request: Request, said: dict[str, Any]) -> NewStory:
    """What the form says. Refuses a reference that nobody has."""
    names = ("title", "words", "theme", "consent_date", "consent_how", "name_checked")
    uid = _whose(request, said.get("client_reference") or "")
    return NewStory(**{name: said[name] for name in names}, client_uid=uid)


def _whose(request: Request, reference: str) -> str:
    if not reference.strip():
        return ""
    row = people.visible_to(request.actor).filter(reference__iexact=reference.strip()).first()
    if row is None:
        fix = "Look it up on their page, or leave it blank if they are not on record."
        raise Refused([Problem("story.person", "Nobody has that reference.", fix, field="client_reference")])
    return str(row.uid)


def _wrong(request: Request, said: dict[str, Any]) -> list[Problem]:
    try:
        new = _story(request, said)
    except Refused as refused:
        return list(refused.problems)
    client = people.get(request.actor, new.client_uid) if new.client_uid else None
    return actions.problems(new, client)


@page(P.PREPARE_RETURNS, writes=True)
def withdraw(request: Request, story: str) -> HttpResponse:
    """Ask once more, then take it out of every return."""
    found = stories.get(request.actor, str(story))
    sending = prepare(request, forms.Form)

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.withdraw(by=request.actor, study_uid=found.uid)

    if attempt(request, sending, do):
        return go(request, "workspace:stories", said="Its words are gone from here and from every return that told it.")
    return form_page(
        request, sending, template="returns/story_withdraw", title="The consent has ended", submit="Take it back everywhere",
        story=found, back=address(request, "workspace:stories"),
    )  # fmt: skip


@page(P.PREPARE_RETURNS, writes=True)
def use(request: Request, answer: str) -> HttpResponse:
    """Which case studies a return tells."""
    found = ours(request, answer)
    if not found.is_draft:
        said = "This return was sent, so its case studies stand as they are. A consent that ends takes one out at any time."
        return go(request, "workspace:return", answer=found.uid, said=said, fragment="words")
    offered = [one for one in stories.listing(request.actor) if one.may_be_used]
    told = [one.study_uid for one in stories.told_in(request.actor, found.uid) if not one.is_taken_back]
    sending = prepare(request, lambda **said: UseForm(offered=offered, **said), initial={"studies": told})

    def put(said: dict[str, Any]) -> Done[Any]:
        return actions.use(by=request.actor, return_uid=found.uid, study_uids=said["studies"])

    if attempt(request, sending, put):
        return go(request, "workspace:return", answer=found.uid, said="The return tells these.", fragment="words")
    return form_page(
        request, sending, template="returns/stories_use", title="Case studies in this return", submit="Tell these",
        back=address(request, "workspace:return", answer=found.uid), answer=found, none=not offered,
    )  # fmt: skip


urls = [
    path("returns/stories/", listing, name="stories"),
    path("returns/stories/new/", new, name="story_new"),
    path("returns/stories/<uuid:story>/", one, name="story"),
    path("returns/stories/<uuid:story>/withdraw/", withdraw, name="story_withdraw"),
    path("returns/<uuid:answer>/stories/", use, name="return_stories"),
]
