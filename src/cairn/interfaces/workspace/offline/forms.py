"""What was typed with no connection, to be looked through once more: everything can be put right before it is sent."""

from typing import Any

from django import forms

from cairn.cases.actions.activities import NewActivity, NewAttendance
from cairn.interfaces.workspace.offline.matching import Matcher, lines, options
from cairn.interfaces.workspace.offline.shell import Kind
from cairn.web.formfields import CodeField, CodesField, DateField

LEAVE = "leave"
MINUTES = {"inputmode": "numeric", "class": "govuk-input--width-4", "suffix": "minutes"}
NUMBER = {"inputmode": "numeric", "class": "govuk-input--width-4"}
NOBODY = "Nobody whom you support there is called that. Change what you typed and look again."


class EntryForm(forms.Form):
    """What every record says. `kinds` are the types of activity that it may be of."""

    kind = forms.CharField(widget=forms.HiddenInput)
    activity_type = forms.ChoiceField(label="What was it?")
    activity_date = DateField(label="When?", not_future=True)
    minutes = forms.IntegerField(label="How long?", min_value=0, widget=forms.TextInput(attrs=MINUTES))

    def __init__(self, *args: Any, kinds: list[Kind], matcher: Matcher, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds, self.matcher = {one.uid: one for one in kinds}, matcher
        choices = [(one.uid, f"{one.name}, {one.service_name}") for one in kinds]
        self.fields["activity_type"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]
        self.chosen = self.kinds.get(self._now("activity_type"))
        self.ask()

    def _now(self, name: str) -> str:
        """What a field holds, sent or handed over."""
        return str(self.data.get(self.add_prefix(name), "") if self.is_bound else self.initial.get(name, ""))

    def ask(self) -> None:
        """Add the questions that hang on what was typed."""

    def activity(self) -> NewActivity:
        """What is recorded, of answers that are sound."""
        said = self.cleaned_data
        return NewActivity(
            uid=self.prefix, activity_type_uid=said["activity_type"], activity_date=said["activity_date"],
            minutes=said["minutes"], **self.more(),
        )  # fmt: skip

    def more(self) -> dict[str, Any]:
        return {}


class RecordForm(EntryForm):
    """A contact with one person."""

    who = forms.CharField(label="Who, as you typed it", required=False)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def ask(self) -> None:
        found = self.matcher.match(self.chosen.service_uid, self._now("who")) if self.chosen else None
        rows = found.rows if found else ()
        self.fields["episode"] = CodeField(
            label="Who is it?", choices=options(rows), help_text="" if rows else NOBODY,
        )  # fmt: skip
        self.initial.setdefault("episode", found.certain if found else "")
        if self.chosen and self.chosen.step_options:
            self.fields["steps"] = CodesField(label="Steps", required=False, choices=self.chosen.step_options)
        if self.chosen and self.chosen.outcome_options:
            self.fields["outcomes"] = CodesField(label="Outcomes", required=False, choices=self.chosen.outcome_options)
        self.order_fields(
            ["kind", "who", "episode", "activity_type", "steps", "outcomes", "note", "activity_date", "minutes"]
        )

    def more(self) -> dict[str, Any]:
        said = self.cleaned_data
        outcomes = [code.partition("|") for code in said.get("outcomes", ())]
        came = NewAttendance(
            episode_uid=said["episode"],
            steps=[(uid, "reached") for uid in said.get("steps", ())],
            outcomes=[(framework, ref, True) for framework, _, ref in outcomes],
            note=said["note"],
        )
        return {"attendances": [came]}


class RegisterForm(EntryForm):
    """A session whose people were typed one on each line."""

    names = forms.CharField(
        label="Who came, as you typed it", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line. Change a line, then look again.",
    )  # fmt: skip

    def ask(self) -> None:
        self.people: list[str] = []
        for place, typed in enumerate(lines(self._now("names"))):
            found = self.matcher.match(self.chosen.service_uid, typed) if self.chosen else None
            choices = [*options(found.rows if found else ()), (LEAVE, "Leave out: not on our list")]
            name = f"person_{place}"
            self.fields[name] = CodeField(label=f"“{typed}” is", choices=choices, apart=(LEAVE,))
            self.initial.setdefault(name, found.certain if found else "")
            self.people.append(name)
        self.order_fields(["kind", "activity_type", "names", *self.people, "activity_date", "minutes"])

    def more(self) -> dict[str, Any]:
        chosen = [self.cleaned_data[name] for name in self.people]
        return {"attendances": [NewAttendance(episode_uid=uid) for uid in chosen if uid != LEAVE]}


class HeadsForm(EntryForm):
    """A session where nobody is named."""

    heads = forms.IntegerField(label="How many people came?", min_value=0, widget=forms.TextInput(attrs=NUMBER))
    heads_new = forms.IntegerField(
        label="How many of them for the first time?", min_value=0, required=False, widget=forms.TextInput(attrs=NUMBER)
    )
    field_order = ("kind", "activity_type", "heads", "heads_new", "activity_date", "minutes")

    def more(self) -> dict[str, Any]:
        return {"heads": self.cleaned_data["heads"], "heads_new": self.cleaned_data["heads_new"]}
