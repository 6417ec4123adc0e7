"""What the API takes and gives of forms of collections, as types."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, with_config

_STRICT = ConfigDict(extra="forbid")


@with_config(_STRICT)
@dataclass(frozen=True)
class Forms:
    """A body: which form it is of, and the forms, each a column’s name → its answer as text. See the form’s own schema."""

    form: str
    version: int
    forms: list[dict[str, str]]


@with_config(_STRICT)
@dataclass(frozen=True)
class Authority:
    """An authority that has let the provider in; `code` is what its column in a form holds."""

    code: str
    name: str


@with_config(_STRICT)
@dataclass(frozen=True)
class Year:
    """A year of a collection. Forms are asked for by `due`; new ones are taken until `new_until`, changes until `edit_until`."""

    label: str
    from_: Annotated[str, Field(alias="from")]
    to: str = ""
    due: str = ""
    new_until: str = ""
    edit_until: str = ""


@with_config(_STRICT)
@dataclass(frozen=True)
class FormRow:
    """One version of a form, and the first and last date of a form that is of it (blank: no bound)."""

    form: str
    version: int
    label: str
    date_column: str
    from_: Annotated[str, Field(alias="from")]
    to: str = ""


@with_config(_STRICT)
@dataclass(frozen=True)
class CollectionRow:
    """One collection that the organisation may send forms to."""

    collection: str
    name: str
    programme: str
    authorities: list[Authority]
    years: list[Year]
    forms: list[FormRow]


@with_config(_STRICT)
@dataclass(frozen=True)
class Column:
    """One column: how its answer is written, when it is asked (in words), and its answers to choose from."""

    name: str
    label: str
    kind: str
    written: str
    asked: str
    needed: bool
    local: bool
    choices: dict[str, str] = field(default_factory=dict)


@with_config(_STRICT)
@dataclass(frozen=True)
class RuleRow:
    """One rule. A warning asks once whether that is right: its key goes into `confirmed`."""

    key: str
    severity: Literal["error", "warning", "info"] | str
    column: str
    message: str
    fix: str


@with_config(_STRICT)
@dataclass(frozen=True)
class FormSpec:
    """One version of a form, whole. `files` are what else there is of it, below this address."""

    form: str
    version: int
    label: str
    sha256: str
    columns: list[Column]
    rules: list[RuleRow]
    only_on_receipt: list[str]
    files: list[str]


@with_config(_STRICT)
@dataclass(frozen=True)
class Place:
    """Where a finding is: the form, counted from 1 (of a file, the row of the sheet), and its pointer, XPath or cell."""

    row: int
    at: str


@with_config(_STRICT)
@dataclass(frozen=True)
class Finding:
    """One kind of finding, in `count` forms; `places` are the first of them. `grade`: file (nothing can be taken), error (this
    form cannot), soft (it can, once `key` is confirmed)."""

    key: str
    grade: Literal["file", "error", "soft"]
    rule: str
    column: str
    message: str
    fix: str
    count: int
    places: list[Place] = field(default_factory=list)


@with_config(_STRICT)
@dataclass(frozen=True)
class Counts:
    """Of forms. Of those received: good, to be confirmed, rejected; once taken: new ones, changed ones, the same as before."""

    received: int = 0
    good: int = 0
    to_confirm: int = 0
    rejected: int = 0
    taken: int = 0
    replaced: int = 0
    same: int = 0


@with_config(_STRICT)
@dataclass(frozen=True)
class Receipt:
    """That forms were taken: its number, when, and SHA-256 over the sorted hashes of all that were accepted."""

    number: str
    at: str
    sha256: str


@with_config(_STRICT)
@dataclass(frozen=True)
class Looked:
    """What came of a look at a body. Nothing of it was kept."""

    form: str
    version: int
    counts: Counts
    findings: list[Finding]


@with_config(_STRICT)
@dataclass(frozen=True)
class Submission:
    """A body under its key. `state`: checking (a job; ask again), checked (nothing is taken yet), wrong (nothing can be),
    taking, taken, taken_back, dropped, stopped. `done` is how much of a job is done, 0 to 1."""

    key: str
    submission: str
    state: str
    form: str
    version: int
    done: float
    counts: Counts
    findings: list[Finding]
    receipt: Receipt | None = None


@with_config(_STRICT)
@dataclass(frozen=True)
class Choice:
    """What is to be taken of a body that was checked: keys of soft findings that are right, and whether the good forms go
    without the others."""

    confirmed: list[str] = field(default_factory=list)
    good_forms: bool = False


Anything = dict[str, Any]
