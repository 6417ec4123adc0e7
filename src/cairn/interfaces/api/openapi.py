"""The OpenAPI 3.1 document, made from the routes and the shapes they name."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from cairn.interfaces.api.routes import JSON, VERSION, Call, Route
from cairn.interfaces.api.shapes import Refusal

ALWAYS = (400, 401, 404, 405, 429)
WORDS = {
    400: "Refused: what is wrong, all at once",
    401: "No key, or one that opens nothing",
    404: "Not there, or not for this key",
    405: "Not asked so",
    413: "More than is taken in at once",
    429: "Too much in a short time; see Retry-After",
}
_REF = "#/components/schemas/{model}"
_WORD = re.compile(r"<(?:\w+:)?(\w+)>")


def document(routes: tuple[Route, ...]) -> dict[str, Any]:
    """Everything that the API offers, in JSON values."""
    schemas: dict[str, Any] = {}
    paths = {f"/api/{VERSION}/" + _WORD.sub(r"{\1}", one.path): _path(one, schemas) for one in routes}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Cairn",
            "version": VERSION,
            "description": "Scales and their scores, returns, and forms of collections. A manager of an organisation makes a key "
            "under its settings.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"key": []}],
    }


def _path(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    words = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _WORD.findall(route.path)
    ]
    calls = {method.lower(): _call(route, call, schemas) for method, call in route.calls.items()}
    return {**({"parameters": words} if words else {}), **calls}


def _call(route: Route, call: Call, schemas: dict[str, Any]) -> dict[str, Any]:
    wrong = {str(s): _content(WORDS[s], Refusal, schemas) for s in sorted({*ALWAYS, *call.refuses})}
    told = {
        "operationId": f"{route.name}_{call.answer.__name__}",
        "summary": call.words,
        "description": f"For keys made for: {route.scope}.",
        "responses": {"200": _content("The answer", call.gives, schemas, (call.gives_as,)), **wrong},
    }
    if call.takes is not None:
        told["requestBody"] = {"required": True, **_json(call.takes, schemas, call.takes_as)}
    return told


def _content(words: str, shape: Any, schemas: dict[str, Any], types: Sequence[str] = (JSON,)) -> dict[str, Any]:
    return {"description": words, **_json(shape, schemas, types)}


def _json(shape: Any, schemas: dict[str, Any], types: Sequence[str] = (JSON,)) -> dict[str, Any]:
    """The schema of a shape, its named parts put among the rest; what is no JSON is a string of its own kind."""
    found = dict(_schema(shape))
    schemas.update(found.pop("$defs", {}))
    if "title" in found and found.get("type") == "object":
        schemas[found["title"]] = found
        found = {"$ref": _REF.format(model=found["title"])}
    return {"content": {each: {"schema": found if each == JSON else {"type": "string"}} for each in types}}


@cache
def _schema(shape: Any) -> dict[str, Any]:
    return TypeAdapter(shape).json_schema(mode="serialization", ref_template=_REF)
