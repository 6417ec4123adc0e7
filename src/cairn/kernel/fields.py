"""Names, birth dates, addresses, phones and notes are read and written through these, so that encryption has one place."""

from typing import Any

from django.db import models


class PersonalText(models.TextField):  # type: ignore[type-arg]
    """Free or identifying text about a person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


class PersonalDate(models.DateField):  # type: ignore[type-arg]
    """A date that identifies a person."""
