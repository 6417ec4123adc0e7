"""A row as plain JSON values, and back: what a revision holds."""

from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

_encoder = DjangoJSONEncoder()


def label(row: models.Model) -> str:
    return f"{row._meta.app_label}.{row._meta.object_name}"


def as_row(row: models.Model) -> dict[str, Any]:
    """Every column of a row by its attribute name, as JSON values. Passwords are left out, and what its model says is
    not remembered (`UNREMEMBERED`): words about somebody whom no erasure could find by their record."""
    unremembered = {"password", *getattr(row, "UNREMEMBERED", ())}
    return {
        field.attname: _plain(_kept(field, getattr(row, field.attname)))
        for field in row._meta.concrete_fields
        if field.attname not in unremembered
    }


def _kept(field: Any, value: Any) -> Any:
    """A decimal number as the database gives it back: 100 pounds that were just written are 100.00 when read."""
    if value is None or not isinstance(field, models.DecimalField):
        return value
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-field.decimal_places))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return _encoder.default(value)


def from_row(model_label: str, values: dict[str, Any]) -> models.Model:
    """The unsaved row that `as_row` was made from."""
    model = apps.get_model(model_label)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in values.items() if name in fields})
