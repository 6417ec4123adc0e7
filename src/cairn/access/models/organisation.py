from typing import ClassVar

from django.db import models

from cairn.kernel.models import Record
from cairn.kernel.privacy import Privacy as P


class Organisation(Record):
    """A tenant: a provider, a commissioner, or both. It chooses its own word for the people it supports."""

    SUBJECT: ClassVar[str] = "organisation"
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    is_provider = models.BooleanField(default=True)
    is_commissioner = models.BooleanField(default=False)
    client_word = models.CharField(max_length=40, default="client")
    client_words = models.CharField(max_length=40, default="clients")
    is_demonstration = models.BooleanField(default=False)

    class Privacy:
        id = uid = version = P.OPERATIONAL
        name = slug = is_provider = is_commissioner = client_word = client_words = P.PUBLIC
        is_demonstration = P.OPERATIONAL

    def __str__(self) -> str:
        return self.name
