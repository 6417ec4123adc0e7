"""The optional questions: asked only where a service of theirs asks, each with the reason beside it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.queries.optional import AskedView, asked_of
from cairn.interfaces.workspace.codes import code_field
from cairn.interfaces.workspace.drafts import address as draft_address
from cairn.interfaces.workspace.pages import Request, page
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.interfaces.workspace.situation.places import called, home, life_url, person_of
from cairn.kernel.problems import Done
from cairn.people.actions import optional
from cairn.people.actions.optional import NewOptionalAnswer
from cairn.people.rules_optional import NO_ANSWER
from cairn.web.formfields import CodeField, CodesField


class AskedForm(forms.Form):
    """One field for each question, of its id; for an answer of their own words, another."""

    def __init__(self, *args: Any, asked: Sequence[AskedView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in asked:
            self.fields[one.question.id] = _field(one)
            if one.question.kept == "answer" and any(entry.code == "other" for entry in one.question.entries):
                self.fields[f"{one.question.id}_words"] = forms.CharField(
                    label="In their words", required=False, max_length=200
                )
        self.reveals = {
            (one.question.id, "other"): (f"{one.question.id}_words",)
            for one in asked
            if f"{one.question.id}_words" in self.fields
        }
        self.fields["answered_by"] = code_field("judged_by", label="Who answered?")


def _field(one: AskedView) -> forms.Field:
    """The question, with the reason as its hint: one service's, or each named."""
    several = len({reason.words for reason in one.reasons}) > 1
    why = " ".join(
        f"{reason.service}: {reason.words}" if several else reason.words
        for reason in one.reasons[: None if several else 1]
    )
    takes_away = one.question.kept == "answer"
    entries = [entry for entry in one.question.entries if takes_away or entry.code != NO_ANSWER]
    offered = [(entry.code, entry.label) for entry in entries]
    missing = ("none_of_these", *(entry.code for entry in entries if entry.missing))
    kind = CodesField if one.question.several else CodeField
    return kind(label=one.question.ask, help_text=f"Why we ask: {why}", choices=offered, apart=missing, required=False)


def initial_of(asked: Sequence[AskedView]) -> dict[str, Any]:
    """What stands; nothing is ticked where nobody has asked."""
    found: dict[str, Any] = {"answered_by": "together"}
    for one in asked:
        codes = [code for code in one.codes if code != NO_ANSWER]
        found[one.question.id] = codes if one.question.several else codes[0] if codes else ""
        found[f"{one.question.id}_words"] = one.words
    return found


def answers_in(said: dict[str, Any], asked: Sequence[AskedView], client: str) -> list[NewOptionalAnswer]:
    """The answers that differ from what stands; a question left open changes nothing."""
    found = []
    for one in asked:
        given = said[one.question.id]
        codes = tuple(given) if one.question.several else (given,) if given else ()
        words = said.get(f"{one.question.id}_words", "") if "other" in codes else ""
        if codes and (set(codes), words) != (set(one.codes), one.words):
            by = said["answered_by"]
            found.append(NewOptionalAnswer(
                client_uid=client, question=one.question.id, codes=codes, words=words, answered_by=by
            ))  # fmt: skip
    return found


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def optional_answers(request: Request, client: str) -> HttpResponse:
    person = person_of(request, client)
    asked = asked_of(request.actor, person)

    def make(**given: Any) -> AskedForm:
        return AskedForm(asked=asked, **given)

    key = f"client.optional.{client}"
    sending = prepare(request, make, draft_key=key, initial=initial_of(asked))

    def answer(said: dict[str, Any]) -> Done[Any]:
        return optional.answer(by=request.actor, answers=answers_in(said, asked, str(client)))

    if asked and attempt(request, sending, answer):
        return home(request, client, sending, "The answers are kept.", "asked")
    return draw_form(
        request, sending, title=f"Questions that are up to {called(person)}", back=life_url(request, client),
        template="situation/optional", asked=asked, draft_url=draft_address(request, key, client),
        intro="They may answer all, some or none. “Prefer not to say” is an answer; what you leave open stays not asked.",
    )  # fmt: skip
