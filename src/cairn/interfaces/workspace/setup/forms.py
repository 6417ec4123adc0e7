"""The two pages of the set-up that are plain questions."""

from dataclasses import replace
from typing import Any

from django import forms

from cairn.definitions import registry
from cairn.interfaces.workspace import codes
from cairn.services.setting_up import SetUp
from cairn.web.formfields import CodeField, DateField


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
        choices = [("", "None of them"), *codes.choices("commissioning_area")]
        self.fields["commissioning_area"].choices = choices  # type: ignore[attr-defined]


class WhoPart(forms.Form):
    """Whom it is for, and how it is seen that they get on."""

    who_for = forms.CharField(
        label="In one sentence",
        required=False,
        help_text="Such as: adults who find it hard to leave home.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    scale = CodeField(label="Which scale shows how people are getting on?", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scales = registry.all("scale")
        self.fields["scale"].choices = [*((one.id, one.label) for one in scales), ("none", "None for now")]  # type: ignore[attr-defined]
        self.fields["scale"].hints = {one.id: _hint(one) for one in scales}  # type: ignore[attr-defined]
        self.fields["scale"].apart = ("none",)  # type: ignore[attr-defined]

    def clean_scale(self) -> str:
        return str(self.cleaned_data["scale"]).replace("none", "")


def _hint(scale: Any) -> str:
    return "Locked until you record your own permission to use it." if scale.licence.locked else "Free to use."


PARTS: dict[str, type[forms.Form]] = {"service": ServicePart, "who": WhoPart}


def initial(plan: SetUp, step: str) -> dict[str, Any]:
    """What the plan says already, as the form of the page shows it."""
    found = {name: getattr(plan.service, name) for name in PARTS[step].base_fields}
    return {**found, "scale": found["scale"] or "none"} if "scale" in found else found


def into(plan: SetUp, form: forms.Form) -> SetUp:
    """The plan with what the form could read; what it could not stays as it was."""
    said = {name: value for name, value in form.cleaned_data.items() if name in form.fields}
    return replace(plan, service=replace(plan.service, **said))
