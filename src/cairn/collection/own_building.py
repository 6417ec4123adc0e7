"""A form of one's own as it is built, step by step: begun from the pattern or as a copy, then domains, needs, reasons and
questions about the person. Each step takes a form and gives the next. Pure but for reading definitions.

A need keeps its reference, and a reason its code, once it has one: answers are kept under them. What stands before a need on
screen, `1a`, follows its place. `taken` are references and codes of earlier versions, which nothing new is given.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Literal, TypeVar

from cairn.definitions import registry
from cairn.definitions.references_forms import columns_known
from cairn.definitions.shapes.form import (
    CollectionForm,
    Domain,
    FormField,
    FormReason,
    Guidance,
    NeedQuestion,
    Part,
    Section,
    When,
)
from cairn.questionnaire.conditions import fields_of

PATTERN = ("pattern", 1)
GROUPS: tuple[Literal["client", "service", "external"], ...] = ("client", "service", "external")
DATES: dict[When, tuple[str, ...]] = {
    "entry": ("StartDate",), "departure": ("StartDate", "EndDate"), "review": ("StartDate", "ReviewDate"),
}  # fmt: skip
_ALL_DATES = frozenset(name for names in DATES.values() for name in names)
_PART_IDS: tuple[Literal["i", "ii", "iii"], ...] = ("i", "ii", "iii")
MOST_PARTS = len(_PART_IDS)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NewPart:
    """What counts as achieved, as it was written."""

    label: str
    may_not_apply: bool = False


@dataclass(frozen=True, slots=True)
class NewNeed:
    """A need as it was written."""

    domain: str
    label: str
    parts: Sequence[NewPart]
    guidance: Guidance


def pattern() -> CollectionForm:
    """What an own form begins with: fields that each has, fields to choose from, reasons to change."""
    return registry.get("form", *PATTERN)


def begun(id: str, label: str, when: When, ongoing: bool, author: str) -> CollectionForm:
    """A form with nothing in it yet but what every form has."""
    base = pattern()
    form = replace(
        base, id=id, version=1, programme=id, label=label, when=when, ongoing=ongoing and when != "departure",
        date_column=DATES[when][-1], status="draft", note=None, **_whose(author),
    )  # fmt: skip
    dropped = (_ALL_DATES - set(DATES[when])) | {field.column for field in _fields(base) if not _is_first(field, form)}
    return _without_fields(form, dropped)


def copied(form: CollectionForm, id: str, label: str, author: str) -> CollectionForm:
    """A form that begins as another is, under a name of its own. Needs go on counting towards the outcomes of their framework,
    so that the record still knows what to propose."""
    return replace(
        form, id=id, version=1, programme=id, label=label, from_date=None, to_date=None, note=None, status="draft",
        **_whose(author),
    )  # fmt: skip


def _whose(author: str) -> dict[str, Any]:
    return {"publisher": author, "licence": f"Written by {author}", "source": author, "sure": "own"}


def _is_first(field: FormField, form: CollectionForm) -> bool:
    """Whether a form of one's own has this field before anything is ticked."""
    return field.column in needed_columns(form) or field.column in (
        "Service_Name",
        "ProviderName",
        "Age",
        "Gender",
        "Ethnicity",
    )


def needed_columns(form: CollectionForm) -> frozenset[str]:
    """The fields that a form cannot be without."""
    own = (form.date_column, form.number_column, form.authority_column, form.service_column, form.person_column)
    return frozenset(own) | {name for name in DATES[form.when] if name in {field.column for field in _fields(form)}}


def offered_fields(form: CollectionForm) -> tuple[FormField, ...]:
    """Questions about the person and the service that may be ticked or not: the form's own, then those of the pattern."""
    own = {field.column: field for field in _fields(form)}
    more = {field.column: field for field in _fields(pattern()) if field.column not in own | dict.fromkeys(_ALL_DATES)}
    needed = needed_columns(form)
    return tuple(field for name, field in (own | more).items() if name not in needed)


def with_fields(form: CollectionForm, columns: Collection[str]) -> CollectionForm:
    """The form with these of the offered questions and no others, and with the rules that speak of what it asks."""
    base, have = pattern(), {field.column for field in _fields(form)}
    sections = form.sections
    for section in base.sections:
        new = tuple(field for field in section.fields if field.column in columns and field.column not in have)
        sections = _joined(sections, replace(section, fields=new)) if new else sections
    known = {(rule.id, rule.column) for rule in form.rules}
    rules = (*form.rules, *(rule for rule in base.rules if (rule.id, rule.column) not in known))
    dropped = {field.column for field in offered_fields(form)} - set(columns)
    return _without_fields(replace(form, sections=sections, rules=rules), dropped)


def _joined(sections: tuple[Section, ...], more: Section) -> tuple[Section, ...]:
    if more.id not in {section.id for section in sections}:
        return (*sections, more)
    return tuple(
        replace(section, fields=(*section.fields, *more.fields)) if section.id == more.id else section
        for section in sections
    )


def _without_fields(form: CollectionForm, columns: Collection[str]) -> CollectionForm:
    """Without these, what hangs on them, and rules about either."""
    gone = set(columns)
    while more := {f.column for f in _fields(form) if f.asked and fields_of(f.asked) & gone} - gone:
        gone |= more
    sections = tuple(replace(s, fields=tuple(f for f in s.fields if f.column not in gone)) for s in form.sections)
    return _ruled(replace(form, sections=tuple(section for section in sections if section.fields)))


def _ruled(form: CollectionForm) -> CollectionForm:
    """Only with rules about what it asks."""
    known = columns_known(form)
    rules = tuple(rule for rule in form.rules if rule.column in known and fields_of(rule.must) <= known)
    return replace(form, rules=rules)


def _fields(form: CollectionForm) -> Iterator[FormField]:
    return (field for section in form.sections for field in section.fields)


def with_domain(form: CollectionForm, id: str, label: str, words: str, taken: Collection[str] = ()) -> CollectionForm:
    """With one domain more, or with this one in other words."""
    changed = Domain(
        id=id or _fresh("d", {domain.id for domain in form.domains} | set(taken)), label=label, words=words or None
    )
    return replace(form, domains=_put(form.domains, changed, lambda domain: domain.id))


def without_domain(form: CollectionForm, id: str) -> CollectionForm:
    """Without a domain and its needs."""
    needs = tuple(need for need in form.needs if need.domain != id)
    return _numbered(replace(form, domains=tuple(d for d in form.domains if d.id != id), needs=needs))


def with_need(form: CollectionForm, ref: str, new: NewNeed, taken: Collection[str] = ()) -> CollectionForm:
    """With one need more, at the end of its domain, or with this one in other words. Its columns stay what they are."""
    old = next((need for need in form.needs if need.ref == ref), None)
    refs = {need.ref for need in form.needs} | set(taken)
    named = old or NeedQuestion(
        ref=_fresh("N", refs), name=_name(new.label), number="1", domain=new.domain, label=new.label, parts=(),
        guidance=new.guidance, sure="own", source=form.publisher,
    )  # fmt: skip
    changed = replace(
        named, domain=new.domain, label=new.label, guidance=new.guidance, parts=tuple(_parts(form, new.parts))
    )
    return _numbered(replace(form, needs=_put(form.needs, changed, lambda need: need.ref)))


def without_need(form: CollectionForm, ref: str) -> CollectionForm:
    return _numbered(replace(form, needs=tuple(need for need in form.needs if need.ref != ref)))


def with_reasons(form: CollectionForm, lines: dict[str, Sequence[str]], taken: Collection[str] = ()) -> CollectionForm:
    """With these reasons, by group. One whose words stay keeps its code; any other is a new reason."""
    codes = {(reason.group, reason.label): reason for reason in form.reasons}
    used = {reason.code for reason in form.reasons} | set(taken)
    made: list[FormReason] = []
    for group in GROUPS:
        for label in lines.get(group, ()):
            reason = codes.get((group, label))
            if reason is None:
                code = _fresh(group[0], used)
                used.add(code)
                reason = FormReason(code=code, label=label, group=group, sure="own", source=form.publisher)
            made.append(reason)
    return replace(form, reasons=tuple(made))


def moved(form: CollectionForm, what: Literal["domain", "need"], id: str, by: int) -> CollectionForm:
    """With a domain among its like, or a need within its domain, one place up (-1) or down (1)."""
    if what == "domain":
        return _numbered(replace(form, domains=_swapped(form.domains, [d.id for d in form.domains], id, by)))
    domain = next((need.domain for need in form.needs if need.ref == id), "")
    within = tuple(need for need in form.needs if need.domain == domain)
    turned = iter(_swapped(within, [need.ref for need in within], id, by))
    return _numbered(replace(form, needs=tuple(next(turned) if n.domain == domain else n for n in form.needs)))


def _swapped(items: tuple[T, ...], ids: list[str], id: str, by: int) -> tuple[T, ...]:
    if id not in ids or not 0 <= (to := ids.index(id) + by) < len(ids):
        return items
    turned, at = list(items), ids.index(id)
    turned[at], turned[to] = turned[to], turned[at]
    return tuple(turned)


def _put(items: tuple[T, ...], changed: T, key: Callable[[T], str]) -> tuple[T, ...]:
    """In the place of the one it is, or at the end."""
    if key(changed) not in {key(item) for item in items}:
        return (*items, changed)
    return tuple(changed if key(item) == key(changed) else item for item in items)


def _parts(form: CollectionForm, parts: Iterable[NewPart]) -> Iterator[Part]:
    """One part bears no number; two or three are i, ii, iii."""
    listed = list(parts)
    for id, part in zip(_PART_IDS, listed, strict=False):
        yield Part(
            id=id if len(listed) > 1 else "", label=part.label, may_not_apply=part.may_not_apply, sure="own",
            source=form.publisher,
        )  # fmt: skip


def _numbered(form: CollectionForm) -> CollectionForm:
    """Needs in the order of their domains, each with the number of its place; rules about what is gone go too."""
    needs: list[NeedQuestion] = []
    for place, domain in enumerate(form.domains, start=1):
        own = [need for need in form.needs if need.domain == domain.id]
        needs += [replace(need, number=f"{place}{_letter(at)}") for at, need in enumerate(own)]
    return _ruled(replace(form, needs=tuple(needs)))


def _letter(place: int) -> str:
    """a to z, then aa."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[place] if place < len(letters) else letters[place // 26 - 1] + letters[place % 26]


def _fresh(letter: str, taken: Collection[str]) -> str:
    return next(made for number in count(1) if (made := f"{letter}{number}") not in taken)


def _name(label: str) -> str:
    """`GrowSomething` of "Grow something": what columns are named by, in files."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    name = "".join(word[:1].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", plain)[:4])[:30]
    return name if name[:1].isalpha() else f"Need{name}"
