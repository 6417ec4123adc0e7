"""A return as JSON, as the API takes it: `{"identity": {…}, "figures": [{…}], "words": [{…}], "rows": {"person": [{…}]}}`."""

import json
from collections.abc import Sequence
from typing import Any

from cairn.exchange.returned.found import Came, Finding, Raw, Sheet, Unreadable, shown
from cairn.exchange.returned.shape import FIGURES, WORDS, Column, Form

ROWS, COLUMNS, CELLS, PARTS = 250_000, 300, 4_000_000, 100
OBJECTS, VALUES = 1_000_000, 8_000_000
"""What is nested and what is parted by commas in the whole: each costs many times the bytes that it has in the file."""


class Twice(ValueError):
    """A name stands twice in one object."""


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise Twice
    return dict(pairs)


def read(data: bytes, form: Form) -> Came:
    """Raises Unreadable."""
    if data.count(b"{") + data.count(b"[") > OBJECTS or data.count(b",") > VALUES:
        fix = f"Send at most {ROWS:,} rows of each kind, each with the fields of the template."
        raise Unreadable(Finding("file.many", "There is far more in it than a return holds.", fix, field="file"))
    try:
        said = json.loads(data.decode("utf-8-sig"), object_pairs_hook=once)
    except Twice:
        raise Unreadable(_json("One object has a name twice.")) from None
    except (ValueError, RecursionError):
        raise Unreadable(_json("This is not JSON.")) from None
    try:
        return of(said, form)
    except RecursionError:
        raise Unreadable(_json("Its parts lie far too deep in one another.")) from None


def _json(message: str) -> Finding:
    return Finding("file.json", message, "Send one JSON object, in UTF-8.", field="file")


def _is_text(said: Any) -> bool:
    """Half of a sign can be written in JSON, and nowhere else: no database and no file takes it."""
    try:
        json.dumps(said, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def of(said: Any, form: Form) -> Came:
    """What a JSON value says. Raises Unreadable."""
    if not isinstance(said, dict):
        raise Unreadable(_json("This is no JSON object."))
    if not _is_text(said):
        raise Unreadable(_json("It holds half of a sign that has two halves."))
    identity, rows = said.get("identity"), said.get("rows", {})
    came = Came("json", {str(k): str(v) for k, v in identity.items()} if isinstance(identity, dict) else {})
    known = {"identity", FIGURES, WORDS, "rows"}
    for name in sorted(said.keys() - known)[:PARTS]:
        came.findings.append(
            Finding(
                "sheet.extra", "There is no such part.", f"Send only: {', '.join(sorted(known))}.", sheet=shown(name)
            )
        )
    parts = {name: said[name] for name in (FIGURES, WORDS) if name in said}
    if not isinstance(rows, dict):
        came.findings.append(
            Finding("sheet.form", "This is no object of lists.", 'Write "rows": {"person": [{…}]}.', sheet="rows")
        )
        rows = {}
    if len(rows) > PARTS:
        came.findings.append(_huge("rows", f"At most {PARTS} parts."))
        rows = {}
    for name, listed in {**parts, **rows}.items():
        _take(came, shown(name), listed, form.sheets.get(name, ()))
    return came


def _huge(name: str, fix: str) -> Finding:
    return Finding("sheet.huge", "There is far more in it than a return holds.", fix, sheet=name)


def _take(came: Came, name: str, listed: Any, columns: Sequence[Column]) -> None:
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        came.findings.append(Finding("sheet.form", "This is no list of objects.", "Write [{…}, {…}].", sheet=name))
        listed = []
    if len(listed) > ROWS:
        came.findings.append(_huge(name, f"At most {ROWS:,} rows."))
        listed = []
    names = [column.name for column in columns]
    more = dict.fromkeys(key for one in listed for key in one if key not in names)
    width = len(names) + len(more)
    if width > COLUMNS or width * len(listed) > CELLS:  # what one row alone has is a column of all others too
        came.findings.append(_huge(name, "Give each row the fields of the template, and no others."))
        listed, more = [], {}
    heads = [*names, *map(shown, more)]
    came.sheets[name] = Sheet(name, [list(heads), *([_raw(one.get(key)) for key in (*names, *more)] for one in listed)])


def _raw(value: Any) -> Raw:
    """A list (of answers) goes as text, as it does in a file; an object is nothing that a cell can hold."""
    if isinstance(value, list | dict):
        return json.dumps(value, separators=(",", ":"))
    return value  # type: ignore[no-any-return]
