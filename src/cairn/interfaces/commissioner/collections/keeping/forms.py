"""What an authority says of a collection: its name and code, the dates of a year, a sample, an indicator of its own."""

from typing import Any

from django import forms

from cairn.collection import library, programmes
from cairn.collection.models import Collection
from cairn.web.formfields import DateField, VersionField

CHOOSE = ("", "Choose one")
SHORT = forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"})
PERCENT = {"inputmode": "numeric", "class": "govuk-input--width-3", "suffix": "%"}
REASON_GROUPS = (("client", "The person's"), ("service", "The service's"), ("external", "Outside both"))
CODE_HELP = "By which forms name your authority, such as its code of the Office for National Statistics, E08000025."


SITS = (
    ("yes", "Yes: we are its first authority, and forms may name us"),
    ("no", "No: we run it for authorities, and no form names us"),
)
ENTRY = (("approval", "They ask, and we let them in or invite them"), ("open", "They join by themselves"))


class OpenForm(forms.Form):
    programme = forms.ChoiceField(label="Which programme?")
    name = forms.CharField(
        label="Name", max_length=200, help_text="As providers will read it, such as Supporting People."
    )
    sits = forms.ChoiceField(
        label="Do you commission services under it yourselves?", choices=SITS, widget=forms.RadioSelect, initial="yes"
    )
    code = forms.CharField(
        label="Code of your authority", max_length=20, required=False, widget=SHORT,
        help_text=f"{CODE_HELP} Leave it blank if you commission nothing.",
    )  # fmt: skip
    entry = forms.ChoiceField(
        label="How do other authorities join?", choices=ENTRY, widget=forms.RadioSelect, initial="approval"
    )
    start_date = DateField(label="First day of the first year", help_text="The year runs twelve months from it.")

    def __init__(self, *args: Any, offered: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [CHOOSE, *offered.items()]  # type: ignore[attr-defined]


class JoinForm(forms.Form):
    code = forms.CharField(label="Code of your authority", max_length=20, help_text=CODE_HELP, widget=SHORT)


class ContactForm(forms.Form):
    contact = forms.CharField(
        label="How are you reached?", max_length=200, required=False, help_text="Such as forms@council.example, 0121 496 0000.",
    )  # fmt: skip
    version = VersionField()


class InviteForm(forms.Form):
    authority = forms.CharField(
        label="Short name of the authority", max_length=60, widget=SHORT,
        help_text="As it stands in the address of its pages, such as demonstration-city.",
    )  # fmt: skip


class YearForm(forms.Form):
    start_date = DateField(label="First day")
    end_date = DateField(label="Last day")
    due_date = DateField(label="Forms are asked for by", help_text="Shown to providers. It closes nothing.")
    new_until = DateField(
        label="New forms are taken until", help_text="After this day a form that is there may still be changed."
    )
    edit_until = DateField(
        label="Changes are taken until", help_text="After this day the year is read, and nothing more."
    )
    version = VersionField()


class SamplingForm(forms.Form):
    is_on = forms.BooleanField(
        label="A sample is enough", required=False,
        help_text="Else every person of every long-term service has a form a year.",
    )  # fmt: skip
    older_percent = forms.IntegerField(
        label="Of older people's services",
        help_text="The national programme asked for 10%.",
        widget=forms.TextInput(attrs=PERCENT),
    )
    other_percent = forms.IntegerField(
        label="Of all other long-term services", help_text="The national programme asked for 50%.",
        widget=forms.TextInput(attrs=PERCENT),
    )  # fmt: skip
    reason = forms.CharField(
        label="Why", required=False, max_length=300, help_text="Providers read it beside the sample."
    )


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label="Why", max_length=300, help_text="They read it. Say what they could mend, and ask again."
    )


class IndicatorForm(forms.Form):
    """In the programme's own question format: a need, what counts as achieved, and what it means."""

    label = forms.CharField(
        label="What is support for?", max_length=200, help_text="Such as: grow food on an allotment."
    )
    domain = forms.ChoiceField(label="Under which domain?")
    outcome = forms.CharField(
        label="What counts as achieved?", max_length=200, help_text="Such as: grew something to eat."
    )
    may_not_apply = forms.BooleanField(
        label="“Not applicable” may be answered",
        required=False,
        help_text="Such answers leave the denominator, and are shown.",
    )
    says = forms.CharField(label="What it means", max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    counts = forms.CharField(label="An example that counts", required=False, max_length=400)
    counts_not = forms.CharField(label="An example that does not", required=False, max_length=400)
    on_forms = forms.MultipleChoiceField(label="On which forms is it asked?", widget=forms.CheckboxSelectMultiple)
    target_percent = forms.IntegerField(
        label="Local target", required=False, help_text="Of those with the need. Leave it blank for none.",
        widget=forms.TextInput(attrs=PERCENT),
    )  # fmt: skip
    start_date = DateField(label="Asked from", help_text="On forms whose own date is this day or later.")

    def __init__(self, *args: Any, of: Collection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = {form.id: form for form in library.of_programme(of.programme) if form.needs}
        domains = {domain.id: domain.label for form in found.values() for domain in form.domains}
        self.fields["domain"].choices = [CHOOSE, *domains.items()]  # type: ignore[attr-defined]
        self.fields["on_forms"].choices = [(form.id, form.label) for form in found.values()]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A reason of an authority's own, under one of the three groups that every programme shares."""

    label = forms.CharField(
        label="The reason", max_length=200, help_text="Such as: the allotment was flooded. It cannot be changed later."
    )
    group = forms.ChoiceField(
        label="Whose reason is it?", widget=forms.RadioSelect, choices=REASON_GROUPS,
        help_text="In the figures of the whole it counts as another reason of this group.",
    )  # fmt: skip
    on_forms = forms.MultipleChoiceField(label="On which forms may it be given?", widget=forms.CheckboxSelectMultiple)
    start_date = DateField(label="From", help_text="On forms whose own date is this day or later.")

    def __init__(self, *args: Any, of: Collection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = {form.id: form for form in library.of_programme(of.programme) if form.needs}
        self.fields["on_forms"].choices = [(form.id, form.label) for form in found.values()]  # type: ignore[attr-defined]


class ReasonEndForm(forms.Form):
    end_date = DateField(label="Last given on", required=False, help_text="Leave it blank while it goes on.")
    version = VersionField()


class TargetForm(forms.Form):
    target_percent = forms.IntegerField(
        label="Local target", required=False, help_text="Of those with the need. Leave it blank for none.",
        widget=forms.TextInput(attrs=PERCENT),
    )  # fmt: skip
    end_date = DateField(label="Last asked on", required=False, help_text="Leave it blank while it goes on.")
    version = VersionField()


def year_initial(year: Any) -> dict[str, Any]:
    dates = programmes.dates_of(year)
    return {name: getattr(dates, name) for name in dates.__slots__} | {"version": year.version}
