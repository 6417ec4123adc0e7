"""The published specification of a form for other systems: JSON Schema (2020-12), and the columns of its CSV as a data package.

Both are made from the columns and rules that everything else reads. Pure.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from cairn.collection.columns import DIVIDER, FormColumn
from cairn.collection.routing import asked_words
from cairn.exchange.forms import conditions, guide
from cairn.exchange.forms.conditions import Schema
from cairn.exchange.forms.offered import OWN_REASON, Offered
from cairn.questionnaire.conditions import ALWAYS, Condition
from cairn.questionnaire.rules import Rule
from cairn.questionnaire.texts import REAL_DAY

DRAFT = "https://json-schema.org/draft/2020-12/schema"
PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"


def json_schema(offered: Offered) -> Schema:
    """What a body of JSON is: which form it is of, and the forms."""
    form = offered.form
    return {
        "$schema": DRAFT,
        "$id": f"urn:cairn:forms:{form.id}:{form.version}:{offered.stamp}",
        "title": f"{form.label}, version {form.version}",
        "description": "Every answer is a string, as it stands in a CSV. A blank answer is left out.",
        "type": "object",
        "required": ["form", "version", "forms"],
        "properties": {
            "form": {"const": form.id},
            "version": {"const": form.version},
            "forms": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/form"}},
        },
        "additionalProperties": False,
        "$defs": {"form": _form(offered)},
        "x-checked-on-receipt": [*guide.ONLY_UPLOAD, *(rule.message for rule in unsaid(offered))],
        "x-asked-about": [f"{rule.field}: {rule.message}" for rule in offered.rules if rule.severity != "error"],
    }


def _form(offered: Offered) -> Schema:
    return {
        "type": "object",
        "properties": {column.name: _property(column) for column in offered.columns},
        "required": [column.name for column in offered.columns if column.needed and column.asked == ALWAYS],
        "additionalProperties": False,
        "allOf": [*_routing(offered.columns), *_across(offered)],
    }


def _property(column: FormColumn) -> Schema:
    said: Schema = {"type": "string", "title": column.label, "description": _told(column), "minLength": 1}
    match column.kind:
        case "one":
            said |= {"enum": list(column.codes), "x-labels": _labels(column)}
        case "many":
            said |= {"pattern": conditions.whole(several(column)), "x-labels": _labels(column)}
        case "date":
            said |= {"format": "date", "pattern": conditions.whole(REAL_DAY)}
        case "number":
            said |= conditions.number(column.low, column.high) or conditions.number() or {}
        case _:
            bound = {"pattern": conditions.whole(column.pattern)} if column.pattern else {"maxLength": column.longest}
            said |= bound
    return said


def _told(column: FormColumn) -> str:
    says = column.guidance.says if column.guidance else ""
    return " ".join(filter(None, (asked_words(column, lambda name: name), column.hint, says)))


def _labels(column: FormColumn) -> dict[str, str]:
    return {choice.code: choice.label for choice in column.choices}


def several(column: FormColumn, divider: str = DIVIDER) -> str:
    """A pattern of one or more codes, in what JSON Schema, XML Schema and Table Schema share."""
    one = "(" + "|".join(_plain(code) for code in column.codes) + ")"
    return f"{one}({divider}{one})*"


def _plain(code: str) -> str:
    return "".join(f"\\{sign}" if sign in ".\\?*+{}()[]|^$-" else sign for sign in code)


def _routing(columns: Iterable[FormColumn]) -> Iterator[Schema]:
    """What is asked where, condition by condition: what is asked and needed is there, what is not asked is not."""
    together: dict[Condition, list[FormColumn]] = {}
    for column in columns:
        if column.asked != ALWAYS:
            together.setdefault(column.asked, []).append(column)
    for asked, those in together.items():
        if (said := conditions.schema(asked)) is not None:
            needed = [column.name for column in those if column.needed]
            then = {"then": {"required": needed}} if needed else {}
            yield {"if": said, **then, "else": {"properties": {column.name: False for column in those}}}


def _across(offered: Offered) -> Iterator[Schema]:
    for rule in _own_rules(offered):
        if said := conditions.schema(rule.must):
            yield {"$comment": f"{rule.id}: {rule.message}", **said}


def _own_rules(offered: Offered) -> Iterator[Rule]:
    """Errors over several columns: those that the form itself names, and whose reason it is. Those of a column stand with it."""
    named = {(rule.id, rule.column) for rule in offered.form.rules}
    across = (rule for rule in offered.rules if (rule.id, rule.field) in named or rule.id == OWN_REASON)
    return (rule for rule in across if rule.severity == "error")


def unsaid(offered: Offered) -> tuple[Rule, ...]:
    """Rules that block, and that a schema cannot say."""
    return tuple(rule for rule in _own_rules(offered) if conditions.schema(rule.must) is None)


def columns(offered: Offered) -> Schema:
    """`datapackage.json` of the CSV: Table Schema of Frictionless Data."""
    form = offered.form
    return {
        "$schema": PACKAGE,
        "profile": "tabular-data-package",
        "name": f"{form.id}-{form.version}",
        "title": f"{form.label}, version {form.version}",
        "resources": [
            {
                "name": form.id, "path": f"{form.id}.csv", "type": "table", "profile": "tabular-data-resource",
                "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
                "schema": {
                    "fields": [_field(column) for column in offered.columns], "missingValues": [""],
                    "primaryKey": form.number_column,
                },
            }
        ],
    }  # fmt: skip


_KINDS = {"date": "date", "number": "integer"}


def _field(column: FormColumn) -> Schema:
    limits: dict[str, Any] = {"required": True} if column.needed and column.asked == ALWAYS else {}
    match column.kind:
        case "one":
            limits["enum"] = list(column.codes)
        case "many":
            limits["pattern"] = several(column)
        case "number":
            limits |= {k: v for k, v in (("minimum", column.low), ("maximum", column.high)) if v is not None}
        case "text":
            limits |= {"pattern": column.pattern} if column.pattern else {"maxLength": column.longest}
    told = _told(column)
    return {
        "name": column.name, "title": column.label, "type": _KINDS.get(column.kind, "string"),
        **({"description": told} if told else {}), **({"constraints": limits} if limits else {}),
        **({"categories": [{"value": c.code, "label": c.label} for c in column.choices]} if column.choices else {}),
    }  # fmt: skip
