"""What the record already knows is proposed, and says where it comes from; it is never asked again. Pure.

Nothing is guessed: where the record does not say, there is no proposal, and a proposal that the form's own list does not
have is none.
"""

from collections.abc import Callable, Mapping

from cairn.collection import mapping
from cairn.collection.columns import DIVIDER, NO, YES, FormColumn, columns_of
from cairn.collection.known import Known, PersonKnown, Proposal, StayKnown
from cairn.collection.mapping import Mapped
from cairn.collection.rules_needs_known import needs_known
from cairn.definitions.shapes.form import CollectionForm

Say = Callable[[Known], Proposal | None]


def proposals(form: CollectionForm, known: Known) -> dict[str, Proposal]:
    """Column to what is proposed for it."""
    of_needs = dict(needs_known(form, known))
    said = {column: of_needs.get(column.name) or _of_field(form, column, known) for column in columns_of(form)}
    return {column.name: one for column, one in said.items() if one and one.value and _fits(column, one.value)}


def _of_field(form: CollectionForm, column: FormColumn, known: Known) -> Proposal | None:
    if column.name == form.date_column:
        return Proposal(known.form_date.isoformat(), "The day of the event")
    say = SAYS.get(column.from_record)
    return say(known) if say else None


def _fits(column: FormColumn, value: str) -> bool:
    if column.kind == "many":
        return set(value.split(DIVIDER)) <= set(column.codes)
    return value in column.codes if column.kind == "one" else True


# --- the provider, the service, the person: each by the name that the form's definition asks for it under ---


def _setting(name: str, source: str) -> Say:
    return lambda known: Proposal(getattr(known, name), source)


def _person(say: Callable[[PersonKnown], Proposal | None]) -> Say:
    return lambda known: say(known.person) if known.person else None


def _stay(say: Callable[[StayKnown], Proposal | None]) -> Say:
    return lambda known: say(known.stay) if known.stay else None


def _coded(name: str, cross: Callable[[str], Mapped], label: str) -> Callable[[PersonKnown], Proposal | None]:
    """A code of the record in the list of the day; the rule is told where the two are not the same thing."""

    def say(person: PersonKnown) -> Proposal | None:
        code = getattr(person, name)
        found = cross(code) if code else None
        if found is None or not found.code:
            return None
        source = label + (f". {found.rule.rstrip('.')}" if found.rule else "")
        return Proposal(found.code, source, getattr(person, f"{name}_date", None))

    return say


def _age(person: PersonKnown) -> Proposal | None:
    return None if person.age is None else Proposal(str(person.age), "Age on the day of the form")


def _primary(known: Known) -> Proposal | None:
    person = known.person
    if person and person.primary and (found := mapping.primary_group(person.primary)).code:
        return Proposal(found.code, "Client groups", person.groups_date)
    return Proposal(known.service_group, "The group that this service is for") if known.service_group else None


def _secondary(person: PersonKnown) -> Proposal | None:
    codes = [found.code for one in person.secondary if (found := mapping.secondary_group(one)).code]
    return Proposal(DIVIDER.join(codes), "Client groups", person.groups_date) if codes else None


def _plan(yes: str, no: str) -> Callable[[StayKnown], Proposal | None]:
    def say(stay: StayKnown) -> Proposal | None:
        said = {"together": yes, "not_yet": no, "disagrees": no}.get(stay.plan_agreed, "")
        return Proposal(said, "The support plan", stay.plan_date)

    return say


def _died(known: Known) -> Proposal | None:
    stay = known.stay
    if stay is None:
        return None
    if stay.has_died:
        return Proposal(YES, "How support ended", stay.end_date)
    still_here = stay.end_date is None or stay.end_date > known.form_date
    return Proposal(NO, "Still supported" if still_here else "How support ended", stay.end_date)


def _start(stay: StayKnown) -> Proposal:
    return Proposal(stay.start_date.isoformat(), "When support began here")


def _end(stay: StayKnown) -> Proposal | None:
    return Proposal(stay.end_date.isoformat(), "When support ended here") if stay.end_date else None


def _referral(stay: StayKnown) -> Proposal | None:
    """Of a sector only the one that is one choice: which statutory body it was, the record keeps as words."""
    return Proposal("self", "Who referred them", stay.referral_date) if stay.referral_sector == "self" else None


SAYS: Mapping[str, Say] = {
    "form_number": _setting("number", "Given by Cairn"),
    "provider_number": _setting("provider_number", "Your sign-up"),
    "national_number": _setting("national_number", "Your sign-up"),
    "provider_name": _setting("provider_name", "Your organisation"),
    "authority_code": _setting("authority_code", "Your sign-up"),
    "service_name": _setting("service_name", "The service"),
    "service_number": _setting("service_number", "The service's settings"),
    "service_type": _setting("service_type", "The service's settings"),
    "person_code": _person(lambda person: Proposal(person.code, "Made by Cairn: it tells nobody who it is")),
    "age": _person(_age),
    "gender": _person(_coded("gender", mapping.gender, "Gender")),
    "ethnicity": _person(_coded("ethnicity", mapping.ethnicity_2001, "Ethnic group")),
    "disability": _person(_coded("disability", mapping.disability, "Disability")),
    "religion": _person(_coded("religion", mapping.faith, "Religion")),
    "economic_status": _person(_coded("employment", mapping.economic_status, "Employment")),
    "accommodation": _person(_coded("accommodation", mapping.prior_accommodation, "Home")),
    "client_group_primary": _primary,
    "client_group_secondary": _person(_secondary),
    "plan_agreed": _stay(_plan(YES, NO)),
    "plan_completed": _stay(_plan("completed", "declined")),
    "died": _died,
    "start_date": _stay(_start),
    "end_date": _stay(_end),
    "referral_source": _stay(_referral),
}
