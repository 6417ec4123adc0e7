"""What a service of Open Referral UK says, as an entry of the directory; and an entry as a service.

`facts` reads; `record` writes: over the record as it came, so that what has no column here goes out again as it was, and a
field is touched only where somebody here said something else.
"""

import copy
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from cairn.definitions import registry
from cairn.services.rules_directory import LONGEST, NEVER, EntryFacts

Record = dict[str, Any]
#: made so that the same entry always gets the same ids
NAMES = uuid.UUID("2f3b0a52-6d0c-4c9e-9d3a-7f5c1f0e8a11")
TAXONOMY = "cairn-needs"
CLOSED = ("inactive", "defunct", "temporarily closed")


def facts(record: Record) -> EntryFacts:
    """What the file says, cut to what a column holds. `checked_date` is `NEVER` where it says nothing of that."""
    said = {
        "name": _text(record.get("name")),
        "provider_name": _text(_object(record.get("organization")).get("name")),
        "description": _text(record.get("description")),
        "phone": next(_phones(record), ""),
        "email": next(_emails(record), ""),
        "url": next(_urls(record), ""),
        "who_for": _who_for(record),
        "cost": _cost(record),
        **_place(record),
    }
    return EntryFacts(
        **{name: text[: LONGEST[name]].strip() for name, text in said.items()},  # type: ignore[arg-type]
        needs=tuple(_needs(record)),
        checked_date=_day(record.get("assured_date")) or NEVER,
        is_open=_text(record.get("status")).lower() not in CLOSED,
    )


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _object(value: Any) -> Record:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> Iterator[Record]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def _phones(record: Record) -> Iterator[str]:
    for holder in (record, *_objects(record.get("contacts")), _object(record.get("organization"))):
        for phone in _objects(holder.get("phones")):
            if number := _text(phone.get("number")):
                yield number


def _emails(record: Record) -> Iterator[str]:
    for holder in (record, *_objects(record.get("contacts")), _object(record.get("organization"))):
        if text := _text(holder.get("email")):
            yield text


def _urls(record: Record) -> Iterator[str]:
    provider = _object(record.get("organization"))
    for value in (record.get("url"), provider.get("website"), provider.get("url")):
        if text := _text(value):
            yield text


def _location(record: Record) -> Record:
    for one in _objects(record.get("service_at_locations")):
        if place := _object(one.get("location")):
            return place
    return {}


def _address(record: Record) -> Record:
    place = _location(record)
    return next((one for name in ("addresses", "physical_addresses") for one in _objects(place.get(name))), {})


def _place(record: Record) -> dict[str, str]:
    address = _address(record)
    parts = (_text(address.get(name)) for name in ("address_1", "address_2", "city"))
    words = ", ".join(dict.fromkeys(filter(None, parts)))
    return {"address": words or _text(_location(record).get("name")), "postcode": _text(address.get("postal_code"))}


def _who_for(record: Record) -> str:
    listed = (_text(one.get("eligibility")) for one in _objects(record.get("eligibilitys")))
    words = _text(record.get("eligibility_description")) or ", ".join(dict.fromkeys(filter(None, listed)))
    ages = _ages(record)
    return words if not ages or ages in words else f"{words}; {ages}" if words else ages[:1].upper() + ages[1:]


def _ages(record: Record) -> str:
    sources = (record, *_objects(record.get("eligibilitys")))
    low = next((one["minimum_age"] for one in sources if _is_age(one.get("minimum_age"))), 0)
    high = next((one["maximum_age"] for one in sources if _is_age(one.get("maximum_age"))), 0)
    if low and high:
        return f"aged {low:g} to {high:g}"
    return f"aged {low:g} or over" if low else f"aged {high:g} or under" if high else ""


def _is_age(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 150


def _cost(record: Record) -> str:
    for one in _objects(record.get("cost_options")):
        amount = one.get("amount")
        money = f"£{amount:g}" if isinstance(amount, (int, float)) and amount else "Free" if amount == 0 else ""
        price = " ".join(filter(None, (money, _text(one.get("amount_description")))))
        if words := ": ".join(filter(None, (_text(one.get("option")), price))):
            return words
    return _text(record.get("fees_description")) or _text(record.get("fees"))


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(_text(value)[:10])
    except ValueError:
        return None


def _needs(record: Record) -> Iterator[str]:
    known = {need.id for need in registry.get("needs").needs}
    for one in _objects(record.get("attributes")):
        term = _object(one.get("taxonomy_term"))
        if term.get("vocabulary") == TAXONOMY and term.get("code") in known:
            yield str(term["code"])


def record(entry_uid: str, now: EntryFacts, outside_id: str = "", original: Record | None = None) -> Record:
    """An entry as a service: the record as it came, with what was said otherwise here."""
    made: Record = copy.deepcopy(original) if original else _new(entry_uid, outside_id, now)
    was = facts(made)
    for name, put in WRITERS.items():
        if getattr(now, name) != getattr(was, name):
            put(made, getattr(now, name), entry_uid)
    return made


def _new(entry_uid: str, outside_id: str, now: EntryFacts) -> Record:
    """What the UK profile asks of every service."""
    provider = now.provider_name or now.name
    organization = {"id": _id(entry_uid, "organization"), "name": provider, "description": ""}
    status = "active" if now.is_open else "inactive"
    return {
        "id": outside_id or entry_uid,
        "name": now.name,
        "status": status,
        "url": now.url,
        "organization": organization,
    }


def _id(entry_uid: str, *of: str) -> str:
    return str(uuid.uuid5(NAMES, " ".join((entry_uid, *of))))


def _provider(made: Record, text: str, uid: str) -> None:
    if text:
        organization = _object(made.get("organization")) or {"id": _id(uid, "organization"), "description": ""}
        made["organization"] = {**organization, "name": text}


def _first(made: Record, name: str, uid: str) -> Record:
    """The first object of a list, made where there is none."""
    if not any(_objects(made.get(name))):
        made[name] = [{"id": _id(uid, name)}]
    return next(_objects(made[name]))


def _phone(made: Record, text: str, uid: str) -> None:
    if text:
        _first(made, "phones", uid)["number"] = text
    else:
        for holder in (made, *_objects(made.get("contacts")), _object(made.get("organization"))):
            holder.pop("phones", None)


def _email(made: Record, text: str, uid: str) -> None:
    for holder in () if text else (*_objects(made.get("contacts")), _object(made.get("organization"))):
        holder.pop("email", None)
    made["email"] = text or None


def _url(made: Record, text: str, uid: str) -> None:
    for name in () if text else ("website", "url"):
        _object(made.get("organization")).pop(name, None)
    made["url"] = text


def _where(made: Record, uid: str) -> Record:
    at = _first(made, "service_at_locations", uid)
    if not _object(at.get("location")):
        at["location"] = {"id": _id(uid, "location"), "location_type": "physical"}
    place: Record = at["location"]
    name = "physical_addresses" if any(_objects(place.get("physical_addresses"))) else "addresses"
    if not any(_objects(place.get(name))):
        place[name] = [{"id": _id(uid, "address"), "country": "GB", "address_type": "physical"}]
    return next(_objects(place[name]))


def _address_1(made: Record, text: str, uid: str) -> None:
    address = _where(made, uid)
    address.update({"address_1": text})
    for name in ("address_2", "city"):
        address.pop(name, None)
    if not text:
        _location(made).pop("name", None)


def _postcode(made: Record, text: str, uid: str) -> None:
    _where(made, uid)["postal_code"] = text


def _for_whom(made: Record, text: str, uid: str) -> None:
    for name in ("minimum_age", "maximum_age", "eligibilitys"):
        made.pop(name, None)
    made["eligibility_description"] = text


def _price(made: Record, text: str, uid: str) -> None:
    for name in ("fees", "fees_description"):
        made.pop(name, None)
    made["cost_options"] = [{"id": _id(uid, "cost"), "option": text}] if text else []


def _for_needs(made: Record, needs: tuple[str, ...], uid: str) -> None:
    labels = {need.id: need.label for need in registry.get("needs").needs}
    others = [one for one in made.get("attributes") or [] if _vocabulary(one) != TAXONOMY]
    own = [
        {
            "id": _id(uid, "attribute", need), "link_entity": "service",
            "taxonomy_term": {"id": _id("term", need), "code": need, "name": labels.get(need, need), "vocabulary": TAXONOMY},
        }
        for need in needs
    ]  # fmt: skip
    made["attributes"] = others + own


def _vocabulary(attribute: Any) -> Any:
    return _object(_object(attribute).get("taxonomy_term")).get("vocabulary")


def _checked(made: Record, day: date | None, uid: str) -> None:
    if day and day != NEVER:
        made["assured_date"] = day.isoformat()


def _state(made: Record, is_open: bool, uid: str) -> None:
    made["status"] = "active" if is_open else "inactive"


def _same(name: str) -> Any:
    return lambda made, text, uid: made.update({name: text})


WRITERS: dict[str, Any] = {
    "name": _same("name"), "provider_name": _provider, "description": _same("description"), "phone": _phone, "email": _email,
    "url": _url, "address": _address_1, "postcode": _postcode, "who_for": _for_whom, "cost": _price, "needs": _for_needs,
    "checked_date": _checked, "is_open": _state,
}  # fmt: skip
