"""Say, as a provider, what a change to the template of an area would mean for one's contracts."""

from collections.abc import Sequence

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties, queries, rules_templates, template_changes, template_holding
from cairn.contracts.models import TemplateReply
from cairn.kernel import clock
from cairn.kernel.problems import Done, refuse_if


def reply(
    *,
    by: Actor,
    reply_uids: Sequence[str],
    stance: str,
    words: str = "",
    minutes: int | None = None,
    versions: Sequence[int] = (),
) -> Done[TemplateReply]:
    """The same for each of these contracts of one change; `minutes` a quarter is what it would cost each. Until the closing day a
    reply may be said anew. `versions` are those that were read, where that matters. Raises Refused, Conflict or NotFound."""
    by.require(Permission.MAKE_MEASURES)
    rows = [_mine(by, uid) for uid in dict.fromkeys(reply_uids)]
    refuse_if(rules_templates.reply_problems(stance, words, minutes) + template_holding.open_problems(rows))
    for row, version in zip(rows, versions, strict=False):
        row.version = version
    with deed("contracts.template_replied", by=by) as this:
        template_holding.hold(rows)
        for row in rows:
            said = {"stance": stance, "words": words.strip(), "minutes": minutes, "replied_date": clock.today()}
            parties.change(this, by, row, **said)
            this.about("contract", row.contract.uid)
    return Done(tuple(rows), (), this.uid)


def _mine(by: Actor, uid: str) -> TemplateReply:
    row = template_changes.find_reply(by, uid)
    if row.provider_id != by.organisation_id:
        raise queries.NotFound(uid)
    return row
