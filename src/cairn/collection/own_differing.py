"""How two versions of a form differ, in sentences. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from cairn.definitions.shapes.form import CollectionForm, NeedQuestion


def differences(old: CollectionForm, new: CollectionForm) -> list[str]:
    """What the new version asks otherwise than the old one; nothing where both ask the same."""
    return [*_about(old, new), *_fields(old, new), *_domains(old, new), *_needs(old, new), *_reasons(old, new)]


def _about(old: CollectionForm, new: CollectionForm) -> Iterator[str]:
    if old.label != new.label:
        yield f"It is called “{new.label}”; it was “{old.label}”."
    if old.note != new.note:
        yield "What it is for is said in other words."
    if old.ongoing != new.ongoing:
        yield (
            "Each need asks whether support goes on."
            if new.ongoing
            else "No need asks any more whether support goes on."
        )


def _fields(old: CollectionForm, new: CollectionForm) -> Iterator[str]:
    yield from _more_and_less(_labels(old), _labels(new), "Asks about the person", "Asks no longer about the person")


def _labels(form: CollectionForm) -> dict[str, str]:
    return {field.column: field.label for section in form.sections for field in section.fields}


def _domains(old: CollectionForm, new: CollectionForm) -> Iterator[str]:
    before, after = ({domain.id: domain.label for domain in form.domains} for form in (old, new))
    yield from _more_and_less(before, after, "New domain", "Gone")
    for id in before.keys() & after.keys():
        if before[id] != after[id]:
            yield f"“{before[id]}” is now called “{after[id]}”."
    if [id for id in before if id in after] != [id for id in after if id in before]:
        yield "The domains stand in another order."


def _needs(old: CollectionForm, new: CollectionForm) -> Iterator[str]:
    before, after = ({need.ref: need for need in form.needs} for form in (old, new))
    was, now = ({ref: need.label for ref, need in needs.items()} for needs in (before, after))
    yield from _more_and_less(was, now, "New need", "Asks no longer about")
    for ref, need in after.items():
        if ref in before:
            yield from _need(before[ref], need, new)
    if [ref for ref in before if ref in after] != [ref for ref in after if ref in before]:
        yield "The needs stand in another order."


def _need(old: NeedQuestion, new: NeedQuestion, form: CollectionForm) -> Iterator[str]:
    if old.label != new.label:
        yield f"“{old.label}” now reads “{new.label}”."
    if old.domain != new.domain:
        where = next((domain.label for domain in form.domains if domain.id == new.domain), new.domain)
        yield f"“{new.label}” moved to “{where}”."
    if [(part.label, part.may_not_apply) for part in old.parts] != [
        (part.label, part.may_not_apply) for part in new.parts
    ]:
        yield f"What counts as achieved is otherwise for “{new.label}”."
    if old.guidance != new.guidance:
        yield f"“{new.label}” is explained in other words."


def _reasons(old: CollectionForm, new: CollectionForm) -> Iterator[str]:
    before, after = ({reason.code: reason.label for reason in form.reasons} for form in (old, new))
    yield from _more_and_less(before, after, "New reason", "Reason gone")


def _more_and_less(before: Mapping[str, str], after: Mapping[str, str], more: str, less: str) -> Iterator[str]:
    yield from _told(more, (label for id, label in after.items() if id not in before))
    yield from _told(less, (label for id, label in before.items() if id not in after))


def _told(words: str, labels: Iterable[str]) -> Iterator[str]:
    return (f"{words}: {label}." for label in labels)
