"""What the rules find wrong with a form already, whatever the answers turn out to be that could not be read.

A form with an answer that cannot be read never reaches its deed, so the deed's rules would speak only on a second try.
Here they are asked at once, with stand-ins for what could not be read: every kind of value that it might be. What is
wrong with all of them is wrong regardless; what is wrong with only some of them hangs on that answer, and waits for it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import product
from math import prod
from typing import Any

from django import forms

from cairn.kernel import clock
from cairn.kernel.problems import Problem
from cairn.web.formfields import DateField

Rules = Callable[[dict[str, Any]], Iterable[Problem]]
#: The first and the last day that can be typed.
FIRST, LAST = date(1000, 1, 1), date(9999, 12, 31)
MOST = 2000
LARGE = 10**6


def wrong_regardless(form: forms.BaseForm, rules: Rules) -> list[Problem]:
    """Problems at fields that have no error yet, and that no other field's error causes."""
    read = dict(form.cleaned_data)
    lost = [name for name in form.fields if name in form.errors]
    places = form.fields.keys() - set(lost)
    values = [list(_stand_ins(form.fields[name], read)) for name in lost]
    if prod(map(len, values)) > MOST:  # not a form that was filled in on a page of ours
        return []
    held: dict[tuple[str, str], Problem] | None = None
    for chosen in product(*values):
        found = _errors(rules({**read, **dict(zip(lost, chosen, strict=True))}), places)
        held = found if held is None else {key: held[key] for key in held if key in found}
        if not held:
            return []
    return list((held or {}).values())


def _errors(problems: Iterable[Problem], places: Collection[str]) -> dict[tuple[str, str], Problem]:
    return {(one.rule, one.field): one for one in problems if one.severity == "error" and one.field in places}


def _stand_ins(field: forms.Field, read: Mapping[str, Any]) -> Iterator[Any]:
    """The kinds of values that an answer might have been, as the field would clean them."""
    if isinstance(field, DateField):
        yield from _dates(field, read)
    elif isinstance(field, forms.MultipleChoiceField):
        codes = _codes(field)
        yield from [*([] if field.required else [[]]), *([code] for code in codes), codes]
    elif isinstance(field, forms.ChoiceField):
        yield from [*([] if field.required else [""]), *_codes(field)]
    elif isinstance(field, forms.BooleanField):
        yield from (False, True)
    elif isinstance(field, forms.IntegerField) and not isinstance(field.widget, forms.HiddenInput):
        yield from [*([] if field.required else [None]), 1, 0, LARGE]
    elif isinstance(field, forms.CharField):
        yield from [*([] if field.required else [""]), "x"]
    else:
        yield None


def _dates(field: DateField, read: Mapping[str, Any]) -> Iterator[date | None]:
    """The ends of what the field takes, today, and every date beside it: rules measure one date against another."""
    today = clock.today()
    first, last = field.earliest or FIRST, today if field.not_future else LAST
    if not field.required:
        yield None
    beside = {value for value in read.values() if isinstance(value, date) and first <= value <= last}
    yield from sorted({first, *beside, today, last})


def _codes(field: forms.ChoiceField) -> list[str]:  # the widget of a field holds the same choices, as a list
    return [str(code) for code, _ in field.widget.choices if code]
