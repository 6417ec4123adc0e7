"""A change that every provider of an area is asked about today: some have replied, Stepping Out has not. All invented."""

from collections.abc import Mapping
from datetime import timedelta

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts.actions import template_replies, templates
from cairn.contracts.models import TemplateReply
from cairn.contracts.rules_templates import TemplateLine
from cairn.interfaces.cli.demo.founding import Founded
from cairn.kernel import clock

AREA, LEAVE, DAYS, AGO = "vulnerable_adults_2", "stepping-out", 28, 9
TITLE = "A need is met when the person says so"
WORDS = "Workers and the people they support often saw it differently. From then on the person’s own word would count."
LINES = (
    TemplateLine(
        "change", "needs_met", differently=True,
        reason="A need counts as met only when the person says so, no longer when the worker does.",
    ),
    TemplateLine("drop", "needs_part_met", reason="Nobody could say where part met begins; it was rarely read."),
)  # fmt: skip
REPLY = "We ask people already, with a card in easy words. For those who do not speak an advocate should be allowed to say it."
MINUTES = 90


def ask(council: Actor, founded: Mapping[str, Founded]) -> None:
    """Asked nine days ago; all but one that people sign in to have replied."""
    if not any(one.plan.area == AREA and one.contract_uids for one in founded.values()):
        return
    with clock.fixed(clock.now() - timedelta(days=AGO)), scope.of(council):
        row = templates.draft(by=council, area=AREA, title=TITLE, words=WORDS, lines=LINES).one
        until = clock.today() + timedelta(days=DAYS)
        templates.consult(by=council, change_uid=str(row.uid), replies_until_date=until, version=row.version)
    for slug, one in founded.items():
        if slug == LEAVE or one.plan.area != AREA:
            continue
        with clock.fixed(clock.now() - timedelta(days=AGO - 5)), scope.of(one.lead):
            asked = TemplateReply.objects.filter(change=row, provider_id=one.lead.organisation_id)
            uids = [str(uid) for uid in asked.values_list("uid", flat=True)]
            if uids:
                template_replies.reply(by=one.lead, reply_uids=uids, stance="change", words=REPLY, minutes=MINUTES)
