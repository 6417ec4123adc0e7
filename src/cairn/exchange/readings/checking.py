"""Every row of a list of readings held against the rules of the form, all at once; each problem at its cell."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import assessing, loading
from cairn.cases.assessing import NewAssessment
from cairn.cases.models import Assessment, Episode
from cairn.definitions.shapes.scale import Scale
from cairn.exchange.clients import dates
from cairn.exchange.clients.checking import Finding
from cairn.exchange.clients.fields import squeezed
from cairn.exchange.clients.mapping import is_filled
from cairn.exchange.clients.proposing import text_of
from cairn.exchange.readings import columns
from cairn.exchange.readings.columns import Places, ReadingMap
from cairn.exchange.sheets import Sheet, Value
from cairn.kernel import clock
from cairn.kernel.problems import Problem, refuse_if
from cairn.people import queries as people
from cairn.scales import local

BLANK = frozenset({"", "-", "–", "n/a", "na", "not answered", "not known", "blank"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be read: its number in the sheet, its person, and what is to be recorded."""

    number: int
    client_uid: str
    new: NewAssessment


@dataclass(slots=True)
class Checked:
    """`rows` are those without an error; `findings` are of all, by place in the sheet."""

    received: int = 0
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def wrong(self) -> set[int]:
        return {one.row for one in self.findings if one.severity == "error"}


@dataclass(frozen=True, slots=True)
class _Stay:
    """One episode, as far as a reading asks which it belongs to."""

    uid: str
    service: str
    start: date
    end: date | None
    first: date


def check(by: Actor, sheet: Sheet, told: ReadingMap) -> Checked:
    """What would be recorded, and what is wrong with the rest. Raises Refused where columns are missing."""
    found = columns.places(sheet, told)
    refuse_if(columns.lacking(found, told))
    reader = _Reader(by, sheet, told, found)
    checked = Checked()
    rows = []
    for number, values in enumerate(sheet.rows[told.heading_row :], start=told.heading_row + 1):
        if any(is_filled(value) for value in values):
            checked.received += 1
            row, wrong = reader.read(number, values)
            checked.findings += wrong
            rows += [row] if row else []
    checked.findings += _by_the_rules(by, rows, reader)
    bad = checked.wrong
    checked.rows = [row for row in rows if row.number not in bad]
    checked.findings.sort(key=lambda one: (one.row, one.place))
    return checked


def _by_the_rules(by: Actor, rows: Sequence[Row], reader: "_Reader") -> Iterator[Finding]:
    """The action's own rules, asked of all rows together."""
    new = [row.new for row in rows]
    episodes = loading.mine(Episode, by, {one.episode_uid for one in new}, "service", "client")
    problems, scored = assessing.look_over(by, new, episodes, loading.mine(Assessment, by, ()), ())
    for place, found in scored.items():
        problems += [_flagged(words, place) for words in found.flags]
    for one in problems:
        row = rows[one.row or 0]
        yield reader.finding(row.number, one, row.new.scale)


def _flagged(words: str, row: int) -> Problem:
    """An answer that somebody must look at: said here, for a file puts nothing on anybody's Today."""
    fix = "Bringing the row in tells nobody: see to it that somebody looks at it."
    return Problem("readings.flag", words, fix, severity="warning", field="answers", row=row)


class _Reader:
    """One sheet, with all that its rows are looked up in: read once."""

    def __init__(self, by: Actor, sheet: Sheet, told: ReadingMap, found: Places) -> None:
        self._told, self._found, self._today = told, found, clock.today()
        self._scales = columns.scale_words(local.offered(by))
        self._by_id = {scale.id: scale for scale in self._scales.values()}
        self._items = {scale.id: found.items(scale) for scale in self._by_id.values()}
        self._stages = columns.words_of("assessment_stage", columns.STAGES)
        self._raters = columns.words_of("assessment_rater", columns.RATERS)
        self._people = _people(by, sheet, told, found.fields["reference"])
        self._stays = _stays(by)

    def read(self, number: int, values: Sequence[Value]) -> tuple[Row | None, list[Finding]]:
        wrong: list[Problem] = []
        client = self._people.get(squeezed(self._text(values, "reference")))
        if client is None:
            fix = "Write their reference as it stands on their record, or add them first."
            wrong.append(Problem("readings.person", "Nobody here has this reference.", fix, field="reference"))
        day = dates.read(values[self._found.fields["date"]], self._today).day
        if day is None:
            wrong.append(Problem("date.unreadable", "This is not a date.", "Write it like 31/03/2026.", field="date"))
        scale = self._scales.get(squeezed(self._text(values, "scale")))
        if scale is None:
            fix = "Write the name of a scale that you may use, as it stands under Scales."
            wrong.append(Problem("readings.scale", "This scale is not known here.", fix, field="scale"))
        stage = self._coded(values, "stage", self._stages, wrong)
        rater = self._coded(values, "rater", self._raters, wrong)
        answers = self._answers(values, scale, wrong) if scale else []
        stay = self._stay(values, client, day, wrong) if client and day else ""
        name = scale.id if scale else ""
        if wrong or not (client and day and scale):
            return None, [self.finding(number, one, name) for one in wrong]
        new = NewAssessment(
            episode_uid=stay, scale=scale.id, assessed_date=day, answers=answers, stage=stage, rater=rater,
            entered_by="import",
        )  # fmt: skip
        return Row(number, client, new), []

    def _text(self, values: Sequence[Value], key: str) -> str:
        place = self._found.fields.get(key)
        value = values[place] if place is not None else None
        return text_of(value) if is_filled(value) else self._told.everyone.get(key, "")

    def _coded(self, values: Sequence[Value], key: str, known: dict[str, str], wrong: list[Problem]) -> str:
        code = known.get(squeezed(self._text(values, key)), "")
        if not code:
            fix = f"Write one of: {', '.join(dict.fromkeys(known.values()))}."
            wrong.append(Problem(f"readings.{key}", "This word is not known.", fix, field=key))
        return code

    def _answers(self, values: Sequence[Value], scale: Scale, wrong: list[Problem]) -> list[Any]:
        """In item order. Words that name an answer count as it."""
        listed = self._found.fields.get("answers")
        places = self._items[scale.id]
        if listed is not None and is_filled(values[listed]):
            told: list[Value] = list(text_of(values[listed]).replace(",", " ").replace(";", " ").split())
            need, most = len(scale.scored), len(scale.items)  # what is asked beside the score comes last
            if not need <= len(told) <= most:
                wanted = most if need == most else f"{need} or {most}"
                message = f"{scale.short_label} has {wanted} answers; here are {len(told)}."
                wrong.append(Problem("answer_count", message, "Write - for one left blank.", field="answers"))
                return []
            told += [None] * (most - len(told))
        else:
            told = [values[places[item.id]] if item.id in places else None for item in scale.items]
            if not places:
                fix = "Name a column for each item, as the scale names it; or use one column “Answers”."
                wrong.append(Problem("readings.items", "No column holds an answer to this scale.", fix, field="scale"))
        found = [self._answer(scale, place, value) for place, value in enumerate(told)]
        if not wrong and all(one is None for one in found):
            message = "No item is answered."
            wrong.append(
                Problem("readings.blank", message, "Write the answers, or leave the row out.", field="answers")
            )
        return found

    @staticmethod
    def _answer(scale: Scale, place: int, value: Value) -> int | str | None:
        """What cannot be read stays as it is, and the rule of the scale says what is wrong with it."""
        text = text_of(value) if is_filled(value) else ""
        if text.casefold() in BLANK:
            return None
        if text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 8:
            return int(text)
        named = {squeezed(one.label): one.value for one in scale.answers(scale.items[place]) if one.label}
        return named.get(squeezed(text), text)

    def _stay(self, values: Sequence[Value], client: str, day: date, wrong: list[Problem]) -> str:
        """The one episode that a date belongs to: it was on; else it began soon after; else it had ended before."""
        service = squeezed(self._text(values, "service"))
        stays = [one for one in self._stays.get(client, ()) if service in ("", squeezed(one.service))]
        during = [one for one in stays if one.start <= day and (one.end is None or day <= one.end)]
        before = [one for one in stays if one.first <= day < one.start]
        after = sorted((one for one in stays if one.end and one.end < day), key=lambda one: one.end or day)[-1:]
        chosen = during or before or after
        if len(chosen) == 1:
            return chosen[0].uid
        message = "They had several episodes on this date." if chosen else "They had no episode on or before this date."
        fix = "Name the service in a column “Service”." if chosen else "Check the date, the service and the person."
        wrong.append(Problem("readings.episode", message, fix, field="date"))
        return ""

    def finding(self, number: int, one: Problem, scale: str) -> Finding:
        """A problem at the cell that led to it."""
        fields = self._found.fields
        place = fields.get({"assessed_date": "date", "episode_uid": "date"}.get(one.field, one.field))
        if one.field.startswith("item_") and scale in self._by_id:
            ids = {f"item_{item.number}": item.id for item in self._by_id[scale].items}
            place = self._items[scale].get(ids.get(one.field, ""), fields.get("answers"))
        if place is None:
            place = fields.get("answers", fields["reference"])
        return Finding(number, place, one.rule, one.severity, one.message, one.fix, one.field)


def _people(by: Actor, sheet: Sheet, told: ReadingMap, place: int) -> dict[str, str]:
    """Reference as it is squeezed → uid, of those whom the actor may see; one that two people share is nobody's."""
    wanted = {squeezed(text_of(row[place])) for row in sheet.rows[told.heading_row :] if is_filled(row[place])}
    found: dict[str, set[str]] = defaultdict(set)
    for reference, uid in people.visible_to(by).exclude(reference="").values_list("reference", "uid").iterator():
        if (key := squeezed(reference)) in wanted:
            found[key].add(str(uid))
    return {key: uids.pop() for key, uids in found.items() if len(uids) == 1}


def _stays(by: Actor) -> dict[str, list[_Stay]]:
    """Client uid → their episodes, the earliest first."""
    found: dict[str, list[_Stay]] = defaultdict(list)
    rows = Episode.objects.filter(organisation_id=by.organisation_id).order_by("start_date", "pk")
    fields = ("client__uid", "uid", "service__name", "start_date", "end_date", "service__baseline_days")
    for client, uid, service, start, end, days in rows.values_list(*fields).iterator():
        found[str(client)].append(_Stay(str(uid), service, start, end, start - timedelta(days=days)))
    return found
