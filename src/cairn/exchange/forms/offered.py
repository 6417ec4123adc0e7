"""A form as it is given out to be filled in elsewhere: its columns and rules, with what each authority adds. Pure.

Everything that is published of a form is made from this: the workbook, the CSV, the schemas, the page that explains them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cairn.collection.columns import FormColumn, Local, columns_of, local_needs
from cairn.collection.rules import column_rules, rules_of
from cairn.definitions.shapes.form import CollectionForm, FormReason
from cairn.kernel import canonical
from cairn.questionnaire.conditions import ALWAYS, All, Any, Condition, In, Not
from cairn.questionnaire.rules import Rule
from cairn.questionnaire.texts import Matches

OWN_REASON = "own-reason"
"""The rule that an authority's own reason is given on its own forms only."""
Mine = Sequence[tuple[FormReason, tuple[str, ...]]]
"""Own reasons, with the codes of the authorities whose they are."""


@dataclass(frozen=True)
class Offered:
    """One version of a form. A column that authorities add is asked where the form is for one of them; a reason that one adds
    is among the answers, and may be given on its forms only."""

    form: CollectionForm
    columns: tuple[FormColumn, ...]
    rules: tuple[Rule, ...]

    @property
    def own(self) -> tuple[FormColumn, ...]:
        """What authorities added."""
        return tuple(column for column in self.columns if column.is_local)

    @cached_property
    def stamp(self) -> str:
        """Changes where anything of what is asked changes: a heading, a question, an answer, when it is asked."""
        asked = [[column.name, column.label, repr(column.choices), repr(column.asked)] for column in self.columns]
        return canonical.sha256(asked)[:16]


def of(form: CollectionForm, local: Mapping[str, Local] | None = None) -> Offered:
    """`local`: what each authority adds, by the code by which forms name it."""
    added = local or {}
    mine = _mine(added)
    reasons = tuple(one for one, _ in mine)
    columns = (*columns_of(form, reasons), *_own(form, added, reasons))
    own = [rule for column in columns if column.is_local for rule in column_rules(column)]
    whose = [rule for column in columns for rule in _whose(form, column, mine)] if len(added) > 1 else []
    return Offered(form, columns, (*rules_of(form, reasons), *own, *whose))


def _mine(local: Mapping[str, Local]) -> Mine:
    """Where there are several authorities, the words of a reason say whose it is."""
    found: dict[str, tuple[FormReason, list[str]]] = {}
    for code, added in local.items():
        for one in (one for one in added if isinstance(one, FormReason)):
            found.setdefault(one.code, (one, []))[1].append(code)
    return tuple((_said(one, codes, len(local)), tuple(codes)) for one, codes in found.values())


def _said(one: FormReason, codes: list[str], several: int) -> FormReason:
    words = one.label if several < 2 else f"{one.label} (only {', '.join(codes)})"
    return FormReason(code=one.code, label=words, group=one.group, sure=one.sure, source=one.source)


def _own(form: CollectionForm, local: Mapping[str, Local], reasons: Local) -> Iterator[FormColumn]:
    """Two authorities that add the same column share it."""
    found: dict[str, tuple[FormColumn, list[str]]] = {}
    for code, added in local.items():
        for column in _added(form, (*local_needs(added), *reasons)):
            found.setdefault(column.name, (column, []))[1].append(code)
    for column, codes in found.values():
        here = In(form.authority_column, tuple(codes))
        yield replace(column, asked=here if column.asked == ALWAYS else All((here, column.asked)))


def _added(form: CollectionForm, local: Local) -> Iterable[FormColumn]:
    return (column for column in columns_of(form, local) if column.is_local)


def _whose(form: CollectionForm, column: FormColumn, mine: Mine) -> Iterator[Rule]:
    """A reason is given on the forms of the authorities whose it is."""
    if column.role not in ("reason", "reasons"):
        return
    together: dict[tuple[str, ...], list[str]] = {}
    for one, authorities in mine:
        together.setdefault(authorities, []).append(one.code)
    for authorities, codes in together.items():
        here = In(form.authority_column, authorities)
        yield Rule(OWN_REASON, column.name, Any((here, Not(_gives(column, codes)))), _MESSAGE, _FIX)


def _gives(column: FormColumn, codes: list[str]) -> Condition:
    if column.kind == "one":
        return In(column.name, tuple(codes))
    return Any(tuple(Matches(column.name, rf"(?:.*; )?{re.escape(code)}(?:; .*)?") for code in codes))


_MESSAGE = "This reason is another authority's own."
_FIX = "Use one of the programme's, or of the authority that the form is for."
