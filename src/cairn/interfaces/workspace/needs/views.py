"""A person's needs as a wheel, and one need with all that was done about it."""

from dataclasses import dataclass

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.queries import disagreements
from cairn.interfaces.workspace.clients.frame import frame
from cairn.interfaces.workspace.needs.forms import CAN_MEET
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.people import queries as people
from cairn.presentation import wheel
from cairn.presentation.trail import Step, Trail
from cairn.web import formats


@dataclass(frozen=True, slots=True)
class _Area:
    label: str
    states: tuple[str, ...]
    answer: str


#: What a wheel looks like after a while, for a page that has none yet.
SAMPLE = [
    _Area("", tuple(states.split()), answer)
    for states, answer in (
        ("met", ""), ("", "not_present"), ("part_met unmet", ""), ("", "not_present"), ("met met", ""),
        ("", "not_asked"), ("unmet", ""), ("", "not_present"), ("part_met", ""), ("", "not_present"),
    )
]  # fmt: skip


@page(P.READ_CLIENTS)
def client_needs(request: Request, client: str) -> HttpResponse:
    """The wheel now and at the start; the needs by area; each time they were asked about."""
    chosen = request.GET.get("episode", "")
    found = cases.client_needs(request.actor, client, chosen)
    moved = found.has_moved
    return draw(
        request, "needs/all", **frame(request, client, "client_needs"), found=found, chosen=chosen,
        now=wheel.wheel(found.areas, "Now"), start=wheel.wheel(found.start, "At the start") if moved else None,
        rows=_rows(found), legend=[(wheel.swatch(code), words) for code, words in wheel.LEGEND],
        running=[one for one in found.episodes if one.end_date is None], can_meet=dict(CAN_MEET),
        doubts=[need for need in found.needs if need.doubt], sample=wheel.small(SAMPLE) if found.is_empty else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One area of the table: how it stands now beside how it stood at the start, in words."""

    number: int
    label: str
    now: str
    start: str


def _rows(found: cases.ClientNeeds) -> list[Row]:
    start = {area.id: area for area in found.start}
    return [
        Row(number, area.label, stands(area), stands(start[area.id]) if area.id in start else "")
        for number, area in enumerate(found.areas, 1)
    ]


def stands(area: cases.AreaView) -> str:
    """An area in words: its needs by how far they are met, or what was said of it."""
    if area.states:
        counts = [(area.states.count(code), words) for code, words in wheel.LEGEND[:3]]
        return ", ".join(f"{count} {words.lower()}" for count, words in counts if count)
    return {"present": "Something here"}.get(area.answer) or dict(wheel.LEGEND)[area.answer]


@page(P.READ_CLIENTS)
def need(request: Request, client: str, need: str) -> HttpResponse:
    """One need opened: its path, its judgements, and every contact and service given for it."""
    found = cases.need_page(request.actor, client, need)
    return draw(
        request, "needs/one", **frame(request, client, "client_needs"), found=found, need=found.row,
        path=path_of(found.row), can_meet=dict(CAN_MEET),
        seen=disagreements.of_need(request.actor, people.get(request.actor, client), need),
    )  # fmt: skip


def path_of(row: cases.NeedRow) -> Trail:
    """From presented over part met to met, as a trail."""
    fell = row.state == "unmet" and row.part_met_date
    met = next((one.judged_date for one in row.judgements if one.state == "met"), None)
    part = "lost" if fell else "reached" if row.part_met_date else "ahead"
    full = "reached" if row.met_date else "lost" if met else "ahead"
    steps = (
        Step("Brought", "reached", row.presented_date),
        Step("Part met", part, row.part_met_date),
        Step("Met", full, row.met_date or met),
    )
    return Trail("", steps, _sentence(row, bool(met)))


def _sentence(row: cases.NeedRow, was_met: bool) -> str:
    since = f"Brought on {formats.date(row.presented_date)}"
    if row.met_date:
        days = (row.met_date - row.presented_date).days
        later = {0: "the same day", 1: "a day later"}.get(days, f"{days} days later")
        return f"{since}; met on {formats.date(row.met_date)}, {later}."
    if was_met:
        return f"{since}; it was met, and is not any more."
    if row.part_met_date and row.state == "part_met":
        return f"{since}; part met since {formats.date(row.part_met_date)}."
    return f"{since}; {'it was part met, and is not any more' if row.part_met_date else 'not met yet'}."
