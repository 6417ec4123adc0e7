"""Cases of a file that is wrong as a file: cut off, made to burst, in another encoding, leading out of itself."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

from cairn.exchange.returned.corpus.cases import Wanted, spoilt
from cairn.exchange.returned.corpus.draft import Draft, package, parts, patched, text, workbook, zipped

_SHEET = "xl/worksheets/sheet1.xml"
_MILLION = b" " * 1_000_000


def _described(draft: Draft, change: Callable[[dict[str, Any]], None]) -> bytes:
    files = parts(draft)
    said = json.loads(files["datapackage.json"])
    change(said)
    return zipped({**files, "datapackage.json": json.dumps(said).encode()})


def _path(path: Any) -> Callable[[dict[str, Any]], None]:
    def change(said: dict[str, Any]) -> None:
        said["resources"][0]["path"] = path

    return change


_FIRST = "datapackage.json"
for _name, _what, _to, _rule in (
    ("path-up", "A path that leads out of the package", "../figures.csv", "package.outside"),
    ("path-absolute", "An absolute path", "/etc/passwd", "package.outside"),
    ("path-windows", "A path with a drive", "C:\\figures.csv", "package.url"),
    ("path-url", "An address instead of a file", "https://example.org/figures.csv", "package.url"),
    ("path-file-url", "An address of a file of ours", "file:///etc/passwd", "package.url"),
    ("path-absent", "A file that is not in the zip", "numbers.csv", "package.absent"),
    ("path-many", "Several files as one table", ["figures.csv", "words.csv"], "package.path"),
):

    @spoilt("package", _name, _what, Wanted(_rule, _FIRST))
    def _spoil(draft: Draft, to: Any = _to) -> bytes:
        return _described(draft, _path(to))


@spoilt("package", "inline-data", "Rows inside the description", Wanted("package.path", _FIRST))
def _inline(draft: Draft) -> bytes:
    return _described(draft, lambda said: said["resources"][0].update(data=[[1]]))


@spoilt("package", "no-resources", "A description that names no files", Wanted("package.resources", _FIRST))
def _nothing(draft: Draft) -> bytes:
    return _described(draft, lambda said: said.pop("resources"))


@spoilt("package", "no-description", "No datapackage.json", Wanted("package.descriptor", _FIRST))
def _no_description(draft: Draft) -> bytes:
    return zipped({name: data for name, data in parts(draft).items() if name != _FIRST})


@spoilt("package", "description-no-json", "A description that is not JSON", Wanted("package.json", _FIRST))
def _no_json(draft: Draft) -> bytes:
    return zipped({**parts(draft), _FIRST: b"resources: []"})


@spoilt("package", "file-unnamed", "A file that nothing names", Wanted("package.extra", "names.csv"))
def _unnamed(draft: Draft) -> bytes:
    return zipped({**parts(draft), "names.csv": b"name\r\nSomebody\r\n"})


@spoilt("package", "schema-differs", "A schema with other columns", Wanted("package.schema", "figures", "A1"))
def _schema(draft: Draft) -> bytes:
    return _described(draft, lambda said: said["resources"][0].update(schema={"fields": [{"name": "value"}]}))


@spoilt("package", "zip-leads-out", "A zip whose files would lie outside it", Wanted("package.outside"))
def _slip(draft: Draft) -> bytes:
    return zipped({**parts(draft), "../../outside.csv": b"x\r\n"})


@spoilt("package", "semicolons", "Columns parted by semicolons", Wanted("csv.separator", "figures", "A1"))
def _semicolons(draft: Draft) -> bytes:
    return zipped({**parts(draft), "figures.csv": text(draft.sheets["figures"], ";")})


@spoilt("package", "tabs", "Columns parted by tabs", Wanted("csv.separator", "person", "A1"))
def _tabs(draft: Draft) -> bytes:
    return zipped({**parts(draft), "person.csv": text(draft.sheets["person"], "\t")})


@spoilt("package", "dialect", "A description of another separator", Wanted("csv.separator", "figures"))
def _dialect(draft: Draft) -> bytes:
    return _described(draft, lambda said: said["resources"][0].update(dialect={"delimiter": ";"}))


@spoilt("package", "encoding-windows", "A file in Windows-1252", Wanted("csv.encoding", "words", "A2"))
def _windows(draft: Draft) -> bytes:
    draft.put("words", "E2", "The café was open.")
    return zipped({**parts(draft), "words.csv": text(draft.sheets["words"]).decode().encode("cp1252")})


@spoilt("package", "encoding-utf16", "A file in UTF-16", Wanted("csv.encoding", "words", "A1"))
def _utf16(draft: Draft) -> bytes:
    return zipped({**parts(draft), "words.csv": text(draft.sheets["words"]).decode().encode("utf-16")})


@spoilt("package", "quote-open", "A quotation mark that never closes", Wanted("csv.quotes", "words"))
def _quote(draft: Draft) -> bytes:
    return zipped({**parts(draft), "words.csv": text(draft.sheets["words"]) + b'"never closed'})


@spoilt("package", "cut-off", "A zip that is cut off", Wanted("file.cut"))
def _cut(draft: Draft) -> bytes:
    return package(draft)[:-900]


@spoilt("workbook", "cut-off-workbook", "A workbook that is cut off", Wanted("file.cut"))
def _cut_book(draft: Draft) -> bytes:
    return workbook(draft)[:-900]


@spoilt("workbook", "no-workbook", "A page that calls itself a workbook", Wanted("file.kind"))
def _page(draft: Draft) -> bytes:
    return b"<html><table><tr><td>measure</td></tr></table></html>"


@spoilt("workbook", "empty-file", "A file without a byte", Wanted("file.empty"))
def _empty(draft: Draft) -> bytes:
    return b""


@spoilt("workbook", "not-well-formed", "A part that is not well formed", Wanted("file.xml"))
def _form(draft: Draft) -> bytes:
    return patched(workbook(draft), _SHEET, lambda part: part[: len(part) // 2])


@spoilt("workbook", "entity", "An entity that reads a file of the machine", Wanted("file.doctype"))
def _entity(draft: Draft) -> bytes:
    hostile = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return patched(workbook(draft), _SHEET, lambda part: part.replace(b"<worksheet", hostile + b"<worksheet", 1))


@spoilt("workbook", "entities-that-grow", "Entities that grow into gigabytes", Wanted("file.doctype"))
def _laughs(draft: Draft) -> bytes:
    grown = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    hostile = f'<!DOCTYPE x [<!ENTITY a0 "ha">{grown}]>'.encode()
    return patched(workbook(draft), "xl/sharedStrings.xml", lambda part: part.replace(b"<sst", hostile + b"<sst", 1))


@spoilt("workbook", "macros", "A workbook with macros", Wanted("file.macros"))
def _macros(draft: Draft) -> bytes:
    out = io.BytesIO(workbook(draft))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0" * 100)
    return out.getvalue()


@spoilt("workbook", "far-away-row", "A cell in the last row that there is", Wanted("file.burst"))
def _far_row(draft: Draft) -> bytes:
    far = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    return patched(workbook(draft), _SHEET, lambda part: part.replace(b"</sheetData>", far, 1))


@spoilt("workbook", "far-away-column", "A cell in the last column that there is", Wanted("file.burst"))
def _far_column(draft: Draft) -> bytes:
    return patched(workbook(draft), _SHEET, lambda part: re.sub(rb'r="H2"', b'r="XFD2"', part, count=1))


@spoilt("workbook", "bomb", "A part that unpacks into hundreds of megabytes", Wanted("file.burst"))
def _bomb(draft: Draft) -> bytes:
    return _grown(workbook(draft), _SHEET, b"</worksheet>")


@spoilt("package", "bomb-package", "A file that unpacks into hundreds of megabytes", Wanted("file.burst"))
def _bomb_package(draft: Draft) -> bytes:
    return _grown(package(draft), "person.csv", b"")


def _grown(data: bytes, name: str, tail: bytes) -> bytes:
    """A zip one part of which has 130 MB of blanks before its tail."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for one in good.namelist():
            whole = good.read(one)
            info = zipfile.ZipInfo(one)
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w") as part:
                part.write(whole.removesuffix(tail) if one == name else whole)
                for _ in range(130 if one == name else 0):
                    part.write(_MILLION)
                part.write(tail if one == name else b"")
    return out.getvalue()


@spoilt("json", "no-json", "Something that is not JSON", Wanted("file.json"))
def _not_json(draft: Draft) -> bytes:
    return b'{"identity": {'


@spoilt("json", "name-twice", "An object with a name twice", Wanted("file.json"))
def _name_twice(draft: Draft) -> bytes:
    return b'{"identity": {}, "identity": {}}'


@spoilt("json", "no-list", "Figures that are no list", Wanted("sheet.form", "figures"))
def _no_list(draft: Draft) -> bytes:
    return json.dumps({"identity": draft.identity, "figures": {"people_supported": 12}}).encode()
