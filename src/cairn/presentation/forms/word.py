"""A blank form for a word processor: the same parts, questions and routing, with headings that a screen reader steps by."""

import io
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from cairn.exchange.tables import clean
from cairn.presentation.forms.sheet import Block, Question, Reasons, Sheet

TICK, RULED = "\u2610", "_" * 40
_ROOMS = {"date": "Day ____  Month ____  Year ________", "number": "_" * 8, "code": "_" * 20, "line": RULED}
LANGUAGE = "en-GB"


def docx(sheet: Sheet) -> bytes:
    """The file."""
    made = Document()
    _settle(made, sheet)
    made.add_heading(clean(sheet.title), level=0)
    made.add_paragraph(clean(f"{sheet.programme}. {sheet.version}."))
    for words in sheet.intro:
        made.add_paragraph(clean(words))
    for part in sheet.parts:
        made.add_heading(clean(part.title), level=1)
        for block in part.blocks:
            _block(made, block)
    if sheet.reasons:
        made.add_heading("Reasons why it was not achieved", level=1)
        for group in sheet.reasons:
            _reasons(made, group)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _settle(made: Any, sheet: Sheet) -> None:
    """Language, title and size of type, for the whole file."""
    about = made.core_properties
    about.title, about.author, about.language = clean(sheet.title), clean(sheet.programme), LANGUAGE
    about.comments = ""
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    normal = made.styles["Normal"]
    normal.font.size, normal.font.name = Pt(12), "Arial"
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    normal.element.get_or_add_rPr().append(language)


def _block(made: Any, block: Block) -> None:
    if block.title:
        made.add_heading(clean(block.title), level=2)
    for words in block.guidance:
        made.add_paragraph(clean(words)).paragraph_format.space_after = Pt(4)
    for question in block.questions:
        _ask(made, question)


def _ask(made: Any, question: Question) -> None:
    """The words stay with the room for the answer."""
    first = _kept(made.add_paragraph())
    first.paragraph_format.space_before = Pt(12)
    if question.when:
        first.add_run(f"{clean(question.when)} ").italic = True
    first.add_run(clean(question.words)).bold = True
    for words in question.told:
        _kept(made.add_paragraph(clean(words)))
    if question.room != "ticks":
        made.add_paragraph(_ROOMS[question.room])
        return
    short = max(map(len, question.choices), default=0) < 14
    if short and len(question.choices) < 5:
        made.add_paragraph("        ".join(f"{TICK} {clean(words)}" for words in question.choices))
        return
    for words in question.choices:
        made.add_paragraph(f"{TICK} {clean(words)}").paragraph_format.space_after = Pt(2)


def _kept(paragraph: Any) -> Any:
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_after = Pt(4)
    return paragraph


def _reasons(made: Any, group: Reasons) -> None:
    made.add_heading(clean(group.title), level=2)
    table = made.add_table(rows=1, cols=2, style="Table Grid")
    for cell, words in zip(table.rows[0].cells, ("Code", "Reason"), strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))
    for code, words in group.codes:
        row = table.add_row().cells
        row[0].text, row[1].text = clean(code), clean(words)
