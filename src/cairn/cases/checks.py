"""Problems of items, given the rows they name. Nothing is read here but code lists; nothing is written."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import loading, rules
from cairn.cases.loading import Rows
from cairn.kernel.problems import Problem


def code(list_id: str, value: str, field: str, row: int | None) -> list[Problem]:
    return rules.not_a_code(value, loading.codes(list_id), field, row)


def worker(uid: str, members: Collection[str], by: Actor, row: int | None) -> list[Problem]:
    """A worker is a member of this organisation; nobody yet is lawful, and so is whoever acts."""
    if uid in ("", by.uid) or loading.canonical(uid) in members:
        return []
    return [Problem("worker_uid.unknown", "That worker is not a member here.", "Choose one from the list.",
                    field="worker_uid", row=row)]  # fmt: skip


def within_episode(episode: Any, day: date, field: str, row: int | None) -> list[Problem]:
    if rules.is_open_on(day, episode.start_date, episode.end_date):
        return []
    fix = "Check the date; or reopen the episode, or accept a new referral, if support went on."
    message = "The episode was not open on this date."
    return [Problem("episode.not_open", message, fix, field=field, row=row)]


def not_future(day: date, today: date, field: str, words: str, row: int | None) -> list[Problem]:
    return [rules.in_future(field, words, row)] if day > today else []


def funding(
    kind: str, contract_uid: str | None, funder: str, contracts: Rows, dates: Sequence[date | None], row: int | None
) -> list[Problem]:
    """Who pays: a contract or grant that names one running on all the dates, another funder in words, or own funds."""
    problems = code("funding_kind", kind, "kind", row)
    bought = kind in ("contract", "grant")
    contract = contracts.of(contract_uid) if contract_uid else None
    if bought and contract is None:
        problems.append(rules.unknown("contract", "contract_uid", row))
    if contract_uid and not bought:
        problems.append(Problem("funding.contract", "Only a contract or a grant names one.", "Leave the contract out.",
                                field="contract_uid", row=row))  # fmt: skip
    if (kind == "other_funder") != bool(funder.strip()) and not bought:
        fix = "Write the funder's name where another funder pays, and only there."
        problems.append(Problem("funding.funder", "The funder does not fit who pays.", fix, field="funder", row=row))
    if contract is not None:
        problems += within_contract(contract, dates, "start_date", row)
    return problems


def within_contract(contract: Any, dates: Sequence[date | None], field: str, row: int | None) -> list[Problem]:
    if all(day is None or contract.start_date <= day <= contract.end_date for day in dates):
        return []
    fix = "Choose dates within the contract's, or another contract."
    return [Problem("funding.dates", "The contract was not running then.", fix, field=field, row=row)]


def outcome(framework: str, ref: str, known: dict[str, dict[str, str]], row: int | None) -> list[Problem]:
    if framework not in known:
        return [rules.unknown("framework", "framework", row)]
    return [] if ref in known[framework] else [rules.unknown("outcome", "outcome", row)]


def step(episode: Any, rung: Any, state: str, row: int | None) -> list[Problem]:
    """The rung is on a ladder of the episode's service, and the state is one that a step may have."""
    if rung is None:
        return [rules.unknown("step", "steps", row)]
    problems = code("step_state", state, "steps", row)
    if episode is not None and rung.ladder.service_id != episode.service_id:
        fix = "Choose a step of the service that the episode is with."
        problems.append(Problem("step.service", "That step belongs to another service.", fix, field="steps", row=row))
    return problems


def sender_uid(uid: str | None, taken: Collection[str], row: int | None) -> list[Problem]:
    """A uid made by the sender is a uid, and nobody else's."""
    if uid is None or (loading.canonical(uid) and loading.canonical(uid) not in taken):
        return []
    return [Problem("uid.refused", "This item's uid cannot be used.", "Make a new one.", field="uid", row=row)]


ALREADY = "This was recorded already, so nothing was written twice."


def already(row: int) -> Problem:
    """A warning: the sender's uid came again."""
    return Problem("uid.again", ALREADY, "There is nothing to do.", severity="warning", field="uid", row=row)
