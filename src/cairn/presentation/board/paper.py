"""The pack as a PDF that a screen reader can read (PDF/UA-1), and as pictures of 1,920 by 1,080 for slides; drawn by typst.

What people wrote goes in as data, never as markup.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typst

from cairn.presentation.board.sheet import Sheet

HERE = Path(__file__).parent


def pdf(sheet: Sheet) -> bytes:
    """The file. Takes a second or two: never call it inside a deed."""
    said = {"sheet": json.dumps(asdict(sheet))}
    made = typst.compile((HERE / "board.typ").read_bytes(), sys_inputs=said, format="pdf", pdf_standards="ua-1")
    assert isinstance(made, bytes)
    return made


def slides(sheet: Sheet) -> Sequence[bytes]:
    """One PNG for each figure, in their order."""
    said = {"sheet": json.dumps(asdict(sheet))}
    made = typst.compile((HERE / "slide.typ").read_bytes(), sys_inputs=said, format="png", ppi=144)
    return [made] if isinstance(made, bytes) else [bytes(each) for each in made]
