"""Returns: which there are, what each holds, and sending one that was filled elsewhere; by the rules of the screen."""

from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.exchange.actions import returned
from cairn.exchange.returned import files, filled, form, looking, writing
from cairn.exchange.returned.found import Finding
from cairn.interfaces.api import return_shapes as shapes
from cairn.interfaces.api.routes import Call, Route
from cairn.kernel.problems import Problem, Refused
from cairn.returns import queries
from cairn.returns.history import history as happened

MOST = 50_000_000
SCOPE = "returns"


def listed(by: Actor, _: None) -> list[dict[str, Any]]:
    """Every return that the organisation gives, those that wait by closing date."""
    by.require(Permission.PREPARE_RETURNS)
    return [
        {
            "return": one.uid, "contract": one.contract_reference, "title": one.contract_title, "for": one.commissioner_name,
            "round": one.round_name, "kind": one.round_kind, "from": one.period.start.isoformat(),
            "to": one.period.end.isoformat(), "opens": one.opens_date.isoformat(), "closes": one.closes_date.isoformat(),
            "state": one.state, "submissions": one.submissions,
        }
        for one in queries.listing(by)
        if one.side == "provider"
    ]  # fmt: skip


def empty(by: Actor, _: None, answer: str) -> dict[str, Any]:
    """What the return asks for, with nothing in it."""
    by.require(Permission.PREPARE_RETURNS)
    of = form.of(by, str(answer))
    return writing.as_body(of, filled.empty(of))


def content(by: Actor, _: None, answer: str) -> dict[str, Any]:
    """The return as the records here fill it now."""
    by.require(Permission.PREPARE_RETURNS)
    of = form.of(by, str(answer))
    return writing.as_body(of, filled.of(by, of))


def checked(by: Actor, body: bytes, answer: str) -> dict[str, Any]:
    """What is wrong with a content, all at once; nothing is kept and nothing is sent."""
    return looking.looked(by, str(answer), body).as_json()


def sent(by: Actor, body: bytes, answer: str) -> dict[str, Any]:
    """Submit a content. What was sent before is kept, with its hash."""
    row = returned.receive(by=by, return_uid=str(answer), name="sent through the API", data=body, now=True).one
    told = files.view(by, row.uid)
    if told.state != "checked":
        raise Refused([_problem(one) for one in told.findings])
    made = returned.send(by=by, row=files.get(by, row.uid), now=True).one
    return {
        "return": str(answer), "number": made.number, "late": made.is_late, "sha256": made.sha256,
        "figures": told.totals["figures"], "supplied": told.totals["supplied"], "rows": told.totals["rows"],
        "people": told.totals["people"], "warnings": [one.as_json() for one in told.warnings],
    }  # fmt: skip


def versions(by: Actor, _: None, answer: str) -> list[dict[str, Any]]:
    """Every version that was sent, the first first."""
    by.require(Permission.PREPARE_RETURNS)
    return [
        {"number": one.number, "at": one.at.isoformat(), "late": one.is_late, "sha256": one.sha256}
        for one in happened(by, str(answer))
        if one.what == "submitted"
    ]


@dataclass(frozen=True, slots=True)
class Located(Problem):
    """A problem of a file, with the sheet that it stands in: refused, it says as much as looked over."""

    sheet: str = ""
    column: str = ""


def _problem(one: Finding) -> Problem:
    return Located(one.rule, one.message, one.fix, one.severity, one.field, one.row, one.cell, one.sheet, one.column)


ROUTES = (
    Route("returns", "returns", SCOPE, {"GET": Call(listed, "The returns of the organisation", list[shapes.ReturnRow])}),
    Route(
        "returns/<uuid:answer>/empty", "return_empty", SCOPE,
        {"GET": Call(empty, "What a return asks for, with nothing in it", shapes.Content)},
    ),
    Route(
        "returns/<uuid:answer>/content", "return_content", SCOPE,
        {"GET": Call(content, "A return as the records fill it now", shapes.Content)},
    ),
    Route(
        "returns/<uuid:answer>/check", "return_check", SCOPE,
        {"POST": Call(checked, "Look a content over; nothing is kept or sent", shapes.Checked, shapes.Content, (413,))},
        raw=True, most=MOST,
    ),
    Route(
        "returns/<uuid:answer>/submissions", "return_submissions", SCOPE,
        {
            "GET": Call(versions, "Every version that was sent, with its hash", list[shapes.Version]),
            "POST": Call(sent, "Submit a content", shapes.Sent, shapes.Content, (413,)),
        },
        raw=True, most=MOST,
    ),
)  # fmt: skip
