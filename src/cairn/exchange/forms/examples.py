"""Examples for whoever writes a program: made-up forms that keep every rule, as JSON, XML and CSV."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from random import Random
from xml.sax.saxutils import escape

from cairn.collection.columns import NO, columns_of
from cairn.definitions.shapes.form import CollectionForm
from cairn.exchange.forms import example, template
from cairn.exchange.forms.offered import Offered
from cairn.questionnaire.conditions import evaluate

Answers = Mapping[str, str]
DAY = date(2026, 9, 30)
_TEXTS = ("S-104", "00CN", "20260000417", "20417014", "20417")


def made(form: CollectionForm, how_many: int = 1) -> list[dict[str, str]]:
    """Forms that no rule finds anything in, the same each time."""
    day = min(DAY, date.fromisoformat(form.to_date)) if form.to_date else DAY
    said = {form.authority_column: "E08000025", form.date_column: day.isoformat()}
    texts = [field for section in form.sections for field in section.fields if field.pattern]
    for field in texts:
        said.setdefault(field.column, _text(field.pattern or ""))
    found = []
    for number in range(how_many):
        own = {form.number_column: f"{20260000417 + number}", form.person_column: f"SO-{20417 + number}"}
        answers = example.answers(form, Random(417 + number), {**said, **own})
        found.append({column.name: answers[column.name] for column in columns_of(form) if column.name in answers})
    return found


def _text(pattern: str) -> str:
    return next((text for text in _TEXTS if re.fullmatch(pattern, text, re.ASCII)), "")


def as_json(offered: Offered, forms: Sequence[Answers]) -> bytes:
    form = offered.form
    said = {"form": form.id, "version": form.version, "forms": list(map(dict, forms))}
    return json.dumps(said, ensure_ascii=False, indent=2).encode()


def as_xml(offered: Offered, forms: Sequence[Answers]) -> bytes:
    form = offered.form
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<forms form="{form.id}" version="{form.version}">']
    for answers in forms:
        given = (f"    <{name}>{escape(text)}</{name}>" for name, text in answers.items() if text)
        lines += ["  <form>", *given, "  </form>"]
    return "\n".join([*lines, "</forms>", ""]).encode()


def as_csv(offered: Offered, forms: Sequence[Answers]) -> bytes:
    return template.csv(offered, forms)


def one(offered: Offered, write: Callable[[Offered, Sequence[Answers]], bytes]) -> bytes:
    """A file with one form, which needs nothing of what its authority adds."""
    answers = made(offered.form)[0]
    own = {column.name: NO for column in offered.own if column.role == "need" and evaluate(column.asked, answers)}
    return write(offered, [{**answers, **own}])
