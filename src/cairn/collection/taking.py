"""The one writer of forms that are sent: from the screen, from a file, from a provider's own system.

Sent again, a form that is the same changes nothing. One that has changed replaces what was there, which the audit log's
revision keeps, as long as its year may be edited; one that was withdrawn comes back. So taking the same forms twice is taking
them once, and a job that was killed half-way is begun anew from its first form.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from cairn.access.deeds import Deed
from cairn.collection import receipts
from cairn.collection import windows as locks
from cairn.collection.models import CollectedForm, CollectionYear, FormSubmission, SignUp
from cairn.collection.persons import Person
from cairn.definitions.shapes.form import CollectionForm
from cairn.kernel import canonical, clock
from cairn.kernel.inserting import insert_many
from cairn.kernel.problems import Problem
from cairn.people.models import Client

BATCH = 500
"""Forms of one deed: what a job takes at a time."""


@dataclass(frozen=True, slots=True)
class NewForm:
    """One form as it is to be kept, checked already. `answers` without blanks, under the person column the provider's code and
    nobody's reference. `once_a_year`: of one person in one service there is one such form a year."""

    form: str
    version: int
    number: str
    person: str
    form_date: date
    commissioner_id: int
    year_id: int
    answers: Mapping[str, str]
    sha256: str
    service_number: str = ""
    service_id: int | None = None
    client_id: int | None = None
    episode_id: int | None = None
    confirmed: tuple[str, ...] = ()
    once_a_year: bool = False

    @property
    def place(self) -> tuple[str, str, str, int]:
        """What there is one form of, where there is one a year."""
        return self.form, self.person, self.service_number, self.year_id


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of forms: `taken` are new, `replaced` had changed or came back. `rejected`: by place in the list."""

    taken: int = 0
    same: int = 0
    replaced: int = 0
    rejected: tuple[Problem, ...] = ()
    hashes: tuple[str, ...] = ()

    def __add__(self, more: "Taken") -> "Taken":
        return Taken(
            self.taken + more.taken, self.same + more.same, self.replaced + more.replaced,
            (*self.rejected, *more.rejected), (*self.hashes, *more.hashes),
        )  # fmt: skip


def stored(form: CollectionForm, answers: Mapping[str, str], person: str) -> dict[str, str]:
    """Answers as they are kept: no blanks, and the provider's code for whom it is about."""
    kept = {column: value for column, value in answers.items() if value}
    return {**kept, form.person_column: person} if person else kept


def content_hash(form: str, answers: Mapping[str, str]) -> str:
    """SHA-256 of the RFC 8785 form of which form it is and its answers: the same by each way."""
    return canonical.sha256([form, dict(answers)])


def new_form(
    form: CollectionForm,
    answers: Mapping[str, str],
    *,
    person: Person,
    commissioner_id: int,
    year_id: int,
    service_id: int | None = None,
    episode_id: int | None = None,
    confirmed: Iterable[str] = (),
) -> NewForm:
    """A form from answers that its rules let through: number, date and service are what they say."""
    kept = stored(form, answers, person.code)
    return NewForm(
        form=form.id, version=form.version, number=kept[form.number_column], person=person.code,
        form_date=date.fromisoformat(kept[form.date_column]), commissioner_id=commissioner_id, year_id=year_id,
        answers=kept, sha256=content_hash(form.id, kept), service_number=kept.get(form.service_column, ""),
        service_id=service_id, client_id=person.client_id, episode_id=episode_id, confirmed=tuple(confirmed),
        once_a_year=form.when == "review",
    )  # fmt: skip


def receipt_hash(hashes: Iterable[str]) -> str:
    """SHA-256 of the RFC 8785 form of the sorted hashes of all forms that were accepted."""
    return canonical.sha256(sorted(hashes))


@dataclass(frozen=True, slots=True)
class Windows:
    """When forms were sent, and the years by their numbers as they stood then: a file is taken by the windows of one moment,
    however long that takes."""

    at: datetime
    years: Mapping[int, CollectionYear]


def take(
    this: Deed,
    submission: FormSubmission,
    forms: Sequence[NewForm],
    *,
    noted: bool = True,
    windows: Windows | None = None,
) -> Taken:
    """Write forms of one provider within a deed, at most some hundreds; what cannot be taken is rejected, and the rest is.

    `noted`: the revision holds what was made, so that the deed can be undone. A file's deeds are not noted form by form:
    its forms carry their submission, which is how they are found, and taken back. `windows`: those of now, if not given.
    """
    this.about("form_submission", submission.uid)
    let_in = _let_in(this.by.organisation_id, submission.collection_id)
    known = _Known(this.by.organisation_id, submission.collection_id, forms, windows)
    new: list[CollectedForm] = []
    told = _Told()
    for place, form in enumerate(forms):
        there = known.numbers.get(form.number)
        if wrong := known.wrong(form, there, let_in):
            told.rejected.append(replace(wrong, row=place))
        elif there is None:
            new.append(_row(this.by.organisation_id, submission, form))
            known.add(form, new[-1])
            told.accept(form, "taken")
        elif there.pk is not None and there.submission_id == submission.pk and _is_same(there, form):
            told.accept(form, "taken" if there.version == 1 else "replaced")
        elif _is_same(there, form):
            told.accept(form, "same")
        else:
            this.update(there, **_changes(submission, _of_record(there, form)))
            told.accept(form, "replaced")
    _insert(this, new, noted)
    return told.sum()


def _let_in(provider_id: int, collection_id: int) -> set[int]:
    """The authorities that take forms of the provider. Its sign-ups are held until the deed is done: whoever sends for the same
    provider at the same moment waits, and finds what this one wrote; and nobody is let out half-way."""
    rows = (
        SignUp.objects.select_for_update().filter(provider_id=provider_id, collection_id=collection_id).order_by("pk")
    )
    return {row.commissioner_id for row in rows if row.state == "approved"}


@dataclass(slots=True)
class _Told:
    counts: dict[str, int] = field(default_factory=lambda: {"taken": 0, "same": 0, "replaced": 0})
    rejected: list[Problem] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)

    def accept(self, form: NewForm, how: str) -> None:
        self.counts[how] += 1
        self.hashes.append(form.sha256)

    def sum(self) -> Taken:
        return Taken(**self.counts, rejected=tuple(self.rejected), hashes=tuple(self.hashes))


class _Known:
    """What is there already of these forms' numbers and people, asked once."""

    def __init__(self, provider_id: int, collection_id: int, forms: Sequence[NewForm], by: Windows | None) -> None:
        rows = CollectedForm.objects.filter(provider_id=provider_id, collection_id=collection_id)
        self.numbers = {row.number: row for row in rows.filter(number__in=[form.number for form in forms])}
        people = {form.person for form in forms if form.once_a_year}
        same = rows.filter(person__in=people, state="sent") if people else rows.none()
        self.places = {(row.form, row.person, row.service_number, row.year_id): row.number for row in same}
        years = {form.year_id for form in forms} | {row.year_id for row in self.numbers.values()}
        now = CollectionYear.objects.select_related("collection__organisation")
        self.years: Mapping[int, CollectionYear] = by.years if by else now.in_bulk(years)
        self.at = by.at if by else None
        self.today = clock.london_date(self.at or clock.now())

    def add(self, form: NewForm, row: CollectedForm) -> None:
        self.numbers[form.number] = row
        self.places[form.place] = form.number

    def wrong(self, form: NewForm, there: CollectedForm | None, let_in: Container[int]) -> Problem | None:
        """Why a form cannot be taken. One that is there as it is can."""
        if there is None:
            return _let_out(form, let_in) or self._twice(form) or self._closed(form.year_id, is_new=True)
        if there.form != form.form:
            return Problem("form.number", "Another form has this FormID.", "Give this one a FormID of its own.")
        if _is_same(there, form):
            return None
        if there.pk is None:
            return Problem("form.twice", "This FormID stands twice, with different answers.", "Keep one of the two.")
        return (
            _let_out(form, let_in)
            or self._twice(form)
            or self._closed(there.year_id, is_new=False)
            or self._closed(form.year_id, is_new=there.year_id != form.year_id)
        )

    def _twice(self, form: NewForm) -> Problem | None:
        if not form.once_a_year or self.places.get(form.place, form.number) == form.number:
            return None
        fix = "Send the change under the FormID that it has, or take one of the two back."
        return Problem("form.once", "There is a form of this person, service and year under another FormID.", fix)

    def _closed(self, year_id: int, *, is_new: bool) -> Problem | None:
        found = locks.lock(self.years[year_id], self.today, is_new=is_new, at=self.at)
        return Problem("form.closed", found.cause, found.ask) if found else None


def _let_out(form: NewForm, let_in: Container[int]) -> Problem | None:
    if form.commissioner_id in let_in:
        return None
    message, fix = "The authority has not let you in, or you have left.", "Ask whoever manages the sign-up."
    return Problem("form.sign_up", message, fix)


def _is_same(there: CollectedForm, form: NewForm) -> bool:
    return there.state == "sent" and there.sha256 == form.sha256 and there.commissioner_id == form.commissioner_id


def _of_record(there: CollectedForm, form: NewForm) -> NewForm:
    """A change of a form that was sent is about the same stay of the same record, where it does not say another."""
    if form.person != there.person:
        return form
    return replace(form, client_id=form.client_id or there.client_id, episode_id=form.episode_id or there.episode_id)


def _changes(submission: FormSubmission, form: NewForm) -> dict[str, Any]:
    return {
        "submission": submission, "year_id": form.year_id, "commissioner_id": form.commissioner_id,
        "form_version": form.version, "person": form.person, "service_number": form.service_number,
        "service_id": form.service_id, "client_id": form.client_id, "episode_id": form.episode_id,
        "form_date": form.form_date, "answers": dict(form.answers), "confirmed": list(form.confirmed),
        "sha256": form.sha256, "state": "sent", "sent_at": clock.now(),
    }  # fmt: skip


def _row(provider_id: int, submission: FormSubmission, form: NewForm) -> CollectedForm:
    return CollectedForm(
        provider_id=provider_id, collection_id=submission.collection_id, form=form.form, number=form.number,
        **_changes(submission, form),
    )  # fmt: skip


def _insert(this: Deed, new: list[CollectedForm], noted: bool) -> None:
    if noted:
        this.create_many(new)
        return
    insert_many(new, with_ids=False)
    ids = [row.client_id for row in new if row.client_id]
    for uid in Client.objects.filter(pk__in=ids).values_list("uid", flat=True) if ids else ():
        this.about("client", uid)


def write_receipt(
    this: Deed, submission: FormSubmission, told: Taken, *, received: int, rejected: int
) -> FormSubmission:
    """The end of a submission: number, counts, and the hash over what was accepted; the mail that says so is asked for."""
    counts = {
        **submission.counts, "received": received, "taken": told.taken, "same": told.same, "replaced": told.replaced,
        "rejected": rejected,
    }  # fmt: skip
    changed: FormSubmission = this.update(
        submission, state="taken", number=submission.number or receipt_number(submission), counts=counts,
        sha256=receipt_hash(told.hashes), ended_at=clock.now(),
    )  # fmt: skip
    receipts.ask(this.by, changed)
    return changed


def receipt_number(submission: FormSubmission) -> str:
    """What a receipt is called on paper: ten signs of its uid."""
    return f"R{submission.uid.hex[:10].upper()}"
