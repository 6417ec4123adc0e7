"""Look a whole file over against what the return holds: every problem at once, at its cell; where there is none, its content.

One set of rules for the workbook, the data package and JSON. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches

from cairn.contracts.rules import PERSON
from cairn.definitions.mart import TABLES
from cairn.exchange.returned import figures, persons
from cairn.exchange.returned.found import Came, Finding, Raw, Sheet, at, is_blank
from cairn.exchange.returned.listing import Findings
from cairn.exchange.returned.shape import FIGURES, FORMAT, WORDS, Column, Form, letters
from cairn.exchange.returned.values import Bad, text
from cairn.returns.rules_words import count_words
from cairn.returns.supplied import Content

_ANEW = "Download the empty file of this return, and put your figures into it."


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it. `content` is None where anything is wrong: nothing is taken. `received` and `rejected` count rows."""

    content: Content | None
    findings: tuple[Finding, ...]
    received: int
    rejected: int
    rows: int = 0

    @property
    def accepted(self) -> int:
        return self.received - self.rejected if self.content is not None else 0


def check(came: Came, form: Form) -> Checked:
    """Every problem at once. Where headings are not right the rest of their sheet is not looked at."""
    found = Findings()
    found.extend(came.findings)
    found.extend(_identity(came, form))
    sound = dict(_sheets(came, form, found))
    content = Content(
        figures.read(sound[FIGURES], form, found) if FIGURES in sound else (),
        _words(sound[WORDS], form, found) if WORDS in sound else {},
        persons.read({name: sound[name] for name in form.tables if name in sound}, form, found),
    )
    received = sum(sum(1 for row in sheet.rows[1:] if not _empty(row)) for sheet in came.sheets.values())
    listed = found.every() if came.kind != "json" else tuple(map(in_json, found.every()))
    return Checked(None if found.has_errors else content, listed, received, len(found.wrong_rows), len(content.rows))


def _empty(row: Sequence[Raw]) -> bool:
    return all(map(is_blank, row))


def _identity(came: Came, form: Form) -> Iterator[Finding]:
    """Whether it is a file of this return: of this provider, this contract, this round and this template."""
    said, wanted = came.identity, form.identity
    where = {"workbook": "cairn", "package": "datapackage.json", "json": "identity"}[came.kind]

    def wrong(field: str, message: str) -> Finding:
        cell = (
            f"B{list(wanted).index(field) + 1}"
            if came.kind == "workbook"
            else f"{where}.{field}"
            if came.kind == "json"
            else f"cairn.{field}"
        )
        return Finding(f"identity.{field}", message, _ANEW, sheet=where, cell=cell, field=field)

    if not said:
        yield wrong("format", "It does not say which return it is: the block that says so is missing.")
        return
    if said.get("format") != FORMAT:
        yield wrong("format", "It is of another kind, or of a version that is not read here.")
        return
    if said.get("provider") != wanted["provider"]:
        yield wrong("provider", f"It is another provider’s file: this return is given by {form.provider}.")
    elif said.get("contract") != wanted["contract"]:
        yield wrong("contract", f"It is of another contract: this return is of {form.contract}.")
    elif (said.get("from"), said.get("to")) != (wanted["from"], wanted["to"]):
        yield wrong("from", f"It is of another round: this is {form.round_name}, {form.first} to {form.last}.")
    elif said.get("return") != wanted["return"]:
        yield wrong("return", f"It is of another return: this is {form.contract}, {form.round_name}.")
    elif said.get("template") != wanted["template"]:
        yield wrong("template", "What the return holds has changed since this file was made.")


def _sheets(came: Came, form: Form, found: Findings) -> Iterator[tuple[str, Sheet]]:
    """The sheets whose headings are right."""
    for name in came.sheets.keys() - form.sheets.keys():
        sheet = came.sheets[name]
        like = get_close_matches(name, form.sheets, 1)
        said = f"Is it meant to be {like[0]}?" if like else f"This return has: {', '.join(form.sheets)}."
        if name in _NOT_NOW or sheet.rows or came.kind == "package":
            found.add(Finding("sheet.extra", "This return has no such sheet.", f"Take it out. {said}", sheet=name))
    for name, columns in form.sheets.items():
        sheet = came.sheets.get(name)  # type: ignore[assignment]
        if sheet is None:
            if name not in came.unread and (came.kind != "json" or name == FIGURES):
                found.add(Finding("sheet.missing", "This sheet is missing.", _ANEW, sheet=name))
            continue
        for ref in sheet.merged:
            fix = "Separate them: each cell holds its own value."
            found.add(
                Finding(
                    "cell.merged",
                    "These cells are merged.",
                    fix,
                    sheet=name,
                    row=_row(ref),
                    column=_letters(ref),
                    cell=ref,
                )
            )
        wrong = list(_headings(sheet, columns))
        found.extend(wrong)
        if not wrong:
            yield name, sheet


_NOT_NOW = frozenset({PERSON, *TABLES})


def _row(ref: str) -> int | None:
    said = "".join(sign for sign in ref.partition(":")[0] if sign.isdecimal())
    return int(said) if said else None


def _letters(ref: str) -> str:
    return "".join(sign for sign in ref.partition(":")[0] if sign.isalpha())


def _headings(sheet: Sheet, columns: Sequence[Column]) -> Iterator[Finding]:
    """What differs between the headings and the columns that belong there."""
    heads = [str(one).strip() if isinstance(one, str) else "" for one in (sheet.rows[0] if sheet.rows else [])]
    names = [column.name for column in columns]
    if not any(heads):
        yield Finding("sheet.blank", "It has no headings.", _ANEW, sheet=sheet.name, row=1, column="A", cell="A1")
        return
    while not heads[-1]:
        heads.pop()
    for _, was, until, at_head, to_head in _changes(names, heads):
        lacking, more = names[was:until], list(enumerate(heads[at_head:to_head], start=at_head))
        paired = min(len(lacking), len(more))
        for (place, said), wanted in zip(more, lacking, strict=False):
            yield from _heading(sheet.name, place, wanted, said, names, heads)
        for place, said in more[paired:]:
            yield from _heading(sheet.name, place, "", said, names, heads)
        for wanted in (one for one in lacking[paired:] if one not in heads):
            yield from _heading(sheet.name, to_head, wanted, "", names, heads)


def _changes(names: list[str], heads: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Where the headings part from the columns, so that one too many is not told of every column after it. Where they are the
    same in another order, each stands in a wrong place."""
    if sorted(names) == sorted(heads):
        yield from (("replace", at, at + 1, at, at + 1) for at in range(len(names)) if names[at] != heads[at])
        return
    matched = SequenceMatcher(None, names, heads, autojunk=False).get_opcodes()
    yield from (one for one in matched if one[0] != "equal")


def _heading(sheet: str, place: int, wanted: str, said: str, names: list[str], heads: list[str]) -> Iterator[Finding]:
    """What is wrong with a heading that stands where none belongs, or where `wanted` does; and with the column that is not
    there for it."""
    where = at(sheet, 1, place, wanted)
    shown = said[:40]
    is_there = wanted in heads
    if said and heads.index(said) < place:
        yield Finding("column.twice", f"The heading “{shown}” stands twice.", "Take one of them out.", **where)
    elif said in names:
        yield Finding(
            "column.moved",
            f"The column {said} stands in {letters(place)} and belongs in {letters(names.index(said))}.",
            "Put the columns back in their order.",
            **where,
        )
    elif said and wanted and not is_there:
        yield Finding("column.heading", f"The heading “{shown}” was {wanted}.", f"Write {wanted}.", **where)
        return
    elif said:
        yield Finding("column.extra", f"Nothing called “{shown}” is agreed.", "Take the column out.", **where)
    elif not wanted or is_there:
        yield Finding("column.extra", "A column without a heading stands here.", "Take the column out.", **where)
    if wanted and not is_there:
        yield Finding("column.missing", f"The column {wanted} is missing.", "Put it back in its place.", **where)


def _words(sheet: Sheet, form: Form, found: Findings) -> dict[str, str]:
    """Answers by question; blank ones are left out."""
    asked = {one.uid: one for one in form.questions}
    said: dict[str, str] = {}
    for number, row in enumerate(sheet.rows[1:], start=2):
        if _empty(row):
            continue
        cells = [*row, *[None] * (5 - len(row))]
        uid, answer = text(cells[0], 60), text(cells[4])
        where = at(WORDS, number, 0, "question")
        if isinstance(uid, Bad) or uid not in asked:
            fix = "Leave the keys of questions as they are."
            found.add(Finding("words.unknown", "This round asks no such question.", fix, **where))
            continue
        if uid in said:
            found.add(Finding("words.twice", "This question is answered twice.", "Keep one of the two rows.", **where))
        found.extend(_too_long(answer, asked[uid].most_words, number))
        said[uid] = "" if isinstance(answer, Bad) else answer
    return {uid: words for uid, words in said.items() if words}


def _too_long(answer: str | Bad, most: int, number: int) -> Iterator[Finding]:
    """What is wrong with an answer."""
    where = at(WORDS, number, 4, "answer")
    if isinstance(answer, Bad):
        yield Finding(answer.rule, answer.message, answer.fix, **where)
    elif most and (has := count_words(answer)) > most:
        yield Finding("words.long", f"These are {has:,} words.", f"Use at most {most:,}.", **where)


def in_json(one: Finding) -> Finding:
    """In JSON a place is a path: rows are counted from 0 there, and have no headings."""
    if one.row is None or not one.sheet:
        return one
    part = one.sheet if one.sheet in (FIGURES, WORDS) else f"rows.{one.sheet}"
    if one.row == 1:
        return replace(one, row=None, column="", cell=f"{part}[].{one.field}".rstrip("."))
    return replace(one, row=one.row - 1, column=one.field, cell=f"{part}[{one.row - 2}].{one.field}".rstrip("."))
