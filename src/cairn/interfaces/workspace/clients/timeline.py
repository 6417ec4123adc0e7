"""Everything that happened with one person, in one list, newest first, that may be filtered by kind."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cairn.cases.queries import ClientRecord, EpisodeView, TimelineEntry
from cairn.definitions import registry
from cairn.interfaces.workspace.codes import label

KINDS = {
    "activity": "Activities",
    "step": "Steps",
    "outcome": "Outcomes",
    "need": "Needs",
    "reading": "Readings",
    "note": "Notes",
    "case": "Referrals and episodes",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the line. `kinds` are those of `KINDS` that it answers to; `lines` what came of it."""

    day: dt.date
    kinds: frozenset[str]
    label: str
    byline: str = ""
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    change: str = ""


def timeline(record: ClientRecord, kind: str = "") -> list[Item]:
    """All items, or those of one kind."""
    items = [*_entries(record), *_cases(record)]
    for episode in record.episodes:
        items += [*_needs(episode), *_readings(episode)]
    items.sort(key=lambda item: item.day, reverse=True)
    return [item for item in items if not kind or kind in item.kinds]


def _entries(record: ClientRecord) -> Iterator[Item]:
    for entry in record.timeline:
        steps = [f"Step {label('step_state', s.state).lower()}: {s.label}" for s in entry.steps]
        outcomes = [f"{'Outcome' if o.is_reached else 'Outcome not'} reached: {o.label}" for o in entry.outcomes]
        present = (("activity", entry.activity_uid), ("step", steps), ("outcome", outcomes), ("note", entry.notes))
        kinds = frozenset(name for name, there in present if there)
        byline = entry.worker or (entry.notes[0].author if entry.notes else "")
        notes = tuple(note.text for note in entry.notes)
        change = entry.activity_uid or ""
        yield Item(entry.entry_date, kinds, _title(entry), byline, (*steps, *outcomes), notes, change)


def _title(entry: TimelineEntry) -> str:
    if not entry.activity_type:
        return "Note" if entry.notes else "Step" if entry.steps else "Outcome"
    length = f", {entry.minutes} minutes" if entry.minutes else ""
    group = f", with {entry.people} people" if entry.people > 1 else ""
    absent = "" if entry.state in ("", "attended") else f": {label('attendance_state', entry.state).lower()}"
    return f"{entry.activity_type}{length}{group}{absent}"


def _needs(episode: EpisodeView) -> Iterator[Item]:
    for need in episode.needs:
        yield Item(need.presented_date, frozenset({"need"}), f"Need: {need.label}")
        for judged in need.judgements:
            words = label("need_state", judged.state).lower()
            if judged.judged_date != need.presented_date or judged.state != "unmet":
                who = label("judged_by", judged.judged_by)
                yield Item(judged.judged_date, frozenset({"need"}), f"{need.label}: {words}", who[0].lower() + who[1:])


def _readings(episode: EpisodeView) -> Iterator[Item]:
    for scale in episode.scales:
        name = registry.get("scale", scale.scale).short_label
        for reading in scale.readings:
            stage = label("assessment_stage", reading.stage).lower()
            score = f"{reading.value:g}" if reading.value is not None else f"no score: {reading.reason}"
            lines = (f"Score {score}{f', {reading.band}' if reading.band else ''}",)
            yield Item(reading.assessed_date, frozenset({"reading"}), f"{name} at {stage}", "", lines)


def _cases(record: ClientRecord) -> Iterator[Item]:
    kinds = frozenset({"case"})
    for row in record.referrals:
        yield Item(row.received_date, kinds, f"Referred to {row.service}")
        if row.decided_date and row.state != "accepted":
            yield Item(row.decided_date, kinds, f"Referral to {row.service}: {row.state}")
    for episode in record.episodes:
        yield Item(episode.start_date, kinds, f"Support by {episode.service} began")
        if episode.end_date:
            why = label("closure_reason", episode.closure_reason)
            yield Item(episode.end_date, kinds, f"Support by {episode.service} ended", "", (why,))
