"""The forms that there are: every published version of each, and which of them is in force on a day.

The package's, and behind them an organisation's own (`own_forms`), which the registry finds by id and version.
"""

from datetime import date

from cairn.collection import own_forms
from cairn.definitions import registry
from cairn.definitions.shapes.form import CollectionForm, When


def versions(id: str) -> tuple[CollectionForm, ...]:
    """Every published version of a form, oldest first; none of a form that is not known."""
    if own_forms.is_own(id):
        return own_forms.published(id)
    every = (registry.get("form", id, number) for number in registry.PACKAGE.versions("form", id))
    return tuple(form for form in every if form.status == "published")


def of_programme(programme: str) -> tuple[CollectionForm, ...]:
    """Every published version of every form of a programme, by form and version."""
    if own_forms.is_own(programme):
        return versions(programme)
    ids = [form.id for form in registry.all("form") if form.programme == programme]
    return tuple(form for id in ids for form in versions(id))


def ever_of(programme: str) -> tuple[CollectionForm, ...]:
    """The same with what was withdrawn: nobody is asked for it any more, and what was sent is still read."""
    return own_forms.ever(programme) if own_forms.is_own(programme) else of_programme(programme)


def every() -> tuple[CollectionForm, ...]:
    """Every published version of every form of the package."""
    return tuple(form for newest in registry.all("form") for form in versions(newest.id))


def in_force(forms: tuple[CollectionForm, ...], day: date) -> CollectionForm | None:
    """The newest of these whose dates take in the day: a form's own date says which version it is of."""
    written = day.isoformat()
    found = [form for form in forms if (form.from_date or "") <= written <= (form.to_date or "9999")]
    return max(found, key=lambda form: form.version, default=None)


def for_event(programme: str, when: When, day: date) -> CollectionForm | None:
    """The form that a programme asks for at this event on this day."""
    return in_force(tuple(form for form in of_programme(programme) if form.when == when), day)
