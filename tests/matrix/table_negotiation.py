"""Who may negotiate what a contract's returns carry: the commissioner; for a provider whoever makes its measures, and to bind
it, whoever signs."""

from tests.matrix.pages import COMMISSIONERS, LEADS, MANAGERS, form, post, show
from tests.matrix.table_value_banks import VALUES

TALKERS = MANAGERS | LEADS
NEGOTIATING = [
    show("workspace:negotiations", TALKERS),
    show("workspace:negotiation", TALKERS),
    form("workspace:propose", TALKERS),
    form("workspace:propose", TALKERS, contract="negotiated"),
    show("workspace:proposal", TALKERS),
    form("workspace:proposal_comment", TALKERS, proposal="proposal_theirs"),
    post("workspace:proposal_agree", LEADS, proposal="proposal_theirs"),
    form("workspace:proposal_decline", LEADS, sound="junk", proposal="proposal_theirs"),
    post("workspace:proposal_withdraw", TALKERS),
    post("workspace:recording_tell", TALKERS),
    show("workspace:commitments", TALKERS),
    form("workspace:commitments_new", LEADS, sound="junk"),
    form("workspace:commitment_match", LEADS, sound="empty"),
    show("workspace:template", TALKERS),
    form("workspace:template_reply", TALKERS),
    show("commissioner:negotiations", COMMISSIONERS),
    show("commissioner:negotiation", COMMISSIONERS),
    form("commissioner:propose", COMMISSIONERS),
    show("commissioner:proposal", COMMISSIONERS),
    form("commissioner:proposal_comment", COMMISSIONERS),
    post("commissioner:proposal_agree", COMMISSIONERS),
    form("commissioner:proposal_decline", COMMISSIONERS, sound="junk"),
    post("commissioner:proposal_withdraw", COMMISSIONERS, proposal="proposal_theirs"),
    show("commissioner:commitments", COMMISSIONERS),
    form("commissioner:commitments_new", COMMISSIONERS, sound="junk"),
    form("commissioner:commitment_match", COMMISSIONERS, sound="empty"),
    form("commissioner:commitment_vary", COMMISSIONERS),
    form("commissioner:burden_rule", COMMISSIONERS),
    show("commissioner:templates", COMMISSIONERS),
    form("commissioner:template_new", COMMISSIONERS),
    show("commissioner:template", COMMISSIONERS),
    form("commissioner:template_change", COMMISSIONERS, change="change_draft"),
    post("commissioner:template_drop", COMMISSIONERS, change="change_draft"),
    form("commissioner:template_consult", COMMISSIONERS, change="change_draft"),
    form("commissioner:template_withdraw", COMMISSIONERS, sound="junk"),
    form("commissioner:template_decide", COMMISSIONERS),
    form("commissioner:template_revoke", COMMISSIONERS, sound="junk", change="change_decided"),
    form("commissioner:template_answer", COMMISSIONERS, sound="junk"),
    form("commissioner:burden_monitoring", COMMISSIONERS, sound="empty"),
    *VALUES,
]
