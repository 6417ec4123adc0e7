"""What a record says of a form's needs: recorded or asked about, reached, met, still open. Pure.

A form asks per need of its framework; a record knows needs of the common dictionary, which say which of the framework's
they count towards.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

from cairn.collection.columns import NO, YES, need_column, ongoing_column, outcome_column
from cairn.collection.known import Known, NeedKnown, Proposal, StayKnown
from cairn.definitions.shapes.form import CollectionForm, NeedQuestion, Part

IN_WORK = frozenset({"employed_full_time", "employed_part_time", "self_employed"})
SETTLED = frozenset({"owner", "private_rent", "social_rent", "with_family_or_friends", "supported"})
SETTLED_PLACES = {"own_home": YES, "family_or_friends": YES, "supported_housing": YES, "no_home": NO, "temporary": NO}
LOOK_BACK_DAYS = 366
"""A yearly form is about a year: what was met, or found not to be there, before that does not count."""


def needs_known(form: CollectionForm, known: Known) -> Iterator[tuple[str, Proposal]]:
    """(column, proposal) for needs, outcomes and whether support goes on."""
    if known.stay is None or form.framework is None:
        return
    for need in form.needs:
        if need.outcome:
            yield from _of_need(form, need, need.outcome, known, known.stay)


def _of_need(
    form: CollectionForm, need: NeedQuestion, ref: str, known: Known, stay: StayKnown
) -> Iterator[tuple[str, Proposal]]:
    since = known.form_date - dt.timedelta(days=LOOK_BACK_DAYS) if form.when == "review" else dt.date.min
    there = [one for one in stay.needs if one.ref == ref and not _met_before(one, since)]
    if not there:
        if (asked := stay.not_present.get(ref)) and asked >= since:
            yield need_column(need), Proposal(NO, "Asked about, and nothing there", asked)
        return
    labels = ", ".join(dict.fromkeys(one.label for one in there))
    yield need_column(need), Proposal(YES, f"Need recorded: {labels}", max(one.presented_date for one in there))
    for part in need.parts:
        if said := _achieved(need, part, ref, there, known, stay, since):
            yield outcome_column(need, part), said
    if form.ongoing:
        yield ongoing_column(need), _ongoing(there, stay)


def _met_before(one: NeedKnown, since: dt.date) -> bool:
    return one.state == "met" and (one.judged_date or one.presented_date) < since


def _achieved(
    need: NeedQuestion, part: Part, ref: str, there: Sequence[NeedKnown], known: Known, stay: StayKnown, since: dt.date
) -> Proposal | None:
    """What says it best: what life shows (work, home), else the outcome that was recorded, else how the need was judged. Of
    an outcome in parts, the record's speaks for the first; whether a need is met speaks for none of them alone."""
    if (say := SHOWN.get((ref, part.id))) and (shown := say(known, stay)):
        return shown
    reached = stay.reached.get(ref)
    if reached and reached >= since and part.id in ("", "i"):
        return Proposal(YES, "Outcome recorded as reached", reached)
    return _judged(there) if len(need.parts) == 1 else None


def _judged(there: Sequence[NeedKnown]) -> Proposal | None:
    """All met, or all judged not met since they were presented; between the two somebody has to say."""
    days = [one.judged_date for one in there if one.judged_date]
    states = {one.state for one in there}
    if len(days) < len(there):
        return None
    if states == {"met"}:
        return Proposal(YES, "Need judged met", max(days))
    is_later = all(one.judged_date and one.judged_date > one.presented_date for one in there)
    return Proposal(NO, "Need judged not met", max(days)) if states == {"unmet"} and is_later else None


def _ongoing(there: Sequence[NeedKnown], stay: StayKnown) -> Proposal:
    if stay.has_died:
        return Proposal(NO, "Support ended: the person died", stay.end_date)
    still = [one for one in there if one.state != "met"]
    if still:
        return Proposal(YES, "Need not met yet", max(one.judged_date or one.presented_date for one in still))
    return Proposal(NO, "Need met", max(one.judged_date or one.presented_date for one in there))


def _in_work(known: Known, stay: StayKnown) -> Proposal | None:
    person = known.person
    if person is None or not person.employment:
        return None
    answer = YES if person.employment in IN_WORK else NO
    return Proposal(answer, "Employment as it stands", person.employment_date)


def _stays(known: Known, stay: StayKnown) -> Proposal | None:
    return Proposal(YES, "Where they went on to: they stay", stay.end_date) if stay.destination == "stays" else None


def _settled(known: Known, stay: StayKnown) -> Proposal | None:
    if answer := SETTLED_PLACES.get(stay.destination):
        return Proposal(answer, "Where they went on to", stay.end_date)
    person = known.person
    if person is None or not person.accommodation or person.accommodation == "other":
        return None
    answer = YES if person.accommodation in SETTLED else NO
    return Proposal(answer, "Home as it stands", person.accommodation_date)


SHOWN: Mapping[tuple[str, str], Callable[[Known, StayKnown], Proposal | None]] = {
    ("1c", ""): _in_work,
    ("1c", "i"): _in_work,
    ("4a", ""): _stays,
    ("4b-short", ""): _settled,
}
"""Outcomes (by the framework's reference and part) that what is recorded of life shows by itself."""
