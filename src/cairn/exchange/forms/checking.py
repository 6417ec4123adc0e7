"""Rows of a file held against the rules of their forms, some thousands at a time and column by column.

Rows are of the version that their own date says and, where authorities ask things of their own, of the authority that they
name: each such group is one table, over which every rule is worked out at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from cairn.collection.columns import FormColumn, Local, columns_of
from cairn.collection.rules import rules_of
from cairn.definitions.shapes.form import CollectionForm
from cairn.exchange.forms.cells import Memo, bad_of
from cairn.exchange.forms.context import Authority, Context
from cairn.exchange.forms.found import Kind, stops
from cairn.exchange.forms.headings import Layout, is_due
from cairn.exchange.forms.lines import Line
from cairn.questionnaire.columns import broken_rows
from cairn.questionnaire.conditions import fields_of
from cairn.questionnaire.rules import Rule
from cairn.questionnaire.texts import day as day_of

Answers = dict[str, list[str]]


@dataclass(slots=True)
class Batch:
    """Some rows of a file. `columns` hold the answers, one a row, blank where there is none; `errors` and `soft` what was found
    at each place in the batch; `repeated` are rows that stand in the file already, as they are; `same` were sent before as
    they are, and `changed` otherwise. `marked`: by column, the places of cells that could not be read."""

    numbers: list[int]
    raw: list[list[str]]
    columns: Answers
    forms: list[CollectionForm | None]
    authorities: list[Authority | None]
    days: list[date | None]
    errors: dict[int, list[Kind]] = field(default_factory=lambda: defaultdict(list))
    soft: dict[int, list[Kind]] = field(default_factory=lambda: defaultdict(list))
    repeated: set[int] = field(default_factory=set)
    same: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    marked: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, kind: Kind, places: Iterable[int]) -> None:
        found = self.soft if kind.grade == "soft" else self.errors
        for place in places:
            found[place].append(kind)

    def answers(self, place: int) -> dict[str, str]:
        """One row, as it would be kept."""
        return {name: text for name, values in self.columns.items() if (text := values[place])}

    @property
    def every(self) -> Iterator[tuple[Kind, list[int]]]:
        """Each kind of finding with the numbers of its rows."""
        found: dict[Kind, list[int]] = defaultdict(list)
        for listed in (self.errors, self.soft):
            for place, kinds in listed.items():
                for kind in kinds:
                    found[kind].append(self.numbers[place])
        yield from ((kind, sorted(rows)) for kind, rows in found.items())


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """The rules of one version of a form at one authority, and the columns that it has. `others`: what each rule looks at besides
    its own column."""

    form: CollectionForm
    columns: tuple[FormColumn, ...]
    rules: tuple[Rule, ...]
    kinds: tuple[Kind, ...]
    others: tuple[frozenset[str], ...]


class Checker:
    """The rules of one file's forms. It remembers what cells mean and which rules are whose, and no row."""

    def __init__(self, context: Context, layout: Layout) -> None:
        self.context, self.layout = context, layout
        self.form = layout.offer.form
        names = [column for column in layout.offer.columns if column.name in layout.places]
        self.memos = {column.name: Memo(column) for column in names}
        self._groups: dict[Any, _Group] = {}
        self._made_of: dict[Any, _Group] = {}
        self._days: dict[str, date | None] = {}
        self._forms: dict[date, CollectionForm | None] = {}

    def check(self, lines: Sequence[Line]) -> Batch:
        """Every rule of the form itself; what only the records know is `weighing`'s."""
        batch = self._batch(lines)
        self._bad_cells(batch)
        for group, places in self._grouped(batch):
            self._hold(batch, group, places)
        return batch

    def _batch(self, lines: Sequence[Line]) -> Batch:
        width, numbers, long = self.layout.width, [], []
        raw: list[list[str]] = []
        for number, cells in lines:
            if len(cells) != width:
                if any(cells[width:]):
                    long.append(len(raw))
                cells = [*cells[:width], *[""] * (width - len(cells))]
            numbers.append(number)
            raw.append(cells)
        whole = list(zip(*raw, strict=True))
        columns = {name: memo.all(whole[self.layout.places[name]]) for name, memo in self.memos.items()}
        days, authorities = self._dated(columns), self._named(columns)
        spell(columns, self.form.authority_column, [one.code if one else "" for one in authorities])
        batch = Batch(numbers, raw, columns, self._versions(days), authorities, days)
        batch.add(_LONG, long)
        return batch

    def _dated(self, columns: Answers) -> list[date | None]:
        known = self._days
        texts = columns.get(self.form.date_column, ())
        for text in set(texts) - known.keys():
            known[text] = day_of(text)
        return [known[text] for text in texts]

    def _versions(self, days: Sequence[date | None]) -> list[CollectionForm | None]:
        known = self._forms
        for day in set(days) - known.keys():
            if day is not None:
                known[day] = self.context.form_of(self.form.id, day)
        return [known.get(day) if day else None for day in days]

    def _named(self, columns: Answers) -> list[Authority | None]:
        known = self.context.authorities
        return [known.get(text.upper()) for text in columns.get(self.form.authority_column, ())]

    def _bad_cells(self, batch: Batch) -> None:
        """Cells that could not be read. What a rule then says of them is not said twice."""
        for name, memo in self.memos.items():
            if not memo.has_bad:
                continue
            letter = self.layout.letter(name)
            for place, text in enumerate(batch.columns[name]):
                if bad := bad_of(text):
                    batch.add(bad.kind(name, letter), [place])
                    batch.marked[name].add(place)

    def _grouped(self, batch: Batch) -> Iterator[tuple[_Group, list[int]]]:
        """Rows without a date that any version covers are held against the version whose headings they have."""
        found: dict[_Group, list[int]] = defaultdict(list)
        for place, key in enumerate(zip(batch.forms, batch.authorities, batch.days, strict=True)):
            found[self._group(*key)].append(place)
        yield from found.items()

    def _group(self, form: CollectionForm | None, authority: Authority | None, day: date | None) -> _Group:
        form, own = form or self.form, authority is not None and day is not None and authority.adds
        key = (form.version, authority.code if own and authority else "", day if own else None)
        if key not in self._groups:
            local = authority.local(form, day) if own and authority and day else ()
            alike = (*key[:2], tuple(map(_ref, local)))
            if alike not in self._made_of:
                self._made_of[alike] = self._made(form, local)
            self._groups[key] = self._made_of[alike]
        return self._groups[key]

    def _made(self, form: CollectionForm, local: Local) -> _Group:
        rules = rules_of(form, local)
        others = tuple(fields_of(rule.must) - {rule.field} for rule in rules)
        return _Group(form, columns_of(form, local), rules, tuple(map(self._kind, rules)), others)

    def _kind(self, rule: Rule) -> Kind:
        grade = "soft" if rule.severity == "warning" else "error"
        return Kind(grade, rule.id, rule.message, rule.fix, rule.field, self.layout.letter(rule.field))  # type: ignore[arg-type]

    def _hold(self, batch: Batch, group: _Group, places: list[int]) -> None:
        if group.form.version != self.form.version and (lacking := self._lacking(group)):
            batch.add(self._other_version(group.form, lacking), places)
            return
        every = len(places) == len(batch.numbers)
        names = [column.name for column in group.columns if column.name in batch.columns]
        held = {name: batch.columns[name] for name in names}
        if not every:
            held = {name: [values[place] for place in places] for name, values in held.items()}
        table = pa.table({name: pa.array(values, pa.string()) for name, values in held.items()})
        broken = [[places[row] for row in rows.tolist()] for rows in broken_rows(group.rules, table)]
        unread = self._unread(batch, group, broken)
        for kind, others, rows in zip(group.kinds, group.others, broken, strict=True):
            if rows:
                passed = batch.marked.get(kind.column, set()).union(
                    *(unread[name] for name in others if name in unread)
                )
                batch.add(kind, [row for row in rows if row not in passed] if passed else rows)
        self._beyond(batch, set(names), places)

    @staticmethod
    def _unread(batch: Batch, group: _Group, broken: Sequence[list[int]]) -> dict[str, set[int]]:
        """Where each column cannot be read: what rules of other columns make of it there is not said too."""
        found: dict[str, set[int]] = defaultdict(set, {name: set(places) for name, places in batch.marked.items()})
        for rule, others, rows in zip(group.rules, group.others, broken, strict=True):
            if rows and not others and rule.id != "needed":
                found[rule.field].update(rows)
        return found

    def _lacking(self, group: _Group) -> list[str]:
        return [column.name for column in group.columns if is_due(column) and column.name not in self.layout.places]

    def _beyond(self, batch: Batch, known: set[str], places: list[int]) -> None:
        """What stands in a column that this row's version, or its authority, does not ask for: it may not be lost unsaid."""
        for name, values in batch.columns.items():
            if name in known:
                continue
            kind = Kind("error", "not-of-form", _BEYOND, _BEYOND_FIX, name, self.layout.letter(name))
            batch.add(kind, [place for place in places if values[place]])
            for place in places:
                values[place] = ""

    def _other_version(self, form: CollectionForm, lacking: Sequence[str]) -> Kind:
        mine, its = _span(self.form), _span(form)
        message = (
            f"This is the template for forms dated {mine}, and forms in it are dated {its}: "
            f"{len(lacking)} of their columns are not in it."
        )
        fix = f"Download the template for forms dated {its}, and copy the rows into it."
        letter = self.layout.letter(self.form.date_column)
        return stops("other_year", message, fix, self.form.date_column, letter)


def spell(columns: Answers, name: str, known: Sequence[str]) -> None:
    """What is known under another spelling, as it is known: else the same form would be another by each way."""
    if name in columns:
        columns[name] = [one or text for one, text in zip(known, columns[name], strict=True)]


def _ref(one: Any) -> str:
    return str(getattr(one, "ref", "") or getattr(one, "code", ""))


_LONG = Kind(
    "error", "row-long", "Something stands beyond the last heading of this row.",
    "Look for a separator within an answer: put such an answer in quotation marks.",
)  # fmt: skip
_BEYOND = "The form of this day and authority has no such question."
_BEYOND_FIX = "Leave it blank, or mend the date or the authority."


def _span(form: CollectionForm) -> str:
    words = {name: f"{date.fromisoformat(day):%-d %B %Y}" for name, day in _ends(form).items() if day}
    if len(words) == 2:
        return f"{words['from']} to {words['to']}"
    return f"from {words['from']} on" if "from" in words else f"up to {words['to']}" if "to" in words else "any day"


def _ends(form: CollectionForm) -> Mapping[str, str | None]:
    return {"from": form.from_date, "to": form.to_date}
