"""Changes for a whole area, one in each state: a draft, one that is replied to, one that waits for its decision, one decided."""

from datetime import date, timedelta
from typing import Any

from cairn.access import scope
from cairn.contracts.actions import contracts, measures, template_replies, templates
from cairn.contracts.actions.contracts import NewContract
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.actions.templates import Decision
from cairn.contracts.models import TemplateReply
from cairn.contracts.rules_templates import TemplateLine
from cairn.kernel import clock
from tests.conftest import Party

AREA = "neighbourhood_networks"
LINES = [
    TemplateLine("change", "needs_presented", reason="A new form", differently=True),
    TemplateLine("add", "people_supported"),
]


def consulted(provider: Party, commissioner: Party) -> dict[str, Any]:
    """`change_open` takes replies and `reply` is one; `change` waits for a decision, `change_decided` has one."""
    lead, buyer = provider.data_lead, commissioner.contract_manager
    with clock.fixed(clock.now() - timedelta(days=30)):
        with scope.of(buyer):
            end = date(2027, 12, 31)
            new = NewContract(
                "C-20", "Neighbours", AREA, date(2024, 10, 1), end, provider_slug=provider.organisation.slug
            )
            uid = str(contracts.add(by=buyer, contracts=[new]).one.uid)
            measures.agree(by=buyer, contract_uid=uid, measures=[NewMeasure("needs_presented")])
        draft, waits, open_, decided = (_asked(provider, commissioner, days) for days in (0, 20, 60, 20))
    with scope.of(lead):
        row = TemplateReply.objects.get(change__uid=open_)
        template_replies.reply(by=lead, reply_uids=[str(row.uid)], stance="change", words="Later", minutes=30)
    with scope.of(buyer):
        made = Decision("go_ahead", "As most said", date(2026, 1, 1))
        templates.decide(by=buyer, change_uid=decided, decision=made, version=2)
    return {
        "change_draft": draft, "change": waits, "change_open": open_, "change_decided": decided, "reply": str(row.uid),
    }  # fmt: skip


def _asked(provider: Party, commissioner: Party, days: int) -> str:
    """A change whose replies close after so many days; for 0 a draft."""
    buyer = commissioner.contract_manager
    with scope.of(buyer):
        row = templates.draft(by=buyer, area=AREA, title="One form", words="Like with like", lines=LINES).one
        if days:
            until = clock.today() + timedelta(days=days)
            templates.consult(by=buyer, change_uid=str(row.uid), replies_until_date=until, version=row.version)
    return str(row.uid)
