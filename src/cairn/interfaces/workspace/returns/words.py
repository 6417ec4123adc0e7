"""The answers of a return in words: a page of their own, with what the records say beside each."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.interfaces import relevance_pages, rounds_file
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, fresh, prepare
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.returns.ours import ours
from cairn.kernel.problems import Done
from cairn.returns import narrative, prefill, rules_words, stories
from cairn.returns.actions import narrative as actions
from cairn.returns.narrative import Line, Words
from cairn.returns.prefill import Records
from cairn.returns.views import ReturnView
from cairn.web.formfields import VersionField
from cairn.web.forms import Field

INSERT = "insert"


class WordsForm(forms.Form):
    """One answer for each question, by the question's uid."""

    version = VersionField()

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in words.lines:
            most = f"At most {line.most_words:,} words. " if line.most_words else ""
            self.fields[line.uid] = forms.CharField(
                label=line.question, required=False, help_text=f"{most}Leave out names of people.",
                widget=forms.Textarea(attrs={"rows": 8}),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A question as it is drawn: its field, what is in it, and what the records say."""

    line: Line
    field: Field
    has: int
    records: Records | None

    @property
    def is_over(self) -> bool:
        return bool(self.line.most_words) and self.has > self.line.most_words


def context(request: Request, found: ReturnView) -> dict[str, Any]:
    """What the page of a return shows of its words and case studies: as they are being written, or as they were sent."""
    told = stories.told_in(request.actor, found.uid)
    if found.is_draft:
        said = narrative.of(request.actor, found.uid)
        return {"written": said, "sent_words": (), "unanswered": (), "told": told}
    lines, unanswered = narrative.as_sent(request.actor, found.uid)
    return {"written": None, "sent_words": lines, "unanswered": unanswered, "told": told}


@page(P.PREPARE_RETURNS, writes=True)
def words(request: Request, answer: str) -> HttpResponse:
    """Every question with its box. What is typed is kept as it is typed; nothing is sent before the return is."""
    found = ours(request, answer)
    if not found.is_draft:
        said = "This return was sent, so its words stand as they are. It opens again only if it is rejected."
        return go(request, "workspace:return", answer=found.uid, said=said, fragment="words")
    stands = narrative.of(request.actor, found.uid)
    key = f"words.{found.uid}"
    sending = prepare(
        request, lambda **given: WordsForm(words=stands, **given), draft_key=key, initial=_initial(stands)
    )
    records = prefill.for_heads(request.actor, found.uid, tuple(line.head for line in stands.lines))
    inserted = _insert(request, sending.form, stands, records)

    def write(said: dict[str, Any]) -> Done[Any]:
        version = said.pop("version")
        return actions.write(by=request.actor, return_uid=found.uid, answers=said, version=version)

    def now() -> tuple[int, dict[str, Any]]:
        latest = narrative.of(request.actor, found.uid)
        return latest.version, {line.uid: line.words for line in latest.lines}

    if not inserted and attempt(request, sending, write, now=now):
        return go(request, "workspace:return", answer=found.uid, said=_kept(sending.done), fragment="words")
    drawn = {each.name: each for each in sending.view.fields}
    boxes = [_box(line, drawn[line.uid], records) for line in stands.lines]
    return form_page(
        request, sending, template="returns/words", title="Answers in words", submit="Keep these answers", boxes=boxes,
        back=address(request, "workspace:return", answer=found.uid), answer=found, draft_url=drafts.address(request, key),
        version=drawn["version"], inserted=inserted, kept_heads=prefill.heads(),
    )  # fmt: skip


def _initial(stands: Words) -> dict[str, Any]:
    return {"version": stands.version, **{line.uid: line.words for line in stands.lines}}


def _insert(request: Request, form: forms.Form, stands: Words, records: dict[str, Records]) -> str:
    """Without JavaScript: put what the records say into one box of the form as it was typed, and save nothing. The uid of the
    question, or ""."""
    wanted = request.POST.get(INSERT, "")
    line = next((each for each in stands.lines if each.uid == wanted), None)
    if line is None or line.head not in records:
        return ""
    typed = request.POST.get(wanted, "").rstrip()
    form.data = fresh(form.data, **{wanted: "\n\n".join(filter(None, (typed, records[line.head].text)))})
    return wanted


def _box(line: Line, field: Field, records: dict[str, Records]) -> Box:
    return Box(line, field, rules_words.count_words(str(field.value or "")), records.get(line.head))


def _kept(done: Done[Any] | None) -> str:
    long = len(done.problems) if done else 0
    if not long:
        return "Your answers are kept. They go with the return when it is sent."
    noun = "One of them is" if long == 1 else f"{long} of them are"
    return f"Your answers are kept. {noun} longer than was asked for: shorten before the return is sent."


@page(P.PREPARE_RETURNS)
def calendar_file(request: Request) -> HttpResponse:
    return rounds_file.answer(request, "provider")


@page(P.PREPARE_RETURNS, writes=True)
def relevance(request: Request, contract: str) -> HttpResponse:
    return relevance_pages.talk(request, contract, "workspace:relevance", address(request, "workspace:returns"))


urls = [
    path("returns/relevance/<uuid:contract>/", relevance, name="relevance"),
    path("returns/calendar.ics", calendar_file, name="returns_calendar"),
    path("returns/<uuid:answer>/words/", words, name="return_words"),
]
