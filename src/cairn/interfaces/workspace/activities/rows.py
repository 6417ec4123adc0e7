"""Whose rows stand on a register: who was sent, else who came last time and the reader's own; who was looked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from django.http import QueryDict

from cairn.cases import queries as cases
from cairn.cases.models import Activity
from cairn.cases.queries import Proposal
from cairn.cases.queries.sessions import open_with
from cairn.interfaces.workspace.activities import register
from cairn.interfaces.workspace.pages import Request
from cairn.kernel import clock
from cairn.people import matching
from cairn.people import queries as people
from cairn.people.queries import ClientCard
from cairn.services.queries import ActivityTypeView

USUAL, MOST, FOUND = 12, 60, 10


@dataclass(slots=True)
class Rows:
    """The people of a register, and what a search found. `strangers` are known here and not with this service; `added` is
    the row that was added just now, ticked."""

    proposals: list[Proposal]
    text: str = ""
    looked: bool = False
    strangers: list[ClientCard] = field(default_factory=list)
    added: str = ""
    fits: int = 0

    def mark(self, rows: Sequence[register.Row]) -> None:
        """Somebody added in place came: that is why they were added."""
        for row in rows:
            if row.uid == self.added:
                row.here = True
                row.name = row.name or (row.proposal.name if row.uid.startswith(register.NEW) else "")


def rows_of(request: Request, kind: ActivityTypeView, sent: QueryDict) -> Rows:
    who = [key for key in sent.getlist("who") if key] or _usual(request, kind)
    text = request.POST.get("q", "").strip() if request.method == "POST" else ""
    found = Rows([], text, "find" in request.POST)
    if found.looked and text:
        who = _look(request, kind, text, who, found)
    elif client := request.POST.get("let_in"):
        who = _let_in(request, kind, client, who, found)
    elif "add_new" in request.POST and text:
        found.added, found.text = f"{register.NEW}{uuid4().hex[:8]}", ""
        who = [*who, found.added]
    found.proposals = _proposals(request, kind, list(dict.fromkeys(who))[:MOST], sent, text if found.added else "")
    return found


def _look(request: Request, kind: ActivityTypeView, text: str, who: list[str], found: Rows) -> list[str]:
    """Who fits: with this service they stand at the top; others known here may be let in."""
    cards = _fitting(request, text)
    running = open_with(request.actor, [card.uid for card in cards], kind.service_uid)
    there = {key.removeprefix(register.KNOWN) for key in who if key.startswith(register.KNOWN)}
    found.strangers = [card for card in cards if card.uid not in running and card.uid not in there]
    fits = [running[card.uid] for card in cards if card.uid in running]
    found.fits = len(fits)
    return [*fits, *(key for key in who if key not in fits)]


def _fitting(request: Request, text: str) -> list[ClientCard]:
    """Who is found by what was typed, and then who may be meant by it: whoever walks in is asked for a name, not its
    spelling."""
    by = request.actor
    cards = people.find(by, text, FOUND)
    meant = {match.client_uid for match in matching.likely(by, name=text[: register.LONGEST_NAME])}
    more = sorted(meant - {card.uid for card in cards})[: FOUND - len(cards)]
    today = clock.today()
    return [*cards, *(people.card_of(person, today) for person in people.by_uids(by, more))]


def _let_in(request: Request, kind: ActivityTypeView, client: str, who: list[str], found: Rows) -> list[str]:
    running = open_with(request.actor, [str(people.get(request.actor, client).uid)], kind.service_uid)
    found.added = next(iter(running.values()), f"{register.KNOWN}{client}")
    found.text = ""
    return [*(key for key in who if key != found.added), found.added]


def _proposals(
    request: Request, kind: ActivityTypeView, who: Sequence[str], sent: QueryDict, name: str
) -> list[Proposal]:
    """What is offered for each, in order; for who walked in, as for somebody of whom nothing is known."""
    by = request.actor
    keys = {key for key in who if register.is_key(key)}
    episodes = [key for key in who if not key.startswith((register.NEW, register.KNOWN))]
    offered = {one.episode_uid: one for one in cases.proposals(by, kind.uid, episodes)}
    uids = [key.removeprefix(register.KNOWN) for key in keys if key.startswith(register.KNOWN)]
    names = (
        {str(row.uid): row.name or row.known_as or row.reference for row in people.by_uids(by, uids)} if uids else {}
    )
    found = []
    for key in who:
        if key in offered:
            found.append(offered[key])
        elif key in keys:
            known = names.get(key.removeprefix(register.KNOWN), "")
            found.append(register.walk_in(kind, key, known or sent.get(f"name-{key}", "") or name))
    return found


def _usual(request: Request, kind: ActivityTypeView) -> list[str]:
    by = request.actor
    last = cases.visible_to(by, Activity).filter(activity_type__uid=kind.uid).order_by("-activity_date", "-pk")
    before = last.first()
    came = before.attendances.filter(episode__end_date=None).values_list("episode__uid", flat=True) if before else ()
    here = list(map(str, came))
    if len(here) >= USUAL:
        return here
    others = cases.caseload(by, service_uid=kind.service_uid, per_page=50).rows
    rest = sorted(others, key=lambda row: row.worker_uid != by.uid)
    return list(dict.fromkeys([*here, *(row.episode_uid for row in rest)]))[:USUAL]
