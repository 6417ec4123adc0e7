"""The base of every record: a number inside, a uid outside, a version for the second editor."""

import uuid

from django.db import models


class Record(models.Model):
    """`id` never leaves the database; `uid` is the only key in addresses, files and the audit log.

    `version` rises by one with every change, so that a second editor can be told of the first.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
