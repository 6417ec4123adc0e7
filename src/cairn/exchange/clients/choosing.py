"""What people are asked about a file, and what their answers lack: its columns, its words, what holds of every row."""

from collections.abc import Sequence
from datetime import date

from cairn.access.actors import Actor
from cairn.access.models import Membership
from cairn.access.permissions import Permission, of_roles
from cairn.exchange.clients import proposing
from cairn.exchange.clients.cells import NOBODY
from cairn.exchange.clients.fields import BY_KEY, FIELDS, SUPPORT, Field, choices
from cairn.exchange.clients.mapping import ColumnMap, headings
from cairn.exchange.clients.proposing import MOST_WORDS, Word
from cairn.exchange.sheets import Sheet
from cairn.kernel.problems import Problem
from cairn.people.queries import fold
from cairn.services import queries as services

Choices = list[tuple[str, str]]


def services_of(by: Actor) -> Choices:
    """Uid and name of every service, by name."""
    return [(str(uid), name) for uid, name in services.visible_to(by).order_by("name").values_list("uid", "name")]


def workers_of(by: Actor) -> Choices:
    """Uid and name of everybody who records here, by name."""
    rows = Membership.objects.filter(organisation_id=by.organisation_id, is_active=True).order_by("user__name")
    people = rows.values_list("user__uid", "user__name", "roles")
    return [(str(uid), name) for uid, name, roles in people if Permission.RECORD in of_roles(roles)]


def choices_of(by: Actor, field: Field) -> Choices:
    """What a word of a coded column can mean, here."""
    if field.codes == "service":
        return [*services_of(by), (NOBODY, "No service: the person only")]
    if field.codes == "worker":
        return [*workers_of(by), (NOBODY, "Nobody who works here now")]
    return choices(field)


def coded(mapping: ColumnMap) -> list[Field]:
    """The fields of this mapping whose words must be told apart."""
    there = set(mapping.columns.values())
    return [field for field in FIELDS if field.is_coded and field.key in there]


def words(by: Actor, sheet: Sheet, mapping: ColumnMap) -> dict[str, list[Word]]:
    """Field key → the words of its column, with what was chosen or is proposed for each."""
    return {field.key: proposing.words_of(sheet, mapping, field.key, choices_of(by, field)) for field in coded(mapping)}


def too_many_words(found: dict[str, list[Word]]) -> list[Problem]:
    """A column of so many different words is no answer from a list."""
    message = f"This column has more than {MOST_WORDS} different words, so it is no answer from a list."
    fix = "Choose what it is again, or leave the column out."
    return [Problem("mapping.words", message, fix, field=key) for key, some in found.items() if len(some) > MOST_WORDS]


def column_problems(by: Actor, sheet: Sheet, mapping: ColumnMap, today: date) -> list[Problem]:
    """What is wrong with what the columns are said to be. `field` is the heading, or what holds of every row."""
    names = headings(sheet, mapping.heading_row)
    found = _twice(list(names.values()), mapping)
    if not names:
        fix = "Choose the row in which the names of the columns stand."
        found.append(Problem("mapping.headings", "There are no headings in this row.", fix, field="heading_row"))
    elif not mapping.has("name", "first_name", "last_name", "reference"):
        fix = "Say which column is the name, or your own reference for the person."
        found.append(Problem("mapping.name", "No column says who somebody is.", fix, field=next(iter(names.values()))))
    return found + _everyone_problems(by, mapping, today)


def _twice(names: Sequence[str], mapping: ColumnMap) -> list[Problem]:
    seen: set[str] = set()
    found = []
    for name in names:
        key = mapping.columns.get(name, "")
        if key and key in seen:
            message = f"Another column is “{BY_KEY[key].label}” already."
            found.append(Problem("mapping.twice", message, "Keep one, and leave the other out.", field=name))
        seen.add(key)
    return found


def _everyone_problems(by: Actor, mapping: ColumnMap, today: date) -> list[Problem]:
    told, found = mapping.everyone, []
    known = {key for uid, name in services_of(by) for key in (uid, fold(name))}
    if "service" in told and told["service"] not in known and fold(told["service"]) not in known:
        found.append(
            Problem("service.unknown", "That service is not known here.", "Choose one from the list.", field="service")
        )
    dates = [(key, told[key]) for key in ("start_date", "age_on_date") if key in told]
    found += [problem for key, text in dates if (problem := _date_problem(key, text, today))]
    has_service = "service" in told or mapping.has("service")
    if mapping.has(*SUPPORT[1:]) and not has_service:
        fix = "Choose the service that all of these are with, or the column that names it; or leave those columns out."
        found.append(
            Problem("mapping.service", "Columns tell of support, but not of which service.", fix, field="service")
        )
    if has_service and "start_date" not in told and not mapping.has("start_date"):
        fix = "Choose the column that says when support began, or give one date for all."
        found.append(Problem("mapping.start", "Nothing says when support began.", fix, field="start_date"))
    return found


def _date_problem(key: str, text: str, today: date) -> Problem | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return Problem("date.unreadable", "This is not a date.", "Write the day, month and year.", field=key)
    if day > today:
        return Problem("date.future", "The date is in the future.", "Write today's date or an earlier one.", field=key)
    return None
