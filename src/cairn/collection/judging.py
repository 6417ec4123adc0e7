"""What stands in the way of saving a page of a form, of sending it, of changing what was sent."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cairn.access.actors import Actor
from cairn.collection import filled, library, rules, rules_filling, windows
from cairn.collection.filled import Filled
from cairn.collection.models import CollectedForm, CollectionYear
from cairn.definitions.shapes.form import CollectionForm
from cairn.kernel import clock
from cairn.kernel.problems import Problem
from cairn.questionnaire import texts


def settled_with(now: Filled, task: str, answers: Mapping[str, str]) -> dict[str, str]:
    """All answers of the form with those of one page as typed: those that count."""
    names = {column.name for column in now.task(task).columns} - now.given
    others = {name: text for name, text in now.answers.items() if name not in names}
    typed = {name: text.strip() for name, text in answers.items() if name in names}
    return rules_filling.settled(now.columns, {**others, **typed})


def page_problems(now: Filled, task: str, after: Mapping[str, str]) -> list[Problem]:
    """What keeps the page from being saved, at its columns; and a day on which no version of the form was in force."""
    own = {column.name for column in now.task(task).columns}
    found = rules_filling.blocking(rules.check(now.form, after, now.local), own)
    if now.form.date_column in own and not any(one.field == now.form.date_column for one in found):
        found += [one for one in version_problems(now, after) if one.rule != "form.version"]  # it moves to that one
    return found


def in_force(now: Filled, day: date) -> CollectionForm | None:
    """The form that is asked for at this event on a day."""
    return library.for_event(now.row.sign_up.collection.programme, now.form.when, day)


def day_of(now: Filled, answers: Mapping[str, str]) -> date:
    """The day of the form by these answers; where they have none that is a day, the day of its event."""
    return texts.day(answers.get(now.form.date_column)) or now.row.due_date


def version_problems(now: Filled, answers: Mapping[str, str]) -> list[Problem]:
    """A form is of the version that was in force on its own day."""
    right = in_force(now, day_of(now, answers))
    if right is None or right.id != now.form.id:
        return [Problem("form.none", "No form is asked for on that day.", "Mend the day.", field=now.form.date_column)]
    if right.version == now.form.version:
        return []
    fix = "Save the page with the day: the form moves to that version, with every answer that it takes."
    message = f"On that day version {right.version} of this form was in force; this is version {now.form.version}."
    return [Problem("form.version", message, fix, field=now.form.date_column)]


def before(by: Actor, now: Filled) -> CollectedForm | None:
    """The form that this one changes."""
    rows = filled.sent(by).filter(collection_id=now.row.sign_up.collection_id, number=now.row.number)
    found: CollectedForm | None = rows.first()
    return found


def year_for(now: Filled) -> CollectionYear | None:
    """The collection year of the form's own day; None where it has no day, or no year takes it in."""
    day = texts.day(now.answers.get(now.form.date_column))
    if day is None:
        return None
    return windows.year_of(list(CollectionYear.objects.filter(collection_id=now.row.sign_up.collection_id)), day)


def changed_problems(now: Filled, was: int | None) -> list[Problem]:
    """Whoever sends a form says that what they saw is right: what the record proposes may have changed since they looked."""
    if was is None or was == rules_filling.mark(now.answers):
        return []
    return [Problem("form.changed", "An answer has changed since you looked at it.", "Look over the form again.")]


def send_problems(by: Actor, now: Filled, year: CollectionYear | None) -> list[Problem]:
    """All that keeps the form from being sent. A soft rule that nobody has answered keeps it too, until somebody does."""
    found = [replace(one, severity="error") for one in now.problems]
    if now.row.sign_up.state != "approved":
        fix = "Ask whoever manages the sign-up."
        found.append(Problem("form.sign_up", "The authority has not let you in, or you have left.", fix))
    column = now.form.date_column
    if any(one.field == column and one.severity == "error" for one in now.problems):
        return found
    found += version_problems(now, now.answers)
    if year is None:
        fix = f"Mend the day, or ask {now.row.sign_up.collection.whom} to open a year for it."
        return [*found, Problem("form.year", "No collection year takes in the day of this form.", fix, field=column)]
    return [*found, *lock_problems(by, now, year)]


def lock_problems(by: Actor, now: Filled, year: CollectionYear) -> list[Problem]:
    earlier = before(by, now)
    is_new = earlier is None or earlier.year_id != year.pk
    asked = [(year, is_new), *([(earlier.year, False)] if earlier and is_new else [])]
    locks = [windows.lock(one, clock.today(), is_new=new) for one, new in asked]
    return [Problem("form.closed", lock.cause, lock.ask) for lock in locks if lock]


def change_problems(row: CollectedForm) -> list[Problem]:
    """What keeps a form that was sent from being changed, or taken back."""
    lock = windows.lock(row.year, clock.today(), is_new=False)
    return [Problem("form.closed", lock.cause, lock.ask)] if lock else []
