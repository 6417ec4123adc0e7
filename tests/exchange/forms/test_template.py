"""The workbook to be filled in elsewhere: read by a hand that is not ours; its lists, routing and counts; its formulas."""

import io
import shutil
import subprocess
from pathlib import Path
from random import Random

import openpyxl
import pytest

from cairn.collection.columns import DIVIDER
from cairn.collection.rules import check
from cairn.definitions import registry
from cairn.definitions.shapes.form import CollectionForm
from cairn.exchange.forms import examples, formulas, guide, layout, offered, self_check, template
from cairn.questionnaire.conditions import ALWAYS, All, Any, Condition, Equals, In, Not, evaluate
from cairn.questionnaire.texts import DaysAfter, Matches, Reads

LONG = registry.get("form", "sp-long")
LISTS = {frozenset("abcdef"): "codes_1"}


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    rows = examples.made(LONG, 2)
    rows[1] |= {"Gender": "male-ish", "SupportPlan": ""}
    return openpyxl.load_workbook(io.BytesIO(template.workbook(offered.of(LONG), rows, ready=5)))


def test_a_workbook_says_which_form_it_is_and_has_the_historic_headings(book: openpyxl.Workbook) -> None:
    assert tuple(book.sheetnames) == layout.ORDER
    stamp = {row[0].value: row[1].value for row in book[layout.STAMP].iter_rows()}
    assert (stamp["form"], stamp["version"], stamp["format"]) == ("sp-long", "1", layout.FORMAT)
    assert book[layout.STAMP].sheet_state == book[layout.CHECKS].sheet_state == "veryHidden"
    sheet = book[layout.FORMS]
    headings = [cell.value for cell in sheet[layout.HEADINGS_ROW]]
    assert headings == [layout.ERRORS, *(column.name for column in offered.of(LONG).columns)]
    assert sheet.freeze_panes == "C3" and "1a" in sheet.cell(1, headings.index("MaxIncome_1a") + 1).value


def test_answers_are_chosen_from_lists_and_every_column_is_explained(book: openpyxl.Workbook) -> None:
    sheet, columns = book[layout.FORMS], offered.of(LONG).columns
    rules = {str(each.sqref).split(":")[0]: each for each in sheet.data_validations.dataValidation}
    assert len(rules) == len(columns)
    kinds = [rules[f"{sheet.cell(1, place).column_letter}3"].type for place in range(2, len(columns) + 2)]
    wanted = {"one": "list", "many": "list", "date": "date", "number": "whole", "text": None}
    assert kinds == [wanted[column.kind] for column in columns]
    explained = [row[1].value for row in book[layout.QUESTIONS].iter_rows(min_row=2)]
    assert explained == [column.name for column in columns]
    codes = {row[1].value: row[4].value for row in book[layout.CODES].iter_rows(min_row=2)}
    assert codes["c1"] == "c1 – Did not want this support, or changed their mind" and codes["Yes"] == "Yes"


def test_a_row_counts_its_errors_before_anything_is_worked_out_anew() -> None:
    """Some programs show what stands in the file until a cell is changed."""
    rows = examples.made(LONG, 3)
    rows[1] |= {"Gender": "male-ish", "SupportPlan": ""}
    rows[2] |= {"FormID": rows[0]["FormID"]}
    data = io.BytesIO(template.workbook(offered.of(LONG), rows, ready=5))
    sheet = openpyxl.load_workbook(data, data_only=True)[layout.FORMS]
    assert [sheet.cell(row, 1).value or "" for row in range(3, 8)] == [1, 2, 1, "", ""]


def test_every_rule_of_every_form_is_said_by_a_formula_and_none_is_too_long() -> None:
    for form in registry.all("form"):
        of = offered.of(form)
        lists = {frozenset(column.codes): "codes_1" for column in of.columns if column.choices}
        assert self_check.unsaid(of.rules, lists) == ()
        counts = self_check.counts(of.rules, lambda name: f"{layout.FORMS}!$AB123", lists)
        assert max(len(count.formula) for count in counts) <= 8_000
        errors = [rule for rule in of.rules if rule.severity == "error"]
        assert [rule for count in counts for rule in count.rules] == errors


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        (ALWAYS, "TRUE"), (Not(ALWAYS), "FALSE"), (Any(()), "FALSE"), (Equals("a", 'x"'), 'EXACT($C3,"x""")'),
        (All((Equals("a", "x"), Equals("a", "y"))), 'AND(EXACT($C3,"x"),EXACT($C3,"y"))'),
        (In("a", ("x", "y")), 'OR(EXACT($C3,"x"),EXACT($C3,"y"))'),
        (In("a", tuple("abcdef")), "SUMPRODUCT(--EXACT($C3,codes_1))>0"),
        (Matches("a", r"[\s\S]+"), "LEN($C3)>=1"), (Matches("a", r"[\s\S]{0,200}"), "LEN($C3)<=200"),
        (Matches("a", r"(?:[^;]*;){3}.*"), 'LEN($C3)-LEN(SUBSTITUTE($C3,";",""))>=3'),
        (Matches("a", r"(?:.*; )?14(?:; .*)?"), 'ISNUMBER(FIND("; 14; ","; "&$C3&"; "))'),
        (Matches("a", r"(?:a|b)(?:;\ (?:a|b))*"), None), (Matches("a", "a.c"), None), (Matches("a", r"[\d]{2}"), None),
        (Not(Matches("a", "a.c")), None), (Any((Equals("a", "x"), Matches("a", "a.c"))), None),
    ],
)  # fmt: skip
def test_a_condition_is_a_formula_or_left_to_the_upload(condition: Condition, wanted: str | None) -> None:
    assert formulas.formula(condition, lambda name: "$C3", LISTS) == wanted


def test_a_day_and_a_number_are_read_safely() -> None:
    """A blank, and what is none, is no error of the spreadsheet's."""
    for leaf in (Reads("a", "number", 0, 5), Reads("a", "date"), DaysAfter("a", "b", 0, 27)):
        said = formulas.formula(leaf, lambda name: "$C3" if name == "a" else "$D3", {})
        assert said and said.startswith("IF(") and said.endswith(",FALSE))") and said.count("(") == said.count(")")


def some_wrong(form: CollectionForm, rng: Random) -> dict[str, str]:
    """A form in which a good deal is wrong."""
    said = {form.number_column: str(rng.randrange(10**10, 10**11))}
    for column in offered.of(form).columns:
        asked = evaluate(column.asked, said) and (column.needed or rng.random() < 0.3)
        if column.name in said or asked == (rng.random() < 0.05):
            continue
        match column.kind:
            case "one":
                said[column.name] = rng.choice([*column.codes * 9, "xx", "yes"])
            case "many":
                said[column.name] = DIVIDER.join(rng.choices(column.codes, k=rng.randint(1, 4))) + rng.choice(
                    ["", "", "; zz"]
                )
            case "date":
                said[column.name] = rng.choice(
                    ["2024-02-29", "2023-02-29", "soon", f"202{rng.randrange(3, 7)}-05-1{rng.randrange(9)}"]
                )
            case "number":
                said[column.name] = rng.choice(["0", "15", "16", "49", "50", "121", "-1", "x", str(rng.randrange(90))])
            case _:
                said[column.name] = rng.choice(["12345", "12345678", "A1", "S-1", "x,y", "[q]", "é" * 3, "x" * 250])
    return said


@pytest.mark.long
def test_a_spreadsheet_program_counts_what_the_rules_find(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice works the formulas out anew, and comes to what our rules come to."""
    if not (office := shutil.which("soffice")):
        pytest.skip("no LibreOffice here")
    monkeypatch.setattr(template, "check_row", lambda *_: [])
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS_ANEW)
    rng = Random(5)
    for form in registry.all("form"):
        rows = [some_wrong(form, rng) for _ in range(60)]
        (tmp_path / "forms.xlsx").write_bytes(template.workbook(offered.of(form), rows, ready=60))
        how = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
        subprocess.run(
            [office, f"-env:UserInstallation=file://{profile.parent}", "--headless", "--convert-to", how, "forms.xlsx"],
            cwd=tmp_path, check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        lines = list(template.tables.read_csv((tmp_path / "forms-Forms.csv").read_bytes()))[2:62]
        wanted = [sum(problem.severity == "error" for problem in check(form, row)) for row in rows]
        assert [int(line[0]) for line in lines] == wanted and sum(wanted) > 100


ALWAYS_ANEW = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def test_what_an_answer_is_written_like_is_said() -> None:
    columns = {column.name: column for column in offered.of(registry.get("form", "sp-client-record")).columns}
    said = {
        name: guide.written(columns[name]) for name in ("Gender", "StartDate", "Age", "FormID", "ClientGroup_Secondary")
    }
    assert said["Gender"] == "One of F, M, N." and said["StartDate"] == "A day, such as 2026-11-23."
    assert said["Age"].startswith("A whole number from 0 to 120.") and said["FormID"].startswith("11 figures")
    assert said["ClientGroup_Secondary"].startswith("Any of the 21 codes of its list; several divided")
