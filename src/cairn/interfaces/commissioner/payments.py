"""Payment by outcomes: the terms of a contract, and the statement of each accepted return with its evidence."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.interfaces import files
from cairn.interfaces.commissioner.pages import ours
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused
from cairn.presentation import payments as drawing
from cairn.presentation import periods
from cairn.returns import payments
from cairn.returns.actions import payments as actions
from cairn.returns.actions.payments import NewTerm
from cairn.returns.paying import Term
from cairn.returns.payments import Paper
from cairn.web.formfields import CodeField, DateField, NumberField

POUNDS = {"inputmode": "decimal", "class": "govuk-input--width-10", "prefix": "£"}


class TermForm(forms.Form):
    figure = forms.ChoiceField(
        label="Which figure is paid for?", help_text="As it is accepted in the contract’s returns."
    )
    is_lump = CodeField(
        label="How is it paid?",
        choices=[("each", "For each one counted"), ("lump", "Once, where the figure is reached")],
        hints={"lump": "The only way for a share, a mean or a change: they cannot be counted one by one."},
    )
    pounds_each = NumberField(
        label="Amount", decimal_places=2, max_digits=12, widget=forms.TextInput(attrs=POUNDS),
        error_messages={"invalid": "Write an amount such as 150 or 12.50."},
    )  # fmt: skip
    after = NumberField(
        label="Above, or from",
        required=False,
        help_text="Paid for each: only those above this number. Paid once: where the figure is this or more; of a share, "
        "write 0.6 for 60 per cent. Blank: from nought.",
        error_messages={"invalid": "Write a number, or leave it blank."},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
    )
    most_pounds = NumberField(
        label="At most, for each round", required=False, decimal_places=2, max_digits=14, help_text="Blank: no limit.",
        widget=forms.TextInput(attrs=POUNDS), error_messages={"invalid": "Write an amount, or leave it blank."},
    )  # fmt: skip
    from_date = DateField(label="From", help_text="Used for rounds whose last day is this day or a later one.")

    def __init__(self, *args: Any, figures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = [("", "Choose one"), *figures]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    ended_date = DateField(label="Not used from", help_text="Statements that were approved stay as they are.")


def _new(said: dict[str, Any]) -> NewTerm:
    measure, _, code = (said.get("figure") or "").partition(":")
    each, after = (Decimal(said.get(name) or 0) for name in ("pounds_each", "after"))
    most = None if said.get("most_pounds") is None else Decimal(said["most_pounds"])
    term = Term(measure, code, each, after, said.get("is_lump") == "lump", most)
    return NewTerm(term, said.get("from_date") or clock.today())


@page(P.MANAGE_CONTRACTS)
def terms(request: Request, contract: str) -> HttpResponse:
    """What the contract pays for, each with its rule in words."""
    found = ours(request, contract)
    lines = payments.terms(request.actor, found.uid)
    return show(request, "commissioner/payment_terms", contract=found, terms=lines, today=clock.today())


@page(P.MANAGE_CONTRACTS, writes=True)
def term_new(request: Request, contract: str) -> HttpResponse:
    found = ours(request, contract)
    row = payments.commissioned(request.actor, found.uid)
    figures = payments.offered(row)
    first = {"from_date": max(found.start_date, min(clock.today(), found.end_date)), "is_lump": "each"}
    sending = prepare(request, lambda **given: TermForm(figures=figures, **given), initial=first)

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.agree(by=request.actor, contract_uid=found.uid, new=_new(said))

    def also(said: dict[str, Any]) -> list[Problem]:
        return actions.term_problems(row, _new(said))

    if attempt(request, sending, do, also=also):
        return go(
            request, "commissioner:payment_terms", contract=found.uid, said="Agreed. It is paid for from that day.",
            event=sending.event,
        )  # fmt: skip
    return form_page(
        request, sending, title="Pay for an outcome", submit="Agree it",
        back=address(request, "commissioner:payment_terms", contract=found.uid),
        intro=f"{found.reference} {found.title}. Worked out from accepted figures only.",
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def term_end(request: Request, contract: str, term: str) -> HttpResponse:
    found = ours(request, contract)
    one = next((each for each in payments.terms(request.actor, found.uid) if each.uid == str(term)), None)
    if one is None:
        raise payments.contracts.NotFound(term)
    sending = prepare(request, EndForm)

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.end(by=request.actor, term_uid=one.uid, version=one.version, **said)

    if attempt(request, sending, do):
        said_now = "It ends on that day."
        return go(request, "commissioner:payment_terms", contract=found.uid, said=said_now, event=sending.event)
    return form_page(
        request, sending, title="End this term", submit="End it", intro=f"{one.label}: {one.rule}",
        back=address(request, "commissioner:payment_terms", contract=found.uid),
    )  # fmt: skip


def _paper(request: Request, answer: object) -> Paper:
    found = payments.of_return(request.actor, str(answer))
    if found.side != "commissioner":
        raise payments.contracts.NotFound(answer)
    return found


@page(P.REVIEW_RETURNS)
def statement(request: Request, answer: str) -> HttpResponse:
    """What the return comes to, ready to be printed; as a file with `?as=csv`."""
    found = _paper(request, answer)
    file = files.answer(request, "Payment statement", drawing.COLUMNS, lambda: drawing.rows(found))
    return file or _draw(request, found)


def _draw(request: Request, found: Paper, problems: tuple[Problem, ...] = (), status: int = 200) -> HttpResponse:
    return show(
        request, "returns/payment", status=status, paper=found, problems=problems, period_words=periods.words,
        value_words=drawing.value_words,
    )  # fmt: skip


@page(P.REVIEW_RETURNS, only_post=True)
def approve(request: Request, answer: str) -> HttpResponse:
    found = _paper(request, answer)
    submission = request.POST.get("submission") or next((one.submission_uid for one in found.statements), "")
    try:
        actions.approve(by=request.actor, return_uid=found.return_uid, submission_uid=submission)
    except Refused as refused:
        return _draw(request, _paper(request, answer), refused.problems, status=422)
    return go(request, "commissioner:payment", answer=found.return_uid, said="Approved, and locked.")


def context(request: Request, return_uid: str) -> Paper | None:
    """For the slot on the return's page: none where nothing is paid for."""
    found = payments.of_return(request.actor, return_uid)
    return found if found.statements else None


urls = [
    path("contracts/<uuid:contract>/payment/", terms, name="payment_terms"),
    path("contracts/<uuid:contract>/payment/new/", term_new, name="payment_term_new"),
    path("contracts/<uuid:contract>/payment/<uuid:term>/end/", term_end, name="payment_term_end"),
    path("returns/<uuid:answer>/payment/", statement, name="payment"),
    path("returns/<uuid:answer>/payment/approve/", approve, name="payment_approve"),
]
