"""Django widgets that our forms need beyond Django's own. Our pages draw fields by `web.forms`, not by widgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms


class TypedDate(NamedTuple):
    """A date as somebody typed it, right or wrong."""

    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def is_blank(self) -> bool:
        return not any(self)


def typed(value: dt.date | None) -> TypedDate:
    """A stored date as somebody would type it."""
    return TypedDate(str(value.day), str(value.month), str(value.year)) if value else TypedDate()


class DateParts(forms.MultiWidget):
    """Three inputs, `name_day`, `name_month` and `name_year`, kept as typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in TypedDate._fields}, attrs)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> TypedDate:  # type: ignore[override]
        return TypedDate(*((data.get(f"{name}_{part}") or "").strip() for part in TypedDate._fields))

    def decompress(self, value: dt.date | None) -> TypedDate:
        return typed(value)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else id_
