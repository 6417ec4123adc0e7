"""Forms that a programme collects about one person at a time, such as Supporting People's: what is asked, and how it travels.

One file is the form on the screen, the file's template, the specification for other systems and the paper. A field's `column`
is its one name everywhere: in answers, in files, in the API, in rules.
"""

import re
from typing import Annotated, Literal

from pydantic import StringConstraints, model_validator

from cairn.definitions.conditions import Written
from cairn.definitions.shapes.base import Definition, Id, Sure, Words, shape

Column = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,59}$")]
LONGEST = 1000
"""Characters of a text at most: what the engines that read columns can count."""
When = Literal["entry", "departure", "review"]
"""The event that a form belongs to: a person comes, goes, or their support plan is reviewed."""


@shape
class Guidance:
    """What a question means: a description, an example that counts, one that does not. Our own words."""

    says: Words
    counts: Words | None = None
    counts_not: Words | None = None


@shape
class Choice:
    """One answer to choose: `code` is what is stored and stands in files, `label` what is read."""

    code: Words
    label: Words
    sure: Sure
    source: Words | None = None
    note: Words | None = None


@shape
class FormField:
    """One thing asked about the provider, the service or the person.

    `one` chooses one of `choices`, `many` several (in a file divided by semicolons). `from_record` names what the record
    proposes for it (`collection.proposing`). `asked`: where the answers so far lead to it. `pattern` holds for the whole text,
    which has at most `longest` characters.
    `also` are headings that are read as this column too.
    """

    column: Column
    label: Words
    kind: Literal["text", "date", "number", "one", "many"]
    choices: tuple[Choice, ...] = ()
    low: int | None = None
    high: int | None = None
    pattern: str | None = None
    longest: int = 200
    needed: bool = True
    from_record: Id | None = None
    asked: Written | None = None
    hint: Words | None = None
    also: tuple[Words, ...] = ()
    guidance: Guidance | None = None
    sure: Sure
    source: Words

    @model_validator(mode="after")
    def _whole(self) -> "FormField":
        if (self.kind in ("one", "many")) != bool(self.choices):
            raise ValueError("`one` and `many` have choices, and no other kind has")
        if self.pattern:
            re.compile(self.pattern)
        if not 1 <= self.longest <= LONGEST:
            raise ValueError(f"a text has 1 to {LONGEST} characters")
        return self


@shape
class Section:
    """Fields that are seen together: a page of the form, a part of the paper."""

    id: Id
    title: Words
    fields: tuple[FormField, ...]


@shape
class Part:
    """What counts as achieved. A need with two parts asks for each; `id` is blank where there is one. A part that `may_not_apply`
    takes "not applicable", which leaves the denominator."""

    id: Literal["", "i", "ii", "iii"] = ""
    label: Words
    may_not_apply: bool = False
    sure: Sure
    source: Words


@shape
class NeedQuestion:
    """Needed? Achieved, part by part? Is ongoing support required? If not achieved: why not, more than one.

    `name` and `ref` make its columns: `MaxIncome_1a`, `ActualOutcome_1a` (`ActualOutcome_2a_i` of a part), `OngoingSupport_1a`,
    `Reason_1a_Primary`, `Reason_1a_Others`. `outcome` is the framework's own reference.
    """

    ref: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,8}(_[A-Za-z0-9]{1,8})?$")]
    name: Column
    number: Words
    domain: Id
    outcome: Words | None = None
    label: Words
    parts: tuple[Part, ...]
    guidance: Guidance
    sure: Sure
    source: Words
    note: Words | None = None


@shape
class FormReason:
    """Why an outcome was not achieved. `group` is client, service or external: what every programme shares; a code of an
    authority's own stands under one of them. `is_other`: any further reason of the group; as this one an authority's own are
    counted by whoever reads the whole."""

    code: Words
    label: Words
    group: Literal["client", "service", "external"]
    is_other: bool = False
    sure: Sure
    source: Words


@shape
class FormRule:
    """What ought to hold of one form. An error blocks; a soft rule (`warning`) asks once whether that is right."""

    id: Id
    column: Column
    must: Written
    severity: Literal["error", "warning"]
    message: Words
    fix: Words
    source: Words
    sure: Sure


@shape
class Domain:
    """A domain of needs, as its framework has it."""

    id: Id
    label: Words
    words: Words | None = None


@shape
class CollectionForm(Definition):
    """One version of one form of a programme.

    `programme` is what the form belongs to; `when` the event it is filled in at; `date_column` the field whose date decides the
    version and the collection year (`from_date` and `to_date`, the first and last such date, inclusive). `ongoing`: each need
    asks whether support goes on. `person_column` tells whom the form is about in the provider's own books, never by name.
    """

    programme: Id
    framework: Id | None = None
    when: When
    publisher: Words
    licence: Words
    date_column: Column
    from_date: Words | None = None
    to_date: Words | None = None
    number_column: Column
    authority_column: Column
    service_column: Column
    person_column: Column
    ongoing: bool = False
    domains: tuple[Domain, ...] = ()
    sections: tuple[Section, ...]
    needs: tuple[NeedQuestion, ...] = ()
    reasons: tuple[FormReason, ...] = ()
    rules: tuple[FormRule, ...] = ()
    note: Words | None = None

    @model_validator(mode="after")
    def _whole(self) -> "CollectionForm":
        columns = [field.column for section in self.sections for field in section.fields]
        columns += [f"{need.name}_{need.ref}" for need in self.needs]
        if twice := sorted({column for column in columns if columns.count(column) > 1}):
            raise ValueError(f"columns stand twice: {', '.join(twice)}")
        told = (self.date_column, self.number_column, self.authority_column, self.service_column, self.person_column)
        if missing := [column for column in told if column not in columns]:
            raise ValueError(f"no field has the column: {', '.join(missing)}")
        if lost := sorted({need.domain for need in self.needs} - {domain.id for domain in self.domains}):
            raise ValueError(f"no domain is called: {', '.join(lost)}")
        return self
