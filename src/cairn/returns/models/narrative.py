from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant, TwoParty
from cairn.kernel.privacy import Privacy as P


class RoundQuestion(TwoParty):
    """What a round asks in words. `head` is a code of `narrative_head`; `theme` the commissioner's own; `most_words` the length
    asked for (0: no limit)."""

    SUBJECT: ClassVar[str] = ""
    round = models.ForeignKey("returns.Round", on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    head = models.CharField(max_length=30)
    theme = models.CharField(max_length=80, default="", blank=True)
    words = models.CharField(max_length=500)
    most_words = models.PositiveSmallIntegerField(default=0)

    class Privacy:
        id = uid = version = provider = commissioner = round = P.OPERATIONAL
        position = head = theme = words = most_words = P.PUBLIC


class NarrativeAnswer(TwoParty):
    """The provider's answer in words to one question of the round. Frozen into the submission when it is sent."""

    SUBJECT: ClassVar[str] = ""
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset({"words"})
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset()
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"provider"})
    answer = models.ForeignKey("returns.Return", on_delete=models.PROTECT, related_name="narrative")
    question = models.ForeignKey("returns.RoundQuestion", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "question"], name="one_narrative_answer_per_question")]

    class Privacy:
        id = uid = version = provider = commissioner = answer = question = P.OPERATIONAL
        words = P.FREE_TEXT


class CaseStudy(Tenant):
    """One person's story as the provider tells it, with their consent, for use in more than one return. `client` is whose story
    it is; none where the teller is nobody on record. `consent_how` is a code of `consent_how`. Once `withdrawn_date` is set it is
    used no more, and its words are taken out of where it was used."""

    SUBJECT: ClassVar[str] = ""
    #: Words that a consent holds up stay out of revisions: when it ends, they are nowhere.
    UNREMEMBERED: ClassVar[frozenset[str]] = frozenset({"title", "words"})
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=120)
    theme = models.CharField(max_length=80, default="", blank=True)
    words = models.TextField()
    consent_date = models.DateField()
    consent_how = models.CharField(max_length=30)
    withdrawn_date = models.DateField(null=True, blank=True)

    class Privacy:
        id = uid = version = organisation = client = P.OPERATIONAL
        theme = P.PUBLIC
        title = words = P.FREE_TEXT
        consent_date = consent_how = withdrawn_date = P.PERSONAL


class CaseStudyUse(TwoParty):
    """A case study in one return. `title`, `theme` and `words` are what is read there, emptied when consent is withdrawn or
    the person is erased: they are no part of the submission's hash."""

    SUBJECT: ClassVar[str] = ""
    UNREMEMBERED: ClassVar[frozenset[str]] = frozenset({"title", "words"})
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset({"title", "theme", "words"})
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset()
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"provider"})
    answer = models.ForeignKey("returns.Return", on_delete=models.PROTECT, related_name="case_studies")
    study_uid = models.UUIDField()
    title = models.CharField(max_length=120, default="", blank=True)
    theme = models.CharField(max_length=80, default="", blank=True)
    words = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "study_uid"], name="one_use_per_case_study")]

    class Privacy:
        id = uid = version = provider = commissioner = answer = study_uid = P.OPERATIONAL
        theme = P.PUBLIC
        title = words = P.FREE_TEXT
