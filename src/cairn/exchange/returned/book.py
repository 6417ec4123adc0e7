"""A workbook as it came, read by a process that knows nothing but the file."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cairn.exchange.returned.found import Came, Finding, Odd, Raw, Sheet, Unreadable, is_blank, shown
from cairn.exchange.returned.shape import IDENTITY

HELPER = Path(__file__).with_name("opening_book.py")
SECONDS = 120
_AGAIN = "Download the workbook of this return anew, and put your figures into it."
WRONG: Mapping[str, tuple[str, str]] = {
    "cut": ("The file is damaged or cut off.", "Send it again whole, or save it again where it was made."),
    "burst": ("The file unpacks into far more than a return holds.", _AGAIN),
    "locked": ("The file is locked with a password.", "Take the password off, save it, and send it again."),
    "packing": ("The file is packed in a way that no workbook is.", "Save it again as an Excel workbook (.xlsx)."),
    "macros": ("The file holds macros, which run by themselves.", "Save it as a workbook without macros (.xlsx)."),
    "doctype": ("The file declares a document type of its own, which no workbook does.", _AGAIN),
    "xml": ("A part of the file is not well formed.", "Save it again where it was made, and send that."),
    "kind": ("This is no Excel workbook.", "Send an .xlsx workbook, a data package (.zip), or JSON."),
    "slow": ("The file takes too long to read.", _AGAIN),
}


def read(data: bytes) -> Came:
    """Raises Unreadable."""
    try:
        done = subprocess.run([sys.executable, "-I", str(HELPER)], input=data, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise unreadable("slow") from None
    if done.returncode != 0:
        raise unreadable("burst" if b"MemoryError" in done.stderr or done.returncode < 0 else "cut")
    came = Came("workbook")
    for line in done.stdout.splitlines():
        _take(came, json.loads(line))
    return came


def unreadable(why: str) -> Unreadable:
    message, fix = WRONG[why]
    return Unreadable(Finding(f"file.{why}", message, fix, field="file"))


def _take(came: Came, said: Any) -> None:
    if "wrong" in said:
        raise unreadable(said["wrong"])
    rows = [[Odd(*one) if isinstance(one, list) else one for one in row] for row in said["rows"]]
    name = shown(said["name"])
    if name == IDENTITY:
        came.identity = dict(_pair(row) for row in rows if row)
    elif name in came.sheets:
        came.findings.append(Finding("sheet.twice", "Two sheets have this name.", "Take one out.", sheet=name))
    else:
        came.sheets[name] = Sheet(name, _trimmed(rows), tuple(said["merged"]))


def _pair(row: list[Raw]) -> tuple[str, str]:
    key, value = (*row, None, None)[:2]
    return str(key), value if isinstance(value, str) else "" if value is None or isinstance(value, Odd) else str(value)


def _trimmed(rows: list[list[Raw]]) -> list[list[Raw]]:
    """Without blank rows at the end, and blank cells at the end of each."""
    for row in rows:
        while row and is_blank(row[-1]):
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows
