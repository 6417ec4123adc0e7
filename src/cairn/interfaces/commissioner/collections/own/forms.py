"""The questions of the builder. Names are the fields that `collection.rules_own` speaks of."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from cairn.collection.own_building import GROUPS, MOST_PARTS, NewNeed, NewPart
from cairn.definitions.shapes.form import CollectionForm, Domain, FormField, Guidance, NeedQuestion
from cairn.kernel import clock
from cairn.web.formfields import CodeField, CodesField, DateField, VersionField

WHEN = [
    ("entry", "When somebody comes into the service"),
    ("departure", "When somebody leaves the service"),
    ("review", "Once a year, when the support plan is reviewed"),
]
ONGOING = [("yes", "Yes"), ("no", "No")]
REASON_GROUPS = {
    "client": "Reasons to do with the person",
    "service": "Reasons to do with the service",
    "external": "Reasons outside both",
}
_NAME = {"required": "Write how you call it."}


def _words(label: str, hint: str = "", rows: int = 3, **more: Any) -> forms.CharField:
    more = {"required": False, **more}
    return forms.CharField(label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}), **more)


class BeginForm(forms.Form):
    """From nothing, or as a copy of a form that there is."""

    label = forms.CharField(
        label="What is the form called?", help_text="Such as: Garden Street outcomes.", error_messages=_NAME
    )
    when = CodeField(label="When is it filled in?", choices=WHEN)
    ongoing = CodeField(
        label="Does each need ask whether support goes on?", choices=ONGOING,
        help_text="Of somebody who leaves it is never asked.",
    )  # fmt: skip


class CopyForm(forms.Form):
    """A copy asks what the other form asks, at the same event: only its name is new."""

    label = forms.CharField(label="What is your form called?", error_messages=_NAME)


class AboutForm(forms.Form):
    version = VersionField()
    label = forms.CharField(label="What is the form called?", error_messages=_NAME)
    note = _words(
        "What is it for, and for whom is it filled in?", "One or two sentences. Whoever fills it in reads them first."
    )
    ongoing = CodeField(label="Does each need ask whether support goes on?", choices=ONGOING)

    def __init__(self, *args: Any, form: CollectionForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if form.when == "departure":
            del self.fields["ongoing"]


class FieldsForm(forms.Form):
    """What else is asked about the person and the service."""

    version = VersionField()
    fields_asked = CodesField(
        label="What else is asked?", choices=[], required=False,
        help_text="Tick no more than you will use. What the record knows already fills itself in.",
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Sequence[FormField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_asked"].choices = [(one.column, one.label) for one in offered]  # type: ignore[attr-defined]


class DomainForm(forms.Form):
    version = VersionField()
    domain = forms.CharField(label="What is the domain called?", help_text="Such as: Be healthy.", error_messages=_NAME)
    words = forms.CharField(label="What belongs to it?", required=False, help_text="A few words under its name.")


class NeedForm(forms.Form):
    """A need: what was needed, what counts as achieved, and what both mean."""

    version = VersionField()
    need = forms.CharField(
        label="What may somebody need support with?", error_messages={"required": "Write what it is."},
        help_text="Begin with a verb, such as: Grow something, and share it.",
    )  # fmt: skip
    domain = CodeField(label="Under which domain?", choices=[])
    says = _words(
        "What does it mean?", "When is the answer Yes, and when is it achieved? Plain words for a support worker.", 4,
        required=True, error_messages={"required": "Write what it means: two people must answer it alike."},
    )  # fmt: skip
    counts = _words("An example that counts", "About nobody in particular.", 2)
    counts_not = _words("An example that does not count", "The one that people ask about most.", 2)

    def __init__(self, *args: Any, domains: Iterable[Domain], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].choices = [(one.id, one.label) for one in domains]  # type: ignore[attr-defined]
        for place in range(1, MOST_PARTS + 1):
            self.fields[f"part_{place}"] = _part(place)
            self.fields[f"na_{place}"] = forms.BooleanField(
                label="This one may be answered “not applicable”, and then does not count", required=False
            )
        first = (
            "version",
            "need",
            "domain",
            *(f"{name}_{n}" for n in range(1, MOST_PARTS + 1) for name in ("part", "na")),
        )
        self.order_fields(first)

    def new(self) -> NewNeed:
        """What was written. Where the meaning is missing it stands open, so that the rules can say what else is wrong."""
        said = {"says": "?", "counts": "", "counts_not": "", **self.cleaned_data}
        parts = [
            NewPart(label, said.get(f"na_{n}", False))
            for n in range(1, MOST_PARTS + 1)
            if (label := said.get(f"part_{n}"))
        ]
        guidance = Guidance(says=said["says"], counts=said["counts"] or None, counts_not=said["counts_not"] or None)
        return NewNeed(said["domain"], said["need"], parts, guidance)


def _part(place: int) -> forms.CharField:
    if place == 1:
        return forms.CharField(
            label="What counts as achieved?", help_text="As a statement, such as: Grew something.",
            error_messages={"required": "Write what counts as achieved."},
        )  # fmt: skip
    ordinal = {2: "second", 3: "third"}[place]
    return forms.CharField(
        label=f"A {ordinal} thing that is asked apart", required=False, help_text="Blank if there is none."
    )


def need_initial(need: NeedQuestion) -> dict[str, Any]:
    """A need as its questions show it."""
    told: dict[str, Any] = {"need": need.label, "domain": need.domain}
    told |= {name: getattr(need.guidance, name) or "" for name in ("says", "counts", "counts_not")}
    for place, part in enumerate(need.parts, start=1):
        told |= {f"part_{place}": part.label, f"na_{place}": part.may_not_apply}
    return told


class ReasonsForm(forms.Form):
    """Why something was not achieved: one a line, under the three groups that every programme shares."""

    version = VersionField()
    client = _words(REASON_GROUPS["client"], "One a line.", 6)
    service = _words(REASON_GROUPS["service"], "One a line.", 6)
    external = _words(REASON_GROUPS["external"], "One a line.", 6)

    def lines(self) -> dict[str, list[str]]:
        return {
            group: [line.strip() for line in self.cleaned_data[group].splitlines() if line.strip()] for group in GROUPS
        }


def reasons_initial(form: CollectionForm) -> dict[str, str]:
    return {group: "\n".join(one.label for one in form.reasons if one.group == group) for group in GROUPS}


class PublishForm(forms.Form):
    from_date = DateField(
        label="From which day on is it used?",
        help_text="Forms dated on this day or later are of this version. Earlier ones stay with the version before.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"from_date": clock.today(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
