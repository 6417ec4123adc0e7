"""What a commissioner says: a contract, what its returns carry, what may leave for it, and when it is asked for."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from cairn.access.models import Organisation
from cairn.contracts.rules import ANNUAL_ONLY, SHAREABLE, NewField
from cairn.definitions.shapes.measure import Measure
from cairn.presentation import dimensions
from cairn.web.formfields import CodeField, CodesField, DateField, VersionField, WholeField

CHOOSE = ("", "Choose one")
NARROW = {"inputmode": "numeric", "class": "govuk-input--width-5"}


def providers(but: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """Short names and names of the organisations that provide, without those of these uids."""
    rows = Organisation.objects.filter(is_provider=True).order_by("name").values_list("uid", "slug", "name")
    return [(slug, name) for uid, slug, name in rows if str(uid) not in but]


SMALL_GRANTS = "The lead gives small grants out of it"
SMALL_GRANTS_HINT = "As an anchor organisation: up to £10,000 each, to groups with no system of their own."


class ContractForm(forms.Form):
    """Field names are those of `contracts.actions.contracts.NewContract`."""

    provider_slug = forms.ChoiceField(label="Who provides it?", help_text="The lead, where several work together.")
    reference = forms.CharField(
        label="Reference",
        help_text="As on the paper, such as VA2-01. Returns are named by it.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    title = forms.CharField(label="Title", help_text="What it buys, in a few words.")
    commissioning_area = CodeField(label="Commissioning area")
    start_date = DateField(label="From")
    end_date = DateField(label="Until")
    value_pounds = WholeField(
        label="Value",
        required=False,
        min_value=0,
        help_text="For the whole contract, in whole pounds.",
        error_messages={"invalid": "Write whole pounds, without pence.", "min_value": "Write whole pounds, 0 or more."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10", "prefix": "£"}),
    )
    lot = forms.CharField(
        label="Lot", required=False, help_text="The part of the tender that it came from, such as Lot 2, if it did."
    )
    is_grant = forms.BooleanField(label="It is a grant", required=False, help_text="A grant is a light contract.")
    has_small_grants = forms.BooleanField(label=SMALL_GRANTS, required=False, help_text=SMALL_GRANTS_HINT)

    def __init__(self, *args: Any, areas: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider_slug"].choices = [CHOOSE, *providers()]  # type: ignore[attr-defined]
        self.fields["commissioning_area"].choices = list(areas.items())  # type: ignore[attr-defined]


class PartnerForm(forms.Form):
    slug = forms.ChoiceField(
        label="Which organisation works under the lead?",
        help_text="Its records stay behind its own wall until it agrees, in its own Cairn, to share those of this contract.",
    )

    def __init__(self, *args: Any, taken: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].choices = [CHOOSE, *providers(taken)]  # type: ignore[attr-defined]


#: What a ticked field of an agreement brings.
PARTS = ("purpose", "recipient", "months", "end")
ONCE_A_YEAR = "Once a year, in rows about people, and nowhere else."


class AgreementForm(forms.Form):
    """What may leave and why. Each ticked field brings `purpose_<field>`; no purpose, no field. It may bring who reads it,
    how long it is kept and until when it leaves (`recipient_`, `months_`, `end_`); else the agreement says so."""

    purpose = forms.CharField(
        label="What is the data for?",
        help_text="In a sentence that the people it is about would understand.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    fields_named = CodesField(
        label="Which fields may leave?",
        required=False,
        help_text="This is the whole list: names, birth dates, addresses and notes can never leave. "
        "Tick only what you will use, and say for what.",
    )
    start_date = DateField(label="From")
    end_date = DateField(label="Until")
    retention_months = forms.IntegerField(
        label="How long will you keep it?",
        error_messages={"invalid": "Write a whole number of months."},
        widget=forms.TextInput(attrs={**NARROW, "suffix": "months"}),
    )
    threshold = forms.IntegerField(
        label="Hide counts up to",
        help_text="4 hides one to four people, and whatever would give them away.",
        error_messages={"invalid": "Write a whole number."},
        widget=forms.TextInput(attrs=NARROW),
    )
    allows_live = forms.BooleanField(
        label="Provisional figures may be read between returns",
        required=False,
        help_text="The provider may pause this at any time.",
    )
    allows_linking = forms.BooleanField(
        label="A person may be counted once across this provider’s contracts with you",
        required=False,
        help_text="By a code made inside the provider, which says nothing of who it is.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: Any = self.fields["fields_named"]
        named.choices, named.hints = list(SHAREABLE.items()), dict.fromkeys(ANNUAL_ONLY, ONCE_A_YEAR)
        self.reveals = {("fields_named", name): tuple(f"{part}_{name}" for part in PARTS) for name in SHAREABLE}
        for name, label in SHAREABLE.items():
            self._add_terms(name, label)

    def _add_terms(self, name: str, label: str) -> None:
        hint = f"For example: to see whether people are served alike, by {label.lower()}." if name == "gender" else ""
        self.fields[f"purpose_{name}"] = forms.CharField(
            label=f"What is “{label}” for?", required=False, max_length=200, help_text=hint
        )
        self.fields[f"recipient_{name}"] = forms.CharField(
            label="Who reads it?", required=False, max_length=120, help_text="Blank: your organisation as a whole."
        )
        self.fields[f"months_{name}"] = forms.IntegerField(
            label="Kept for",
            required=False,
            help_text="Blank: as long as the agreement says.",
            error_messages={"invalid": "Write a whole number of months."},
            widget=forms.TextInput(attrs={**NARROW, "suffix": "months"}),
        )
        self.fields[f"end_{name}"] = DateField(
            label="Leaves until", required=False, help_text="Blank: as long as the agreement runs."
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in said.get("fields_named", ()):
            if not said.get(f"purpose_{name}") and f"purpose_{name}" not in self.errors:
                self.add_error(f"purpose_{name}", "Say what it is for, or untick the field.")
        return said

    def named(self) -> list[NewField]:
        """The fields ticked, each with its purpose and terms."""
        said = self.cleaned_data
        return [
            NewField(
                name, said[f"purpose_{name}"], said[f"recipient_{name}"], said[f"months_{name}"], said[f"end_{name}"]
            )
            for name in said["fields_named"]
        ]

    def places(self) -> list[dict[str, str]]:
        """For each ticked field, where on this form a problem with one of its terms is shown."""
        said = ("name", "purpose", "recipient", "retention_months", "end_date")
        ticked = self.cleaned_data.get("fields_named", ())
        return [
            {"name": "fields_named", **{of: f"{part}_{name}" for of, part in zip(said[1:], PARTS, strict=True)}}
            for name in ticked
        ]


class StrikeForm(forms.Form):
    reason = forms.CharField(
        label="Why?",
        required=False,
        max_length=300,
        help_text="It is kept with the deed, for whoever asks later.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RoundForm(forms.Form):
    """Field names are those of `returns.actions.rounds.NewRound`."""

    name = forms.CharField(label="Name of the round", help_text="Such as: July to September 2026.")
    observed_from_date = DateField(label="What happens from")
    observed_to_date = DateField(label="until")
    opens_date = DateField(label="Returns may be sent from")
    closes_date = DateField(label="and are due by", help_text="A later one can still be sent. It is marked as late.")


class RejectForm(forms.Form):
    reason = forms.CharField(
        label="What must be put right?",
        help_text="The provider reads this. What was sent is kept, and the return opens again for them.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = VersionField()


class CrosstabForm(forms.Form):
    """A question, sent by GET."""

    measure = forms.ChoiceField(label="Measure")
    rows = forms.ChoiceField(label="Rows")
    columns = forms.ChoiceField(label="Columns")
    period = forms.ChoiceField(label="Period")

    def __init__(
        self, *args: Any, measures: Sequence[Measure], periods: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = dimensions.choices(
            name
            for name in (*dimensions.WHO, *dimensions.PLACE, *dimensions.ROUTE)
            if any(name in each.may_group_by for each in measures)
        )
        self.measures = {each.id: each for each in measures}
        choices = {"measure": [(each.id, each.label) for each in measures], "rows": offered, "columns": offered}
        for name, found in {**choices, "period": list(periods)}.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        measure = self.measures.get(said.get("measure", ""))
        for name in ("rows", "columns"):
            if measure and said.get(name) and said[name] not in measure.may_group_by:
                known = ", ".join(label.lower() for _, label in dimensions.choices(measure.may_group_by))
                self.add_error(name, f"This measure is not broken down so. Choose from: {known}.")
        if said.get("rows") and said.get("rows") == said.get("columns"):
            self.add_error("columns", "Rows and columns are the same. Choose another for one of them.")
        return said


def target_words(target: Decimal | float | None) -> str:
    return "" if target is None else f"{float(target):g}"
