"""A form as it is given out to be filled in elsewhere: its columns and rules, with what each authority adds. Pure.

Everything that is published of a form is made from this: the workbook, the CSV, the schemas, the page that explains them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from cairn.collection.columns import FormColumn, Local, columns_of
from cairn.collection.rules import column_rules, rules_of
from cairn.definitions.shapes.form import CollectionForm
from cairn.kernel import canonical
from cairn.questionnaire.conditions import ALWAYS, All, In
from cairn.questionnaire.rules import Rule


@dataclass(frozen=True)
class Offered:
    """One version of a form. A column that authorities add is asked where the form is for one of them."""

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
    own = tuple(_own(form, local or {}))
    rules = (*rules_of(form), *(rule for column in own for rule in column_rules(column)))
    return Offered(form, (*columns_of(form), *own), rules)


def _own(form: CollectionForm, local: Mapping[str, Local]) -> Iterator[FormColumn]:
    """Two authorities that add the same column share it."""
    found: dict[str, tuple[FormColumn, list[str]]] = {}
    for code, needs in local.items():
        for column in _added(form, needs):
            found.setdefault(column.name, (column, []))[1].append(code)
    for column, codes in found.values():
        here = In(form.authority_column, tuple(codes))
        yield replace(column, asked=here if column.asked == ALWAYS else All((here, column.asked)))


def _added(form: CollectionForm, local: Local) -> Iterable[FormColumn]:
    return (column for column in columns_of(form, local) if column.is_local)
