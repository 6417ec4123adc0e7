"""What people answered about themselves, read where they are held, for the rows of an annual return. No name and no date of
birth is read into a row: of the age only its band leaves this module."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access import scope
from cairn.kernel import postcodes
from cairn.people.models import Client, Communication, DatedStatus, OptionalAnswer
from cairn.people.rules import age_band_on
from cairn.people.rules_optional import BY_ID, NO_ANSWER
from cairn.returns.individual.columns import PLACES, PRECISION

CHUNK = 500
NOT_COLLECTED = "not_collected"
_HELD = ("known", "part")


@dataclass(frozen=True, slots=True)
class Read:
    """Whose answers are read: `people` (uid → the organisation that holds them), as they were on a day; `lead` is the
    organisation that gives the return; where `unplaced` live is not said, because a service of theirs does not ask it."""

    people: Mapping[str, int]
    on: date
    lead: int
    unplaced: Collection[str] = ()


def answers(read: Read, columns: Sequence[str]) -> dict[str, dict[str, str]]:
    """Of each person the columns asked for, as codes; several of one question parted by semicolons."""
    found: dict[str, dict[str, str]] = {}
    if not read.people or not columns:
        return found
    with scope.organisation(*set(read.people.values())):
        for uids in _parts(sorted(read.people)):
            more = _optional(uids, [name for name in columns if name in BY_ID], read.on)
            for row in Client.objects.filter(uid__in=uids):
                uid = str(row.uid)
                found[uid] = {name: _value(row, name, read, more.get(uid, {})) for name in columns}
    return found


def _value(row: Client, name: str, read: Read, more: Mapping[str, str]) -> str:
    if name in BY_ID:
        return more.get(name, NO_ANSWER)
    if name in PLACES:
        return NOT_COLLECTED if str(row.uid) in read.unplaced else _place(row, name, read)
    return age_band_on(row, read.on) if name == "age_band" else str(getattr(row, name))


def _place(row: Client, name: str, read: Read) -> str:
    """Where somebody lives, as finely as `name` asks and as it is held; else the code of why it is not. In full it leaves only
    for the lead's own people: what a partner agreed to share holds no address, so of theirs the sector does."""
    if row.postcode_state not in _HELD:
        return str(row.postcode_state)
    full = postcodes.normalise(row.postcode or "") if row.organisation_id == read.lead else None
    held = {"postcode": full or "", **{each: getattr(row, each) for each in ("sector", "district", "ward")}}
    wanted = PRECISION[PRECISION.index(name) :] if name in PRECISION else (name,)
    return next((held[each] for each in wanted if held[each]), "not_known")


def _optional(uids: Sequence[str], names: Sequence[str], on: date) -> dict[str, dict[str, str]]:
    """The answers to these optional questions, by person; each question is read where it is kept."""
    found: dict[str, dict[str, str]] = {}
    for uid, name, code in _answered(uids, names, on):
        found.setdefault(str(uid), {})[name] = code
    return found


def _answered(uids: Sequence[str], names: Sequence[str], on: date) -> Iterator[tuple[Any, str, str]]:
    kept = {how: [name for name in names if BY_ID[name].kept == how] for how in ("answer", "status", "communication")}
    if kept["answer"]:
        rows = OptionalAnswer.objects.filter(client__uid__in=uids, question__in=kept["answer"])
        for uid, name, codes in rows.values_list("client__uid", "question", "codes"):
            yield uid, name, ";".join(codes) or NO_ANSWER
    if kept["status"]:
        rows = DatedStatus.objects.filter(client__uid__in=uids, kind__in=kept["status"], start_date__lte=on)
        yield from rows.order_by("start_date", "pk").values_list("client__uid", "kind", "code")
    if kept["communication"]:
        rows = Communication.objects.filter(client__uid__in=uids)
        for uid, code in rows.values_list("client__uid", "interpreter"):
            yield uid, "interpreter", code


def _parts(uids: list[str]) -> Iterator[list[str]]:
    return (uids[start : start + CHUNK] for start in range(0, len(uids), CHUNK))
