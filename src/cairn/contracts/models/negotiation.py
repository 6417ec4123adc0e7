from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant, TwoParty
from cairn.kernel.privacy import Privacy as P

BOTH = frozenset({"provider", "commissioner"})


class MeasureProposal(TwoParty):
    """What one side proposes that a contract's returns carry: measures added, changed or dropped, as one set. `number` counts
    from 1 within the contract; `side` made it. `state`: open, agreed, declined, withdrawn. Only the other side decides; once
    agreed it is the set's version `number`, and its lines hold from `from_date` on. `consulted`: nobody proposed it to this
    contract alone; the commissioner decided it for a whole area after asking (`TemplateReply.proposal`), and it holds as well."""

    SUBJECT: ClassVar[str] = "measure_proposal"
    BOTH_WRITE: ClassVar[frozenset[str]] = frozenset({"state", "decided_date", "decided_by_uid", "decision_words"})
    MADE_BY: ClassVar[frozenset[str]] = BOTH
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=12)
    words = models.TextField(default="", blank=True)
    state = models.CharField(max_length=12, default="open")
    from_date = models.DateField()
    made_by_uid = models.CharField(max_length=36)
    made_date = models.DateField()
    decided_date = models.DateField(null=True, blank=True)
    decided_by_uid = models.CharField(max_length=36, default="", blank=True)
    decision_words = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="one_proposal_per_number")]

    class Privacy:
        id = uid = version = provider = commissioner = contract = number = side = state = P.OPERATIONAL
        made_by_uid = decided_by_uid = P.OPERATIONAL
        from_date = made_date = decided_date = P.PUBLIC
        words = decision_words = P.FREE_TEXT


class ProposalLine(TwoParty):
    """One measure of a proposal. `doing`: add, change or drop. `terms` holds the fields of `NewMeasure` as proposed, `before`
    what stood in the contract when it was proposed ({} when it was not in it). `reason` is needed to change or drop.
    `outcome` copies what a value bank says of the outcome it shows (`rules_value_banks.FACTS`, never pounds), so that the side
    that has not loaded the bank reads it too; {} for none."""

    SUBJECT: ClassVar[str] = ""
    MADE_BY: ClassVar[frozenset[str]] = BOTH
    proposal = models.ForeignKey("contracts.MeasureProposal", on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    doing = models.CharField(max_length=10)
    measure = models.CharField(max_length=60)
    by = models.CharField(max_length=40, default="", blank=True)
    terms = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, default="", blank=True)
    outcome = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "measure", "by"], name="one_line_per_measure_proposed")
        ]

    class Privacy:
        id = uid = version = provider = commissioner = proposal = position = doing = P.OPERATIONAL
        measure = by = terms = before = outcome = P.PUBLIC
        reason = P.FREE_TEXT


class ProposalComment(TwoParty):
    """What a side says of a proposal, or of one line of it (`measure` and `by`; both "" for the whole)."""

    SUBJECT: ClassVar[str] = ""
    MADE_BY: ClassVar[frozenset[str]] = BOTH
    proposal = models.ForeignKey("contracts.MeasureProposal", on_delete=models.PROTECT, related_name="comments")
    measure = models.CharField(max_length=60, default="", blank=True)
    by = models.CharField(max_length=40, default="", blank=True)
    side = models.CharField(max_length=12)
    words = models.TextField()
    made_by_uid = models.CharField(max_length=36)
    made_at = models.DateTimeField()

    class Privacy:
        id = uid = version = provider = commissioner = proposal = side = made_by_uid = made_at = P.OPERATIONAL
        measure = by = P.PUBLIC
        words = P.FREE_TEXT


class Commitment(TwoParty):
    """What a provider promised in its bid, in its own words. `measure` and `by` say which agreed measure tells of it; both ""
    while none does: "committed, not measured". It is never removed: what became of it is a dated `Variation`."""

    SUBJECT: ClassVar[str] = "commitment"
    BOTH_WRITE: ClassVar[frozenset[str]] = frozenset({"measure", "by", "ended_date"})
    MADE_BY: ClassVar[frozenset[str]] = BOTH
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="commitments")
    position = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=500)
    source = models.CharField(max_length=200, default="", blank=True)
    made_date = models.DateField()
    measure = models.CharField(max_length=60, default="", blank=True)
    by = models.CharField(max_length=40, default="", blank=True)
    target = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    ended_date = models.DateField(null=True, blank=True)

    class Privacy:
        id = uid = version = provider = commissioner = contract = position = P.OPERATIONAL
        words = source = made_date = measure = by = target = ended_date = P.PUBLIC


class Variation(TwoParty):
    """A dated change of what was committed or agreed, with its reason, written once and never edited. `doing`: change or drop.
    `commitment` where it changes one; `proposal` where both sides agreed it as part of a proposal."""

    SUBJECT: ClassVar[str] = ""
    MADE_BY: ClassVar[frozenset[str]] = BOTH
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="variations")
    commitment = models.ForeignKey(
        "contracts.Commitment", on_delete=models.PROTECT, null=True, blank=True, related_name="variations"
    )
    proposal = models.ForeignKey(
        "contracts.MeasureProposal", on_delete=models.PROTECT, null=True, blank=True, related_name="variations"
    )
    doing = models.CharField(max_length=10)
    measure = models.CharField(max_length=60, default="", blank=True)
    by = models.CharField(max_length=40, default="", blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=500)
    side = models.CharField(max_length=12)
    from_date = models.DateField()
    made_by_uid = models.CharField(max_length=36)
    made_at = models.DateTimeField()

    class Privacy:
        id = uid = version = provider = commissioner = contract = commitment = proposal = doing = side = P.OPERATIONAL
        made_by_uid = made_at = P.OPERATIONAL
        measure = by = before = after = from_date = P.PUBLIC
        reason = P.FREE_TEXT


class TemplateChange(Tenant):
    """A change that a commissioner means to make to what every contract of an area reports. `changes` is a list of lines
    (`rules_templates.TemplateLine`), `decided` the lines as they were decided. `state`: draft, consulting, decided, withdrawn,
    revoked. `decision` (go_ahead, go_ahead_changed, not_now) with its words is published to all who were asked; it holds from
    `from_date`, at least one round after the decision."""

    SUBJECT: ClassVar[str] = "template_change"
    area = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    words = models.TextField()
    changes = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="draft")
    replies_until_date = models.DateField(null=True, blank=True)
    opened_date = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=20, default="", blank=True)
    decision_words = models.TextField(default="", blank=True)
    decided_date = models.DateField(null=True, blank=True)
    decided = models.JSONField(default=list)
    from_date = models.DateField(null=True, blank=True)
    revoked_date = models.DateField(null=True, blank=True)
    revoked_words = models.TextField(default="", blank=True)

    class Privacy:
        id = uid = version = organisation = state = P.OPERATIONAL
        area = title = changes = replies_until_date = opened_date = decision = decided_date = from_date = P.PUBLIC
        decided = revoked_date = P.PUBLIC
        words = decision_words = revoked_words = P.FREE_TEXT


class TemplateReply(TwoParty):
    """A contract that was asked about a template change, and what its provider answered. `stance` (agree, change, against) is
    "" until it does; `minutes` what the change would cost it in a quarter, where it says so. `answer` is the commissioner's.
    `applied_date` is when the decided change was written into this contract, as `proposal`."""

    SUBJECT: ClassVar[str] = "template_reply"
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset({"stance", "words", "minutes", "replied_date"})
    change = models.ForeignKey("contracts.TemplateChange", on_delete=models.PROTECT, related_name="replies")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="template_replies")
    stance = models.CharField(max_length=12, default="", blank=True)
    words = models.TextField(default="", blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    replied_date = models.DateField(null=True, blank=True)
    answer = models.TextField(default="", blank=True)
    applied_date = models.DateField(null=True, blank=True)
    proposal = models.ForeignKey(
        "contracts.MeasureProposal", on_delete=models.PROTECT, null=True, blank=True, related_name="template_replies"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "contract"], name="one_reply_per_contract")]

    class Privacy:
        id = uid = version = provider = commissioner = change = contract = proposal = P.OPERATIONAL
        stance = minutes = replied_date = applied_date = P.PUBLIC
        words = answer = P.FREE_TEXT


class ValueOutcome(Tenant):
    """An outcome of a value bank that an organisation loaded from its own licensed sheet: no bank ships. `survey_item` is what
    is asked to show it, `evidence` what is taken as such, `licence` whose permission the loader holds. `value_pounds` stays
    with the organisation that loaded it; the other side of a proposal sees the rest."""

    SUBJECT: ClassVar[str] = ""
    bank = models.CharField(max_length=120)
    bank_version = models.CharField(max_length=40, default="", blank=True)
    code = models.CharField(max_length=60)
    topic = models.CharField(max_length=120)
    label = models.CharField(max_length=300)
    survey_item = models.TextField(default="", blank=True)
    evidence = models.TextField(default="", blank=True)
    licence = models.CharField(max_length=300)
    value_pounds = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    loaded_date = models.DateField()
    withdrawn_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "bank", "bank_version", "code"], name="one_value_outcome_per_code"
            )
        ]

    class Privacy:
        id = uid = version = organisation = P.OPERATIONAL
        bank = bank_version = code = topic = label = survey_item = evidence = licence = P.PUBLIC
        value_pounds = loaded_date = withdrawn_date = P.PUBLIC
