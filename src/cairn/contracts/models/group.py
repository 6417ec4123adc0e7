from typing import ClassVar

from django.db import models

from cairn.access.tenancy import TwoParty
from cairn.kernel.privacy import Privacy as P

PROVIDER: frozenset[str] = frozenset({"provider"})


class Anchor(TwoParty):
    """What a contract with small grants makes of its lead: the anchor of some places and target groups. `places` are codes of
    wards or constituencies, `target_groups` codes of `target_group`. `is_inside_council`: the anchor is part of the council."""

    SUBJECT: ClassVar[str] = ""
    contract = models.OneToOneField("contracts.Contract", on_delete=models.PROTECT, related_name="anchor")
    places = models.JSONField(default=list)
    target_groups = models.JSONField(default=list)
    is_inside_council = models.BooleanField(default=False)

    class Privacy:
        id = uid = version = provider = commissioner = contract = P.OPERATIONAL
        places = target_groups = is_inside_council = P.PUBLIC


class Group(TwoParty):
    """A group that an anchor (`provider`) looks after: no system, no account. An organisation, never a person; `group_id` is its
    identifier in a register, "" where it is in none. `target_groups` are codes of `target_group`. `known_date` is the day from
    which the anchor knew it, `left_date` the day from which it no longer looks after it."""

    SUBJECT: ClassVar[str] = "group"
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset(
        {"name", "group_id", "ward", "target_groups", "what", "left_date"}
    )
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset()
    MADE_BY: ClassVar[frozenset[str]] = PROVIDER
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=200)
    group_id = models.CharField(max_length=60, default="", blank=True)
    ward = models.CharField(max_length=20, default="", blank=True)
    target_groups = models.JSONField(default=list)
    what = models.CharField(max_length=500, default="", blank=True)
    known_date = models.DateField()
    left_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "name"], name="one_group_per_name")]

    class Privacy:
        id = uid = version = provider = commissioner = contract = P.OPERATIONAL
        name = group_id = ward = target_groups = what = known_date = left_date = P.PUBLIC


class GroupApplication(TwoParty):
    """A group's application for a small grant, and what came of it. `decision` is a code of `application_decision`, "" while it
    is undecided; a refusal has its `reason` (a code of `application_refusal`) and words, and says whether the group was helped
    elsewhere (`supported_elsewhere`). `grant` is what was awarded. `raised_pounds` is what it raised elsewhere for the same, and
    `raised_date` the day on which that was sure."""

    SUBJECT: ClassVar[str] = ""
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset(
        {"decision", "decided_date", "reason", "reason_words", "supported_elsewhere", "grant"}
        | {"raised_pounds", "raised_date"}
        | {"asked_pounds", "what_for", "withdrawn_date"}
    )
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset()
    MADE_BY: ClassVar[frozenset[str]] = PROVIDER
    group = models.ForeignKey("contracts.Group", on_delete=models.PROTECT, related_name="applications")
    received_date = models.DateField()
    asked_pounds = models.PositiveIntegerField()
    what_for = models.CharField(max_length=300, default="", blank=True)
    decision = models.CharField(max_length=20, default="", blank=True)
    decided_date = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=30, default="", blank=True)
    reason_words = models.CharField(max_length=500, default="", blank=True)
    supported_elsewhere = models.CharField(max_length=300, default="", blank=True)
    grant = models.ForeignKey(
        "contracts.SmallGrant", on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    raised_pounds = models.PositiveIntegerField(null=True, blank=True)
    raised_date = models.DateField(null=True, blank=True)
    withdrawn_date = models.DateField(null=True, blank=True)

    class Privacy:
        id = uid = version = provider = commissioner = group = grant = P.OPERATIONAL
        received_date = asked_pounds = what_for = decision = decided_date = reason = raised_pounds = P.PUBLIC
        raised_date = supported_elsewhere = withdrawn_date = P.PUBLIC
        reason_words = P.FREE_TEXT


class GroupCheck(TwoParty):
    """How an anchor found a group on a day, by a version of the group checklist (a definition). `answers`: item → in_place,
    under_way, not_yet or not_needed. The next check beside it shows what came about between."""

    SUBJECT: ClassVar[str] = ""
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset({"answers", "words", "withdrawn_date"})
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset()
    MADE_BY: ClassVar[frozenset[str]] = PROVIDER
    group = models.ForeignKey("contracts.Group", on_delete=models.PROTECT, related_name="checks")
    checked_date = models.DateField()
    checklist = models.CharField(max_length=60)
    checklist_version = models.PositiveSmallIntegerField(default=1)
    answers = models.JSONField(default=dict)
    words = models.TextField(default="", blank=True)
    withdrawn_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "checked_date"], name="one_group_check_a_day")]

    class Privacy:
        id = uid = version = provider = commissioner = group = P.OPERATIONAL
        checked_date = checklist = checklist_version = answers = withdrawn_date = P.PUBLIC
        words = P.FREE_TEXT


class GroupLink(TwoParty):
    """The link by which a tiny group tells of a period, without an account. Only the hash of its token is kept. It may be used
    until `expires_at`; what is sent again replaces what was sent, with history. `answers` are given and not yet sent."""

    SUBJECT: ClassVar[str] = ""
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset({"answers", "expires_at", "revoked_at", "opened_at"})
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset()
    MADE_BY: ClassVar[frozenset[str]] = PROVIDER
    group = models.ForeignKey("contracts.Group", on_delete=models.PROTECT, related_name="links")
    from_date = models.DateField()
    to_date = models.DateField()
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=30, default="english")
    answers = models.JSONField(default=dict)
    made_by_uid = models.CharField(max_length=36)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        id = uid = version = provider = commissioner = group = from_date = to_date = language = P.OPERATIONAL
        made_by_uid = made_at = expires_at = opened_at = revoked_at = P.OPERATIONAL
        token_hash = P.SECRET
        answers = P.FREE_TEXT


class GroupReport(TwoParty):
    """What a group told of a period: how many came and how many for the first time, what changed, one story with consent, how
    easy it is to come, what would help. `heads` is a full count, or with `is_sample` one of only some meetings
    (`times_counted` of `times_met`), which is never summed with full counts; `easy_to_come` and `feel_better` are of the
    `asked`. The newest not withdrawn stands; what it replaced stays (`replaced_by`). `link` is null where the anchor wrote it
    down itself. `files` name uploads: a photo or a voice note."""

    SUBJECT: ClassVar[str] = "group_report"
    #: Words that a consent holds up stay out of revisions: when it ends, they are nowhere.
    UNREMEMBERED: ClassVar[frozenset[str]] = frozenset({"story", "files"})
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset(
        {"replaced_by", "withdrawn_date", "story", "story_consent", "files", "seen_date"}
    )
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset()
    MADE_BY: ClassVar[frozenset[str]] = PROVIDER
    group = models.ForeignKey("contracts.Group", on_delete=models.PROTECT, related_name="reports")
    link = models.ForeignKey("contracts.GroupLink", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_date = models.DateField()
    to_date = models.DateField()
    told_date = models.DateField()
    heads = models.PositiveIntegerField(null=True, blank=True)
    heads_new = models.PositiveIntegerField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    times_met = models.PositiveIntegerField(null=True, blank=True)
    times_counted = models.PositiveIntegerField(null=True, blank=True)
    asked = models.PositiveIntegerField(null=True, blank=True)
    easy_to_come = models.PositiveIntegerField(null=True, blank=True)
    feel_better = models.PositiveIntegerField(null=True, blank=True)
    changed = models.TextField(default="", blank=True)
    story = models.TextField(default="", blank=True)
    story_consent = models.CharField(max_length=30, default="", blank=True)
    would_help = models.TextField(default="", blank=True)
    help_wanted = models.JSONField(default=list)
    files = models.JSONField(default=list)
    seen_date = models.DateField(null=True, blank=True)
    replaced_by = models.OneToOneField(
        "contracts.GroupReport", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    withdrawn_date = models.DateField(null=True, blank=True)

    class Privacy:
        id = uid = version = provider = commissioner = group = link = replaced_by = files = P.OPERATIONAL
        from_date = to_date = told_date = heads = heads_new = is_sample = times_met = times_counted = asked = P.PUBLIC
        easy_to_come = feel_better = help_wanted = story_consent = seen_date = withdrawn_date = P.PUBLIC
        changed = story = would_help = P.FREE_TEXT
