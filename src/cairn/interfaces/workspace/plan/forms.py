"""Forms of goals and plans. Field names are those of the actions."""

from typing import Any

from django import forms

from cairn.cases.planning import ENDS
from cairn.cases.queries.plans import EpisodePlan
from cairn.definitions import registry
from cairn.interfaces.workspace.codes import code_field
from cairn.web.formfields import CodeField, DateField, VersionField

NOTHING = ("", "Nothing in particular")


def words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class GoalForm(forms.Form):
    """One goal. What it may be about is asked only where there is something to choose."""

    words = forms.CharField(
        label="What do they want?", widget=words(3), help_text="In their own words, as they say it.", strip=True
    )
    first_step = forms.CharField(
        label="What is the first step?", required=False, help_text="Small enough to happen before you next meet."
    )
    need_uid = forms.ChoiceField(label="Which need is it about?", required=False)
    ladder_uid = forms.ChoiceField(label="Which small steps lead there?", required=False)
    outcome = forms.ChoiceField(label="Which outcome does it lead to?", required=False)
    review_date = DateField(label="When will you look at it again?", required=False)
    version = VersionField(required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, episode: EpisodePlan, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        aims = [(f"{aim.framework}/{aim.outcome}", aim.label) for aim in episode.aims if aim.state != "set_aside"]
        offered = {
            "need_uid": list(episode.needs),
            "ladder_uid": [(ladder.uid, ladder.name) for ladder in episode.ladders],
            "outcome": aims,
        }
        for name, choices in offered.items():
            given = self.initial.get(name)
            if given and given not in {code for code, _ in choices}:
                choices = [*choices, (given, "As it was")]
            if choices:
                self.fields[name].choices = [NOTHING, *choices]  # type: ignore[attr-defined]
            else:
                del self.fields[name]
        del self.fields["uid" if not is_new else "version"]

    def clean(self) -> dict[str, Any]:
        """`framework` and `outcome` apart, as the action has them."""
        said = super().clean() or self.cleaned_data
        framework, _, outcome = said.get("outcome", "").partition("/")
        return {**said, "framework": framework, "outcome": outcome}


class GoalEndForm(forms.Form):
    state = CodeField(
        label="What became of it?",
        choices=[(code, registry.get("codes", "goal_state").label_of(code)) for code in ENDS],
    )
    end_date = DateField(label="When?", not_future=True)
    version = VersionField()


class PlanForm(forms.Form):
    """One edition of the plan."""

    matters = forms.CharField(
        label="What matters to them?", required=False, widget=words(5),
        help_text="In their own words: people, places, what makes a good day.",
    )  # fmt: skip
    helps = forms.CharField(
        label="Who helps, and how?", required=False, widget=words(4),
        help_text="What they do, what you do, and who else does what.",
    )  # fmt: skip
    agreed = code_field("plan_agreed", label="Is it agreed?")
    plan_date = DateField(label="When did you talk about it?", not_future=True)
    review_date = DateField(label="When will you look at it again?")
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)


class SetAsideForm(forms.Form):
    decided_by = code_field("judged_by", label="Who decided this?")
    reason = forms.CharField(
        label="Why?", required=False, widget=words(2),
        help_text="Only if it helps whoever reads this later. It is in no figure.",
    )  # fmt: skip
    start_date = DateField(label="From when?", not_future=True)


class ReachedForm(forms.Form):
    outcome_date = DateField(label="When?", not_future=True)
