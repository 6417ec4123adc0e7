"""The forms of an anchor's groups."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.contracts import checklists
from cairn.definitions.shapes.checklist import Checklist
from cairn.interfaces.workspace.codes import choices
from cairn.web.formfields import CodeField, CodesField, DateField, VersionField, WholeField

NUMBER = {"inputmode": "numeric", "class": "govuk-input--width-5"}
MONEY = {"inputmode": "numeric", "class": "govuk-input--width-10", "prefix": "£"}
WARD = {"class": "govuk-input--width-10", "autocapitalize": "characters"}


def _count(label: str, hint: str = "") -> WholeField:
    wrong = {"invalid": "Write a whole number."}
    return WholeField(
        label=label, required=False, help_text=hint, error_messages=wrong, widget=forms.TextInput(attrs=NUMBER)
    )


def _pounds(label: str, hint: str = "", required: bool = False) -> WholeField:
    wrong = {"invalid": "Write whole pounds, without pence."}
    return WholeField(
        label=label, required=required, help_text=hint, error_messages=wrong, widget=forms.TextInput(attrs=MONEY)
    )


def _words(label: str, hint: str = "", rows: int = 3, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, required=required, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}))


class AddForm(forms.Form):
    """Many at once, one a line."""

    names = forms.CharField(
        label="Which groups?", widget=forms.Textarea(attrs={"rows": 8}),
        help_text="One a line. After a semicolon, if you like, the code of its ward and what it does: "
        "Tea Friends; E05011118; tea and a bus there.",
    )  # fmt: skip
    known_date = DateField(label="Since when do you look after them?", not_future=True)
    target_groups = CodesField(label="For whom are they?", required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target_groups"].choices = choices("target_group")  # type: ignore[attr-defined]


class GroupForm(forms.Form):
    """Field names are those of `contracts.rules_groups.NewGroup`."""

    name = forms.CharField(label="Name of the group")
    what = _words("What does it do?", "A sentence.", 2)
    ward = forms.CharField(
        label="Ward where it meets", required=False, help_text="The code, such as E05011118. Blank if it is several.",
        widget=forms.TextInput(attrs=WARD),
    )  # fmt: skip
    target_groups = CodesField(label="For whom is it?", required=False)
    group_id = forms.CharField(
        label="Its number in a register", required=False,
        help_text="Such as GB-CHC-1234567 for a charity. Blank: most small groups are in none.",
    )  # fmt: skip
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target_groups"].choices = choices("target_group")  # type: ignore[attr-defined]


class ApplyForm(forms.Form):
    """Field names are those of `contracts.rules_groups.NewApplication`."""

    received_date = DateField(label="When did you receive it?", not_future=True)
    asked_pounds = _pounds("How much do they ask for?", "Whole pounds.", required=True)
    what_for = forms.CharField(label="What for?", required=False, max_length=300)
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)


class DecideForm(forms.Form):
    """What came of an application, and the grant that comes of it."""

    reveals = {
        ("decision", "awarded"): ("grant_uid", "pounds", "title", "description"),
        ("decision", "turned_down"): ("reason", "reason_words"),
    }
    decision = CodeField(label="What came of it?")
    grant_uid = forms.ChoiceField(label="Which grant?", required=False)
    pounds = _pounds("How much?", "Whole pounds, at most £10,000.")
    title = forms.CharField(label="What for, in a few words?", required=False, max_length=140)
    description = _words("What will the group do with it?", "Two or three sentences. They are published: name nobody.")
    reason = CodeField(label="Why?", required=False)
    reason_words = _words("In your words", "As you told the group.", 2)
    decided_date = DateField(label="When was it decided?", not_future=True)
    supported_elsewhere = forms.CharField(
        label="Did you help them to apply elsewhere?", required=False, max_length=300,
        help_text="To whom, such as: the lottery, Awards for All. Blank if you did not.",
    )  # fmt: skip
    raised_pounds = _pounds("How much did they get there?", "Whole pounds. Blank if it is not sure yet.")
    raised_date = DateField(label="Since when is that sure?", required=False)
    version = VersionField()

    def __init__(self, *args: Any, grants: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = choices("application_decision")  # type: ignore[attr-defined]
        self.fields["reason"].choices = choices("application_refusal")  # type: ignore[attr-defined]
        self.fields["grant_uid"].choices = [("", "A new one, recorded now"), *grants]  # type: ignore[attr-defined]


class CheckForm(forms.Form):
    """One question for each item of the checklist; what is not looked at stays open."""

    checked_date = DateField(label="When did you look?", not_future=True)
    words = _words("Notes", "For you alone; they are in no report.")
    version = VersionField()
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, checklist: Checklist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = [*choices("group_check_answer"), ("", "Not looked at")]
        items = {
            item.id: CodeField(
                label=item.label, help_text=item.words, required=False, choices=answers, apart=("",),
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
            )
            for item in checklist.items
        }  # fmt: skip
        words = self.fields.pop("words")
        self.fields |= {**items, "words": words}

    def said(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """The answers by item, without those that were not looked at."""
        return {item.id: cleaned[item.id] for item in checklists.newest().items if cleaned.get(item.id)}


class TellForm(forms.Form):
    """What a group tells by phone or on a visit. Field names are those of `contracts.rules_groups.Telling`, but for `period`."""

    reveals = {("counted", "some"): ("times_counted", "times_met")}
    period = forms.ChoiceField(label="Which time do they tell of?")
    heads = _count("How many came, all times together?", "Somebody who came five times counts five times.")
    heads_new = _count("How many of them came for the first time?")
    counted = CodeField(
        label="How did they count?", choices=[("all", "Every time they met"), ("some", "Only some of the times")]
    )
    times_counted = _count("At how many meetings did they count?")
    times_met = _count("Of how many?")
    changed = _words("What has changed for people, or for the group?")
    story = _words("One story", "Without names.", 5)
    story_consent = CodeField(label="May it be told to others?", required=False)
    asked = _count("How many people did they ask how it is to come?", "Blank if they asked nobody.")
    easy_to_come = _count("How many of these find it easy to come?")
    feel_better = _count("How many of these say that it does them good?")
    help_wanted = CodesField(label="What would help them?", required=False)
    would_help = _words("Something else that would help", rows=2)

    def __init__(self, *args: Any, periods: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = list(periods)  # type: ignore[attr-defined]
        self.fields["story_consent"].choices = choices("story_consent")  # type: ignore[attr-defined]
        self.fields["help_wanted"].choices = choices("group_help")  # type: ignore[attr-defined]


class StoryForm(forms.Form):
    """A group's story as a case study."""

    title = forms.CharField(label="Title", max_length=120, help_text="Without a name: such as A chair by the window.")
    words = _words(
        "The story", "As the group told it. You may shorten it; leave out whatever tells who it is.", 10, True
    )
    theme = forms.CharField(label="Theme, if there is one", required=False, max_length=80)
