"""Small files that would be large: each is refused before it fills the memory, and what it calls its parts can be kept."""

import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from cairn.exchange.returned import body, checking, example, files, looking, package
from cairn.exchange.returned.corpus import draft as drafts
from cairn.exchange.returned.found import Finding, Unreadable

FORM = example.form()
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def found_in(data: bytes) -> tuple[Finding, ...]:
    """What is wrong with a file, of which nothing is taken."""
    try:
        checked = checking.check(looking.read(data, FORM), FORM)
    except Unreadable as error:
        return error.findings
    assert checked.content is None
    return checked.findings


def rules_of(data: bytes) -> set[str]:
    return {one.rule for one in found_in(data) if one.severity == "error"}


def in_json(change: Callable[[dict[str, Any]], Any]) -> bytes:
    said = json.loads(drafts.body(drafts.good()))
    change(said)
    return json.dumps(said).encode()


def in_package(change: Callable[[dict[str, Any], dict[str, bytes]], Any]) -> bytes:
    parts = drafts.parts(drafts.good())
    told = json.loads(parts["datapackage.json"])
    change(told, parts)
    return drafts.zipped({**parts, "datapackage.json": json.dumps(told).encode()})


def book(sheets: dict[str, str], strings: str = "", parts: list[str] | None = None) -> bytes:
    """A workbook of sheets as XML; `parts`: in which sheet each really lies."""
    names = list(sheets)
    of = parts or names
    listed = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(names))
    links = "".join(f'<Relationship Id="r{at}" Target="worksheets/{of[at]}.xml"/>' for at in range(len(names)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'
        )
        made.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
        made.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}"><si><t>{strings}</t></si></sst>')
        for name, cells in sheets.items():
            made.writestr(
                f"xl/worksheets/{name}.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
            )
    return out.getvalue()


WIDE = {
    "as many columns as rows": lambda said: said.update(figures=[{f"k{at}": 1} for at in range(400)]),
    "more cells than a file holds": lambda said: said["rows"].update(
        person=[{f"k{at % 280}": 1} for at in range(16_000)]
    ),
    "more parts than a return has": lambda said: said["rows"].update({f"p{at}": [{}] for at in range(200)}),
}


@pytest.mark.parametrize("name", WIDE)
def test_json_that_would_be_a_wide_table_is_not_laid_out(name: str) -> None:
    tracemalloc.start()
    assert "sheet.huge" in rules_of(in_json(WIDE[name]))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 40_000_000


@pytest.mark.parametrize("one", [b"{},", b"[],", b"1,"])
def test_json_of_millions_of_nothings_is_not_even_read(one: bytes) -> None:
    many = b'{"figures":[' + one * (body.VALUES + 1) + b"1]}"
    assert rules_of(many) == {"file.many"}


@pytest.mark.parametrize("depth", [900, 980, 985, 990, 995, 1000, 5000])
def test_json_that_is_nested_too_deep_is_no_accident(depth: int) -> None:
    assert rules_of(b'{"figures":' + b"[" * depth + b"]" * depth + b"}") & {"file.json", "sheet.form"}


def test_a_file_is_named_once_and_no_more_files_than_there_may_be() -> None:
    def twice(told: dict[str, Any], _: Any) -> None:
        told["resources"].append({**told["resources"][0], "name": "again"})

    def many(told: dict[str, Any], _: Any) -> None:
        told["resources"] += [{"name": f"r{at}", "path": "figures.csv"} for at in range(package.PARTS)]

    assert rules_of(in_package(twice)) == {"package.twice"}
    assert rules_of(in_package(many)) == {"package.long"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"," * 5_000_000, id="row"),
        pytest.param(b'"a\n",' * 1_000_000, id="quoted", marks=pytest.mark.long),
        pytest.param((b"," * 299 + b"\n") * 27_000, id="all", marks=pytest.mark.long),
    ],
)
def test_more_cells_than_a_package_holds_are_not_kept(text: bytes) -> None:
    data = in_package(lambda _, parts: parts.update({"person.csv": text}))
    tracemalloc.start()
    assert "sheet.huge" in rules_of(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 160_000_000


def test_cells_before_one_far_to_the_right_count_and_so_does_a_text_that_stands_in_many() -> None:
    rows = range(1, 27_001)
    far = "".join(f'<row r="{at}"><c r="KN{at}"><v>1</v></c></row>' for at in rows)
    same = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 2001))
    assert rules_of(book({"person": far})) == {"file.burst"}
    assert rules_of(book({"a": same, "b": same}, strings="a" * 32_000)) == {"file.burst"}


def test_one_part_is_not_read_for_several_sheets() -> None:
    assert rules_of(book({"a": "", "b": ""}, parts=["a", "a"])) == {"file.cut"}


def test_a_row_before_the_first_lies_over_no_other() -> None:
    first, second, none = (
        f'<row r="{at}"><c r="{cell}"><v>9</v></c></row>' for at, cell in ((1, "A1"), (2, "A2"), (0, "B1"))
    )
    assert looking.read(book({"person": first + second + none}), FORM).sheets["person"].rows == [[9, 9], [9]]


NAMES = ["a\x00b", "\ud800", "\u202egnp", "x" * 5000]


@pytest.mark.parametrize("name", NAMES, ids=["zero", "half", "turned", "long"])
def test_what_a_file_calls_its_parts_can_be_said_and_kept(name: str) -> None:
    """PostgreSQL takes no zero in a text and no half of a sign, and no page can be made of one."""
    made = [in_package(lambda told, parts: told["resources"][0].update(name=name))]
    if name != "\ud800":  # refused before, by its own rule
        made.append(in_json(lambda said: said.update({name: 1})))
        made.append(in_json(lambda said: said["figures"][0].update({name: 1})))
        made.append(in_json(lambda said: said["rows"].update({name: []})))
    for data in made:
        kept = json.dumps(files.stored(found_in(data)), ensure_ascii=False)
        assert kept.encode() and "\\u0000" not in kept and len(kept) < 8000 and name not in kept
