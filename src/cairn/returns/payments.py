"""Payment by outcomes: what a contract pays for, what an accepted return comes to, and what was approved of it.

Enter a scope first. Only what was accepted is paid for: what is a draft, or waits, has no statement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Q

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import names_of
from cairn.contracts import queries as contracts
from cairn.contracts.models import Contract, PaymentTerm
from cairn.definitions import registry
from cairn.kernel.periods import Period
from cairn.returns import finding, paying
from cairn.returns.models import PaymentStatement, Return, Submission
from cairn.returns.paying import Line, Term

Stands = Literal["draft", "approved", "reopened", "replaced"]


@dataclass(frozen=True, slots=True)
class TermView:
    """A term as it is read: the figure in words, and the rule."""

    uid: str
    version: int
    label: str
    rule: str
    from_date: date
    ended_date: date | None
    term: Term


@dataclass(frozen=True, slots=True)
class PaidLine:
    """One figure, its value as it was accepted, the rule, and what it comes to."""

    key: str
    label: str
    value: Decimal | None
    n: int | None
    rule: str
    counted: str
    pounds: Decimal
    is_capped: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """What one accepted submission is paid, with that submission as its evidence. `draft`: worked out and not approved;
    `reopened`: approved, and its return is open again; `replaced`: approved, and another submission was accepted since, which
    comes to `difference` more (or less)."""

    stands: Stands
    submission_uid: str
    number: int
    submitted_at: datetime
    sha256: str
    lines: tuple[PaidLine, ...]
    pounds: Decimal
    approved_at: datetime | None = None
    approved_by: str = ""
    difference: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """All statements of a return, the newest submission first, with what they are about."""

    return_uid: str
    side: str
    contract_uid: str
    reference: str
    title: str
    provider_name: str
    commissioner_name: str
    round_name: str
    period: Period
    statements: tuple[Statement, ...]


def terms_visible_to(by: Actor, contract: Contract) -> "Any":
    """The terms of a contract, the oldest first, for its two sides."""
    return PaymentTerm.objects.filter(contract=contract).order_by("from_date", "pk")


def terms(by: Actor, contract_uid: str) -> tuple[TermView, ...]:
    """Raises NotFound."""
    contract = commissioned(by, contract_uid)
    labels = dict(offered(contract))
    return tuple(_term_view(row, labels) for row in terms_visible_to(by, contract))


def commissioned(by: Actor, contract_uid: str) -> Contract:
    """A contract that the actor's organisation commissions. Raises NotFound."""
    row: Contract = contracts.one(contracts.visible_to(by), contract_uid)
    if row.commissioner_id != by.organisation_id or not by.may(Permission.MANAGE_CONTRACTS):
        raise contracts.NotFound(contract_uid)
    return row


def _term_view(row: PaymentTerm, labels: Mapping[str, str]) -> TermView:
    term, definition = term_of(row), registry.get("measure", row.measure)
    label = labels.get(key_of(row.measure, row.code), definition.label)
    rule = paying.words(term, definition.kind)
    return TermView(str(row.uid), row.version, label, rule, row.from_date, row.ended_date, term)


def term_of(row: PaymentTerm) -> Term:
    return Term(row.measure, row.code, row.pounds_each, row.after, row.is_lump, row.most_pounds)


def key_of(measure: str, code: str) -> str:
    return f"{measure}:{code}" if code else measure


def offered(contract: Contract) -> list[tuple[str, str]]:
    """The figures that a term may name, by key: each agreed measure as a whole, and the parts that were sent last."""
    found = {view.measure: view.label for view in contracts.measures_of(contract)}
    last = Submission.objects.filter(answer__round__contract=contract).order_by("-submitted_at").first()
    for one in last.figures if last else ():
        if one["code"] and one["measure"] in found:
            found[key_of(one["measure"], one["code"])] = f"{found[one['measure']]}: {one['label']}"
    return list(found.items())


def of_return(by: Actor, return_uid: str) -> Paper:
    """No statement where nothing is accepted, or nothing is paid for. Raises NotFound."""
    answer = finding.find(by, return_uid)
    contract = answer.round.contract
    return Paper(
        str(answer.uid), finding.side_of(answer, by), str(contract.uid), contract.reference, contract.title,
        contract.provider.name, contract.commissioner.name, answer.round.name,
        Period(answer.round.observed_from_date, answer.round.observed_to_date), statements(answer),
    )  # fmt: skip


def statements(answer: Return) -> tuple[Statement, ...]:
    """The accepted submission's first, approved or not; then those that were approved before it."""
    approved = PaymentStatement.objects.filter(submission__answer=answer).select_related("submission")
    rows = list(approved.order_by("-submission__number"))
    names = names_of({row.approved_by_uid for row in rows})
    standing = Submission.objects.filter(answer=answer, is_accepted=True).order_by("-number").first()
    if standing is None:
        return ()
    is_open = answer.state != "accepted"
    has_own = any(row.submission_id == standing.pk for row in rows)
    draft = None if has_own else drafted(answer, standing)
    now = next((row.pounds for row in rows if row.submission_id == standing.pk), draft.pounds if draft else Decimal(0))
    kept = [_approved(row, standing, is_open, now, names) for row in rows]
    return tuple(([draft] if draft else []) + kept)


def drafted(answer: Return, submission: Submission) -> Statement | None:
    """What a submission comes to by the terms of its round; none where the contract pays for nothing."""
    rows = terms_of_round(answer)
    if not rows:
        return None
    worked = worked_out(rows, submission)
    return Statement(
        "draft", str(submission.uid), submission.number, submission.submitted_at, submission.sha256,
        tuple(_line(line) for line in worked), paying.total(worked),
    )  # fmt: skip


def terms_of_round(answer: Return) -> Sequence[PaymentTerm]:
    """The terms that stand on the last day of what the round observes."""
    last = answer.round.observed_to_date
    rows = PaymentTerm.objects.filter(contract=answer.round.contract, from_date__lte=last)
    return tuple(rows.filter(Q(ended_date=None) | Q(ended_date__gt=last)).order_by("from_date", "pk"))


def worked_out(rows: Sequence[PaymentTerm], submission: Submission) -> tuple[Line, ...]:
    figures = {(one["measure"], one["code"]): one for one in submission.figures}
    return tuple(_worked(term_of(row), figures.get((row.measure, row.code))) for row in rows)


def _worked(term: Term, figure: Mapping[str, Any] | None) -> Line:
    definition = registry.get("measure", term.measure)
    if figure is None:
        return paying.pay(term, definition.label, None)
    label = f"{definition.label}: {figure['label']}" if term.code else definition.label
    return paying.pay(term, label, figure["value"], figure["n"])


def stored(line: Line) -> dict[str, Any]:
    """A line as the statement keeps it: amounts as text."""
    term, value = line.term, line.value
    most = None if term.most_pounds is None else str(term.most_pounds)
    about = {
        "measure": term.measure,
        "code": term.code,
        "label": line.label,
        "value": None if value is None else str(value),
    }
    rule = {
        "pounds_each": str(term.pounds_each),
        "after": str(term.after),
        "is_lump": term.is_lump,
        "most_pounds": most,
    }
    return {**about, **rule, "n": line.n, "pounds": str(line.pounds)}


def _thawed(one: Mapping[str, Any]) -> Line:
    most = one["most_pounds"]
    term = Term(
        one["measure"], one["code"], Decimal(one["pounds_each"]), Decimal(one["after"]), one["is_lump"],
        None if most is None else Decimal(most),
    )  # fmt: skip
    again = paying.pay(term, one["label"], None if one["value"] is None else float(one["value"]), one.get("n"))
    return Line(term, one["label"], again.value, one.get("n"), again.counted, Decimal(one["pounds"]), again.is_capped)


def _line(line: Line) -> PaidLine:
    kind = registry.get("measure", line.term.measure).kind
    counted = f"{line.counted:f}" if not line.term.is_lump else "reached" if line.counted else "not reached"
    return PaidLine(
        key_of(line.term.measure, line.term.code), line.label, line.value, line.n, paying.words(line.term, kind), counted,
        line.pounds, line.is_capped,
    )  # fmt: skip


def _approved(
    row: PaymentStatement, standing: Submission, is_open: bool, now: Decimal, names: Mapping[str, str]
) -> Statement:
    submission = row.submission
    is_replaced = submission.pk != standing.pk
    stands: Stands = "replaced" if is_replaced else "reopened" if is_open else "approved"
    return Statement(
        stands, str(submission.uid), submission.number, submission.submitted_at, submission.sha256,
        tuple(_line(_thawed(one)) for one in row.lines), row.pounds, row.approved_at, names.get(row.approved_by_uid, ""),
        now - row.pounds if is_replaced else None,
    )  # fmt: skip
