"""What the records behind a return lack: one gap for each person and thing, with where it is mended and who sees that person.

People are the organisation's own; of a partner's records only how many lack what (`theirs`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cairn.cases.models import Episode, Referral
from cairn.cases.queries.due import dues_of, latest_readings
from cairn.contracts.views import MeasureView
from cairn.insight import figures
from cairn.insight.results import FactRow
from cairn.kernel import clock
from cairn.returns import theirs
from cairn.returns.derive import Asked
from cairn.returns.theirs import Theirs
from cairn.services.measuring import scales_of_all
from cairn.services.models import ActivityType

CHUNK = 500
#: Of somebody, in the order in which it is asked; the place comes from the postcode.
ABOUT = (
    "gender",
    "same_as_birth",
    "age_band",
    "disability",
    "ethnicity_group",
    "ethnicity",
    "district",
    "sector",
    "ward",
)
#: What a measure of a table leaves out and somebody can still bring, by its id: the rest stands as it is.
MENDABLE = frozenset({
    ("assessment", "no_score"), ("assessment_pair", "no_score"), ("outcome_change", "blank"), ("need_asked", "not_asked"),
    ("need", "not_known"), ("episode", "not_known"), ("referral", "not_yet"), ("signposting", "not_known"),
})  # fmt: skip
#: Where such a record is mended, and what of the row the address names; else on the person's page.
PLACES = {
    "need_asked": ("needs_check", "episode"),
    "need": ("need", "need"),
    "referral": ("referral_contact", "referral"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """`key` names the kind of gap; the address is where this one is mended."""

    key: str
    client_uid: str
    owner_uid: str
    href_name: str
    href_args: Mapping[str, str]


@dataclass(slots=True)
class Known:
    """Whom the return is about, and who sees them. `episodes` and `referrals` are rows by uid."""

    episodes: dict[str, dict[str, Any]]
    referrals: dict[str, dict[str, Any]]
    people: dict[str, Mapping[str, Any]]
    owners: dict[str, str] = field(default_factory=dict)


def find(
    asked: Asked, agreed: Sequence[MeasureView], named: Iterable[str], is_annual: bool
) -> tuple[list[Gap], set[str], tuple[Theirs, ...]]:
    """Every gap, everybody whom the return is about (uids), and what partners lack. `named`: the fields that the agreement
    names."""
    wanted = _wanted(agreed, named)
    all_supported = _facts(asked, "people_supported", wanted)
    all_received = _facts(asked, "referrals_received", (*wanted, "state"))
    supported, received = _own(asked, all_supported), _own(asked, all_received)
    known = _known(supported, received)
    gaps = [
        *_about(known, wanted),
        *_undecided(known, received),
        *_readings(asked, known, agreed, is_annual),
        *_goals(asked, known, agreed),
        *_steps(asked, known, agreed),
        *_left_out(asked, known, agreed),
    ]
    return gaps, set(known.people), theirs.of_partners(asked, all_supported, all_received, wanted)


def _facts(asked: Asked, measure: str, only: Sequence[str]) -> tuple[FactRow, ...]:
    return figures.rows_behind(measure, by=asked.by, period=asked.period, where=asked.where, only=only)


def _own(asked: Asked, facts: Iterable[FactRow]) -> list[FactRow]:
    own = str(asked.by.organisation_uid)
    return [fact for fact in facts if fact.provider_uid == own and fact.person_uid]


def _known(supported: Sequence[FactRow], received: Sequence[FactRow]) -> Known:
    fields = ("pk", "uid", "service_id", "worker_uid", "start_date", "end_date", "no_baseline_reason")
    episodes = _rows(Episode, supported, (*fields, "client__uid", "service__is_one_off", "service__is_short_stay"))
    referrals = _rows(Referral, received, ("uid", "worker_uid", "client__uid"))
    people: dict[str, Mapping[str, Any]] = {fact.person_uid: fact.values for fact in (*received, *supported)}
    known = Known(episodes, referrals, people)
    for row in (*referrals.values(), *sorted(episodes.values(), key=lambda row: row["start_date"])):
        if row["worker_uid"]:
            known.owners[str(row["client__uid"])] = row["worker_uid"]
    return known


def _rows(model: Any, facts: Sequence[FactRow], names: Sequence[str]) -> dict[str, dict[str, Any]]:
    uids = [fact.fact_uid for fact in facts]
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(uids), CHUNK):
        rows = model.objects.filter(uid__in=uids[start : start + CHUNK]).values(*names)
        found |= {str(row["uid"]): row for row in rows}
    return found


def _gap(known: Known, key: str, person: str, name: str, **args: str) -> Gap:
    return Gap(key, person, known.owners.get(person, ""), name, {"client": person, **args})


def _wanted(agreed: Iterable[MeasureView], named: Iterable[str]) -> tuple[str, ...]:
    """What the return says of people: its breakdowns, and the fields of the agreement."""
    wanted = {view.by for view in agreed} | set(named)
    return tuple(name for name in ABOUT if name in wanted)


def _about(known: Known, wanted: Sequence[str]) -> Iterator[Gap]:
    for person, values in known.people.items():
        for name in wanted:
            if theirs.is_open(values.get(name)):
                yield _gap(known, f"about:{name}", person, "client_about")


def _undecided(known: Known, received: Sequence[FactRow]) -> Iterator[Gap]:
    for fact in received:
        if fact.values["state"] == "pending":
            worker = known.referrals.get(fact.fact_uid, {}).get("worker_uid", "")
            yield Gap("referral", fact.person_uid, worker, "referral", {"referral": fact.fact_uid})


def _readings(asked: Asked, known: Known, agreed: Sequence[MeasureView], is_annual: bool) -> Iterator[Gap]:
    """First readings that were not taken, and reviews that are due, of the scales that the return rests on."""
    scales = scales_of(agreed, is_annual)
    if scales is not None and not scales:
        return
    rows = list(known.episodes.values())
    plans, latest = scales_of_all(asked.by), latest_readings([row["pk"] for row in rows])
    today = clock.today()
    for row in rows:
        for due in dues_of({**row, "id": row["pk"]}, plans, latest, min(row["end_date"] or today, today)):
            if (scales is None or due.scale in scales) and (due.what == "first" or row["end_date"] is None):
                yield _reading(known, row, due.what, due.scale)


def _reading(known: Known, row: Mapping[str, Any], what: str, scale: str) -> Gap:
    args = {"client": str(row["client__uid"]), "episode": str(row["uid"]), "scale": scale}
    return Gap(f"{what}:{scale}", args["client"], row["worker_uid"], "assess", args)


def scales_of(agreed: Iterable[MeasureView], is_annual: bool) -> frozenset[str] | None:
    """Which scales the return rests on; None for all: an annual one sends every reading, and outcomes may rest on any."""
    if is_annual or any(view.definition.table == "outcome_change" for view in agreed):
        return None
    return frozenset(view.definition.scale for view in agreed if view.definition.scale)


def _goals(asked: Asked, known: Known, agreed: Iterable[MeasureView]) -> Iterator[Gap]:
    """Outcomes of people whose support ended that are neither reached nor set aside."""
    if not any(view.definition.table == "outcome" for view in agreed):
        return
    yield from open_goals(known, _own(asked, _facts(asked, "outcomes_reached_share", ("episode", "state"))))


def open_goals(known: Known, facts: Iterable[FactRow]) -> Iterator[Gap]:
    """Of facts of outcomes, those of an episode that ended while somebody was still working towards them."""
    for fact in facts:
        episode = known.episodes.get(str(fact.values.get("episode")))
        if episode and episode["end_date"] and fact.values["state"] == "working":
            yield _gap(known, "outcome", fact.person_uid, "plan")


def _steps(asked: Asked, known: Known, agreed: Iterable[MeasureView]) -> Iterator[Gap]:
    """People who were seen in the period, in a service with a ladder, and of whom no step was noted in it."""
    if not any(view.definition.table == "step" for view in agreed):
        return
    laddered = set(ActivityType.objects.filter(steps__isnull=False).values_list("service_id", flat=True))
    seen, noted = (
        set(figures.people_behind(measure, by=asked.by, period=asked.period, where=asked.where))
        for measure in ("contacts", "steps_reached")
    )
    yield from without_step(known, laddered, seen, noted)


def without_step(known: Known, laddered: set[int], seen: set[str], noted: set[str]) -> Iterator[Gap]:
    """One gap for each person, however many episodes they have."""
    left = seen - noted
    for row in known.episodes.values():
        person = str(row["client__uid"])
        if row["service_id"] in laddered and person in left:
            left.discard(person)
            yield _gap(known, "step", person, "step_new", episode=str(row["uid"]))


def _left_out(asked: Asked, known: Known, agreed: Iterable[MeasureView]) -> Iterator[Gap]:
    """What the figures leave out for want of an answer that somebody may still bring."""
    for view in {view.measure: view for view in agreed}.values():
        for reason in view.definition.left_out:
            if (view.definition.table, reason.id) in MENDABLE:
                yield from _of_reason(asked, known, view, reason.id)


def _of_reason(asked: Asked, known: Known, view: MeasureView, reason: str) -> Iterator[Gap]:
    facts = figures.rows_left_out(
        view.measure, by=asked.by, period=asked.period, where=asked.where, key=f"{reason}/*",
        version=view.version, only=("episode",),
    )  # fmt: skip
    for fact in _own(asked, facts):
        yield _left(known, f"left:{view.measure}.{reason}", fact)


def _left(known: Known, key: str, fact: FactRow) -> Gap:
    """A referral's address names nobody; the others name the person too."""
    name, which = PLACES.get(fact.table, ("client", ""))
    args = {"episode": str(fact.values.get("episode")), "need": fact.fact_uid, "referral": fact.fact_uid}
    if fact.table == "referral":
        return Gap(key, fact.person_uid, known.owners.get(fact.person_uid, ""), name, {which: args[which]})
    return _gap(known, key, fact.person_uid, name, **({which: args[which]} if which else {}))


def by_key(gaps: Iterable[Gap]) -> dict[tuple[str, str], list[Gap]]:
    """By kind and by who sees to it, in the order found."""
    found: dict[tuple[str, str], list[Gap]] = defaultdict(list)
    for gap in gaps:
        found[gap.key, gap.owner_uid].append(gap)
    return found
