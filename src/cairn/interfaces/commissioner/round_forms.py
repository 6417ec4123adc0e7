"""What a commissioner says of rounds: a year that is asked for, the dates of one, and its questions in words."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.contracts.views import ContractLine
from cairn.definitions import registry
from cairn.interfaces.commissioner.forms import NARROW, RoundForm
from cairn.kernel import clock
from cairn.returns import rules_rounds, rules_words
from cairn.returns.actions.rounds import Year
from cairn.returns.rules_rounds import Days
from cairn.returns.rules_words import NewQuestion
from cairn.web.formfields import CodeField, CodesField, VersionField

PART_LABELS = {
    "q1": "April to June", "q2": "July to September", "q3": "October to December", "q4": "January to March",
    "annual": "The whole year: individual-level rows and answers in words",
}  # fmt: skip
NUMBER = {"invalid": "Write a whole number of days."}


def years() -> list[tuple[str, str]]:
    """Last year, this one and the two to come, by the year in which they begin."""
    now = rules_rounds.year_of(clock.today())
    return [(str(year), f"April {year} to March {year + 1}") for year in range(now - 1, now + 3)]


class YearForm(forms.Form):
    """Which rounds, for how long, of which contracts."""

    year = forms.ChoiceField(label="Which year?")
    parts = CodesField(
        label="Which rounds?",
        choices=list(PART_LABELS.items()),
        help_text="Each is kept within the days on which the contract runs.",
    )
    quarterly = forms.IntegerField(
        label="Days to answer after a quarter",
        help_text="A round opens on the day after its period.",
        error_messages=NUMBER,
        widget=forms.TextInput(attrs={**NARROW, "suffix": "days"}),
    )
    annual = forms.IntegerField(
        label="Days to answer after the year",
        error_messages=NUMBER,
        widget=forms.TextInput(attrs={**NARROW, "suffix": "days"}),
    )
    questions = CodeField(
        label="What does the annual round ask in words?",
        choices=[
            ("usual", "The usual questions"), ("last", "The same as in the year before"), ("none", "Nothing in words"),
        ],
        hints={
            "usual": "Partnership, staff training, engagement with citizens, referral pathway, and systems change.",
            "last": "Where a contract had no annual round before, the usual questions.",
        },
    )  # fmt: skip
    whom = CodeField(label="Of whom?")
    contracts = CodesField(label="Which contracts?", required=False)
    reveals = {("whom", "ticked"): ("contracts",)}

    def __init__(self, *args: Any, lines: Sequence[ContractLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.fields["year"].choices = years()  # type: ignore[attr-defined]
        contracts: Any = self.fields["contracts"]
        contracts.choices = [(line.uid, f"{line.reference} {line.title}") for line in lines]
        contracts.hints = {line.uid: line.provider_name for line in lines}
        noun = "1 contract" if len(lines) == 1 else f"{len(lines):,} contracts"
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            ("all", f"All that run in that year and are listed here, of {noun}"), ("ticked", "Only those that I tick"),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if {"whom", "year"} <= said.keys() and said["whom"] == "all" and not self.chosen():
            self.add_error("year", "None of these contracts runs in that year. Choose another.")
        return said

    def wanted(self) -> Year:
        said = self.cleaned_data
        days = Days(said["quarterly"], said["annual"])
        return Year(int(said["year"]), tuple(said["parts"]), days, said["questions"])

    def chosen(self) -> list[str]:
        said = self.cleaned_data
        if said["whom"] == "ticked":
            return list(said["contracts"])
        period = rules_rounds.period_of(int(said["year"]), rules_rounds.ANNUAL)
        return [line.uid for line in self.lines if line.start_date <= period.end and line.end_date >= period.start]


class MoveForm(RoundForm):
    """The dates of a round that nobody has sent."""

    version = VersionField()


PARTS = ("head", "words", "theme", "uid")
BLANKS = 2


class QuestionsForm(forms.Form):
    """So many questions as there are, and a few blank ones: `words_3` is the words of the fourth."""

    def __init__(self, *args: Any, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        heads = [(entry.code, entry.label) for entry in registry.get("codes", "narrative_head").entries]
        for row in range(rows):
            self._add(row, heads)

    def _add(self, row: int, heads: list[tuple[str, str]]) -> None:
        self.fields[f"uid_{row}"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields[f"words_{row}"] = forms.CharField(
            label=f"Question {row + 1}", required=False, widget=forms.Textarea(attrs={"rows": 3})
        )
        self.fields[f"head_{row}"] = forms.ChoiceField(
            label="About", required=False, choices=[("", "Choose one"), *heads]
        )
        self.fields[f"theme_{row}"] = forms.CharField(label="Theme, if there is one", required=False)
        self.fields[f"most_words_{row}"] = forms.IntegerField(
            label="Words at most",
            required=False,
            min_value=0,
            help_text="Blank: any length.",
            error_messages={"invalid": "Write a whole number.", "min_value": "Write a whole number."},
            widget=forms.TextInput(attrs=NARROW),
        )
        self.fields[f"place_{row}"] = forms.IntegerField(
            label="Its place",
            required=False,
            error_messages={"invalid": "Write a whole number."},
            widget=forms.TextInput(attrs=NARROW),
        )

    def order(self) -> list[int]:
        """The rows that ask something, in the order of their places. A row whose words were emptied is left out."""
        said = self.cleaned_data
        rows = [row for row in range(self.rows) if (said.get(f"words_{row}") or "").strip()]
        return sorted(rows, key=lambda row: (said.get(f"place_{row}") or 1_000, row))

    def asked(self) -> list[NewQuestion]:
        said = self.cleaned_data
        return [
            NewQuestion(
                said.get(f"head_{row}") or "", said[f"words_{row}"], said.get(f"theme_{row}") or "",
                said.get(f"most_words_{row}") or 0, said.get(f"uid_{row}") or "",
            )
            for row in self.order()
        ]  # fmt: skip


def initial(asked: Sequence[NewQuestion]) -> dict[str, Any]:
    """The questions as the form shows them."""
    found: dict[str, Any] = {}
    for row, one in enumerate(asked):
        found |= {f"{part}_{row}": getattr(one, part) for part in PARTS}
        found |= {f"place_{row}": row + 1, f"most_words_{row}": one.most_words or None}
    return found


def head_labels() -> dict[str, str]:
    return {entry.code: entry.label for entry in registry.get("codes", "narrative_head").entries}


USUAL = rules_words.USUAL
