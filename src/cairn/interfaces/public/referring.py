"""The public referral form: a code in the address opens it, a receipt comes out, and nothing is said of anybody."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cairn.access.queries import NotFound
from cairn.intake import referring, rules
from cairn.intake.actions.knocks import Knock, admit
from cairn.interfaces.public import forms
from cairn.interfaces.public.replies import address_of, draw, from_elsewhere, public
from cairn.interfaces.regardless import wrong_regardless
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.web.forms import add_problems, view

TICKET, RECEIPT = "cairn.refer", "cairn.receipt"
INVALID, TOO_MANY = 422, 429


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the form carries, signed: the uid that the referral will have, and when the page was drawn."""

    uid: str
    at: int

    def signed(self, code: str) -> str:
        return signing.dumps([self.uid, self.at], salt=f"{TICKET}.{code}")


@public(referrer="same-origin")
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The form, filled in as far as it was; or away to the receipt."""
    page = referring.form_page(code)
    if request.method != "POST":
        return _draw(request, page, forms.ReferralForm(initial={"ticket": _new(page.code)}, asks=page.asks))
    sent = forms.ReferralForm(data=request.POST.copy(), asks=page.asks)
    minutes = _knock(request, page.code)
    if minutes:
        again = (
            f"Wait {minutes} minute{'' if minutes == 1 else 's'} and send it again: all that you wrote is still here."
        )
        sent.add_error(None, f"Too many forms have come in just now. {again}")
        return _draw(request, page, sent, TOO_MANY, minutes)
    ticket = _ticket(sent, page.code)
    doubt = _doubt(request, ticket)
    if doubt:
        sent.add_error(None, doubt)
    ticket = ticket or _renewed(sent, page.code)
    receipt = _receive(sent, page.code, ticket) if not doubt else None
    if receipt is None:
        _also(sent, ticket)
        return _draw(request, page, sent, INVALID)
    told = signing.dumps([receipt.reference, receipt.again], salt=f"{RECEIPT}.{page.code}")
    return HttpResponseRedirect(reverse("public:receipt", kwargs={"code": code, "receipt": told}))


@public(referrer="same-origin", methods=("GET", "HEAD"))
def receipt(request: HttpRequest, code: str, receipt: str) -> HttpResponse:
    """The same page whoever it was about. It opens nothing and may be kept."""
    page = referring.form_page(code)
    try:
        reference, again = signing.loads(receipt, salt=f"{RECEIPT}.{page.code}")
    except signing.BadSignature:
        raise NotFound("no receipt of ours") from None
    return draw(request, "public/receipt", page=page, reference=reference, again=again)


def _draw(
    request: HttpRequest, page: referring.FormPage, form: Any, status: int = 200, minutes: int = 0
) -> HttpResponse:
    shown = view(form)
    trapped = forms.TRAP in form.errors
    response = draw(request, "public/refer", status=status, page=page, form=shown, trapped=trapped,
                    fields={one.name: one for one in shown.fields})  # fmt: skip
    if minutes:
        response["Retry-After"] = str(minutes * 60)
    return response


def _knock(request: HttpRequest, code: str) -> int:
    """Minutes to wait; 0 to come in."""
    who = {"address": address_of(request), "form": code, "all": ""}
    return admit(knocks=[Knock(f"refer.{what}", who[what], limit) for what, limit in rules.LIMITS.items()])


def _new(code: str) -> str:
    return Ticket(str(uuid.uuid4()), int(clock.now().timestamp())).signed(code)


def _ticket(form: Any, code: str) -> Ticket | None:
    """The ticket of the form, if it is one of ours for this form, and not a week old."""
    try:
        uid, at = signing.loads(form.data.get("ticket", ""), salt=f"{TICKET}.{code}")
    except signing.BadSignature:
        return None
    found = Ticket(uid, at)
    return found if clock.now().timestamp() - at < rules.FORM_DAYS * 86_400 else None


def _renewed(form: Any, code: str) -> Ticket:
    """A new ticket for a form whose own is none: everything typed stays."""
    made = Ticket(str(uuid.uuid4()), int(clock.now().timestamp()))
    form.data["ticket"] = made.signed(code)
    return made


def _doubt(request: HttpRequest, ticket: Ticket | None) -> str:
    """Why this may not have been sent by somebody who read the page; whoever did sends it again at the press of a button."""
    if ticket is None:
        return "This page had been open for very long, or came from somewhere else. Read it through and send it again."
    if from_elsewhere(request):
        return "This was sent from another site. If it is yours, read it through and send it from here."
    if clock.now().timestamp() - ticket.at < rules.LEAST_SECONDS:
        return "That was very quick. Read it through and send it again."
    return ""


def _receive(form: Any, code: str, ticket: Ticket) -> referring.Receipt | None:
    if not form.is_valid():
        return None
    try:
        answers = forms.written(form.cleaned_data, ticket.uid)
        if wrong := referring.problems_of(answers):
            raise Refused(wrong)
        return referring.send(code, answers)
    except Refused as refused:
        add_problems(form, refused.problems)
        return None


def _also(form: Any, ticket: Ticket) -> None:
    """All that is wrong besides, so that it is said in one round."""
    if not form.is_valid():
        add_problems(form, wrong_regardless(form, lambda said: referring.problems_of(forms.written(said, ticket.uid))))
