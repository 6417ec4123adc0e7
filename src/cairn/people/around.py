"""Who is around a person, and how to reach and speak with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.asking import once
from cairn.access.queries import NotFound
from cairn.definitions import registry
from cairn.kernel.gather import Asked, Row, blank, day, nested
from cairn.people import queries
from cairn.people.models import Client, Communication, RelatedPerson

PERSON = blank(1)
SIGNED = ("bsl", "other_sign")


@dataclass(frozen=True, slots=True)
class Said:
    """A code and its words; `is_missing` where nobody has answered."""

    code: str
    label: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody of a circle. `client_uid` where they are supported here too. `is_theirs`: it was noted on the other
    person's page, and shows here as in a mirror: the one who is carer there is cared for here."""

    uid: str
    version: int
    name: str
    phone: str
    relation: Said
    lives_with: Said
    is_carer: bool
    is_cared_for: bool
    is_emergency_contact: bool
    words: str
    client_uid: str
    added_date: date
    ended_date: date | None
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class Speaking:
    """How to reach and speak with somebody. `formats` are codes of `communication_format`."""

    version: int
    language: Said
    interpreter: Said
    formats: tuple[Said, ...]
    contact_by: Said
    safe_contact: str
    words: str

    @property
    def needs(self) -> tuple[str, ...]:
        """What whoever meets them must know beforehand, in few words; nothing where nothing special is known."""
        found = []
        if self.interpreter.code in ("yes", "sometimes"):
            always = "" if self.interpreter.code == "yes" else " for some things"
            tongue = "" if self.language.is_missing or self.language.code == "english" else f": {self.language.label}"
            found.append(f"Interpreter{always}{tongue}")
        elif not self.language.is_missing and self.language.code != "english":
            uses = "Uses" if self.language.code in SIGNED else "Speaks"
            found.append(f"{uses} {self.language.label}")
        return (*found, *(one.label for one in self.formats))


@dataclass(frozen=True, slots=True)
class Around:
    """A person's circle as it is now, who was in it before, and how to speak with them (None: nothing asked yet)."""

    now: tuple[Near, ...]
    before: tuple[Near, ...]
    speaking: Speaking | None

    @property
    def emergency(self) -> tuple[Near, ...]:
        return tuple(one for one in self.now if one.is_emergency_contact)


#: what a relation is called from the other side
MIRROR = {"parent": "child", "child": "parent", "grandparent": "grandchild", "grandchild": "grandparent",
          "professional": "other"}  # fmt: skip


def around(by: Actor, person: Client) -> Around:
    """Who is around one person, in one question to the database."""
    return _around(once(by, ("around",), lambda actor: _asked(actor, PERSON), {PERSON: person.pk}))


def whole(by: Actor, person: Client) -> tuple[queries.ClientDetails, Around]:
    """All that this room holds of one person, in one question to the database."""
    found = once(by, ("whole",), lambda actor: {**_asked(actor, PERSON), **_statuses(actor)}, {PERSON: person.pk})
    said = [(queries.canonical(r["uid"]), r["kind"], r["code"], day(r["start_date"])) for r in found["statuses"]]
    return queries.details_of(person, queries.status_views(said)), _around(found)


def one(by: Actor, person: Client, uid: object) -> RelatedPerson:
    """One row of a person's own circle. Raises NotFound."""
    key = queries.canonical(uid)
    row = _own(by, person).filter(uid=key).select_related("other").first() if key else None
    if row is None:
        raise NotFound("nobody of that circle")
    return row  # type: ignore[no-any-return]


def speaking_of(person: Client) -> Communication | None:
    """The row of how to speak with somebody, if anything was said."""
    return Communication.objects.filter(client=person).first()


def _statuses(by: Actor) -> Asked:
    rows = queries.readable_statuses(by).filter(client=PERSON).order_by("kind", "-start_date")
    return {"statuses": (rows, {name: name for name in ("uid", "kind", "code", "start_date")})}


def _own(by: Actor, person: object) -> Any:
    return RelatedPerson.objects.filter(organisation_id=by.organisation_id, client=person)


def _asked(by: Actor, person: int) -> Asked:
    plain = ("uid", "version", "name", "phone", "relation", "lives_with", "is_carer", "is_cared_for",
             "is_emergency_contact", "words", "added_date", "ended_date")  # fmt: skip
    fields = {name: name for name in plain}
    theirs = RelatedPerson.objects.filter(organisation_id=by.organisation_id, other=person)
    speaking = Communication.objects.filter(organisation_id=by.organisation_id, client=person)
    said = ("version", "language", "interpreter", "formats", "contact_by", "safe_contact", "words")
    return {
        "own": (_own(by, person).order_by("added_date", "id"), {**fields, **_linked("other")}),
        "theirs": (theirs.order_by("added_date", "id"), {**fields, **_linked("client")}),
        "speaking": (speaking, {name: name for name in said}),
    }


def _linked(path: str) -> dict[str, str]:
    return {f"other_{name}": f"{path}__{name}" for name in ("uid", "name", "known_as", "reference", "phone")}


def _around(found: Mapping[str, list[Row]]) -> Around:
    own = [_near(row, mirrored=False) for row in found["own"]]
    known = {near.client_uid for near in own if near.client_uid}
    theirs = [_near(row, mirrored=True) for row in found["theirs"]]
    near = [*own, *(one for one in theirs if one.client_uid not in known)]
    speaking = _speaking(found["speaking"][0]) if found["speaking"] else None
    now = sorted((one for one in near if one.ended_date is None), key=_foremost)
    return Around(tuple(now), tuple(one for one in near if one.ended_date), speaking)


def _foremost(near: Near) -> tuple[bool, bool, date]:
    """Who to call first, then who shares the home."""
    return not near.is_emergency_contact, near.lives_with.code != "yes", near.added_date


def _near(row: Row, *, mirrored: bool) -> Near:
    """A row as this person's page shows it. What was noted of this person elsewhere (a phone, words) stays there."""
    called = row["other_name"] or row["other_known_as"] or row["other_reference"] or ""
    carer, cared_for = bool(row["is_carer"]), bool(row["is_cared_for"])
    relation = str(MIRROR.get(row["relation"], row["relation"]) if mirrored else row["relation"])
    return Near(
        uid=queries.canonical(row["uid"]),
        version=row["version"],
        name=called or row["name"],
        phone=row["other_phone"] or "" if mirrored else row["phone"] or row["other_phone"] or "",
        relation=said("relation", relation),
        lives_with=said("lives_with", row["lives_with"]),
        is_carer=cared_for if mirrored else carer,
        is_cared_for=carer if mirrored else cared_for,
        is_emergency_contact=bool(row["is_emergency_contact"]) and not mirrored,
        words="" if mirrored else row["words"],
        client_uid=queries.canonical(row["other_uid"]) if row["other_uid"] else "",
        added_date=day(row["added_date"]),
        ended_date=day(row["ended_date"]),
        is_theirs=mirrored,
    )


def _speaking(row: Row) -> Speaking:
    return Speaking(
        version=row["version"],
        language=said("language", row["language"]),
        interpreter=said("interpreter", row["interpreter"]),
        formats=tuple(said("communication_format", code) for code in nested(row["formats"])),
        contact_by=said("contact_by", row["contact_by"]),
        safe_contact=row["safe_contact"],
        words=row["words"],
    )


def said(list_id: str, code: str) -> Said:
    entry = registry.get("codes", list_id).entry(code)
    return Said(code, entry.label, entry.missing)
