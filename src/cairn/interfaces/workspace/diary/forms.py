"""When something is planned, with whom, and how it comes round: the questions that contacts and sessions share."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms

from cairn.cases.rules_diary import Repeat, minutes_between
from cairn.interfaces.workspace.codes import choices
from cairn.kernel.problems import Done, Refused
from cairn.web.formfields import CodeField, CodesField, DateField, VersionField

CLASH = "diary.clash"
ONCE = "once"
THIS, LATER = "this", "later"


def time_field(label: str, **kwargs: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "govuk-input--width-5"}),
        error_messages={"invalid": "Write the time as hours and minutes, like 14:30."},
        **kwargs,
    )


class DiaryForm(forms.Form):
    """When, where, who. `all_the_same` is asked only once somebody would be in two places."""

    planned_date = DateField(label="Which day?")
    start_time = time_field("From what time?", help_text="Leave blank for some time that day.")
    all_the_same = forms.BooleanField(label="Plan it all the same", required=False)
    end_time = time_field("Until what time?", help_text="Leave blank for the usual length.")
    activity_type_uid = CodeField(label="What for?", required=False)
    worker_uid = forms.ChoiceField(label="Whose diary?", required=False)
    also = CodesField(label="Who else is there?", required=False)
    place = forms.CharField(label="Where?", required=False, max_length=200)

    def __init__(
        self, *args: Any, workers: list[tuple[str, str]], kinds: list[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker_uid"].choices = workers  # type: ignore[attr-defined]
        self.fields["also"].choices = workers  # type: ignore[attr-defined]
        if kinds is None or not kinds:
            del self.fields["activity_type_uid"]
        else:
            self.fields["activity_type_uid"].choices = kinds  # type: ignore[attr-defined]
        if len(workers) < 2:
            del self.fields["also"]

    def said(self, answers: dict[str, Any]) -> dict[str, Any]:
        """The answers as an action takes them: a length for an end."""
        start, end = answers.pop("start_time"), answers.pop("end_time")
        minutes = minutes_between(start, end)
        return {**answers, "also": answers.get("also", ()), "start_time": start, "minutes": minutes}

    def without_asking(self) -> None:
        """Nothing stands in the way: the question whether to plan it all the same is not there."""
        if not self.data.get("all_the_same"):
            self.fields.pop("all_the_same", None)


class PlanForm(DiaryForm):
    """Something new; it may come round."""

    unit = CodeField(label="How often?", required=False, choices=[(ONCE, "Only once"), *choices("series_unit")])
    every = forms.IntegerField(
        label="Every how many weeks or months?", required=False, min_value=1, max_value=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )  # fmt: skip
    until = DateField(label="Until which day?", required=False)
    times = forms.IntegerField(
        label="Or how many times?", required=False, min_value=2, max_value=104,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )  # fmt: skip
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def said(self, answers: dict[str, Any]) -> dict[str, Any]:
        found = super().said(dict(answers))
        unit, every = found.pop("unit"), found.pop("every")
        until, times = found.pop("until"), found.pop("times")
        repeat = Repeat(unit=unit, every=every or 1, until=until, times=times) if unit not in ("", ONCE) else None
        return {**found, "repeat": repeat, "uid": str(found["uid"]) if found.get("uid") else None}


class MoveForm(DiaryForm):
    """Something planned, as it is to stand: moved, given to somebody, cancelled; alone or with all later ones."""

    state = CodeField(label="How does it stand?")
    which = CodeField(
        label="Which of them?", required=False,
        choices=[(THIS, "Only this one"), (LATER, "This one and all later ones")],
    )  # fmt: skip
    version = VersionField()

    def __init__(self, *args: Any, states: list[tuple[str, str]], in_series: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        if not in_series:
            del self.fields["which"]

    def said(self, answers: dict[str, Any]) -> dict[str, Any]:
        """Everything as it stands on the page: a time left blank is taken away, and nobody ticked is nobody else."""
        found = super().said(dict(answers))
        later = found.pop("which", THIS) == LATER
        also = found["also"] if "also" in self.fields else None
        return {
            **found, "start_time": found["start_time"] or "", "minutes": found["minutes"] or 0, "also": also,
            "later": later,
        }  # fmt: skip


def asked_once(form: Callable[[], DiaryForm], deed: Callable[[dict[str, Any]], Done[Any]]) -> Callable[..., Done[Any]]:
    """The deed; where it would put somebody in two places, the form asks whether to plan it all the same."""

    def do(answers: dict[str, Any]) -> Done[Any]:
        try:
            return deed(form().said(dict(answers)))
        except Refused as refused:
            if not any(problem.rule == CLASH for problem in refused.problems):
                form().without_asking()
            raise

    return do


def end_of(row: Any) -> str:
    """When something planned ends, as its field shows it."""
    if row.start_time is None or not row.minutes:
        return ""
    found = dt.datetime.combine(row.planned_date, row.start_time) + dt.timedelta(minutes=row.minutes)
    return f"{found:%H:%M}"
