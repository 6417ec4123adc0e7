"""Paper drawn by typst from words that people wrote: they go in as data, never as markup, and whatever signs are among them, a
file comes out."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

#: What stands for nothing that could be drawn: control characters, halves of pairs, the mark of byte order, noncharacters; and
#: what turns the words or numbers behind it round (Arabic and Hebrew run as they should without).
_NOTHING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_NO_SIGN = "could not be displayed"


def drawable(said: Any) -> Any:
    """The same, in which every text can be drawn."""
    if isinstance(said, str):
        return _NOTHING.sub("", said)
    if isinstance(said, dict):
        return {name: drawable(value) for name, value in said.items()}
    return [drawable(value) for value in said] if isinstance(said, list | tuple) else said


def _said(sheet: Any) -> dict[str, str]:
    return {"sheet": json.dumps(drawable(asdict(sheet)))}


def pdf(template: Path, sheet: Any) -> bytes:
    """A PDF that a screen reader can read (PDF/UA-1). That standard forbids a sign which no font here has, such as an emoji: then
    it is tagged all the same, and the sign is drawn as an empty box. `sheet` is a dataclass. Never call it inside a deed."""
    source, said = template.read_bytes(), _said(sheet)
    try:
        made = typst.compile(source, sys_inputs=said, format="pdf", pdf_standards="ua-1")
    except typst.TypstError as error:
        if _NO_SIGN not in str(error):
            raise
        made = typst.compile(source, sys_inputs=said, format="pdf")
    assert isinstance(made, bytes)
    return made


def pictures(template: Path, sheet: Any) -> Sequence[bytes]:
    """A PNG of each page."""
    made = typst.compile(template.read_bytes(), sys_inputs=_said(sheet), format="png", ppi=144)
    return [made] if isinstance(made, bytes) else [bytes(each) for each in made]
