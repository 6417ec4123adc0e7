"""What forms and crosswalks name must exist: framework outcomes, fields, codes, choices."""

from collections.abc import Iterable, Iterator

from cairn.definitions.library import Library
from cairn.definitions.shapes.codes import CodeList
from cairn.definitions.shapes.crosswalk import Crosswalk
from cairn.definitions.shapes.form import CollectionForm, FormField
from cairn.questionnaire.conditions import fields_of

Lost = tuple[str, str]


def form_lost(form: CollectionForm, outcomes: Iterable[str]) -> Iterator[Lost]:
    """Outcomes that are no framework's, and conditions that look at no field of the form."""
    known = set(outcomes)
    for place, need in enumerate(form.needs):
        if need.outcome and form.framework and f"{form.framework}/{need.outcome}" not in known:
            yield f"needs.{place}", f"`{need.outcome}` is no outcome of `{form.framework}`"
    columns = columns_known(form)
    asked = [(field.column, field.asked) for section in form.sections for field in section.fields if field.asked]
    for where, condition in (*asked, *((rule.id, rule.must) for rule in form.rules)):
        for column in sorted(fields_of(condition) - columns):
            yield where, f"`{column}` is no column of this form"
    for rule in form.rules:
        if rule.column not in columns:
            yield rule.id, f"`{rule.column}` is no column of this form"
    kept = [(rule.id, rule.column) for rule in form.rules]
    for id, column in sorted({one for one in kept if kept.count(one) > 1}):
        yield id, f"there are two rules of this id on `{column}`"


def columns_known(form: CollectionForm) -> set[str]:
    """The name of every column: `collection.columns` makes them so, and a test holds the two together."""
    named = {field.column for section in form.sections for field in section.fields}
    for need in form.needs:
        named |= {f"{need.name}_{need.ref}", f"Reason_{need.ref}_Primary", f"Reason_{need.ref}_Others"}
        named |= {f"ActualOutcome_{need.ref}{f'_{part.id}' if part.id else ''}" for part in need.parts}
        named |= {f"OngoingSupport_{need.ref}"} if form.ongoing else set()
    return named


def crosswalk_lost(crosswalk: Crosswalk, lists: dict[str, CodeList], library: Library) -> Iterator[Lost]:
    """Codes that are not crossed, or crossed twice, or are none; choices that a form has not."""
    crossed = [crossing.of for crossing in crosswalk.crossings]
    listed = lists.get(crosswalk.from_codes)
    codes = set(listed.codes) if listed else set()
    yield from (
        ("crossings", f"`{code}` is no code of `{crosswalk.from_codes}`") for code in sorted(set(crossed) - codes)
    )
    yield from (("crossings", f"`{code}` is not crossed") for code in sorted(codes - set(crossed)))
    yield from (
        ("crossings", f"`{code}` is there twice") for code in sorted({c for c in crossed if crossed.count(c) > 1})
    )
    for id in crosswalk.forms:
        choices = {choice.code for field in _fields(library, id, crosswalk.to_column) for choice in field.choices}
        lost = sorted({crossing.to for crossing in crosswalk.crossings if crossing.to} - choices)
        yield from (("crossings", f"`{code}` is no choice of `{crosswalk.to_column}` of `{id}`") for code in lost)


def _fields(library: Library, id: str, column: str) -> Iterator[FormField]:
    """This column in the newest version of a form; nothing where there is no such form."""
    if id in library.ids("form"):
        form = library.get("form", id)
        sections = form.sections if isinstance(form, CollectionForm) else ()
        yield from (field for section in sections for field in section.fields if field.column == column)
