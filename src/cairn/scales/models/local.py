from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class LocalScale(Tenant):
    """One version of a scale that an organisation made itself, or took from another's file. `scale` is its id, unguessable
    and the same in every version (and wherever the file goes); `definition` has the shape of a definition file.
    `state`: draft, published, withdrawn. A published version is never edited; answers keep the version they were given to.
    `sha256` is of what was published; with id and version it says whether two organisations ask the same."""

    SUBJECT: ClassVar[str] = "local_scale"
    scale = models.CharField(max_length=40)
    scale_version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, default="draft")
    definition = models.JSONField()
    sha256 = models.CharField(max_length=64, default="", blank=True)
    came_from = models.CharField(max_length=200, default="", blank=True)
    published_date = models.DateField(null=True, blank=True)
    withdrawn_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "scale", "scale_version"], name="one_local_scale_version")
        ]

    class Privacy:
        id = uid = version = organisation = state = P.OPERATIONAL
        scale = scale_version = definition = sha256 = came_from = published_date = withdrawn_date = P.PUBLIC


class ScaleWording(Tenant):
    """What an organisation was licensed to write where a scale's file has numbers only: `items` by item id ("text",
    "low_label", "high_label"), `choices` by answer. `language` is a code of that list; another language than English is
    there only where the licence holder supplied the translation (`source` says who and which)."""

    SUBJECT: ClassVar[str] = "scale_wording"
    scale = models.CharField(max_length=40)
    scale_version = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=30, default="english")
    items = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    source = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scale", "scale_version", "language"], name="one_wording_per_language"
            )
        ]

    class Privacy:
        id = uid = version = organisation = P.OPERATIONAL
        scale = scale_version = language = items = choices = source = P.PUBLIC


class ScaleTariff(Tenant):
    """A table of values that a scale's file lacks, loaded by an administrator: `values` by item id, lowest answer first."""

    SUBJECT: ClassVar[str] = "scale_tariff"
    scale = models.CharField(max_length=40)
    scale_version = models.PositiveSmallIntegerField(default=1)
    values = models.JSONField()
    source = models.CharField(max_length=300)
    loaded_date = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "scale", "scale_version"], name="one_tariff_per_scale")
        ]

    class Privacy:
        id = uid = version = organisation = P.OPERATIONAL
        scale = scale_version = values = source = loaded_date = P.PUBLIC


class ScaleTraining(Tenant):
    """A member of staff has practised a scale to the end. Nothing of what was answered is kept."""

    SUBJECT: ClassVar[str] = "scale_training"
    user_uid = models.CharField(max_length=36)
    scale = models.CharField(max_length=40)
    scale_version = models.PositiveSmallIntegerField(default=1)
    done_date = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user_uid", "scale", "scale_version"], name="one_training_per_scale"
            )
        ]

    class Privacy:
        id = uid = version = organisation = user_uid = scale = scale_version = done_date = P.OPERATIONAL
