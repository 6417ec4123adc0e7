"""Forms of collections: what may be sent, what it looks like, and sending it; by the rules of the screen and of files."""

import hashlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.http import HttpResponse

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.collection.models import FormSubmission
from cairn.collection.routing import asked_words
from cairn.exchange.actions import forms as deeds
from cairn.exchange.forms import bodies, files, guide, published
from cairn.exchange.forms.context import Context
from cairn.exchange.forms.found import Group
from cairn.exchange.forms.offered import Offered
from cairn.exchange.forms.passing import look
from cairn.interfaces.api import collection_shapes as shapes
from cairn.interfaces.api.routes import JSON, Call, Route
from cairn.kernel.problems import Problem, Refused

SCOPE, MOST, MOST_LOOKED_AT = "collection", 50_000_000, 5_000_000
LONGEST_KEY = 80
ANY = "application/octet-stream"  # of its own type each
PLACES = 1_000  # of one kind of finding
BODIES = (JSON, "application/xml", "text/csv", published.XLSX)
COUNTS = ("received", "good", "to_confirm", "rejected", "taken", "replaced", "same")


def listed(by: Actor, _: None) -> list[dict[str, Any]]:
    """The collections that the organisation has been let in to, by name."""
    by.require(Permission.PREPARE_RETURNS)
    return [_collection(published.collection_of(by, one.uid)) for one in published.collections(by)]


def _collection(about: Context) -> dict[str, Any]:
    row = about.collection
    return {
        "collection": str(row.uid), "name": row.name, "programme": row.programme,
        "authorities": [{"code": one.code, "name": one.name} for one in about.authorities.values() if one.sign_up],
        "years": [
            {
                "label": one.label, "from": one.start_date.isoformat(), "to": one.end_date.isoformat(),
                "due": one.due_date.isoformat(), "new_until": one.new_until.isoformat(),
                "edit_until": one.edit_until.isoformat(),
            }
            for one in about.years
        ],
        "forms": [
            {
                "form": one.id, "version": one.version, "label": one.label, "date_column": one.date_column,
                "from": one.from_date or "", "to": one.to_date or "",
            }
            for one in about.forms
        ],
    }  # fmt: skip


def _offered(by: Actor, collection: object, form: str, number: int) -> Offered:
    by.require(Permission.PREPARE_RETURNS)
    return published.form_of(published.collection_of(by, collection), form, number)


def spec(by: Actor, _: None, collection: str, form: str, number: int) -> dict[str, Any]:
    """One version of a form: its columns, its rules, and the files there are of it."""
    of = _offered(by, collection, form, number)
    return {
        "form": form, "version": number, "label": of.form.label, "sha256": of.stamp,
        "columns": [
            {
                "name": one.name, "label": one.label, "kind": one.kind, "written": guide.written(one),
                "asked": asked_words(one, str), "needed": one.needed, "local": one.is_local,
                "choices": {choice.code: choice.label for choice in one.choices},
            }
            for one in of.columns
        ],
        "rules": [
            {
                "key": f"{one.id}:{one.field}", "severity": one.severity, "column": one.field, "message": one.message,
                "fix": one.fix,
            }
            for one in of.rules
        ],
        "only_on_receipt": list(guide.ONLY_UPLOAD), "files": list(published.PARTS),
    }  # fmt: skip


def part(by: Actor, _: None, collection: str, form: str, number: int, part: str) -> HttpResponse:
    """One file of the specification."""
    found = published.PARTS.get(part)
    if found is None:
        raise NotFound("no such file")
    return HttpResponse(found.make(_offered(by, collection, form, number)), content_type=found.type)


def checked(by: Actor, body: bytes, collection: str) -> dict[str, Any]:
    """What is wrong with a body, all at once; nothing of it is kept and nothing is taken."""
    by.require(Permission.PREPARE_RETURNS)
    about = published.collection_of(by, collection)
    seen = look(by, about, BytesIO(body), len(body), lambda share, forms: None)
    if seen.rejects:
        seen.rejects.close()
    counts = {"received": seen.counts.received, "good": seen.counts.good, "to_confirm": seen.counts.to_confirm,
              "rejected": seen.counts.rejected}  # fmt: skip
    kind = bodies.kind_of(body[:64])
    return {
        "form": seen.form, "version": seen.version, "counts": _counts(counts),
        "findings": [_finding(kind, group) for group in seen.findings.groups()],
    }  # fmt: skip


def _finding(kind: str, group: Group) -> dict[str, Any]:
    one = group.kind
    return {
        "key": one.key, "grade": one.grade, "rule": one.rule, "column": one.column, "message": one.message, "fix": one.fix,
        "count": group.count, "places": [{"row": row, "at": _at(kind, group, row)} for row in group.rows[:PLACES]],
    }  # fmt: skip


def _at(kind: str, group: Group, row: int) -> str:
    if kind:
        return bodies.pointer(kind, row, group.kind.column)
    return f"{group.kind.letter}{row}"


def _counts(told: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(told.get(name, 0)) for name in COUNTS}


def sent(by: Actor, body: bytes, collection: str, key: str) -> dict[str, Any]:
    """Send a body under a key of the sender's own. Where nothing is wrong with it, it is taken; else it waits. Sent again under
    its key, the same answer comes back, and nothing is taken twice."""
    by.require(Permission.PREPARE_RETURNS)
    about = published.collection_of(by, collection)
    if len(key) > LONGEST_KEY:
        raise Refused([Problem("forms.key", "This key is too long.", f"Use at most {LONGEST_KEY} characters.")])
    row = deeds.receive(
        by=by, collection_uid=str(about.collection.uid), name=f"{key}.{bodies.kind_of(body[:64]) or 'file'}",
        file=BytesIO(body), way="api", key=key,
    ).one  # fmt: skip
    if row.upload is None or row.upload.sha256 != hashlib.sha256(body).hexdigest():
        message = "Something else was sent under this key."
        raise Refused([Problem("forms.key_used", message, "Send what has changed under a key of its own.")])
    if files.view(by, row.uid).state == "stopped":
        row = deeds.go_on(by=by, row=row).one
    if row.state == "checked" and not row.findings:
        row = _agreed(by, row)
    return _told(by, row)


def _agreed(by: Actor, row: FormSubmission, **choices: Any) -> FormSubmission:
    """Agreed to; or, where the same was asked at the same moment, how it stands by that."""
    try:
        return deeds.agree(by=by, row=row, **choices).one
    except Refused as refused:
        fresh = files.get(by, row.uid)
        if {one.rule for one in refused.problems} == {"forms.moved_on"} and fresh.state in ("taking", "taken"):
            return fresh
        raise


def _there(by: Actor, collection: object, key: str) -> FormSubmission:
    by.require(Permission.PREPARE_RETURNS)
    about = published.collection_of(by, collection)
    rows = files.visible_to(by).filter(collection=about.collection, key=key, way="api")
    found: FormSubmission | None = rows.select_related("upload", "rejects", "collection").first()
    if found is None:
        raise NotFound("nothing was sent under this key")
    return found


def one(by: Actor, _: None, collection: str, key: str) -> dict[str, Any]:
    """How a body stands; once it is taken, its receipt."""
    return _told(by, _there(by, collection, key))


def taken(by: Actor, body: Any, collection: str, key: str) -> dict[str, Any]:
    """Take a body that was checked, or the good forms of it. One that is taken already stays as it is."""
    row = _there(by, collection, key)
    said = body if isinstance(body, dict) else {}
    confirmed, good = said.get("confirmed", []), said.get("good_forms", False)
    if not (isinstance(body, dict) and _is_list(confirmed) and isinstance(good, bool) and not set(said) - _CHOICES):
        fix = 'Send {"confirmed": [keys of findings], "good_forms": true or false}.'
        raise Refused([Problem("forms.choice", "It is not said what is to be taken.", fix)])
    if row.state not in ("taking", "taken"):
        row = _agreed(by, row, confirmed=confirmed, good_rows=good)
    return _told(by, row)


_CHOICES = {"confirmed", "good_forms"}


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _told(by: Actor, row: FormSubmission) -> dict[str, Any]:
    seen = files.view(by, row.uid)
    kind = (seen.name.rpartition(".")[2] if seen.name else "").removesuffix("file")
    receipt = None
    if row.number:
        at = seen.row.ended_at.isoformat() if seen.row.ended_at else ""
        receipt = {"number": seen.row.number, "at": at, "sha256": seen.row.sha256}
    return {
        "key": seen.row.key, "submission": seen.uid, "state": seen.state, "form": seen.row.form,
        "version": seen.row.form_version, "done": round(seen.share, 3), "counts": _counts(seen.counts),
        "findings": [_finding(kind, group) for group in seen.groups], "receipt": receipt,
    }  # fmt: skip


_ONE = "collections/<uuid:collection>/"
_FORM = _ONE + "forms/<slug:form>/<int:number>"
ROUTES = (
    Route(
        "collections", "collections", SCOPE,
        {"GET": Call(listed, "The collections that forms may be sent to", list[shapes.CollectionRow])},
    ),
    Route(_FORM, "collection_form", SCOPE, {"GET": Call(spec, "One version of a form: columns and rules", shapes.FormSpec)}),
    Route(
        _FORM + "/<str:part>", "collection_form_part", SCOPE,
        {"GET": Call(part, "One file of it: " + ", ".join(published.PARTS), shapes.Anything, gives_as=ANY)},
    ),
    Route(
        _ONE + "check", "collection_check", SCOPE,
        {"POST": Call(checked, "Look a body over; nothing is kept or taken", shapes.Looked, shapes.Forms, (413,), BODIES)},
        raw=True, most=MOST_LOOKED_AT,
    ),
    Route(
        _ONE + "files/<slug:key>", "collection_file", SCOPE,
        {
            "GET": Call(one, "How a body stands, and its receipt", shapes.Submission),
            "POST": Call(sent, "Send a body under a key of your own", shapes.Submission, shapes.Forms, (413,), BODIES),
        },
        raw=True, most=MOST,
    ),
    Route(
        _ONE + "files/<slug:key>/take", "collection_take", SCOPE,
        {"POST": Call(taken, "Take a body that was checked, or the good forms of it", shapes.Submission, shapes.Choice)},
    ),
)  # fmt: skip
