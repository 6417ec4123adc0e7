"""Decide about people who would stand alone in the rows of an annual return: singly, or for all of them alike."""

from collections.abc import Mapping, Sequence

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.contracts import parties
from cairn.contracts import queries as contracts
from cairn.contracts.rules import SHAREABLE, text
from cairn.definitions import registry
from cairn.kernel.problems import Done, Problem, refuse_if, too_short
from cairn.people.models import Client
from cairn.returns import finding, rules
from cairn.returns.individual import coarse, columns, standing
from cairn.returns.individual import page as pages
from cairn.returns.individual.page import Laid
from cairn.returns.individual.standing import COARSEN, Handling
from cairn.returns.models import RowHandling

CHUNK = 500
LONGEST_REASON = 300


def decide(
    *,
    by: Actor,
    return_uid: str,
    choice: str,
    reason: str,
    keys: Sequence[str] | None = None,
    steps: Sequence[str] = (),
) -> Done[RowHandling]:
    """As the lead, while the return is open. `keys` are those of the page, None for all who stand alone now. `steps` are
    `field=step` of `individual.coarse`, for `coarsen` only; those taken before for somebody stay."""
    laid = _laid(by, return_uid)
    whom = sorted(laid.alone) if keys is None else pages.resolved(laid, keys)
    coarser = dict(step.split("=", 1) for step in steps if "=" in step)
    refuse_if(_problems(laid, choice, coarser, reason, whom))
    new = Handling(choice, coarser if choice == COARSEN else {})
    return _write(by, laid, standing.alike(laid.handled, whom, new), reason)


def suggest(*, by: Actor, return_uid: str, reason: str) -> Done[RowHandling]:
    """Take for all who stand alone the fewest steps that hide them; whom no step hides is sent in figures only."""
    laid = _laid(by, return_uid)
    problems = text(None, "reason", "reason", reason, LONGEST_REASON) + too_short(reason, "reason")
    refuse_if(problems or _nobody(laid.alone))
    handled = standing.proposed(laid.answers, laid.handled, laid.agreement.threshold, pages.ORDER)
    return _write(by, laid, handled, reason)


def clear(*, by: Actor, return_uid: str, keys: Sequence[str]) -> Done[RowHandling]:
    """Take decisions back: these people's answers leave as they were given, or stand alone again."""
    laid = _laid(by, return_uid)
    whom = [uid for uid in pages.resolved(laid, keys) if uid in laid.handled]
    refuse_if(_nobody(whom))
    return _write(by, laid, {uid: one for uid, one in laid.handled.items() if uid not in whom}, "")


def _laid(by: Actor, return_uid: str) -> Laid:
    """Raises NotFound where the return has no rows about people."""
    laid = pages.lay(by, return_uid)
    if laid is None:
        raise contracts.NotFound(return_uid)
    refuse_if(rules.move_problems(laid.answer.state, "submitted", "provider"))
    return laid


def _nobody(whom: Sequence[str] | frozenset[str]) -> list[Problem]:
    if whom:
        return []
    return [Problem("individual.nobody", "Nobody is named.", "Tick at least one person.", field="people")]


def _problems(laid: Laid, choice: str, coarser: Mapping[str, str], reason: str, whom: Sequence[str]) -> list[Problem]:
    problems = _nobody(whom) + text(None, "reason", "reason", reason, LONGEST_REASON) + too_short(reason, "reason")
    if choice not in registry.get("codes", "row_handling").codes:
        fix = "Choose to coarsen, to send in figures only, or to withhold."
        problems.append(Problem("individual.choice", "That cannot be done about them.", fix, field="choice"))
    if choice == COARSEN and not coarser:
        fix = "Tick at least one answer to make broader."
        problems.append(Problem("individual.steps", "No answer is made broader.", fix, field="steps"))
    named = columns.of_person(laid.agreement.field_names)
    if any(name not in named or to not in coarse.steps(name) for name, to in coarser.items()):
        fix = f"Choose among: {', '.join(SHAREABLE[name] for name in named)}."
        problems.append(Problem("individual.step", "An answer cannot be made broader so.", fix, field="steps"))
    return problems


def _write(by: Actor, laid: Laid, wanted: Mapping[str, Handling], reason: str) -> Done[RowHandling]:
    """Make the decisions that stand those that are wanted, in one deed."""
    changed = {uid for uid in {*wanted, *laid.handled} if wanted.get(uid) != laid.handled.get(uid)}
    rows = {str(row.client.uid): row for row in RowHandling.objects.filter(answer=laid.answer).select_related("client")}
    clients = _clients(laid, changed - rows.keys())
    made: list[RowHandling] = []
    with deed("returns.row_handled", by=by) as this:
        finding.hold(laid.answer)
        this.delete_many([rows[uid] for uid in sorted(changed) if uid not in wanted and uid in rows])
        made += [
            _changed(this, rows[uid], wanted[uid], reason) for uid in sorted(changed & wanted.keys() & rows.keys())
        ]
        new = [_new(by, laid, clients[uid], wanted[uid], reason) for uid in sorted(clients) if uid in wanted]
        made += parties.once(this, new)
        this.about("return", laid.answer.uid)
    return Done(tuple(made), (), this.uid)


def _changed(this: Deed, row: RowHandling, one: Handling, reason: str) -> RowHandling:
    changed: RowHandling = this.update(row, choice=one.choice, fields=_fields(one), reason=reason.strip())
    return changed


def _new(by: Actor, laid: Laid, client: Client, one: Handling, reason: str) -> RowHandling:
    return RowHandling(
        organisation_id=by.organisation_id, answer=laid.answer, client=client, choice=one.choice, fields=_fields(one),
        reason=reason.strip(),
    )  # fmt: skip


def _fields(one: Handling) -> list[str]:
    return [f"{name}={to}" for name, to in sorted(one.coarser.items())]


def _clients(laid: Laid, uids: set[str]) -> dict[str, Client]:
    """The records of these people, where they are held."""
    found: dict[str, Client] = {}
    listed = sorted(uids)
    holders = {laid.holders[uid] for uid in listed if uid in laid.holders}
    if not holders:
        return found
    with scope.organisation(*holders):
        for start in range(0, len(listed), CHUNK):
            found |= {str(row.uid): row for row in Client.objects.filter(uid__in=listed[start : start + CHUNK])}
    return found
