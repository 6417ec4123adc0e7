"""The scales, and scoring: the same JSON as `cairn scales` and `cairn score`."""

import dataclasses
from functools import cache
from typing import Any

from cairn.access.actors import Actor
from cairn.access.queries import NotFound
from cairn.definitions import registry
from cairn.definitions.registry import NotDefined
from cairn.definitions.shapes.scale import Scale
from cairn.exchange.fhir import writing
from cairn.interfaces.api import shapes
from cairn.interfaces.api.routes import Call, Route
from cairn.kernel import clock
from cairn.kernel.problems import Problem, Refused
from cairn.scales import local
from cairn.scales.queries import Asked, asked, usable
from cairn.scales.scoring.entries import Find, refusal, told

MOST = 10_000


def listed(by: Actor, _: None) -> list[dict[str, Any]]:
    """Every scale that the organisation may choose from, its own among them."""
    may = {scale.id for scale in usable(by, clock.today())}
    return [_row(scale, scale.id in may) for scale in local.offered(by)]


def one(by: Actor, _: None, scale: str) -> dict[str, Any]:
    """One scale whole, in the organisation's own words where it may use them."""
    try:
        found = asked(by, scale, clock.today())
    except NotDefined as error:
        raise NotFound("no such scale") from error
    if found.locked and local.is_own(scale):
        raise NotFound("no such scale")
    return dataclasses.asdict(registry.get("scale", scale) if found.locked else found.scale)


def questionnaire(by: Actor, _: None, scale: str) -> dict[str, Any]:
    """One scale as a FHIR R4 Questionnaire; wording that may not be passed on is not."""
    try:
        found = registry.get("scale", scale)
    except NotDefined as error:
        raise NotFound("no such scale") from error
    if local.is_own(scale) and not local.versions(by, scale):
        raise NotFound("no such scale")
    return writing.questionnaire(found)


def scored(by: Actor, body: Any) -> dict[str, Any] | list[dict[str, Any]]:
    """One score, or one for each of a list; of a list, a refusal stands in the place of its score."""
    find = _finder(by)
    if not isinstance(body, list):
        return told(body, find)
    if len(body) > MOST:
        fix = f"Send at most {MOST:,} at once."
        raise Refused([Problem("api.too_many_entries", f"These are {len(body):,} sets of answers.", fix)])
    return [_told(entry, find, place) for place, entry in enumerate(body, start=1)]


def _told(entry: Any, find: Find, place: int) -> dict[str, Any]:
    try:
        return told(entry, find)
    except Refused as error:
        return refusal(error.problems, line=place)


def _finder(by: Actor) -> Find:
    """Scales as the organisation asks them, with the tables that it loaded. Each is looked for once, and of its own scales
    all are asked for at once: a list of thousands that are nobody's costs one question."""
    known: dict[tuple[str, int | None], Asked] = {}

    @cache
    def mine() -> frozenset[tuple[str, int | None]]:
        return local.known(by)

    def find(id: str, version: int | None) -> Scale:
        if local.is_own(id) and (id, version) not in mine():
            raise NotDefined(id)
        if (id, version) not in known:
            known[id, version] = asked(by, id, clock.today(), version=version)
        found = known[id, version]
        if found.locked and local.is_own(id):
            raise Refused([found.locked])
        return found.scale

    return find


def _row(scale: Scale, is_usable: bool) -> dict[str, Any]:
    return {
        "id": scale.id, "version": scale.version, "label": scale.label, "short_label": scale.short_label,
        "items": len(scale.items), "headline": scale.headline, "sure": scale.sure,
        "own": local.is_own(scale.id), "usable": is_usable,
    }  # fmt: skip


ROUTES = (
    Route("scales", "scales", "scales", {"GET": Call(listed, "The scales there are", list[shapes.ScaleRow])}),
    Route(
        "scales/<slug:scale>",
        "scale",
        "scales",
        {"GET": Call(one, "One scale, whole: items, rule, bands, sources", Scale)},
    ),
    Route(
        "fhir/Questionnaire/<slug:scale>",
        "fhir_questionnaire",
        "scales",
        {"GET": Call(questionnaire, "One scale as a FHIR R4 Questionnaire", dict[str, Any])},
    ),
    Route(
        "score",
        "score",
        "scales",
        {
            "POST": Call(
                scored,
                "Score one set of answers, or a list of up to 10,000",
                shapes.Score | list[shapes.Score | shapes.Refusal],
                takes=shapes.Entry | list[shapes.Entry],
                refuses=(413,),
            )
        },
    ),
)
