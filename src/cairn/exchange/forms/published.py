"""What is published to a provider of a programme's forms: which there are, and each with what its authorities add."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.collection.models import Collection, SignUp
from cairn.definitions.shapes.form import CollectionForm
from cairn.exchange.forms import context, examples, offered, schema, template, xsd
from cairn.exchange.forms.context import Context
from cairn.exchange.forms.offered import Offered

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READERS = (Permission.PREPARE_RETURNS, Permission.RECORD)
"""Whoever fills in forms, on paper too, may read what they ask."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the specification: its name behind the form's, its type, and how it is made."""

    name: str
    type: str
    words: str
    make: Callable[[Offered], bytes]


def _json(made: Callable[[Offered], object]) -> Callable[[Offered], bytes]:
    return lambda of: json.dumps(made(of), ensure_ascii=False, indent=2).encode()


PARTS: Mapping[str, Part] = {
    part.name: part
    for part in (
        Part("template.xlsx", XLSX, "Workbook to fill in, which checks itself", lambda of: _blank(of)),
        Part("template.csv", "text/csv; charset=utf-8", "The headings as CSV", lambda of: template.csv(of)),
        Part("schema.json", "application/schema+json", "JSON Schema (2020-12) of a body", _json(schema.json_schema)),
        Part(
            "datapackage.json", "application/json", "The columns of the CSV, as a data package", _json(schema.columns)
        ),
        Part("schema.xsd", "application/xml", "XML schema (1.0) of a body", xsd.schema),
        Part(
            "example.json", "application/json", "A made-up form as JSON", lambda of: examples.one(of, examples.as_json)
        ),
        Part("example.xml", "application/xml", "The same as XML", lambda of: examples.one(of, examples.as_xml)),
        Part("example.csv", "text/csv; charset=utf-8", "The same as CSV", lambda of: examples.one(of, examples.as_csv)),
    )
}


_made: dict[tuple[str, int, str], bytes] = {}
MOST_MADE = 8


def _blank(of: Offered) -> bytes:
    """The empty workbook takes seconds to make, and is the same until the form or what authorities add to it changes."""
    key = (of.form.id, of.form.version, of.stamp)
    if key not in _made:
        if len(_made) >= MOST_MADE:
            _made.clear()
        _made[key] = template.workbook(of)
    return _made[key]


def collection_of(by: Actor, uid: object) -> Context:
    """A collection that the actor's organisation has been let in to. Raises NotFound."""
    found = next((one for one in collections(by) if str(one.uid) == str(uid)), None)
    if found is None:
        raise NotFound("no such collection")
    return context.of(by, found)


def collections(by: Actor) -> list[Collection]:
    """Those that the actor's organisation has been let in to, by name."""
    if not any(by.may(one) for one in READERS):
        return []
    let_in = SignUp.objects.filter(provider_id=by.organisation_id, state="approved").values("collection_id")
    return list(Collection.objects.filter(pk__in=let_in).order_by("name", "pk"))


def form_of(about: Context, id: str, version: int) -> Offered:
    """One version of a form, with what each authority that has let the provider in adds today. Raises NotFound."""
    form = next((one for one in about.forms if (one.id, one.version) == (id, version)), None)
    if form is None:
        raise NotFound("no such form")
    local = {one.code: one.local(form, about.today) for one in about.authorities.values() if one.sign_up}
    return offered.of(form, local)


def current(about: Context) -> tuple[CollectionForm, ...]:
    """The newest version of each form."""
    newest = {form.id: form for form in sorted(about.forms, key=lambda one: one.version)}
    return tuple(newest[id] for id in sorted(newest))
