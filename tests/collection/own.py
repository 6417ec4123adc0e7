"""A form of one's own, small and whole, for tests to build on."""

from datetime import date

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.collection import own_building, own_forms
from cairn.collection.actions import own_forms as deeds
from cairn.collection.own_building import NewNeed, NewPart
from cairn.definitions.shapes.form import CollectionForm, Guidance, When

FROM = date(2025, 4, 1)


def need(label: str = "Plant", *parts: NewPart, domain: str = "d1") -> NewNeed:
    return NewNeed(domain, label, parts or (NewPart("Planted"),), Guidance(says="Anything that grows."))


def garden(label: str = "Garden Street", when: When = "review") -> CollectionForm:
    """A domain with a need in it."""
    form = own_building.begun("own-new", label, when, True, "Eastborough Council")
    return own_building.with_need(own_building.with_domain(form, "", "Be outdoors", "Green places"), "", need())


def drafted(by: Actor, form: CollectionForm | None = None) -> str:
    """The id of a draft that the actor's organisation now has."""
    with scope.of(by):
        return str(deeds.begin(by=by, form=form or garden()).one.form)


def published(by: Actor, form: CollectionForm | None = None, on: date = FROM) -> str:
    """The id of a form that is published from this day on."""
    id = drafted(by, form)
    with scope.of(by):
        deeds.publish(by=by, id=id, number=1, from_date=on)
    return id


def stands(by: Actor, id: str, number: int = 1) -> CollectionForm:
    """A version as it stands."""
    with scope.of(by):
        return own_forms.form_of(own_forms.get(by, id, number))
