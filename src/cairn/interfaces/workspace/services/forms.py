"""What a manager says of a service, its ladders and its types of activity."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from cairn.definitions import registry
from cairn.interfaces.workspace import codes
from cairn.services.queries import LadderView
from cairn.services.rules import MODES
from cairn.web.formfields import CodeField, CodesField, DateField, VersionField

NOTHING = ("", "None")


class ServiceForm(forms.Form):
    """Field names are those of `services.rules.ServiceFacts`."""

    name = forms.CharField(label="What is the service called?", help_text="The name that the people who use it know.")
    who_for = forms.CharField(
        label="Who is it for?",
        required=False,
        help_text="One sentence, such as: adults who find it hard to leave home.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    commissioning_area = forms.ChoiceField(label="Commissioning area", required=False)
    start_date = DateField(label="When did the service start?", required=False)
    end_date = DateField(label="When did it end?", required=False, help_text="Leave blank while it runs.")
    baseline_days = forms.IntegerField(
        label="First reading: within how many days of the start?",
        initial=42,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4", "suffix": "days"}),
    )
    asks_postcode = forms.BooleanField(
        label="We ask for postcodes",
        required=False,
        initial=True,
        help_text="A refuge may leave this off: it is then recorded as not collected, which is not the same as withheld.",
    )
    is_one_off = forms.BooleanField(
        label="People come once", required=False, help_text="Then nobody is chased for a second reading."
    )
    is_short_stay = forms.BooleanField(
        label="People stay only a short while",
        required=False,
        help_text="Then a reading at the start and one at the end suffice: no review falls due in between.",
    )
    is_waiting_list = forms.BooleanField(
        label="It is a waiting list: people get no support yet",
        required=False,
        help_text="How they change may then be held beside how people who are supported do.",
    )
    takes_referrals = forms.BooleanField(
        label="Other organisations on this Cairn may refer people to it",
        required=False,
        help_text="Then its name and whom it is for are shown to them, and what they send waits under Referrals.",
    )
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commissioning_area"].choices = [NOTHING, *codes.choices("commissioning_area")]  # type: ignore[attr-defined]


class LadderForm(forms.Form):
    """Steps one per line, from the first; or a ready-made ladder to start from."""

    starter = forms.ChoiceField(label="Start from a ready-made ladder", required=False)
    name = forms.CharField(
        label="What is it a ladder towards?", required=False, help_text="Such as: getting out and about."
    )
    rungs = forms.CharField(
        label="Steps, one on each line, the first at the top",
        required=False,
        help_text="Small is good: getting to the front door may be a great achievement.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    need = forms.ChoiceField(label="Which need does it usually help with?", required=False)
    version = VersionField()

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ready = [(one.id, f"{one.label}: {' → '.join(r.label for r in one.rungs)}") for one in registry.all("ladder")]
        self.fields["starter"].choices = [("", "No, we write our own"), *ready]  # type: ignore[attr-defined]
        needs = [(need.id, need.label) for need in registry.get("needs").needs]
        self.fields["need"].choices = [NOTHING, *needs]  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["starter"]

    def clean_rungs(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["rungs"].splitlines() if line.strip()]


class ActivityTypeForm(forms.Form):
    """A type of activity, and what usually goes with it."""

    name = forms.CharField(label="What is it called?", help_text="Such as: bus practice, art group, advice by phone.")
    mode = CodeField(label="How do people take part?", choices=list(MODES.items()))
    usual_minutes = forms.IntegerField(
        label="How long does it usually take?",
        initial=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4", "suffix": "minutes"}),
    )
    rung_uids = CodesField(
        label="Which steps may people reach in it?",
        required=False,
        help_text="They are offered, one tap each, whenever this is recorded.",
    )
    outcomes = CodesField(
        label="Which outcomes may come of it?",
        required=False,
        help_text="Reports count them by themselves: nobody types a figure.",
    )
    needs = CodesField(
        label="Which needs is it usually for?",
        required=False,
        help_text="Whoever has one of them open is offered it when this is recorded.",
    )
    is_active = forms.BooleanField(label="In use", required=False, initial=True)
    version = VersionField()

    def __init__(
        self,
        *args: Any,
        ladders: Sequence[LadderView] = (),
        needs: Collection[str] = (),
        is_new: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        steps = [(rung.uid, f"{ladder.name}: {rung.label}") for ladder in ladders for rung in ladder.rungs]
        self.fields["rung_uids"].choices = steps  # type: ignore[attr-defined]
        found = [
            (f"{one.id}|{each.ref}", f"{each.label} ({one.label})")
            for one in registry.all("framework")
            for each in one.outcomes
        ]
        self.fields["outcomes"].choices = found  # type: ignore[attr-defined]
        self.fields["outcomes"].widget.attrs["class"] = "govuk-checkboxes--small ws-columns"
        near = [(need.id, need.label) for need in registry.get("needs").needs if not needs or need.id in needs]
        self.fields["needs"].choices = near  # type: ignore[attr-defined]
        self.fields["needs"].widget.attrs["class"] = "govuk-checkboxes--small ws-columns"
        if not steps:
            del self.fields["rung_uids"]
        if is_new:
            del self.fields["is_active"]
        else:
            del self.fields["mode"]

    def clean_outcomes(self) -> tuple[tuple[str, str], ...]:
        pairs = (code.partition("|") for code in self.cleaned_data["outcomes"])
        return tuple((framework, outcome) for framework, _, outcome in pairs)


class PaysForm(forms.Form):
    """Which contract pays for a service, and whether it pays for those who are supported already."""

    contract_uid = CodeField(label="Which contract or grant pays for it?")
    already = forms.BooleanField(
        label="It pays for people we support already too",
        required=False,
        initial=True,
        help_text="From the day the contract or their support began, whichever is later.",
    )

    def __init__(self, *args: Any, contracts: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contract_uid"].choices = list(contracts)  # type: ignore[attr-defined]
