"""What only the records know of rows that the rules of their form let through: whose file it is, which services and years there
are, which forms were sent before, and what stands twice in the file. Asked of the database once for some thousands of rows."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cairn.access.actors import Actor
from cairn.collection import persons, sampling, windows
from cairn.collection.models import CollectedForm, CollectionYear
from cairn.collection.persons import Person
from cairn.collection.taking import NewForm, content_hash, new_form, stored
from cairn.exchange.forms.checking import Batch, Checker, spell
from cairn.exchange.forms.context import Authority, Context, ServiceKnown
from cairn.exchange.forms.found import Grade, Kind

BATCH = 500  # numbers that are asked for at a time
_CODE = re.compile(rf"[0-9a-f]{{{persons.LENGTH}}}", re.ASCII)  # a code of ours, as a file that was taken out has it
_BEFORE = ("form", "sha256", "state", "year_id")
_PLACE = ("person", "service_number", "year_id")


@dataclass(frozen=True, slots=True)
class Before:
    """A form that was sent before under this number."""

    form: str
    sha256: str
    state: str
    year_id: int


@dataclass(slots=True)
class Seen:
    """What rows of the file so far have said: so that a number, or a person's form of the year, that stands twice is found.
    It is all that is held of earlier rows: some hundred bytes of each."""

    numbers: dict[str, tuple[int, int]] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)


class Weigher:
    """The rules of the records, for one file."""

    def __init__(self, by: Actor, context: Context, checker: Checker) -> None:
        self.by, self.context, self.checker, self.form = by, context, checker, checker.form
        self.seen = Seen()
        columns = checker.layout.offer.columns
        self.of_record = {column.from_record: column.name for column in columns if column.from_record}
        self.kinds = {rule: self._kind(rule, *told) for rule, told in _KINDS.items()}

    def _kind(self, rule: str, grade: Grade, of: str, message: str, fix: str) -> Kind:
        column = getattr(self.form, of, "") or self.of_record.get(of, "")
        return Kind(grade, rule, message, fix, column, self.checker.layout.letter(column))

    def weigh(self, batch: Batch) -> None:
        """Add to the batch what is wrong by the records, and by the rows of the file before."""
        years = [self.context.year_of(day) if day else None for day in batch.days]
        services = self._services(batch)
        spell(batch.columns, self.form.service_column, [one.number if one else "" for one in services])
        for rule, wrong in self._tests(batch, years, services):
            batch.add(self.kinds[rule], [place for place in range(len(batch.numbers)) if wrong(place)])
        self._twice(batch)
        people = self._people(batch)
        self._once(batch, people, years)
        self._sampled(batch, people, years, services)
        before = self._before(batch)
        for place, number in enumerate(batch.columns.get(self.form.number_column, ())):
            self._against(batch, place, before.get(number), years[place], people)

    def forms(self, batch: Batch, places: Sequence[int]) -> list[NewForm]:
        """Good rows as the forms that they are, with what was said to be right of them."""
        people, services = self._people(batch), self._services(batch)
        return [self._form(batch, place, people, services[place]) for place in places]

    def _services(self, batch: Batch) -> list[ServiceKnown | None]:
        numbers = batch.columns.get(self.form.service_column, ())
        pairs = zip(batch.authorities, numbers, strict=True)
        return [authority.services.get(number.casefold()) if authority else None for authority, number in pairs]

    def _tests(
        self, batch: Batch, years: Sequence[CollectionYear | None], services: Sequence[ServiceKnown | None]
    ) -> Iterator[tuple[str, Callable[[int], bool]]]:
        """Each rule, and whether a row breaks it."""
        authorities, days, today = batch.authorities, batch.days, self.context.today
        codes = batch.columns.get(self.form.authority_column, [""] * len(days))
        yield "authority-unknown", lambda row: bool(codes[row]) and authorities[row] is None
        yield "authority-not-signed", lambda row: authorities[row] is not None and _sign_up(authorities[row]) is None
        for rule in ("provider_number", "national_number"):
            if (column := self.of_record.get(rule)) and column in batch.columns:
                yield rule.replace("_", "-"), _other_number(batch.columns[column], authorities, rule)
        yield "date-ahead", lambda row: (day := days[row]) is not None and day > today
        yield "year-unknown", lambda row: days[row] is not None and years[row] is None
        numbers = batch.columns.get(self.form.service_column, [""] * len(days))
        let_in = [_sign_up(authority) is not None for authority in authorities]
        yield "service-unknown", lambda row: let_in[row] and bool(numbers[row]) and services[row] is None
        if names := batch.columns.get(self.of_record.get("service_name", "")):
            yield "service-name", lambda row: (one := services[row]) is not None and _differ(names[row], one.name)

    def _people(self, batch: Batch) -> dict[str, Person]:
        given = {text for text in batch.columns.get(self.form.person_column, ()) if text}
        coded = {text for text in given if _CODE.fullmatch(text)}
        sent = _sent(self.by).filter(person__in=coded).values_list("person", "client_id") if coded else ()
        own = {code: Person(code, client) for code, client in sorted(sent, key=lambda one: one[1] or 0)}
        return {**persons.known(self.by, given - own.keys()), **own}

    def _before(self, batch: Batch) -> dict[str, Before]:
        """The forms that were sent under these numbers, in this collection."""
        numbers = sorted({text for text in batch.columns.get(self.form.number_column, ()) if text})
        rows = _sent(self.by).filter(collection=self.context.collection)
        found: dict[str, Before] = {}
        for start in range(0, len(numbers), BATCH):
            some = rows.filter(number__in=numbers[start : start + BATCH])
            found.update({number: Before(*told) for number, *told in some.values_list("number", *_BEFORE)})
        return found

    def _twice(self, batch: Batch) -> None:
        """The same number once more: the same row is one form, another is an error."""
        for place, number in enumerate(batch.columns.get(self.form.number_column, ())):
            if not number:
                continue
            row = (batch.numbers[place], hash(tuple(batch.raw[place])))
            first = self.seen.numbers.setdefault(number, row)
            if first[0] != row[0] and first[1] == row[1]:
                batch.repeated.add(place)
            elif first[0] != row[0]:
                batch.add(self.kinds["number-twice"], [place])

    def _once(self, batch: Batch, people: dict[str, Person], years: Sequence[CollectionYear | None]) -> None:
        """One form a person, service and year: among the rows of the file, and among what was sent before."""
        others = self._others([person.code for person in people.values()])
        grade = "error" if self.form.when == "review" else "soft"
        empty = [""] * len(batch.numbers)
        columns = (self.form.person_column, self.form.service_column, self.form.number_column)
        for place, (said, service, number) in enumerate(
            zip(*(batch.columns.get(one, empty) for one in columns), strict=True)
        ):
            year = years[place]
            if not said or year is None or place in batch.repeated:
                continue
            key = (people[said].code, service, year.pk)
            if self.seen.places.setdefault(hash(key), batch.numbers[place]) != batch.numbers[place]:
                batch.add(self.kinds[f"once-{grade}"], [place])
            elif others.get(key, number) != number:
                batch.add(self.kinds[f"once-before-{grade}"], [place])

    def _sampled(
        self, batch: Batch, people: dict[str, Person], years: Sequence[CollectionYear | None],
        services: Sequence[ServiceKnown | None],
    ) -> None:  # fmt: skip
        """Where an authority asks a sample of its long-term services, a form of somebody outside it is asked about."""
        if self.form.when != "review" or not self.context.samplings:
            return
        for place, said in enumerate(batch.columns.get(self.form.person_column, ())):
            year, authority, service = years[place], batch.authorities[place], services[place]
            if not said or year is None or authority is None or service is None:
                continue
            sample = self.context.samplings.get((year.pk, authority.id))
            if sample is None:
                continue
            percent = sample.older_percent if service.is_for_older else sample.other_percent
            if not sampling.in_sample(sample.seed, people[said].code, percent):
                batch.add(self.kinds["not-in-sample"], [place])

    def _others(self, codes: Sequence[str]) -> dict[tuple[str, str, int], str]:
        """The number of each form of this kind that was sent of these people, by person, service and year."""
        rows = _sent(self.by).filter(collection=self.context.collection, form=self.form.id, state="sent")
        found: dict[tuple[str, str, int], str] = {}
        for start in range(0, len(codes), BATCH):
            some = rows.filter(person__in=codes[start : start + BATCH])
            found.update({tuple(key): number for *key, number in some.values_list(*_PLACE, "number")})  # type: ignore[misc]
        return found

    def _against(
        self, batch: Batch, place: int, there: Before | None, year: CollectionYear | None, people: dict[str, Person]
    ) -> None:
        """A row against the form that was sent under its number, if one was, and against the closing dates of its year."""
        if year is None or place in batch.repeated:
            return
        if there is None:
            self._closed(batch, place, year, is_new=True)
        elif there.form != self.form.id:
            batch.add(self.kinds["number-other-form"], [place])
        elif self._is_same(batch, place, there, people):
            batch.soft.pop(place, None)  # what was said to be right of it is not asked again
            batch.same.add(place)
        else:
            batch.changed.add(place)
            old = next((one for one in self.context.years if one.pk == there.year_id), year)
            if not self._closed(batch, place, old, is_new=False) and old.pk != year.pk:
                self._closed(batch, place, year, is_new=True)

    def _is_same(self, batch: Batch, place: int, there: Before, people: dict[str, Person]) -> bool:
        answers = batch.answers(place)
        person = people.get(answers.get(self.form.person_column, ""))
        kept = stored(self.form, answers, person.code if person else "")
        return there.state == "sent" and there.sha256 == content_hash(self.form.id, kept)

    def _form(self, batch: Batch, place: int, people: dict[str, Person], service: ServiceKnown | None) -> NewForm:
        answers = batch.answers(place)
        form, day, authority = batch.forms[place], batch.days[place], batch.authorities[place]
        year = self.context.year_of(day) if day else None
        assert form and authority and year, "a good row has its form, its authority and its year"
        return new_form(
            form, answers, person=people[answers[form.person_column]], commissioner_id=authority.id, year_id=year.pk,
            service_id=service.id if service else None, confirmed=[kind.key for kind in batch.soft.get(place, ())],
        )  # fmt: skip

    def _closed(self, batch: Batch, place: int, year: CollectionYear, *, is_new: bool) -> bool:
        found = windows.lock(year, self.context.today, is_new=is_new, at=self.context.at)
        if found:
            column = self.form.date_column
            letter = self.checker.layout.letter(column)
            batch.add(Kind("error", "year-closed", found.cause, found.ask, column, letter), [place])
        return found is not None


def _sent(by: Actor) -> Any:
    return CollectedForm.objects.filter(provider_id=by.organisation_id)


def _sign_up(authority: Authority | None) -> Any:
    return authority.sign_up if authority else None


def _other_number(values: Sequence[str], authorities: Sequence[Authority | None], name: str) -> Callable[[int], bool]:
    def differs(row: int) -> bool:
        sign_up = _sign_up(authorities[row])
        own = getattr(sign_up, name, "")
        return bool(values[row]) and bool(own) and values[row] != own

    return differs


def _differ(said: str, known: str) -> bool:
    return bool(said) and " ".join(said.split()).casefold() != " ".join(known.split()).casefold()


_KINDS: dict[str, tuple[Grade, str, str, str]] = {
    "authority-unknown": ("error", "authority_column", "No authority of this collection has this code.",
                          "Write the code as the authority gave it."),
    "authority-not-signed": ("error", "authority_column", "This authority has not let your organisation in.",
                             "Ask to take part first, or mend the code."),
    "provider-number": ("error", "provider_number", "This is not your own provider ID at this authority.",
                        "Write the 5 figures of your sign-up."),
    "national-number": ("error", "national_number", "This is not your own national provider ID.",
                        "Write the 8 figures of your sign-up, or leave it blank."),
    "date-ahead": ("error", "date_column", "The day is still to come.", "Mend the date."),
    "year-unknown": ("error", "date_column", "No collection year covers this day.", "Mend the date."),
    "service-unknown": ("soft", "service_column", "The authority has no service of yours under this number.",
                        "Mend the number. If it is right, say so, and tell the authority."),
    "service-name": ("soft", "service_name", "The service of this number has another name here.",
                     "Mend the number or the name. If both are right, say so."),
    "number-twice": ("error", "number_column", "An earlier row has this number, and other answers.",
                     "Give each form a number of its own, or keep one of the rows."),
    "number-other-form": ("error", "number_column", "Another form was sent under this number.",
                          "Give this one a number of its own."),
    "once-error": ("error", "person_column", "An earlier row is about the same person, service and year.",
                   "Keep one of them: there is one such form a year."),
    "once-before-error": ("error", "person_column", "A form of the same person, service and year was sent under another number.",
                          "Send the change under that number, or take the earlier one back."),
    "once-before-soft": ("soft", "person_column", "A form of the same person, service and year was sent under another number.",
                         "Send the change under that number. If the person came or left more than once, say so."),
    "not-in-sample": ("soft", "person_column", "This person is not in the sample that the authority asks for this year.",
                      "Leave the form out. If the authority takes it all the same, say so."),
    "once-soft": ("soft", "person_column", "An earlier row is about the same person, service and year.",
                  "Keep one of them. If the person came or left more than once, say so."),
}  # fmt: skip
