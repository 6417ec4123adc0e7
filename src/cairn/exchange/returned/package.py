"""A data package as it came: a zip with `datapackage.json` and a CSV for each sheet.

Built to Data Package and Table Schema of Frictionless Data, versions 1 and 2 as far as both agree: `resources`, each with `name`,
a `path` inside the package (POSIX, neither absolute nor with `..`), `encoding`, `dialect.delimiter` and `schema.fields`.
"""

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from cairn.exchange import tables
from cairn.exchange.returned.found import Came, Finding, Raw, Sheet, Unreadable, shown
from cairn.exchange.returned.opening_book import PACKING

DESCRIPTOR = "datapackage.json"
UNPACKED = 120 * 1024 * 1024
PARTS, ROWS, COLUMNS, CELLS = 100, 250_001, 300, 8_000_000
LONGEST_ROW = 2_000_000
LONGEST_DESCRIPTOR = 2 * 1024 * 1024
_NOISE = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$)")


def wrong(rule: str, message: str, fix: str, **where: Any) -> Unreadable:
    return Unreadable(Finding(rule, message, fix, **where))


class Archive:
    """The files of the zip, with one allowance for all that they unpack to, and one for all their cells."""

    def __init__(self, data: bytes) -> None:
        self.left, self.cells = UNPACKED, CELLS
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
            listed = [one for one in self.zip.infolist() if not one.is_dir() and not _NOISE.search(one.filename)]
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise _cut() from None
        if len(listed) > PARTS:
            raise _burst()
        if any(one.flag_bits & 1 for one in listed):
            raise wrong("file.locked", "The file is locked with a password.", "Pack it without one.", field="file")
        if any(one.compress_type not in PACKING for one in listed):
            raise wrong(
                "file.packing", "The file is packed in an unusual way.", "Pack it as an ordinary zip.", field="file"
            )
        self.names = [one.filename for one in listed]
        if bad := [name for name in self.names if not is_inside(name)]:
            message = f"{len(bad)} of the files in the zip would lie outside it."
            raise wrong(
                "package.outside",
                message,
                "Pack files by their own names, without .. or a leading slash.",
                field="file",
            )

    def read(self, name: str) -> bytes:
        found = io.BytesIO()
        try:
            with self.zip.open(name) as part:
                while piece := part.read(1 << 16):
                    self.left -= len(piece)
                    if self.left < 0:
                        raise _burst()
                    found.write(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
            raise _cut() from None
        return found.getvalue()


def _cut() -> Unreadable:
    return wrong("file.cut", "The file is damaged or cut off.", "Send it again whole, or pack it again.", field="file")


def _burst() -> Unreadable:
    fix = "Send only the files of this return."
    return wrong("file.burst", "The file unpacks into far more than a return holds.", fix, field="file")


def is_inside(path: str) -> bool:
    """Whether a path stays in the package: no absolute one, no address, no way up."""
    parts = path.split("/")
    return not (path.startswith(("/", "~")) or "\\" in path or ":" in path or ".." in parts or "" in parts)


def read(data: bytes) -> Came:
    """Raises Unreadable."""
    archive = Archive(data)
    if DESCRIPTOR not in archive.names:
        fix = "Put it at the top of the zip, beside the CSV files, not in a folder."
        raise wrong("package.descriptor", f"There is no {DESCRIPTOR} in the zip.", fix, sheet=DESCRIPTOR)
    said = described(archive.read(DESCRIPTOR))
    identity = said.get("cairn")
    pairs = identity.items() if isinstance(identity, dict) else ()
    came = Came("package", {str(key): str(value) for key, value in pairs})
    named: set[str] = {DESCRIPTOR}
    for place, resource in enumerate(said["resources"]):
        path = _path(came, resource, place, archive.names, named)
        if path:
            named.add(path)
            _sheet(came, resource, archive, path)
    for name in archive.names:
        if name not in named:
            fix = f"Name it in {DESCRIPTOR}, or leave it out."
            came.findings.append(Finding("package.extra", "This file is named by nothing.", fix, sheet=shown(name)))
    return came


def described(data: bytes) -> dict[str, Any]:
    """The descriptor, with its resources as a list."""
    if len(data) > LONGEST_DESCRIPTOR:
        raise wrong("package.long", f"{DESCRIPTOR} is far too long.", "Describe each file once.", sheet=DESCRIPTOR)
    try:
        said = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        fix = "Write one JSON object in UTF-8."
        raise wrong("package.json", f"{DESCRIPTOR} is not JSON.", fix, sheet=DESCRIPTOR) from None
    if not isinstance(said, dict) or not isinstance(said.get("resources"), list):
        fix = "Write `resources`: a list with an object for each CSV file."
        raise wrong("package.resources", f"{DESCRIPTOR} names no files.", fix, sheet=DESCRIPTOR, field="resources")
    if len(said["resources"]) > PARTS:
        fix = "Describe each file once."
        raise wrong("package.long", f"{DESCRIPTOR} names more than {PARTS} files.", fix, sheet=DESCRIPTOR)
    return said


def _path(came: Came, resource: Any, place: int, names: list[str], named: set[str]) -> str:
    """The file of a resource; "" where it has none that may be read, with why."""
    where: dict[str, Any] = {"sheet": DESCRIPTOR, "field": f"resources[{place}].path"}

    def problem(rule: str, message: str, fix: str) -> str:
        came.findings.append(Finding(rule, message, fix, **where))
        return ""

    if not isinstance(resource, dict) or not isinstance(resource.get("name"), str):
        return problem("package.resource", "This is no description of a file.", "Give `name` and `path`.")
    path = resource.get("path")
    path = path[0] if isinstance(path, list) and len(path) == 1 else path
    if "data" in resource or not isinstance(path, str):
        return problem("package.path", "This names no one file.", "Put the rows into one CSV file and give its `path`.")
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path):
        return problem("package.url", "This is an address, not a file of the package.", "Put the file into the zip.")
    if not is_inside(path):
        return problem("package.outside", "This path leads out of the package.", "Write the file’s own name.")
    if path not in names:
        return problem("package.absent", "The zip has no such file.", "Put it into the zip, or write its right name.")
    if path in named:
        return problem("package.twice", "This file is named already.", "Name each file once.")
    return path


def _sheet(came: Came, resource: dict[str, Any], archive: Archive, path: str) -> None:
    name = shown(resource["name"])
    if name in came.sheets:
        came.findings.append(Finding("sheet.twice", "Two files have this name.", "Take one out.", sheet=name))
        return
    came.findings += _dialect(resource, name)
    data = archive.read(path)
    sheet = Sheet(name, [])
    try:
        sheet.rows = list(lines(archive, data, name))
    except Unreadable as error:
        came.findings += error.findings
        came.unread.add(name)
        return
    came.sheets[name] = sheet
    came.findings += _schema(resource, sheet)


def _dialect(resource: dict[str, Any], name: str) -> Iterator[Finding]:
    encoding, dialect = resource.get("encoding", "utf-8"), resource.get("dialect")
    if str(encoding).casefold().replace("_", "-") not in ("utf-8", "utf8"):
        yield Finding(
            "csv.encoding", "It says that it is not in UTF-8.", "Save it in UTF-8.", sheet=name, field="encoding"
        )
    if isinstance(dialect, dict) and dialect.get("delimiter", ",") != ",":
        yield Finding(
            "csv.separator",
            "It says that no comma parts its columns.",
            "Part columns by commas.",
            sheet=name,
            field="dialect.delimiter",
        )


def _schema(resource: dict[str, Any], sheet: Sheet) -> Iterator[Finding]:
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if isinstance(fields, list) and sheet.rows:
        said = [one.get("name") if isinstance(one, dict) else None for one in fields]
        if said != sheet.rows[0]:
            fix = "Name the columns in both in the same order."
            yield Finding(
                "package.schema",
                "Its headings are not those that its schema describes.",
                fix,
                sheet=sheet.name,
                row=1,
                cell="A1",
                field="schema.fields",
            )


def lines(archive: Archive, data: bytes, name: str) -> Iterator[list[Raw]]:
    """The lines of a CSV in UTF-8, parted by commas. Raises Unreadable where it is something else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _encoding(name, 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _encoding(name, data.count(b"\n", 0, error.start) + 1) from None
    if "\x00" in text:
        raise _encoding(name, text.count("\n", 0, text.index("\x00")) + 1)
    head = text.partition("\n")[0]
    if "," not in head and any(sign in head for sign in ";\t|"):
        fix = "Save it with commas between columns, and full stops before decimals."
        raise wrong(
            "csv.separator", "Its columns are not parted by commas.", fix, sheet=name, row=1, column="A", cell="A1"
        )
    del text
    yield from _parsed(archive, data, name)


def _encoding(name: str, line: int) -> Unreadable:
    fix = "Save it as CSV in UTF-8."
    return wrong("csv.encoding", "It is not in UTF-8.", fix, sheet=name, row=line, column="A", cell=f"A{line}")


class _TooLong(Exception):
    """A row that would fill the memory before anybody could count its cells."""


class _Feed:
    """The lines of a text as the reader of CSV takes them, of which one row may take several."""

    def __init__(self, data: bytes) -> None:
        self.lines = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", newline="")
        self.taken = 0

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = self.lines.readline(LONGEST_ROW + 1)
        self.taken += len(line)
        if self.taken > LONGEST_ROW:
            raise _TooLong
        if not line:
            raise StopIteration
        return line


def _parsed(archive: Archive, data: bytes, name: str) -> Iterator[list[Raw]]:
    number, feed = 0, _Feed(data)
    try:
        for number, line in enumerate(csv.reader(feed, strict=True), start=1):
            feed.taken = 0
            archive.cells -= len(line)
            if number > ROWS or len(line) > COLUMNS or archive.cells < 0:
                raise _huge(name, number)
            yield [tables.as_read(value) if value[:1] == "'" else value for value in line]
    except _TooLong:
        raise _huge(name, number + 1) from None
    except csv.Error:
        fix = 'Look for a quotation mark (") that opens a cell and never closes it.'
        row = number + 1
        raise wrong(
            "csv.quotes", "From here on its columns cannot be told apart.", fix, sheet=name, row=row, cell=f"A{row}"
        ) from None


def _huge(name: str, row: int) -> Unreadable:
    fix = f"Send at most {ROWS - 1:,} rows, each with the columns of the template."
    return wrong("sheet.huge", "There is far more in it than a return holds.", fix, sheet=name, row=row)
