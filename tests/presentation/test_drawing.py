"""Whatever people wrote, a file comes out, with their words in it as words."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typst

from cairn.presentation import board, drawing
from cairn.presentation.board import Figure, Line, Sheet

HOSTILE = {
    "turned round": "\u202egnp.exe\u2066", "markup": "<script>alert(1)</script>", "a formula": "=cmd|'/c calc'!A0",
    "code of the template": '#eval("1") $x$ *b* `c` @ref <label> // /*', "a picture": "😀👨‍👩‍👧", "another script": "漢字 مرحبا",
    "signs for nothing": "a\x00\x07\x0b\x1b\ufeff\ufffe\uffff\ud800", "far too much": "x" * 5000, "marks": "e" + "\u0301" * 300,
    "lines": "a\r\nb\u2028c", "nothing": "",
}  # fmt: skip


def sheet(said: str) -> Sheet:
    line = Line(said, said, said, "u", said, said, said, said, "green", said, said, 0.5)
    figure = Figure("k:m:1", "Label", said, 1, "c", "5", said, "", said, said, (line,), (line,), "")
    return Sheet("Board pack", said, said, "As accepted", "Small", "23 November 2026", (figure,))


@pytest.mark.parametrize("what", HOSTILE)
def test_a_pack_is_drawn_whatever_people_wrote(what: str) -> None:
    made = sheet(HOSTILE[what])
    assert board.pdf(made).startswith(b"%PDF")
    assert [each[1:4] for each in board.slides(made)] == [b"PNG"]


def test_what_every_font_has_is_a_file_for_screen_readers_and_the_rest_is_tagged_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert b"pdfuaid" in board.pdf(sheet("Tea Friends"))
    compile_ = typst.compile

    def without_the_sign(*args: Any, **kwargs: Any) -> Any:
        if kwargs.get("pdf_standards"):
            raise typst.TypstError("PDF/UA-1 error: the text could not be displayed with font")
        return compile_(*args, **kwargs)

    monkeypatch.setattr(typst, "compile", without_the_sign)
    made = board.pdf(sheet("Tea Friends"))
    assert b"pdfuaid" not in made and b"/StructTreeRoot" in made


def test_words_of_people_are_data_and_what_cannot_be_drawn_is_left_out() -> None:
    said = {"a": ["x\u202ey", ("\ud800z", 1)], "b": None}
    assert drawing.drawable(said) == {"a": ["xy", ["z", 1]], "b": None}
    assert json.dumps(drawing.drawable("a\nb\tc é 😀")) == json.dumps("a\nb\tc é 😀")


@dataclass(frozen=True)
class Bare:
    words: str


def test_a_template_that_is_wrong_is_not_hidden(tmp_path: Path) -> None:
    template = tmp_path / "wrong.typ"
    template.write_text("#nothing-such")
    with pytest.raises(typst.TypstError):
        drawing.pdf(template, Bare("x"))
