"""A blank form on paper and for a word processor: every question, its routing in words, and headings to step by."""

import io

import docx
import pypdf

from cairn.collection.columns import columns_of
from cairn.definitions import registry
from cairn.exchange.forms import offered
from cairn.presentation.forms import paper, sheet, word

SHORT = registry.get("form", "sp-short")
SHEET = sheet.of(offered.of(SHORT), "Supporting People")


def test_every_question_stands_on_it_once_with_room_for_its_answer() -> None:
    asked = [question for part in SHEET.parts for block in part.blocks for question in block.questions]
    columns = columns_of(SHORT)
    assert len(asked) == len(columns)
    rooms = {"one": "ticks", "many": "ticks", "date": "date", "number": "number", "text": "line"}
    for question, column in zip(asked, columns, strict=True):
        wanted = "code" if column.role in ("reason", "reasons") else rooms[column.kind]
        assert question.room == wanted and question.words in (column.label, column.short)
    assert [group.title for group in SHEET.reasons] == list(sheet.GROUPS.values())


def test_routing_is_said_in_words_once_for_questions_that_follow_each_other() -> None:
    need = next(block for part in SHEET.parts for block in part.blocks if block.title.startswith("1a"))
    assert [question.when for question in need.questions] == [
        "",
        "If support was needed:",
        "If it was not achieved:",
        "",
    ]
    agencies = next(
        q for part in SHEET.parts for block in part.blocks for q in block.questions if q.words == "Which agencies?"
    )
    assert agencies.when == "Only where “Did you work together with other agencies” is Yes."
    assert agencies.told[-1] == "Tick all that apply."


def test_the_pdf_can_be_read_by_a_screen_reader() -> None:
    read = pypdf.PdfReader(io.BytesIO(paper.pdf(SHEET)))
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB" and read.metadata.title == SHORT.label  # type: ignore[union-attr]
    words = " ".join(" ".join(page.extract_text().split()) for page in read.pages)
    assert "Make the most of income" in words and "If it was not achieved:" in words and "Never write a name" in words


def test_the_word_file_has_headings_a_language_and_the_same_questions() -> None:
    read = docx.Document(io.BytesIO(word.docx(SHEET)))
    assert (read.core_properties.title, read.core_properties.language) == (SHORT.label, "en-GB")
    heads = [one.text for one in read.paragraphs if one.style and one.style.name == "Heading 1"]
    assert heads == [*(part.title for part in SHEET.parts), "Reasons why it was not achieved"]
    words = "\n".join(one.text for one in read.paragraphs)
    for part in SHEET.parts:
        for block in part.blocks:
            assert all(question.words in words for question in block.questions)
    assert len(read.tables) == 3 and "☐ Yes" in words
