"""What is said beside a form that is filled in elsewhere: steps, each question with its guidance, and the lists of answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.collection.columns import Answer, FormColumn
from cairn.collection.routing import asked_words
from cairn.definitions.shapes.form import CollectionForm
from cairn.exchange import tables
from cairn.exchange.forms import layout
from cairn.questionnaire.rules import Rule


@dataclass(frozen=True, slots=True)
class Line:
    """One column, as it is explained: part of the form, name, question, how it is written, when it is asked, guidance."""

    part: str
    name: str
    question: str
    written: str
    asked: str
    says: str = ""
    counts: str = ""
    counts_not: str = ""


HEADINGS = ("Part", "Column", "Question", "How it is written", "When", "What is meant", "This counts", "This does not")


def lines(form: CollectionForm, columns: Iterable[FormColumn]) -> tuple[Line, ...]:
    """Every column in its order."""
    parts = {section.id: section.title for section in form.sections}
    parts |= {domain.id: domain.label for domain in form.domains}
    return tuple(_line(column, parts) for column in columns)


def _line(column: FormColumn, parts: dict[str, str]) -> Line:
    asked = asked_words(column, lambda name: name) or ("Always." if column.needed else "")
    asked += "" if column.needed else " May be left blank." if asked else "May be left blank."
    guidance = column.guidance
    said = (guidance.says, guidance.counts or "", guidance.counts_not or "") if guidance else ("", "", "")
    return Line(parts.get(column.section, ""), column.name, column.label, written(column), asked, *said)


def written(column: FormColumn) -> str:
    """How an answer is written."""
    match column.kind:
        case "one":
            return f"One of {listed(column)}."
        case "many":
            return f"Any of {listed(column)}; several divided by a semicolon and a space."
        case "date":
            return "A day, such as 2026-11-23."
        case "number":
            return " ".join(filter(None, ("A whole number" + _range(column) + ".", column.hint)))
        case _:
            return column.hint or f"Text of at most {column.longest} characters."


def listed(column: FormColumn, most: int = 12) -> str:
    codes = column.codes
    return ", ".join(codes) if len(codes) <= most else f"the {len(codes)} codes of its list"


def _range(column: FormColumn) -> str:
    if column.low is None and column.high is None:
        return ""
    if column.high is None:
        return f", {column.low} or more"
    return f" up to {column.high}" if column.low is None else f" from {column.low} to {column.high}"


def lists(columns: Iterable[FormColumn]) -> list[tuple[tuple[Answer, ...], list[str]]]:
    """Each list of answers once, with the columns that have it."""
    found: dict[tuple[Answer, ...], list[str]] = {}
    for column in columns:
        if column.choices:
            found.setdefault(column.choices, []).append(column.name)
    return list(found.items())


def steps(form: CollectionForm) -> tuple[str, ...]:
    """What to do, in order."""
    return (
        f"This workbook holds forms of “{form.label}”, version {form.version}. One row of the sheet “{layout.FORMS}” is a form.",
        "It works with no connection. Fill in a row from left to right. The question of a column stands above its name, and more "
        f"is said beside the cell. Cells with a list open it; what the answers mean is on the sheet “{layout.CODES}”.",
        "Grey: not asked, because of an answer before it. Leave it blank. Amber in a broken frame: still missing. Red and bold "
        "in a frame: wrong. Blue and underlined: it may be right; you are asked once, when you send it.",
        f"The first column, “{layout.ERRORS}”, counts what is missing or wrong in its row. The first cell counts all of it.",
        "Never write a name: the person has a code of your own, the same in every form about them.",
        f"Leave the headings and their order as they are. The sheets “{layout.GUIDE}”, “{layout.QUESTIONS}” and “{layout.CODES}” "
        "are for you, and are not read.",
        "When there is a connection, sign in, open Collections, and send this file. Nothing is taken before you have seen what "
        "is wrong. You get a receipt, also by e-mail. Forms are not taken by e-mail.",
    )


ONLY_UPLOAD = (
    "Whether the year of the form’s date is still open, and which version of the form it is of.",
    "Whether the authority takes part, and your organisation with it.",
    "Whether the FormID was used before, in another file or on the screen.",
    "Whether there is a form already of the same person, service and year, where there is one a year.",
)
"""What no formula of a file can know."""


def write(sheet: Any, form: CollectionForm, formats: Mapping[str, Any], unsaid: Sequence[Rule] = ()) -> None:
    """The sheet that says what to do. `unsaid` are rules that the sheet of forms cannot check."""
    sheet.set_column(0, 0, 110)
    only = (*ONLY_UPLOAD, *(f"{rule.field}: {rule.message}" for rule in unsaid))
    said = [("title", form.label), ("heading", "What to do"), *(("text", one) for one in steps(form))]
    said += [("text", ""), ("heading", "What only the upload checks"), *(("text", one) for one in only)]
    for row, (look, words) in enumerate(said):
        sheet.write_string(row, 0, tables.clean(words), formats[look])


def write_questions(
    sheet: Any, form: CollectionForm, columns: Iterable[FormColumn], formats: Mapping[str, Any]
) -> None:
    """The sheet with a line for each question."""
    for place, width in enumerate((24, 26, 46, 40, 30, 60, 46, 46)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, HEADINGS[place], formats["heading"])
    sheet.freeze_panes(1, 2)
    for row, line in enumerate(lines(form, columns), start=1):
        said = (line.part, line.name, line.question, line.written, line.asked, line.says, line.counts, line.counts_not)
        for place, words in enumerate(said):
            sheet.write_string(row, place, tables.clean(words), formats["text"])
