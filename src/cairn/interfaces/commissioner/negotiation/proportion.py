"""What recording may cost: the commissioner’s rule for all of its contracts, and what one contract gives for it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import burden, rules_burden
from cairn.contracts.actions import burden as actions
from cairn.contracts.rules_burden import Rule
from cairn.interfaces.negotiating.sides import COMMISSIONER
from cairn.interfaces.pages import Request, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done, Problem
from cairn.web.formfields import NumberField, VersionField, WholeField

NUMBER = {"invalid": "Write a number."}
POUNDS = {"inputmode": "decimal", "class": "govuk-input--width-10", "prefix": "£"}


class RuleForm(forms.Form):
    """Field names are those of `Rule`."""

    share_percent = forms.DecimalField(
        label="Recording may cost at most", max_digits=5, decimal_places=2, error_messages=NUMBER,
        help_text="Of what a contract is worth a year.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5", "suffix": "%"}),
    )  # fmt: skip
    share_source = forms.CharField(label="Where does that come from?", max_length=300)
    hourly_pounds = NumberField(
        label="An hour at the keyboard is reckoned at", max_digits=6, decimal_places=2, error_messages=NUMBER,
        widget=forms.TextInput(attrs=POUNDS),
    )  # fmt: skip
    hourly_source = forms.CharField(label="Where does that come from?", max_length=300)
    version = VersionField()


class MonitoringForm(forms.Form):
    monitoring_pounds = WholeField(
        label="What does the contract give for monitoring, a year?", required=False, widget=forms.TextInput(attrs=POUNDS),
        help_text="In whole pounds, of its value a year. Blank: nothing is said.",
        error_messages={"invalid": "Write whole pounds, or leave it blank."},
    )  # fmt: skip
    version = VersionField()


@page(P.MANAGE_CONTRACTS, writes=True)
def rule(request: Request, contract: str) -> HttpResponse:
    """The rule of every contract of this commissioner, asked on the way from one."""
    row = COMMISSIONER.contract(request, contract)

    def now() -> tuple[int, dict[str, Any]]:
        kept = burden.rule_row(row.commissioner_id)
        said, _ = burden.rule_of(row.commissioner_id)
        version = kept.version if kept else 0
        values = {name: _plain(getattr(said, name)) for name in Rule.__dataclass_fields__}
        return version, {**values, "version": version}

    sending = prepare(request, RuleForm, initial=now()[1])

    def do(said: dict[str, Any]) -> Done[Any]:
        version = said.pop("version")
        return actions.set_rule(by=request.actor, rule=Rule(**said), version=version)

    def also(said: dict[str, Any]) -> list[Problem]:
        usual = rules_burden.USUAL
        share, hour = (Decimal(said.get(name) or getattr(usual, name)) for name in ("share_percent", "hourly_pounds"))
        sources = (str(said.get(name) or getattr(usual, name)) for name in ("share_source", "hourly_source"))
        share_source, hourly_source = sources
        return rules_burden.rule_problems(Rule(share, share_source, hour, hourly_source))

    if attempt(request, sending, do, also=also, now=now):
        said_now = "That is the rule now, for every contract of yours. Both sides read it."
        return COMMISSIONER.go(
            request, "negotiation", contract=row.uid, said=said_now, event=sending.event, fragment="burden"
        )
    return form_page(
        request, sending, title="What may recording cost?", submit="Keep this rule",
        back=COMMISSIONER.url(request, "negotiation", contract=row.uid),
        intro="Beyond it, a set of measures is marked as out of proportion, to you and to the provider. It stops nothing.",
    )  # fmt: skip


def _plain(value: Decimal | str) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


@page(P.MANAGE_CONTRACTS, writes=True)
def monitoring(request: Request, contract: str) -> HttpResponse:
    """What of one contract’s value a year is meant for recording and reporting."""
    row = COMMISSIONER.contract(request, contract)

    def now() -> tuple[int, dict[str, Any]]:
        fresh = COMMISSIONER.contract(request, contract)
        return fresh.version, {"monitoring_pounds": fresh.monitoring_pounds}

    sending = prepare(request, MonitoringForm, initial={**now()[1], "version": row.version})

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.give(by=request.actor, contract_uid=str(row.uid), **said)

    if attempt(request, sending, do, now=now):
        said_now = "Kept. Both sides read it beside what recording costs."
        return COMMISSIONER.go(
            request, "negotiation", contract=row.uid, said=said_now, fragment="burden", event=sending.event
        )
    return form_page(
        request, sending, title="What the contract gives for monitoring", submit="Keep it",
        back=COMMISSIONER.url(request, "negotiation", contract=row.uid),
    )  # fmt: skip


urls = [
    path("negotiation/<uuid:contract>/rule/", rule, name="burden_rule"),
    path("negotiation/<uuid:contract>/monitoring/", monitoring, name="burden_monitoring"),
]
