"""What a return looks like to those who read it: frozen, no lazy rows."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from cairn.contracts.views import AgreementView, Source
from cairn.insight.mapped import Told
from cairn.kernel.periods import Period

ReturnState = Literal["open", "submitted", "accepted", "rejected"]
Step = Literal["override", "submit", "accept", "reject"]


@dataclass(frozen=True, slots=True)
class FigureView:
    """One number of a return. `code` is "" for the whole, else `dimension=code`; with `measure` it names the figure.

    `value` is what is (or was) submitted: `derived` unless overridden, then with `override_reason`. An overridden value has
    no interval. `left_out` counts what could have counted and did not, by reason in words (`left_out_ids`: by the measure's ids).
    `area_outcome`: which of the commissioner's own list the whole of the measure tells of, as is agreed now.
    `told`, where outcomes are counted: which tools told of them, by which rule.
    `supplied`: it came with a file from another system, and nothing recorded here stands behind it; `comment` is what was
    said beside it there. `sample`: where it is of only some of those concerned, of how many: `18 of 23 asked`.
    """

    measure: str
    version: int
    measure_class: str
    code: str
    label: str
    value: float | None
    n: int | None
    low: float | None
    high: float | None
    numerator: float | None
    denominator: float | None
    derived: float | None
    override_reason: str | None
    left_out: dict[str, int] = field(default_factory=dict)
    measure_label: str = ""
    words: str = ""
    kind: str = ""
    decimals: int = 0
    target: float | None = None
    left_out_ids: dict[str, int] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    area_outcome: str = ""
    supplied: bool = False
    comment: str = ""
    sample: str = ""

    @property
    def is_overridden(self) -> bool:
        return self.override_reason is not None

    @property
    def key(self) -> str:
        """How a submitted row names the figures it stands behind."""
        return f"{self.measure}:{self.code}" if self.code else self.measure


@dataclass(frozen=True, slots=True)
class AdjustmentView:
    """A figure of an earlier period that reads otherwise now. `was`: as it was last told, worked out; `now`: as it would be
    told today; `sent_value`: what stands in that return where it had been corrected by hand. The original stays."""

    round_uid: str
    round_name: str
    period: Period
    measure: str
    version: int
    code: str
    label: str
    measure_label: str
    kind: str
    decimals: int
    was: float | None
    now: float | None
    sent_value: float | None = None

    @property
    def difference(self) -> float | None:
        """How much is added or taken away; None where a value is missing. Of a mean or a share it adds nothing up."""
        return None if self.was is None or self.now is None else self.now - self.was


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The figures of one declared class of measure."""

    measure_class: str
    label: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the reader could do next; when not `allowed`, `why_not` says why and what would help."""

    step: Step
    label: str
    allowed: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A return in a list. `side` is the reader's; until `last_day` a late one is taken."""

    uid: str
    contract_uid: str
    contract_reference: str
    contract_title: str
    provider_name: str
    commissioner_name: str
    round_name: str
    period: Period
    opens_date: date
    closes_date: date
    state: ReturnState
    side: Literal["provider", "commissioner"]
    submissions: int
    last_day: date | None = None
    round_uid: str = ""
    round_kind: str = "quarterly"


@dataclass(frozen=True, slots=True)
class ReturnView:
    """A return with its figures, by class. The provider of an open (or rejected) one reads them computed now (`is_draft`);
    everybody else reads what was last submitted, which is nothing before the first submission. `last_day`: until when a late
    one is taken. `agreement_ended`: of a draft, the day on which an agreement about its period ended, and none stands now.
    `is_accepted`: what is read here was accepted, and stands, also while the return is open again."""

    uid: str
    version: int
    state: ReturnState
    side: Literal["provider", "commissioner"]
    is_draft: bool
    contract_uid: str
    contract_reference: str
    contract_title: str
    provider_name: str
    commissioner_name: str
    round_name: str
    period: Period
    opens_date: date
    closes_date: date
    is_late: bool
    groups: tuple[FigureGroup, ...]
    as_of: datetime | None
    agreement: AgreementView | None
    sources: tuple[Source, ...]
    comment: str
    decision_reason: str
    decided_at: datetime | None
    number: int
    submitted_at: datetime | None
    sha256: str
    next_steps: tuple[NextStep, ...]
    adjustments: tuple[AdjustmentView, ...] = ()
    round_kind: str = "quarterly"
    last_day: date | None = None
    agreement_ended: date | None = None
    is_accepted: bool = False

    @property
    def figures(self) -> tuple[FigureView, ...]:
        return tuple(figure for group in self.groups for figure in group.figures)


@dataclass(frozen=True, slots=True)
class BehindRow:
    """A row behind a figure. `values` are mart columns. `client_*` are "" where the reader may not know who it is.

    `mark`: "" as it stood, "changed" or "gone" since it was submitted; "kept": counted, and not sent because the person
    said no; "supplied": from another system, which knows the person under the code behind `supplied_as`.
    """

    table: str
    values: dict[str, Any]
    provider_name: str
    client_uid: str = ""
    client_reference: str = ""
    client_name: str = ""
    mark: Literal["", "changed", "gone", "kept", "supplied"] = ""
    supplied_as: str = ""


@dataclass(frozen=True, slots=True)
class RowsBehind:
    """The rows behind one figure: `frozen` as submitted, else as they are now. `hidden` rows are counted, not shown;
    `added_since` rows would stand behind it now and did not when it was submitted."""

    figure: FigureView
    rows: tuple[BehindRow, ...]
    hidden: int
    frozen: bool
    submitted_at: datetime | None = None
    added_since: int = 0

    @property
    def hidden_words(self) -> str:
        if not self.hidden:
            return ""
        return f"{self.hidden} {'row' if self.hidden == 1 else 'rows'} you may not open"


@dataclass(frozen=True, slots=True)
class PreviewColumn:
    """A column that leaves. `is_agreed`: named by the agreement, for `purpose`; else the measures are computed from it."""

    name: str
    label: str
    purpose: str
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class PreviewTable:
    """The rows of one table that leave, each value in the order of the columns. `total` counts those not shown too;
    `kept_back` those of people who said no: they are counted in the figures and stay."""

    table: str
    label: str
    columns: tuple[PreviewColumn, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int
    kept_back: int = 0


@dataclass(frozen=True, slots=True)
class PreviewView:
    """Exactly what will leave. `why_no_rows` says why only figures do. `digest` may be given to `submit`, which then
    refuses when the figures have moved since. `alone`: how many stand alone in the rows about people."""

    return_uid: str
    groups: tuple[FigureGroup, ...]
    tables: tuple[PreviewTable, ...]
    agreement: AgreementView | None
    why_no_rows: str
    warnings: tuple[str, ...]
    digest: str
    adjustments: tuple[AdjustmentView, ...] = ()
    alone: int = 0


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened to a return. `number` is the submission's, 0 where it is about none; `about` the figure that
    was asked about."""

    at: datetime
    what: Literal["submitted", "accepted", "rejected", "reopened", "asked", "answered", "settled", "chased"]
    side: Literal["provider", "commissioner"]
    number: int
    sha256: str
    reason: str = ""
    is_late: bool = False
    about: str = ""
