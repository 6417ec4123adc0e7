"""What the API takes and gives of returns, as types."""

from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import ConfigDict, Field, with_config

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class FigureIn:
    """One figure, of the measure’s declared `class`. `breakdown` and `code` are blank for the whole; a share is from 0 to 1."""

    measure: str
    class_: Annotated[str, Field(alias="class")]
    breakdown: str = ""
    code: str = ""
    value: float | None = None
    n: int | None = None
    comment: str = ""


@with_config(_STRICT)
@dataclass(frozen=True)
class WordsIn:
    """An answer in words, by the key of its question; blank leaves what is written in Cairn."""

    question: str
    answer: str = ""


@with_config(_STRICT)
@dataclass(frozen=True)
class Content:
    """A whole return. `rows` are by table; each has `row` and `record`, your codes, and the fields of the agreement."""

    identity: dict[str, str]
    figures: list[FigureIn]
    words: list[WordsIn] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


@with_config(_STRICT)
@dataclass(frozen=True)
class Located:
    """One thing that is wrong, where and how to mend it; `cell` is the path of the value."""

    rule: str
    severity: str
    sheet: str
    row: int | None
    column: str
    cell: str
    field: str
    message: str
    fix: str


@with_config(_STRICT)
@dataclass(frozen=True)
class Checked:
    """What came of a look: rows received, taken were it sent, and turned away; nothing is taken where anything is wrong."""

    received: int
    accepted: int
    rejected: int
    errors: list[Located]


@with_config(_STRICT)
@dataclass(frozen=True)
class Sent:
    """The receipt. `supplied` are figures that nothing recorded here stands behind."""

    return_: Annotated[str, Field(alias="return")]
    number: int = 0
    late: bool = False
    sha256: str = ""
    figures: int = 0
    supplied: int = 0
    rows: int = 0
    people: int = 0
    warnings: list[Located] = field(default_factory=list)


@with_config(_STRICT)
@dataclass(frozen=True)
class Version:
    """One version that was sent."""

    number: int
    at: str
    late: bool
    sha256: str


@with_config(_STRICT)
@dataclass(frozen=True)
class ReturnRow:
    """One return in a list."""

    return_: Annotated[str, Field(alias="return")]
    contract: str = ""
    title: str = ""
    for_: Annotated[str, Field(alias="for")] = ""
    round: str = ""
    kind: str = ""
    from_: Annotated[str, Field(alias="from")] = ""
    to: str = ""
    opens: str = ""
    closes: str = ""
    state: str = ""
    submissions: int = 0
