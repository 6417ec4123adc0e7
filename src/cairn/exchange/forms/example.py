"""Forms that keep every rule, made up: what a file of them looks like, for tests, measurements and the demonstration."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random

from cairn.collection.columns import FormColumn, Local, columns_of
from cairn.collection.rules import rules_of
from cairn.definitions.shapes.form import CollectionForm
from cairn.questionnaire.conditions import evaluate
from cairn.questionnaire.rules import check_row

TRIES = 400
ALIKE = 200  # different sets of answers; beyond these only number, person and day differ


def answers(form: CollectionForm, rng: Random, said: Mapping[str, str], local: Local = ()) -> dict[str, str]:
    """One form that no rule finds anything in. `said`: what it must say, such as its date and its authority."""
    columns, rules = columns_of(form, local), rules_of(form, local)
    for _ in range(TRIES):
        found = dict(said)
        for column in columns:
            if column.name not in found and (column.needed or rng.random() < 0.1) and evaluate(column.asked, found):
                found[column.name] = _value(column, rng, date.fromisoformat(said[form.date_column]))
        if not check_row(rules, {name: text for name, text in found.items() if text}):
            return {name: text for name, text in found.items() if text}
    raise ValueError(f"no example of {form.id} was found in {TRIES} tries")


def _value(column: FormColumn, rng: Random, day: date) -> str:
    if column.kind in ("one", "many"):
        return "No" if column.name == "Died" else rng.choice(column.codes)
    if column.kind == "number":
        low, high = column.low or 0, 99 if column.high is None else column.high
        return str(rng.randint(max(low, 27), min(high, 49)) if high > 27 else rng.randint(low, high))
    if column.kind == "date":
        return (day - timedelta(days=200)).isoformat()
    return "" if column.pattern else "As in our own list"


def rows(
    form: CollectionForm,
    how_many: int,
    said: Mapping[str, str],
    first: date,
    last: date,
    seed: int = 1,
    local: Local = (),
) -> Iterator[dict[str, str]]:
    """So many forms dated between two days, each with a number and a person of its own."""
    rng = Random(seed)
    some = [answers(form, rng, {**_own(form, 0, first), **said}, local) for _ in range(min(how_many, ALIKE))]
    days = (last - first).days + 1
    for number in range(how_many):
        own = _own(form, seed * 10_000_000 + number + 1, first + timedelta(days=rng.randrange(days)))
        yield {**some[number % len(some)], **own, **said}


def _own(form: CollectionForm, number: int, day: date) -> dict[str, str]:
    return {
        form.number_column: f"{number:011}",
        form.person_column: f"P-{number:07}",
        form.date_column: day.isoformat(),
    }
