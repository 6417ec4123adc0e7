"""Change what every contract of an area reports: draft it, ask every provider of the area, read and answer what they reply,
publish a decision that holds after one whole round of lead time, and revoke it while it does not hold yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.contracts import (
    areas,
    organisations,
    parties,
    rules_templates,
    template_changes,
    template_effects,
    template_writing,
    varying,
)
from cairn.contracts.models import AgreedMeasure, Contract, TemplateChange, TemplateReply
from cairn.contracts.rules_templates import TemplateLine, Touch
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if, too_long, too_short


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided. `lines` are those that go ahead, where it goes ahead with changes; `answer_to_rest` answers every reply
    that sets conditions or objects and has no answer of its own."""

    decision: str
    words: str
    from_date: date | None = None
    lines: tuple[TemplateLine, ...] = ()
    answer_to_rest: str = ""


def draft(
    *,
    by: Actor,
    area: str,
    title: str,
    words: str,
    lines: Sequence[TemplateLine],
    change_uid: str = "",
    version: int = 0,
    uid: str = "",
) -> Done[TemplateChange]:
    """As the commissioner; nobody else sees a draft. `change_uid` with the version that was read: a draft changed; its area
    stays. Raises Refused, Conflict or NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = _draft(by, change_uid) if change_uid else None
    if uid and row is None and (there := template_changes.visible_to(by).filter(uid=uid).first()):
        return Done((there,), (_AGAIN,))
    refuse_if(draft_problems(by, row.area if row else area, title, words, lines))
    values = {"title": title.strip(), "words": words.strip(), "changes": [line.as_json() for line in lines]}
    with deed("contracts.template_drafted", by=by) as this:
        if row is None:
            given = {"uid": uid} if uid else {}
            row = TemplateChange(organisation_id=by.organisation_id, area=area, **values, **given)
            parties.once(this, [row])
        else:
            row.version = version
            this.update(row, **values)
    return Done((row,), (), this.uid)


def draft_problems(by: Actor, area: str, title: str, words: str, lines: Sequence[TemplateLine]) -> list[Problem]:
    """What is wrong with a draft, for the action and for a screen that asks before it."""
    found = organisations.commissioner_problems(by)
    if area not in areas.labels(by, clock.today()):
        return [*found, Problem("area.unknown", "That area is not known.", "Choose one from the list.", field="area")]
    held = template_effects.carried(template_effects.running(by, area, clock.today()))
    return found + rules_templates.draft_problems(title, words, lines, list(held.values()), template_effects.known())


def drop(*, by: Actor, change_uid: str) -> Done[TemplateChange]:
    """Give up a draft. Raises Refused or NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = _draft(by, change_uid)
    with deed("contracts.template_drafted", by=by) as this:
        this.delete(row)
    return Done((row,), (), this.uid)


def consult(*, by: Actor, change_uid: str, replies_until_date: date, version: int) -> Done[TemplateChange]:
    """Ask every contract of the area that runs on. The day is the last on which replies are taken. Raises Refused, Conflict or
    NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    row, today = _draft(by, change_uid), clock.today()
    lines = template_changes.lines_of(row)
    refuse_if(
        rules_templates.until_problems(replies_until_date, today)
        + draft_problems(by, row.area, row.title, row.words, lines)
    )
    row.version = version
    with deed("contracts.template_opened", by=by) as this:
        this.update(row, state="consulting", opened_date=today, replies_until_date=replies_until_date)
        contracts = template_effects.running(by, row.area, today)
        parties.make(this, by, [_asked(row, each) for each in contracts])
        _about(this, contracts)
    return Done((row,), (), this.uid)


def withdraw(*, by: Actor, change_uid: str, words: str, version: int) -> Done[TemplateChange]:
    """Before it is decided: nothing changes, and whoever was asked reads why. Raises Refused, Conflict or NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = template_changes.find(by, change_uid)
    refuse_if(_state_problems(row, "consulting") + _why_problems(words))
    row.version = version
    with deed("contracts.template_withdrawn", by=by) as this:
        this.update(row, state="withdrawn", decision_words=words.strip(), decided_date=clock.today())
        _about(this, template_changes.asked_contracts(row))
    return Done((row,), (), this.uid)


def answer(*, by: Actor, reply_uid: str, words: str, version: int) -> Done[TemplateReply]:
    """As the commissioner, to one reply, before the decision or with it. Raises Refused, Conflict or NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = template_changes.find_reply(by, reply_uid)
    template_changes.find(by, str(row.change.uid))  # another's change does not exist
    refuse_if(_answer_problems(row, words))
    row.version = version
    with deed("contracts.template_answered", by=by) as this:
        parties.change(this, by, row, answer=words.strip())
        this.about("contract", row.contract.uid)
    return Done((row,), (), this.uid)


def decide(*, by: Actor, change_uid: str, decision: Decision, version: int) -> Done[TemplateChange]:
    """Publish what is decided, when no more replies are taken. Where it goes ahead, each contract that it touches carries the new
    set from its day, at least one whole round later. Raises Refused, Conflict or NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = template_changes.find(by, change_uid)
    refuse_if(decide_problems(by, row, decision))
    goes, today = decision.decision != "not_now", clock.today()
    lines = decided_lines(row, decision)
    row.version = version
    with deed("contracts.template_decided", by=by) as this:
        this.update(
            row, state="decided", decision=decision.decision, decision_words=decision.words.strip(), decided_date=today,
            from_date=decision.from_date if goes else None, decided=[line.as_json() for line in lines],
        )  # fmt: skip
        refuse_if(_rest_problems(row, decision.answer_to_rest))  # a reply may have come in at the last moment
        _answer_the_rest(this, by, row, decision.answer_to_rest)
        if goes and decision.from_date:
            template_writing.put(this, by, row, lines, decision.from_date)
        _about(this, template_changes.asked_contracts(row))
    return Done((row,), (), this.uid)


def decided_lines(row: TemplateChange, decision: Decision) -> tuple[TemplateLine, ...]:
    """The lines that go ahead; () where none does."""
    if decision.decision == "not_now":
        return ()
    return decision.lines if decision.decision == "go_ahead_changed" else template_changes.lines_of(row)


def decide_problems(by: Actor, row: TemplateChange, decision: Decision) -> list[Problem]:
    """What is wrong with a decision, for the action and for a screen that asks before it."""
    found = _state_problems(row, "consulting")
    if found:
        return found
    if (until := row.replies_until_date) is not None and until >= clock.today():
        fix = f"Decide after {until:%-d %B %Y}, or withdraw the change."
        found.append(Problem("template.open", "Providers can still reply.", fix))
    found += _why_problems(decision.words)
    found += rules_templates.decided_problems(decision.decision, template_changes.lines_of(row), decision.lines)
    found += _rest_problems(row, decision.answer_to_rest)
    if decision.decision not in rules_templates.DECISIONS or decision.decision == "not_now":
        return found
    found += rules_templates.start_problems(decision.from_date, template_changes.starts(row)[0].day)
    return found + _held_problems(row, decided_lines(row, decision), decision.from_date)


def revoke(*, by: Actor, change_uid: str, words: str, version: int) -> Done[TemplateChange]:
    """Take a decision back before its day, with a reason: each contract is what it was, and its variations say so. Raises
    Refused, Conflict or NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = template_changes.find(by, change_uid)
    refuse_if(_revoke_problems(row) + _why_problems(words))
    row.version = version
    with deed("contracts.template_revoked", by=by) as this:
        this.update(row, state="revoked", revoked_date=clock.today(), revoked_words=words.strip())
        template_writing.take_out(this, by, row, words.strip())
        _about(this, template_changes.asked_contracts(row))
    return Done((row,), (), this.uid)


def _revoke_problems(row: TemplateChange) -> list[Problem]:
    found = _state_problems(row, "decided")
    if not found and row.decision == "not_now":
        return [Problem("template.none", "It does not go ahead: there is nothing to revoke.", "")]
    if not found and row.from_date is not None and row.from_date <= clock.today():
        fix = "Propose to change it back from a later round: a new change, with its own consultation."
        return [Problem("template.in_force", "It is in force already.", fix)]
    return found


def _draft(by: Actor, uid: str) -> TemplateChange:
    row = template_changes.find(by, uid)
    refuse_if(_state_problems(row, "draft"))
    return row


def _state_problems(row: TemplateChange, wanted: str) -> list[Problem]:
    if row.state == wanted:
        return []
    said = template_changes.STATES[row.state].lower()
    return [Problem("template.state", f"This change is: {said}.", "Open its page again to see where it stands.")]


def _why_problems(words: str) -> list[Problem]:
    return rules_templates.text_problems(words, "words", "The reason is missing.", 2_000) + too_short(words, "words")


def _answer_problems(row: TemplateReply, words: str) -> list[Problem]:
    found = rules_templates.text_problems(words, "words", "The answer is missing.", 2_000)
    if not row.stance:
        fix = "Wait for the reply: only what was said can be answered."
        found.append(Problem("reply.none", "Nothing was replied for this contract.", fix))
    if row.change.state not in ("consulting", "decided"):
        found += _state_problems(row.change, "consulting")
    return found


def _asked(row: TemplateChange, contract: Contract) -> TemplateReply:
    return TemplateReply(
        change=row, contract=contract, provider_id=contract.provider_id, commissioner_id=contract.commissioner_id
    )


def _unanswered(row: TemplateChange) -> list[TemplateReply]:
    return list(TemplateReply.objects.filter(change=row, stance__in=("change", "against"), answer=""))


def _rest_problems(row: TemplateChange, words: str) -> list[Problem]:
    many = len(_unanswered(row))
    if many and not words.strip():
        said = (
            "One reply that objects or sets conditions has"
            if many == 1
            else f"{many} replies that object or set conditions have"
        )
        fix = "Answer each on its own, or all of them here."
        return [Problem("template.unanswered", f"{said} no answer.", fix, field="answer_to_rest")]
    return too_long(words.strip(), 2_000, "answer_to_rest")


def _answer_the_rest(this: Deed, by: Actor, row: TemplateChange, words: str) -> None:
    for reply in _unanswered(row):
        parties.change(this, by, reply, answer=words.strip())


def _held_problems(row: TemplateChange, lines: Sequence[TemplateLine], day: date | None) -> list[Problem]:
    """What stands in the way at single contracts: something is paid by a measure that would go."""
    contracts = [each for each in template_changes.asked_contracts(row) if day is None or each.end_date >= day]
    changed = list(template_writing.touched(contracts, lines))
    found: list[Problem] = [] if changed else [_NOBODY]
    for contract, touches in changed:
        found += [
            replace(problem, message=f"{contract.reference}: {problem.message}")
            for one in touches
            for problem in _paid(contract, one)
        ]
    return found


def _paid(contract: Contract, one: Touch) -> list[Problem]:
    if one.line.doing != "drop":
        return []
    return varying.paid_for(AgreedMeasure.objects.select_related("contract").get(
        contract=contract, measure=one.line.measure, by=one.line.by
    ))  # fmt: skip


def _about(this: Deed, contracts: Sequence[Contract]) -> None:
    for each in contracts:
        this.about("contract", each.uid)


_NOBODY = Problem(
    "template.nobody", "No contract that runs then would change.",
    "Choose an earlier round, or decide that it does not go ahead.", field="from_date",
)  # fmt: skip
_AGAIN = Problem("uid.again", "This was sent before; it stands once.", "", severity="warning")
