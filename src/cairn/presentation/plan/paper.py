"""The sheet as a PDF that a screen reader can read (PDF/UA-1), drawn by typst.

What people wrote goes in as data, never as markup: the template holds no words of theirs, and what looks like code in
them is printed as it stands.
"""

import json
from dataclasses import asdict
from pathlib import Path

import typst

from cairn.presentation.plan.sheet import Sheet

TEMPLATE = Path(__file__).with_name("plan.typ")


def pdf(sheet: Sheet) -> bytes:
    """The file. Takes some tenths of a second: never call it inside a deed."""
    made = typst.compile(
        TEMPLATE.read_bytes(), sys_inputs={"sheet": json.dumps(asdict(sheet))}, format="pdf", pdf_standards="ua-1"
    )
    assert isinstance(made, bytes)
    return made
