"""The line of a person's life here, in words: what each thing that happened is called, and what came of it."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cairn.cases.queries import Entry
from cairn.definitions import registry
from cairn.interfaces.workspace.codes import label
from cairn.web.formats import number

KINDS = {
    "visit": "Visits and sessions",
    "step": "Steps",
    "outcome": "Outcomes",
    "need": "Needs",
    "goal": "Goals and plans",
    "reading": "Readings",
    "note": "Notes",
    "appointment": "Missed and cancelled",
    "case": "Referrals and episodes",
    "life": "Life and household",
}
CONCERNS = ("concern", "Concerns")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what came of it; `later`: it was added after the event."""

    words: str
    later: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the line. `page` with the uid `about` is where it is read or changed; `lines` what came of it, `notes`
    what was written."""

    day: dt.date
    kind: str
    label: str
    byline: str = ""
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    later: bool = False
    restricted: bool = False
    page: str = ""
    about: str = ""


def items(entries: Iterable[Entry]) -> list[Item]:
    return [_item(entry) for entry in entries]


def _item(entry: Entry) -> Item:
    lines = [Line(_called(one), one.later) for one in entry.brought if one.what != "note"]
    if more := _more(entry):
        lines.insert(0, Line(more))
    notes = [entry.words] if entry.what == "note" else []
    notes += [one.words for one in entry.brought if one.what == "note"]
    return Item(
        entry.entry_date, entry.kind, _called(entry), entry.worker, tuple(lines), tuple(notes), entry.later,
        entry.restricted, PLACES.get(entry.what, ""), entry.uid,
    )  # fmt: skip


def _called(entry: Entry) -> str:
    return WORDS[entry.what](entry)


def _more(entry: Entry) -> str:
    said = MORE.get(entry.what)
    return said(entry) if said else ""


def _visit(entry: Entry) -> str:
    length = f", {entry.minutes} minutes" if entry.minutes else ""
    group = f", with {entry.people} people" if entry.people > 1 else ""
    absent = "" if entry.state in ("", "attended") else f": {label('attendance_state', entry.state).lower()}"
    return f"{entry.name}{length}{group}{absent}"


def _note(entry: Entry) -> str:
    words = label("note_kind", entry.state)
    return f"{words.removesuffix(' to a colleague')} to {entry.to}" if entry.to else words


def _appointment(entry: Entry) -> str:
    kind = f"{entry.name}: " if entry.name else ""
    words = label("appointment_state", entry.state)
    return f"{kind}{words[0].lower() + words[1:]}" if kind else words


def _reading(entry: Entry) -> str:
    return f"{entry.name} at {label('assessment_stage', entry.state).lower()}"


def _score(entry: Entry) -> str:
    if entry.value is None:
        return f"No score: {entry.words}"
    change = ""
    if entry.change is not None:
        signed = f"{'+' if entry.change > 0 else ''}{number(entry.change, entry.decimals)}"
        change = f" ({signed} since the first)" if entry.change else " (as at first)"
    return f"Score {number(entry.value, entry.decimals)}{f', {entry.band}' if entry.band else ''}{change}"


def _status(entry: Entry) -> str:
    found = registry.get("codes", entry.code)
    return f"{found.label}: {found.label_of(entry.state) if entry.state in found.codes else entry.state}"


def _decided(entry: Entry) -> str:
    return f"Referral to {entry.name} {label('referral_state', entry.state).lower()}"


def _answer(entry: Entry) -> str:
    list_id = "not_a_referral" if entry.state == "not_a_referral" else "unsuccessful_reason"
    return label(list_id, entry.code) if entry.code else ""


def _checked(entry: Entry) -> str:
    return f"The whole of life: {entry.minutes} needs asked about, {entry.people} there"


def _by_whom(entry: Entry) -> str:
    kind = "Not known by whom" if entry.state == "not_known" else label("referral_kind", entry.state)
    return ", ".join(part for part in (kind, entry.words) if part)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


WORDS: dict[str, Callable[[Entry], str]] = {
    "referral_received": lambda e: f"Referred to {e.name}",
    "referral_decided": _decided,
    "passed_on": lambda e: f"Details passed on to {e.to}: {e.name}",
    "passed_on_answered": lambda e: f"{e.to}, {e.name}: {_lower(label('incoming_state', e.state))}",
    "episode_began": lambda e: f"Support by {e.name} began",
    "episode_ended": lambda e: f"Support by {e.name} ended",
    "need_presented": lambda e: f"Need: {e.name}",
    "needs_checked": _checked,
    "need_judged": lambda e: f"{e.name}: {label('need_state', e.state).lower()}",
    "signposted": lambda e: f"{'Details passed on to' if e.state == 'passed_on' else 'Told about'} {e.name or e.words}",
    "signposting_heard": lambda e: f"{e.name or e.words}: {_lower(label('signposting_result', e.state))}",
    "status": _status,
    "circle_joined": lambda e: f"{_circle(e)} noted in their circle",
    "circle_left": lambda e: f"{_circle(e)} no longer in their circle",
    "consent": lambda e: f"{_named(e)}: {_lower(label('consent_state', e.state))}",
    "seen_otherwise": lambda e: f"Seen otherwise by them: {_lower(label('disagreement_about', e.code))}",
    "level_set": lambda e: f"Level of support: {e.name}",
    "blocked": lambda e: f"Ready to move on, but blocked: {_lower(label('move_on_cause', e.code))}",
    "unblocked": lambda e: f"No longer blocked: {_lower(label('move_on_cause', e.code))}",
    "carers_assessed": lambda e: (
        f"{label('carers_assessment_kind', e.code)}: {_lower(label('carers_assessment_state', e.state))}"
    ),
    "safeguarding_made": lambda e: f"Safeguarding referral made: {_lower(label('safeguarding_body', e.code))}",
    "goal_set": lambda e: f"Goal: {e.name}",
    "goal_ended": lambda e: f"Goal {_lower(label('goal_state', e.state))}: {e.name}",
    "plan_made": lambda e: "Support plan written",
    "appointment": _appointment,
    "visit": _visit,
    "step": lambda e: f"Step {label('step_state', e.state).lower()}: {e.name}",
    "outcome": lambda e: f"{'Outcome' if e.reached else 'Outcome not'} reached: {e.name}",
    "set_aside": lambda e: f"Not their goal now: {e.name}",
    "taken_up": lambda e: f"Their goal again: {e.name}",
    "reading": _reading,
    "note": _note,
    "file_added": lambda e: f"File: {e.name}",
    "concern_raised": lambda e: f"Concern raised: {_lower(label('concern_kind', e.state))}",
    "concern_closed": lambda e: f"Concern closed: {_lower(label('concern_kind', e.state))}",
}
MORE: dict[str, Callable[[Entry], str]] = {
    "referral_received": _by_whom,
    "referral_decided": lambda e: label("unsuccessful_reason", e.code) if e.code else "",
    "passed_on_answered": lambda e: ". ".join(part for part in (_answer(e), e.words) if part),
    "episode_ended": lambda e: label("closure_reason", e.state) if e.state else "",
    "need_presented": lambda e: "Somebody else must meet it" if e.state == "no" else "",
    "need_judged": lambda e: f"Judged by: {_lower(label('judged_by', e.code))}" if e.code else "",
    "signposted": lambda e: f"For: {_lower(e.to)}" if e.to else "",
    "consent": lambda e: e.words,
    "level_set": lambda e: e.words,
    "blocked": lambda e: e.words,
    "carers_assessed": lambda e: e.words,
    "safeguarding_made": lambda e: label("safeguarding_outcome", e.state),
    "seen_otherwise": lambda e: f"“{e.words}”",
    "plan_made": lambda e: label("plan_agreed", e.state),
    "set_aside": lambda e: e.words,
    "reading": _score,
    "file_added": lambda e: e.words,
}
#: the page where an entry is read or changed
PLACES = {
    "passed_on": "passed_on",
    "passed_on_answered": "passed_on",
    "consent": "own_page",
    "seen_otherwise": "own_page",
    "visit": "activity_change",
    "signposted": "signposting",
    "signposting_heard": "signposting",
    "concern_raised": "concern",
    "concern_closed": "concern",
}


def _named(entry: Entry) -> str:
    said = label("consent_purpose", entry.code)
    return f"{said} ({entry.name})" if entry.name else said


def _circle(entry: Entry) -> str:
    relation = label("relation", entry.state)
    return f"{entry.name} ({_lower(relation)})" if entry.name else relation
