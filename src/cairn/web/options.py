"""One answer that may be chosen: what radios, checkboxes and selects are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    """An answer of a list. `conditional` is markup revealed when it is chosen; a `divider` stands alone.

    `checked` (or, in a select, `selected`) left as None means: as the field's own value says.
    `reveals` holds fields of a form (`web.forms.Field`) that the form component draws into `conditional`.
    """

    value: Any = None
    text: Any = ""
    hint: Any = ""
    conditional: Any = ""
    divider: str = ""
    disabled: bool = False
    checked: bool | None = None
    selected: bool | None = None
    behaviour: str = ""
    id: str = ""
    name: str = ""
    attributes: Mapping[str, Any] | None = None
    reveals: tuple[Any, ...] = ()


def options(items: Iterable[Option | Mapping[str, Any]]) -> list[Option]:
    """Options from options or mappings; raises TypeError for a key that no option has."""
    return [item if isinstance(item, Option) else Option(**item) for item in items]
