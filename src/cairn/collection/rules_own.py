"""What is wrong with a form of one's own, and what it lacks before it can be published. Pure."""

from collections.abc import Iterator, Mapping

from cairn.collection.rules_programme import LONGEST, LONGEST_WORDS, unseen_problems
from cairn.definitions.shapes.form import CollectionForm
from cairn.kernel.problems import Problem, too_long

MOST_DOMAINS, MOST_NEEDS, MOST_REASONS = 20, 60, 60


def faults(form: CollectionForm) -> list[Problem]:
    """What may not even stand in a draft: too much, too long, twice the same, characters that nobody sees."""
    return [*_too_many(form), *_too_long(form), *_twice(form)]


def _too_many(form: CollectionForm) -> Iterator[Problem]:
    for name, most, number in (
        ("domains", MOST_DOMAINS, len(form.domains)),
        ("needs", MOST_NEEDS, len(form.needs)),
        ("reasons", MOST_REASONS, len(form.reasons)),
    ):
        if number > most:
            fix = "Leave out what matters least: people fill it in for one person at a time."
            yield Problem("form.many", f"There are more than {most} {name}.", fix, field=name)


def _too_long(form: CollectionForm) -> Iterator[Problem]:
    for field, words, most in _written(form):
        yield from too_long(words, most, field)
        yield from unseen_problems(words, field)


def _written(form: CollectionForm) -> Iterator[tuple[str, str, int]]:
    """Every text that was written, with its question and how long it may be."""
    yield from (("label", form.label, LONGEST), ("note", form.note or "", LONGEST_WORDS))
    for domain in form.domains:
        yield from (("domain", domain.label, LONGEST), ("words", domain.words or "", LONGEST))
    for need in form.needs:
        yield "need", need.label, LONGEST
        yield from ((f"part_{place}", part.label, LONGEST) for place, part in enumerate(need.parts, start=1))
        for name in ("says", "counts", "counts_not"):
            yield name, getattr(need.guidance, name) or "", LONGEST_WORDS
    yield from ((reason.group, reason.label, LONGEST) for reason in form.reasons)


def _twice(form: CollectionForm) -> Iterator[Problem]:
    reasons = [(reason.group, _plain(reason.label)) for reason in form.reasons]
    for group in sorted({group for group, label in reasons if reasons.count((group, label)) > 1}):
        yield Problem("form.twice", "The same reason stands here twice.", "Take one away.", field=group)
    yield from _same([_plain(domain.label) for domain in form.domains], "domain", "Another domain has this name.")
    yield from _same([_plain(need.label) for need in form.needs], "need", "Another need has these words.")


def _same(labels: list[str], field: str, message: str) -> Iterator[Problem]:
    if len(labels) != len(set(labels)):
        yield Problem("form.twice", message, "Give each words of its own.", field=field)


def lacking(form: CollectionForm) -> list[Problem]:
    """What a draft needs before it can be published. `field` is where it is written: domains, reasons, or a need's ref."""
    if not form.needs:
        message = "It asks about no need yet."
        return [Problem("form.empty", message, "Add a domain, and at least one need in it.", field="domains")]
    return [*_lacking(form), *faults(form)]


def _lacking(form: CollectionForm) -> Iterator[Problem]:
    asked = {need.domain for need in form.needs}
    for domain in form.domains:
        if domain.id not in asked:
            message = f"“{domain.label}” has no need in it."
            yield Problem("form.domain", message, "Add one, or remove the domain.", field="domains")
    if not form.reasons:
        message = "There is no reason to choose where something was not achieved."
        yield Problem("form.reasons", message, "Write at least one.", field="reasons")


def wrong_start(form: CollectionForm, published: Mapping[int, str | None]) -> list[Problem]:
    """A version begins after the one before it: else no form would be of that one. `published`: version to its first day."""
    earlier = [begin or "" for number, begin in published.items() if number < form.version]
    if not earlier or (form.from_date or "") > max(earlier):
        return []
    message = "The version that it follows begins on this day, or later."
    return [Problem("form.start", message, "Take a later day.", field="from_date")]


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
