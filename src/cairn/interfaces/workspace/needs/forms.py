"""Forms of needs: presented, asked about, judged, passed on. Field names are those of the actions where they can be."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms

from cairn.definitions import registry
from cairn.interfaces.workspace.codes import code_field
from cairn.interfaces.workspace.needs.asking import AreaAsked
from cairn.web.formfields import CodeField, CodesField, DateField, VersionField

CAN_MEET = [("yes", "Yes"), ("no", "No, somebody else must"), ("not_known", "Not known yet")]
HERE, NOTHING, REFUSED, NOT_ASKED = "here", "nothing", "refused", "not_asked"
ANSWERS = [(NOT_ASKED, "Not asked"), (NOTHING, "Nothing here"), (HERE, "Something here"), (REFUSED, "Would not say")]


class NeedsForm(forms.Form):
    """Needs of the dictionary, several at once; for each, whether the service can meet it itself."""

    needs = CodesField(label="What did they come for?")
    presented_date = DateField(label="When did they say so?", not_future=True)
    judged_by = code_field("judged_by", label="Whose view is it?")

    def __init__(self, *args: Any, taken: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dictionary = registry.get("needs")
        self.taken = set(taken)
        left = [need for need in self.dictionary.needs if need.id not in self.taken]
        self.fields["needs"].choices = [(need.id, need.label) for need in left]  # type: ignore[attr-defined]
        for need in left:
            self.fields[f"can_meet_{need.id}"] = forms.ChoiceField(
                label="Can we meet it?", choices=CAN_MEET, required=False, initial="not_known"
            )


class JudgeForm(forms.Form):
    state = code_field("need_state", label="How far is it met?")
    judged_by = code_field("judged_by", label="Whose view is it?")
    judged_date = DateField(label="As of when?", not_future=True)


class MeetForm(forms.Form):
    can_meet = CodeField(label="Can we meet it ourselves?", choices=CAN_MEET)
    version = VersionField()


class CheckForm(forms.Form):
    """For each area one answer, not asked unless said otherwise; where something is here, which needs. `answers` gives
    what was said by need."""

    answered_by = code_field("judged_by", label="Who answered?")
    check_date = DateField(label="When did you ask?", not_future=True)
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, areas: Sequence[AreaAsked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = areas
        for area in areas:
            self.fields[area.field] = CodeField(label=area.label, choices=ANSWERS, required=False, initial=NOT_ASKED)
            self.fields[area.needs_field] = CodesField(
                label=f"{area.label}: what is here?", choices=[(one.id, one.label) for one in area.needs],
                required=False, initial=area.known,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        answers: dict[str, str] = {}
        for area in self.areas:
            code, ticked = said.get(area.field) or NOT_ASKED, said.get(area.needs_field) or []
            if area.field in self.errors or area.needs_field in self.errors:
                continue
            if words := _clash(code, ticked, area.known):
                self.add_error(area.needs_field, f"{area.label}: {words}")
            answers |= _answers(code, ticked, (one.id for one in area.needs))
        return {**said, "answers": answers}


def _clash(code: str, ticked: Collection[str], known: Iterable[str]) -> str:
    """What contradicts itself in one area. Boxes that were ticked from the start say nothing by themselves."""
    if code == HERE and not ticked:
        return "Tick what is here, or choose another answer."
    if code != HERE and set(ticked) - set(known):
        return "Something is ticked. Choose “Something here”, or clear the ticks."
    return ""


def _answers(code: str, ticked: Collection[str], needs: Iterable[str]) -> dict[str, str]:
    """One answer for an area as answers for its needs; what was not asked is left out."""
    if code == NOT_ASKED:
        return {}
    if code == HERE:
        return {need: "present" if need in ticked else "not_present" for need in needs}
    return dict.fromkeys(needs, "not_present" if code == NOTHING else "refused")
