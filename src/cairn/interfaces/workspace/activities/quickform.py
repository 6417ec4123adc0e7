"""The one small form of a visit: what was done, what came of it, when next. As the last time, unless something is tapped."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from cairn.cases.queries.quick import Quick, QuickStep
from cairn.interfaces.workspace.activities.forms import WhenForm
from cairn.interfaces.workspace.codes import code_field
from cairn.kernel import clock
from cairn.web import formats
from cairn.web.formfields import CodeField, CodesField, DateField

WEEKS = (7, 14, 28)
OTHER = "other"


class QuickForm(WhenForm):
    """Steps are rungs reached or still held, `lost` those that slipped; every answer but the date has its default."""

    activity_type = CodeField(label="What did you do?", required=False)
    steps = CodesField(label="Steps", required=False)
    lost = CodesField(label="Lost again", required=False)
    outcomes = CodesField(label="Outcomes", required=False)
    needs = CodesField(label="What was it for?", required=False)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    again = CodeField(label="See again", required=False)
    again_on = DateField(label="Which day?", required=False)
    again_at = forms.TimeField(
        label="What time?",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "govuk-input--width-5"}),
        error_messages={"invalid": "Write the time as hours and minutes, like 14:30."},
    )
    state = code_field("attendance_state", label="Did it happen?")
    also = CodesField(label="Who else was there?", required=False)
    appointment = forms.UUIDField(widget=forms.HiddenInput, required=False)

    field_order = ("activity_type", "minutes", "steps", "lost", "outcomes", "needs", "note", "again", "again_on", "again_at",
                   "activity_date", "state", "also", "appointment", "uid")  # fmt: skip

    def __init__(self, *args: Any, offer: Quick, workers: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rungs = [(one.rung_uid, one.label) for one in offer.steps]
        offered: dict[str, Sequence[tuple[str, str]]] = {
            "activity_type": [(one.uid, one.name) for one in offer.kinds],
            "steps": rungs,
            "lost": [(one.rung_uid, one.label) for one in offer.steps if one.state],
            "outcomes": [(one.code, one.label) for one in offer.outcomes],
            "needs": [(one.uid, one.label) for one in offer.needs],
            "again": again_choices(offer.again_days),
            "also": workers,
        }
        for name, choices in offered.items():
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """`again_on` is the day of the next contact, however it was chosen; None for none."""
        said = super().clean() or self.cleaned_data
        again = said.get("again") or ""
        if again == OTHER and not said.get("again_on") and "again_on" not in self.errors:
            self.add_error("again_on", "Enter the day, or choose not to plan one.")
        elif again.isdecimal():
            said["again_on"] = clock.today() + dt.timedelta(days=int(again))
        elif again != OTHER:
            said["again_on"] = None
        if not said.get("again_on"):
            said["again_at"] = None
        return said


def again_choices(usual: int | None) -> list[tuple[str, str]]:
    """None, the usual interval, one, two and four weeks, another day. Each says which day that is."""
    today = clock.today()
    days = [*([usual] if usual and usual not in WEEKS else []), *WEEKS]
    offered = [(str(number), _in_days(number, today, number == usual)) for number in sorted(days)]
    return [("", "Not now"), *offered, (OTHER, "Another day")]


def _in_days(number: int, today: dt.date, is_usual: bool) -> str:
    weeks, rest = divmod(number, 7)
    words = f"{number} days" if rest else "1 week" if weeks == 1 else f"{weeks} weeks"
    return f"In {words}, {formats.weekday_date(today + dt.timedelta(days=number))}{' (as usual)' if is_usual else ''}"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of one ladder as the form offers them: the next one large, the others folded away."""

    name: str
    steps: tuple[QuickStep, ...]
    kinds: str
    is_usual: bool

    @property
    def next(self) -> QuickStep | None:
        return next((one for one in self.steps if one.is_next), None)

    @property
    def rest(self) -> tuple[QuickStep, ...]:
        return tuple(one for one in self.steps if not one.is_next)


def ladders(offer: Quick) -> Iterator[Ladder]:
    """Those that the type of activity carries first."""
    by_ladder: dict[str, list[QuickStep]] = {}
    for step in offer.steps:
        by_ladder.setdefault(step.ladder_uid, []).append(step)
    found = []
    for steps in by_ladder.values():
        kinds = sorted({kind for step in steps for kind in step.kinds})
        found.append(
            Ladder(steps[0].ladder, tuple(steps), " ".join(kinds), not offer.kind_uid or offer.kind_uid in kinds)
        )
    yield from sorted(found, key=lambda one: not one.is_usual)


def initial(offer: Quick) -> dict[str, Any]:
    """What stands on the form at first. No step and no outcome: nothing is claimed by accident."""
    usual = [one.uid for one in offer.needs if one.was_last] or [
        one.uid for one in offer.needs if offer.kind_uid in one.kinds
    ]
    planned = offer.planned
    return {
        "activity_type": offer.kind_uid,
        "activity_date": min(planned.planned_date, clock.today()) if planned else clock.today(),
        "minutes": (planned.minutes if planned else None) or offer.minutes,
        "appointment": planned.uid if planned else "",
        "also": list(planned.also) if planned else [],
        "state": "attended",
        "needs": usual,
        "again": "",
    }
