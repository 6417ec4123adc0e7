"""Two records of one person side by side, and what would come of making them one.

Who stays keeps the reference and the history; answer by answer one of the two stands. All that points at the other record
moves. The other stays as a shell that says where the person is now, so that its history and its address lead somewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.models import AuditEvent, AuditSubject
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.kernel import clock, merging
from cairn.kernel.merging import Combine, Join, Kind
from cairn.people import moving, queries, rules
from cairn.people.models import Client

#: What is chosen together, because one answer means nothing without the others.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "known_as": ("known_as",),
    "phone": ("phone",),
    "email": ("email",),
    "age": ("birth_date", "age_years", "age_on_date", "age_band"),
    "gender": ("gender", "gender_described"),
    "same_as_birth": ("same_as_birth",),
    "disability": ("condition", "condition_limits"),
    "ethnicity": ("ethnicity_group", "ethnicity"),
    "postcode": ("postcode", "postcode_state"),
}
_BLANK = rules.Answers()
_ANSWERED = ("people.clients_added", "people.client_changed", "people.clients_merged")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, as it is compared."""

    card: queries.ClientCard
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moving:
    """How many rows of a kind move, and how many of them have their like on the record that stays."""

    words: str
    count: int
    alike: int
    rule: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come of it. `differing` are the groups of answers of which both say something else; `chosen` says for each
    group which side stands unless the reader chooses otherwise: `kept` or `gone`."""

    kept: Side
    gone: Side
    differing: tuple[str, ...]
    chosen: Mapping[str, str]
    moving: tuple[Moving, ...]
    joins: tuple[Join, ...]


def preview(by: Actor, kept_uid: object, gone_uid: object) -> Preview:
    """Side by side, and what moves. Raises NotFound, also for one record given twice."""
    kept, gone = queries.get(by, kept_uid), queries.get(by, gone_uid)
    if kept.pk == gone.pk:
        raise NotFound("no second record")
    mine, theirs = queries.answers_of(kept), queries.answers_of(gone)
    today = clock.today()
    return Preview(
        Side(queries.card_of(kept, today), mine),
        Side(queries.card_of(gone, today), theirs),
        tuple(group for group in GROUPS if _differs(group, mine, theirs)),
        chosen(mine, theirs, newest_is_gone=_last_answered(by, gone) > _last_answered(by, kept)),
        tuple(_moving(by, kept, gone)),
        tuple(merging.joins(kept.pk, gone.pk)),
    )


def chosen(kept: Mapping[str, Any], gone: Mapping[str, Any], *, newest_is_gone: bool) -> dict[str, str]:
    """Which side stands, group by group: what is known before what is not, then what was written last."""
    sides = {}
    for group in GROUPS:
        mine, theirs = is_known(group, kept), is_known(group, gone)
        takes_theirs = theirs and (not mine or (newest_is_gone and _differs(group, kept, gone)))
        sides[group] = "gone" if takes_theirs else "kept"
    return sides


def is_known(group: str, answers: Mapping[str, Any]) -> bool:
    """Whether a group of answers says anything about the person."""
    return any(
        answers[name] not in ("", None) and not _is_missing(name, answers[name])
        for name in GROUPS[group]
        if name != "age_on_date"
    )


def _is_missing(name: str, value: Any) -> bool:
    list_id = rules.CODE_LISTS.get(name)
    return list_id is not None and rules.is_missing(list_id, value)


def answers_after(kept: Mapping[str, Any], gone: Mapping[str, Any], sides: Mapping[str, str], today: date) -> Any:
    """The answers of the one record: of each group those of the side that was chosen, the reference of who stays."""
    taken = {
        name: (gone if sides.get(group, "kept") == "gone" else kept)[name] for group in GROUPS for name in GROUPS[group]
    }
    return rules.settle(rules.Answers(**{**kept, **taken}), today)


def _differs(group: str, kept: Mapping[str, Any], gone: Mapping[str, Any]) -> bool:
    return is_known(group, kept) and is_known(group, gone) and any(kept[name] != gone[name] for name in GROUPS[group])


def _last_answered(by: Actor, person: Client) -> int:
    """Where in the organisation's chain the answers of a person were last written."""
    subjects = AuditSubject.objects.filter(organisation_id=by.organisation_id, kind="client", uid=str(person.uid))
    events = AuditEvent.objects.filter(organisation_id=by.organisation_id, type__in=_ANSWERED)
    return events.filter(pk__in=subjects.values("event_id")).order_by("-seq").values_list("seq", flat=True).first() or 0


def _moving(by: Actor, kept: Client, gone: Client) -> list[Moving]:
    """What points at the one that goes, by kind; not what only says that two are alike."""
    found = []
    for model, key in moving.pointing(Client):
        kind = merging.kinds().get(model._meta.label)
        if kind is None or kind.stays or not kind.one or (kind.restricted and not by.may(Permission.READ_RESTRICTED)):
            continue
        rows = list(model._base_manager.filter(**{key.name: gone.pk}))
        if rows:
            alike = sum(moving.twin_of(row, key, kept) is not None for row in rows)
            words = f"{len(rows):,} {kind.one if len(rows) == 1 else kind.many}"
            found.append(Moving(words, len(rows), alike, kind.rule if alike else ""))
    return found


def newest(field: str, *taken: str) -> Combine:
    """Of two rows the later by a date gives these columns."""

    def combine(kept: Any, gone: Any) -> dict[str, Any]:
        return (
            {name: getattr(gone, name) for name in (field, *taken)}
            if getattr(gone, field) > getattr(kept, field)
            else {}
        )

    return combine


def _said(kept: Any, gone: Any) -> dict[str, Any]:
    """How to speak with somebody: what only the other record knows is taken over, and no words are lost."""
    codes = {
        name: getattr(gone, name)
        for name in ("language", "interpreter", "contact_by")
        if getattr(kept, name) in ("not_asked", "not_known")
    }
    texts = {name: both_texts(getattr(kept, name), getattr(gone, name)) for name in ("safe_contact", "words")}
    return {**codes, **texts, "formats": [*kept.formats, *(one for one in gone.formats if one not in kept.formats)]}


def both_texts(kept: str, gone: str) -> str:
    """Both, one below the other; one alone where they say the same or the other is blank."""
    return "\n\n".join(dict.fromkeys(text for text in (kept, gone) if text))


def _apart(kept: Any, gone: Any) -> dict[str, Any]:
    return {"is_apart": kept.is_apart or gone.is_apart}


def register() -> None:
    """The kinds of this room. Shells and pairs move too, and are nobody's business on the page."""
    same_day = "Two of one kind from one day cannot both stand: the one on the record that stays does."
    merging.register(
        Kind("people.Client", "", ""),
        Kind("people.AlikePair", "", "", _apart),
        Kind("people.DatedStatus", "dated status", "dated statuses", rule=same_day),
        Kind("people.Consent", "line about consent", "lines about consent"),
        Kind("people.RelatedPerson", "person of the circle", "people of the circle"),
        Kind("people.Communication", "set of wishes on how to reach and speak with them",
             "sets of wishes on how to reach and speak with them", _said,
             rule="What only one of them says is kept, and no words are lost."),
        Kind("people.ClientGroups", "set of client groups", "sets of client groups",
             newest("recorded_date", "primary", "secondary"), rule="Of two the later stands."),
        Kind("people.OptionalAnswer", "answer to an optional question", "answers to optional questions",
             newest("answered_date", "codes", "words", "answered_by"), rule="Of two answers to one question the later stands."),
    )  # fmt: skip
