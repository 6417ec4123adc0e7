"""The two pages of the set-up that are plain questions."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django import forms

from cairn.interfaces.workspace import codes
from cairn.interfaces.workspace.setup import choices
from cairn.services.setting_up import SetUp
from cairn.web.formfields import CodesField, DateField


class ServicePart(forms.Form):
    """What the service is. Field names are those of `services.rules.ServiceFacts`."""

    name = forms.CharField(
        label="What is the service called?", required=False, help_text="The name that the people who use it know."
    )
    commissioning_area = forms.ChoiceField(label="Which commissioning area is it part of?", required=False)
    start_date = DateField(
        label="When did it start?", required=False, help_text="Leave it as it is if it starts today."
    )
    asks_postcode = forms.BooleanField(
        label="We ask for postcodes",
        required=False,
        help_text="A refuge may leave this off: it is then recorded as not collected, which is not the same as withheld.",
    )
    is_one_off = forms.BooleanField(
        label="People come once", required=False, help_text="Then nobody is chased for a second reading."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [("", "None of them"), *codes.choices("commissioning_area")]
        self.fields["commissioning_area"].choices = areas  # type: ignore[attr-defined]


class WhoPart(forms.Form):
    """Whom it is for, and how it is seen that they get on."""

    who_for = forms.CharField(
        label="In one sentence",
        required=False,
        help_text="Such as: adults who find it hard to leave home.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    scales = CodesField(
        label="Which scales show how people are getting on?",
        required=False,
        help_text="Few and short is best. When each falls due you can say later.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scales = sorted(choices.scales_to_choose(), key=lambda one: (one.licence.locked, one.label))
        self.fields["scales"].choices = [(one.id, one.label) for one in scales]  # type: ignore[attr-defined]

    def say_which_are_open(self, usable: Collection[str]) -> None:
        """Beside each scale, whether the organisation may use it today: `usable` are the ids of those."""
        self.fields["scales"].hints = {  # type: ignore[attr-defined]
            one.id: _hint(one, one.id in usable) for one in choices.scales_to_choose()
        }


def _hint(scale: Any, is_usable: bool) -> str:
    if not scale.licence.locked:
        return "Free to use."
    if is_usable:
        return "You recorded your permission to use it."
    return "Locked until you record your own permission to use it."


PARTS: dict[str, type[forms.Form]] = {"service": ServicePart, "who": WhoPart}


def initial(plan: SetUp, step: str) -> dict[str, Any]:
    """What the plan says already, as the form of the page shows it."""
    return {name: _said(plan, name) for name in PARTS[step].base_fields}


def _said(plan: SetUp, name: str) -> Any:
    return list(plan.scales) if name == "scales" else getattr(plan.service, name)


def into(plan: SetUp, form: forms.Form) -> SetUp:
    """The plan with what the form could read; what it could not stays as it was."""
    said = {name: value for name, value in form.cleaned_data.items() if name in form.fields}
    scales = tuple(said.pop("scales", plan.scales))
    return replace(plan, service=replace(plan.service, **said), scales=scales)
