"""Crosswalks: what each code of a list of ours becomes in a list of somebody else, and by which rule where none is its equal."""

from pydantic import model_validator

from cairn.definitions.shapes.base import Definition, Id, Mapped, Sure, Words, shape
from cairn.definitions.shapes.form import Column


@shape
class Crossing:
    """One code. `rule` says why, wherever `to` is not simply the same thing under another name; `no match` always has one."""

    of: Words
    to: Mapped
    rule: Words | None = None
    sure: Sure = "own"

    @model_validator(mode="after")
    def _said(self) -> "Crossing":
        if self.to is None and self.rule is None:
            raise ValueError(f"`{self.of}` goes nowhere: say by which rule")
        return self


@shape
class Crosswalk(Definition):
    """From a code list to the choices of a column of forms. Every code of the list is crossed, those for a missing answer too."""

    from_codes: Id
    forms: tuple[Id, ...]
    to_column: Column
    crossings: tuple[Crossing, ...]
    note: Words | None = None
