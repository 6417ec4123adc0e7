"""A table of values as somebody pasted it or sent it as CSV → the values of each item, or what is wrong, line by line. Pure."""

import csv
import io
import re
from math import isfinite

from cairn.definitions.shapes.scale import Item, Scale
from cairn.kernel.problems import Problem, Refused

MARKS = ("\t", ";", ",")
_COMMA = re.compile(r"[-\N{MINUS SIGN}]?\d{1,4},\d+")


def read(scale: Scale, text: str) -> dict[str, list[float]]:
    """The values of every scored item, the lowest answer first. A line names its item (id, number or topic) or stands in
    the items' order; a line without numbers, or with the numbers of the answers alone, is a heading. Raises Refused with
    every problem at once."""
    lines = [line for line in _lines(text) if any(_number(cell) is not None for cell in line[1:] or line)]
    if len(lines) == len(scale.scored) + 1 and _is_heading(scale, lines[0]):
        lines = lines[1:]
    problems: list[Problem] = []
    found: dict[str, list[float]] = {}
    if len(lines) != len(scale.scored):
        count = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
        message = f"The table has {count} of numbers; {scale.short_label} has {len(scale.scored)} items."
        raise Refused([Problem("table.lines", message, "Give one line for each item.", field="pasted")])
    for place, cells in enumerate(lines):
        item, given = _whose(scale, place, cells)
        if item is None:
            message = f"Line {place + 1} names no item of {scale.short_label}."
            names = ", ".join(one.topic for one in scale.scored)
            problems.append(Problem("table.item", message, f"The items are: {names}.", field="pasted"))
            continue
        if item.id in found:
            problems.append(
                Problem("table.twice", f"{item.topic} stands there twice.", "Take one line away.", field="pasted")
            )
            continue
        problems += _put(scale, item, given, found)
    if problems:
        raise Refused(problems)
    return found


def _put(scale: Scale, item: Item, given: list[str], found: dict[str, list[float]]) -> list[Problem]:
    wanted = len(scale.answers(item))
    numbers = [_number(cell) for cell in given]
    if len(numbers) != wanted:
        message = f"{item.topic} has {len(numbers)} values, and {wanted} answers."
        return [Problem("table.count", message, "Give one value for each answer.", field="pasted")]
    if None in numbers:
        message = f"A value of {item.topic} is no number."
        return [Problem("table.number", message, "Write numbers with a point: 0.1234.", field="pasted")]
    found[item.id] = [number for number in numbers if number is not None]
    return []


def _lines(text: str) -> list[list[str]]:
    """Cells of each line that has any; apart by the first of tab, semicolon and comma that occurs."""
    mark = next((one for one in MARKS if one in text), ",")
    rows = csv.reader(io.StringIO(text), delimiter=mark, skipinitialspace=True)
    cells = [[_pointed(cell.strip()) if mark != "," else cell.strip() for cell in row] for row in rows]
    while_filled = (_without_blank_end(row) for row in cells)
    return [row for row in while_filled if row]


def _pointed(cell: str) -> str:
    """A number with a decimal comma, where no comma parts the cells, as one with a point."""
    return cell.replace(",", ".") if _COMMA.fullmatch(cell) else cell


def _is_heading(scale: Scale, cells: list[str]) -> bool:
    """Whether a line holds no more than which answer stands where."""
    answers = [float(choice.value) for choice in scale.answers(scale.scored[0])]
    numbers = [number for cell in cells if (number := _number(cell)) is not None]
    return numbers == answers and _number(cells[0]) in (None, answers[0]) and _named(scale, cells[0]) is None


def _named(scale: Scale, cell: str) -> Item | None:
    """The item of which a cell is the id or the topic."""
    name = cell.casefold()
    return next((one for one in scale.scored if name in (one.id, one.topic.casefold())), None)


def _without_blank_end(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row


def _whose(scale: Scale, place: int, cells: list[str]) -> tuple[Item | None, list[str]]:
    """The item of a line and its values: by name where there is one cell more than answers or the first is no number."""
    standing = scale.scored[place]
    if _number(cells[0]) is not None and len(cells) <= len(scale.answers(standing)):
        return standing, cells
    name = cells[0].casefold()
    named = (one for one in scale.scored if name in (one.id, str(one.number), one.topic.casefold()))
    return next(named, None), cells[1:]


def _number(cell: str) -> float | None:
    try:
        found = float(cell.replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        return None
    return found if isfinite(found) else None
