"""Enter the wording of a scale: in English where its file has numbers only; a translation where its source is named."""

from typing import Any, cast

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.access.queries import NotFound
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Item, Scale
from cairn.interfaces.pages import address
from cairn.interfaces.workspace import codes
from cairn.interfaces.workspace.pages import Request, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.interfaces.workspace.scales.library import lacks_text, one_of
from cairn.kernel.problems import Done
from cairn.scales import queries, rules
from cairn.scales.actions import wordings
from cairn.scales.actions.wordings import LONGEST
from cairn.scales.rules import ENGLISH, Wording
from cairn.web.formfields import VersionField

FEW = 11
"""More answers than this are not named one by one: only the lowest and the highest."""


class WordingForm(forms.Form):
    """One question an item, then the answers. Names of fields are those that the action's problems have."""

    def __init__(self, *args: Any, scale: Scale, language: str, each: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale, self.language, self.each = scale, language, each
        if language != ENGLISH:
            self.fields["source"] = forms.CharField(
                label="Who supplied this translation, and which is it?", required=False, max_length=LONGEST["source"],
                help_text="Only a translation that the licence holder supplied or approved: never one of your own.",
            )  # fmt: skip
        for item in asked_of(scale, language):
            self._item(item)
        if not each:
            for choice in _answers(scale):
                hint = f"In English: {choice.label}" if language != ENGLISH and choice.label else ""
                self.fields[f"answer_{choice.value}"] = _text(f"Answer {choice.value}", hint, LONGEST["label"])
        self.fields["version"] = VersionField()

    def _item(self, item: Item) -> None:
        hint = item.text if self.language != ENGLISH and item.text else ""
        label = f"{item.number} {item.topic}" + (" (asked beside, not scored)" if item.extra else "")
        self.fields[item.id] = forms.CharField(
            label=label, required=False, max_length=LONGEST["text"], help_text=hint or "",
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
        answers = self.scale.answers(item)
        if len(answers) > FEW:
            for name, words in (("low_label", "lowest"), ("high_label", "highest")):
                self.fields[f"{item.id}_{name}"] = _text(
                    f"{item.number}: the {words} answer is called", "", LONGEST[name]
                )
        elif self.each or item.choices:
            for choice in answers:
                self.fields[f"{item.id}_{choice.value}"] = _text(
                    f"{item.number}: answer {choice.value}", "", LONGEST["label"]
                )

    def wording(self) -> Wording:
        """What was typed, blanks and all."""
        said = self.cleaned_data
        items: dict[str, dict[str, Any]] = {}
        for item in asked_of(self.scale, self.language):
            words = {name: said.get(f"{item.id}_{name}", "") for name in ("low_label", "high_label")}
            own = {str(c.value): said.get(f"{item.id}_{c.value}", "") for c in self.scale.answers(item)}
            items[item.id] = {"text": said.get(item.id, ""), **words, "choices": {v: w for v, w in own.items() if w}}
        choices = {name.removeprefix("answer_"): text for name, text in said.items() if name.startswith("answer_")}
        return Wording(self.language, items, {v: w for v, w in choices.items() if w}, said.get("source", ""))


def _text(label: str, hint: str, longest: int) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=longest, help_text=hint)


def asked_of(scale: Scale, language: str) -> list[Item]:
    """The items that have words to be entered."""
    return [item for item in scale.items if language != ENGLISH or item.text is None]


def _answers(scale: Scale) -> tuple[Any, ...]:
    """The answers that all items share, where they may be named one by one."""
    shared = [item for item in scale.scored if not item.choices]
    answers = scale.answers(shared[0]) if shared else ()
    return answers if len(answers) <= FEW else ()


@page(P.MANAGE_SERVICES, writes=True)
def wording(request: Request, scale: str) -> HttpResponse:
    found = one_of(request, scale)
    language = request.GET.get("language", ENGLISH)
    offered = codes.choices("language", leave_out=_missing())
    if found.template or language not in dict(offered):
        raise NotFound("no wording is entered here")
    row, before = _stands(request, found, language)
    each = "each" in request.GET or _differ(found, before)

    def make(**given: Any) -> WordingForm:
        return WordingForm(scale=found, language=language, each=each, **given)

    key = f"wording.{scale}.{language}"
    sending = prepare(request, make, draft_key=key, initial=_initial(before, row.version if row else 0))
    form = cast(WordingForm, sending.form)
    is_look = "look" in request.POST and form.is_valid()

    def write(said: dict[str, Any]) -> Done[Any]:
        words = form.wording()
        new = wordings.NewWording(
            scale=scale, items=words.items, choices=words.choices, language=language, source=words.source,
            version=said["version"],
        )  # fmt: skip
        return wordings.write(by=request.actor, wordings=[new])

    def stands() -> tuple[int, dict[str, Any]]:
        now, words = _stands(request, found, language)
        return now.version if now else 0, _initial(words, 0)

    if not is_look and attempt(request, sending, write, now=stands):
        made = sending.done.problems if sending.done else ()
        missing = " ".join(one.words for one in made)
        say(request, sending, f"The wording is kept. {missing}".strip())
        return to(request, "scale", scale=scale, fragment="wording")
    return draw_form(
        request, sending, title=f"Wording of {found.short_label}", back=address(request, "workspace:scale", scale=scale),
        template="scales/wording", submit="Keep the wording", scale=found, language=language, languages=offered,
        english=ENGLISH, may_type=language != ENGLISH or lacks_text(found), each=each, shares=bool(_answers(found)),
        preview=rules.worded(found, form.wording()) if is_look else None,
    )  # fmt: skip


def _missing() -> list[str]:
    return [entry.code for entry in registry.get("codes", "language").entries if entry.missing]


def _differ(scale: Scale, words: Wording | None) -> bool:
    """Whether answers that the file shares between items were given words of their own, item by item."""
    shared = {item.id for item in scale.items if not item.choices}
    return any(said.get("choices") for id, said in (words.items if words else {}).items() if id in shared)


def _stands(request: Request, scale: Scale, language: str) -> tuple[Any, Wording | None]:
    """What was entered for this version; else what an earlier version had, to start from."""
    here = next((one for one in queries.wordings(request.actor, scale) if one.language == language), None)
    kept = here or queries.wording_before(request.actor, scale, language)
    return here, Wording(kept.language, kept.items, kept.choices, kept.source) if kept else None


def _initial(words: Wording | None, version: int) -> dict[str, Any]:
    if words is None:
        return {"version": version}
    found: dict[str, Any] = {"version": version, "source": words.source}
    found |= {f"answer_{value}": label for value, label in words.choices.items()}
    for id, said in words.items.items():
        found[id] = said.get("text", "")
        found |= {f"{id}_{name}": said.get(name, "") for name in ("low_label", "high_label")}
        found |= {f"{id}_{value}": label for value, label in (said.get("choices") or {}).items()}
    return found
