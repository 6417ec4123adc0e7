"""What of forms that were sent may leave for a mart: a provider's own, that of the authority it sent them to, and that of
whoever runs the collection. A row's subject is its form.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from cairn.collection import columns as laid
from cairn.collection import local as needs_of
from cairn.collection.following import (
    FOLLOWED_KINDS,
    FOLLOWED_TYPES,
    brought,
    elsewhere,
    followers,
    follows,
    parts,
    party,
)
from cairn.collection.models import LocalIndicator
from cairn.definitions import registry
from cairn.definitions.mart import ANSWERED
from cairn.definitions.shapes.form import CollectionForm, NeedQuestion
from cairn.kernel import clock
from cairn.kernel.extracts import Column, Extract
from cairn.people.rules import band_of
from cairn.questionnaire.conditions import evaluate

Row = tuple[Any, ...]
Answers = dict[str, str]
_FORM = "collection.CollectedForm."
_ANSWERS = f"{_FORM}answers"
_SHARED = (
    Column("form", "string", f"{_FORM}form"),
    Column("collection", "string", "collection.Collection.uid"),
    Column("collection_year", "string", "collection.CollectionYear.uid"),
    Column("form_date", "date", f"{_FORM}form_date"),
    Column("person", "string", f"{_FORM}person"),
    Column("provider", "string", "access.Organisation.uid"),
    Column("authority", "string", "access.Organisation.uid"),
    Column("service_number", "string", f"{_FORM}service_number"),
    Column("age_band", "string", _ANSWERS),
    Column("contracts", "string_list", f"{_FORM}provider"),
    *(Column(name, "string", _ANSWERS) for name in ANSWERED),
)
_SUBJECT = Column("subject", "string", "collection.CollectedForm.uid")
_CODES = {laid.YES: "yes", laid.NO: "no", laid.NOT_APPLICABLE: "not_applicable"}


@dataclass(frozen=True, slots=True)
class _Need:
    """One need of a form, by the columns that its answers lie in."""

    code: str
    domain: str
    column: str
    parts: tuple[tuple[str, str], ...]
    ongoing: str
    main: str
    others: str
    is_local: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a form's answers lie: looked up once, read for each form that was sent."""

    programme: str
    by_record: dict[str, str]
    needs: tuple[_Need, ...]
    columns: tuple[laid.FormColumn, ...]
    groups: dict[str, str]
    counted_as: dict[str, str]
    """Of an authority's own reasons, the programme's reason as which each is counted."""
    dated: tuple[tuple[date, date | None, frozenset[str]], ...] = ()

    def unasked(self, day: date) -> frozenset[str]:
        """Columns of an authority's own indicators that were not asked on a day: a form of then is whole without them."""
        days = (names for start, end, names in self.dated if day < start or (end is not None and day > end))
        return frozenset[str]().union(*days)


@dataclass(frozen=True, slots=True)
class _Sent:
    """A form that was sent: the columns that its rows share, and its answers."""

    uid: str
    shared: Row
    answers: Answers
    plan: Plan
    form_date: date
    confirmed: int
    days_to_send: int


def plan_of(form: CollectionForm, local: laid.Local = ()) -> Plan:
    """The plan of a form with an authority's own indicators and reasons."""
    every = laid.reasons_of(form, local)
    other = {reason.group: reason.code for reason in form.reasons if reason.is_other}
    known = {reason.code for reason in form.reasons}
    fields = [field for section in form.sections for field in section.fields]
    needs = [_need(form, need, form.programme, is_local=False) for need in form.needs]
    needs += [_need(form, need, "local", is_local=True) for need in laid.local_needs(local)]
    return Plan(
        form.programme, {field.from_record: field.column for field in fields if field.from_record}, tuple(needs),
        laid.columns_of(form, local), {reason.code: reason.group for reason in every},
        {one.code: other[one.group] for one in every if one.code not in known and one.group in other},
    )  # fmt: skip


def _need(form: CollectionForm, need: NeedQuestion, family: str, *, is_local: bool) -> _Need:
    code = f"{family}/{need.ref}"
    parts = tuple((f"{code}_{part.id}" if part.id else code, laid.outcome_column(need, part)) for part in need.parts)
    main, others = laid.reason_columns(need)
    ongoing = laid.ongoing_column(need) if form.ongoing else ""
    domain = f"{form.programme}/{need.domain}"
    return _Need(code, domain, laid.need_column(need), parts, ongoing, main, others, is_local)


def forms(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each form that stands."""
    for one in _sent(organisation_id, subjects):
        unasked = one.plan.unasked(one.form_date)
        asked = [
            column for column in one.plan.columns
            if column.needed and column.name not in unasked and evaluate(column.asked, one.answers)
        ]  # fmt: skip
        blank = sum(1 for column in asked if column.name not in one.answers)
        needs = sum(1 for need in one.plan.needs if one.answers.get(need.column) == laid.YES)
        said = one.answers.get
        plan = one.plan.by_record
        yield (
            one.uid, one.uid, _days(one), len(asked), blank, one.days_to_send, blank == 0, needs, one.confirmed,
            said(plan.get("died", "")) == laid.YES, said(plan.get("plan_agreed", "")) == laid.YES, *one.shared,
        )  # fmt: skip


def needs(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each part of each need with which support was needed."""
    for one in _sent(organisation_id, subjects):
        for need in _present(one):
            ongoing = _code(one.answers.get(need.ongoing)) if need.ongoing else None
            for place, (part, column) in enumerate(need.parts):
                yield (
                    one.uid, f"{one.uid}/{part}", one.uid, need.domain, need.code, part, place == 0, need.is_local,
                    _code(one.answers.get(column)), ongoing, *one.shared,
                )  # fmt: skip


def reasons(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each reason why an outcome was not achieved."""
    for one in _sent(organisation_id, subjects):
        for need in _present(one):
            given = _given(one, need)
            for code in dict.fromkeys(one.plan.counted_as.get(each, each) for each in given):
                is_main = code == one.plan.counted_as.get(main := one.answers.get(need.main, ""), main)
                yield (
                    one.uid, f"{one.uid}/{need.code}/{code}", one.uid, need.domain, need.code,
                    f"{one.plan.programme}/{code}", one.plan.groups.get(code), is_main, need.is_local, *one.shared,
                )  # fmt: skip


def own_reasons(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each reason of the authority's own."""
    for one in _sent(organisation_id, subjects):
        for need in _present(one) if one.plan.counted_as else ():
            for code in (code for code in _given(one, need) if code in one.plan.counted_as):
                yield (
                    one.uid, f"{one.uid}/{need.code}/{code}", one.uid, need.domain, need.code, code,
                    one.plan.groups.get(code), code == one.answers.get(need.main), *one.shared,
                )  # fmt: skip


def _given(one: _Sent, need: _Need) -> list[str]:
    """The reasons given for a need, the main one first, each once."""
    every = (one.answers.get(need.main, ""), *one.answers.get(need.others, "").split(laid.DIVIDER))
    return list(dict.fromkeys(code for code in every if code))


def _present(one: _Sent) -> Iterator[_Need]:
    return (need for need in one.plan.needs if one.answers.get(need.column) == laid.YES)


def _code(answer: str | None) -> str:
    return _CODES.get(answer or "", "blank")


def _days(one: _Sent) -> int | None:
    start = one.answers.get(one.plan.by_record.get("start_date", ""))
    return (one.form_date - date.fromisoformat(start)).days if start else None


def _sent(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[_Sent]:
    plans = _Plans()
    for wanted in _parts(subjects):
        found = party(organisation_id).filter(state="sent").order_by("pk")
        found = found if wanted is None else found.filter(uid__in=wanted)
        for (
            uid, form, version, collection_id, authority_id, collection, year, form_date, person, provider,
            authority, service_number, answers, confirmed, sent_at,
        ) in found.values_list(
            "uid", "form", "form_version", "collection_id", "commissioner_id", "collection__uid",
            "year__uid", "form_date", "person", "provider__uid", "commissioner__uid", "service_number", "answers",
            "confirmed", "sent_at",
        ).iterator(2_000):  # fmt: skip
            plan = plans.of(form, version, collection_id, authority_id)
            known = [answers.get(plan.by_record.get(kind.partition(":")[2], "")) for kind in ANSWERED.values()]
            shared = (
                form, str(collection), str(year), form_date, person, str(provider), str(authority), service_number,
                _band(answers.get(plan.by_record.get("age", ""))), [], *known,
            )  # fmt: skip
            late = max((clock.london_date(sent_at) - form_date).days, 0)
            yield _Sent(str(uid), shared, answers, plan, form_date, len(confirmed), late)


def _parts(subjects: frozenset[str] | None) -> Iterator[list[str] | None]:
    yield from (None,) if subjects is None else parts(subjects)


def _band(age: str | None) -> str:
    return band_of(int(age)) if age and age.isdecimal() else "not_known"


class _Plans:
    """The plans of the forms of one reading."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int, int], Plan] = {}

    def of(self, form: str, version: int, collection_id: int, authority_id: int) -> Plan:
        key = (form, version, collection_id, authority_id)
        if key not in self._known:
            own = LocalIndicator._base_manager.filter(collection_id=collection_id, organisation_id=authority_id)
            rows = [one for one in own.order_by("pk") if form in one.forms]
            reasons = needs_of.every_reason(collection_id, authority_id, form)
            plan = plan_of(_definition(form, version), (*(needs_of.need(one) for one in rows), *reasons))
            names = {column.name for column in laid.columns_of(_definition(form, version))}
            dated = tuple(
                (one.start_date, one.end_date, frozenset(
                    column.name for column in laid.columns_of(_definition(form, version), (needs_of.need(one),))
                ) - names)
                for one in rows
            )  # fmt: skip
            self._known[key] = replace(plan, dated=dated)
        return self._known[key]


@lru_cache(maxsize=64)
def _definition(form: str, version: int) -> CollectionForm:
    return registry.get("form", form, version)


def _extract(table: str, model: str, own: Iterable[tuple[str, Any]], rows: Any) -> Extract:
    made = (Column(name, kind, model) for name, kind in own)
    return Extract(table, (_SUBJECT, *made, *_SHARED), rows)


EXTRACTS = (
    _extract(
        "collected_form", _ANSWERS,
        [("uid", "string"), ("days", "int"), ("asked", "int"), ("blank", "int"), ("days_to_send", "int"), ("is_whole", "bool"),
         ("needs", "int"), ("confirmed", "int"), ("is_died", "bool"), ("has_plan", "bool")],
        forms,
    ),
    _extract(
        "collected_need", _ANSWERS,
        [("uid", "string"), ("of", "string"), ("form_domain", "string"), ("form_need", "string"),
         ("form_part", "string"), ("is_first_part", "bool"), ("is_local", "bool"), ("achieved", "string"),
         ("ongoing", "string")],
        needs,
    ),
    _extract(
        "collected_reason", _ANSWERS,
        [("uid", "string"), ("of", "string"), ("form_domain", "string"), ("form_need", "string"),
         ("form_reason", "string"), ("reason_group", "string"), ("is_main", "bool"), ("is_local", "bool")],
        reasons,
    ),
    _extract(
        "collected_own_reason", _ANSWERS,
        [("uid", "string"), ("of", "string"), ("form_domain", "string"), ("form_need", "string"),
         ("own_reason", "string"), ("reason_group", "string"), ("is_main", "bool")],
        own_reasons,
    ),
)  # fmt: skip

__all__ = ["EXTRACTS", "FOLLOWED_KINDS", "FOLLOWED_TYPES", "brought", "elsewhere", "followers", "follows"]
