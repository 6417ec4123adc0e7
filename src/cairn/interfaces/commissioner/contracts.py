"""What is bought from whom: contracts by area, and the setting up of each."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import areas as areas_reading
from cairn.contracts import queries, rules, topics
from cairn.contracts.actions import contracts as actions
from cairn.contracts.actions.contracts import NewContract
from cairn.contracts.instruments import instruments_of
from cairn.contracts.views import ContractLine, ContractView, MeasureView
from cairn.definitions import registry
from cairn.exchange.tables import Cell
from cairn.interfaces import files
from cairn.interfaces.commissioner import forms
from cairn.interfaces.commissioner.lists import answer
from cairn.interfaces.commissioner.pages import ours, returns_of
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.presentation import dimensions, periods
from cairn.returns import queries as returns
from cairn.returns import relevance
from cairn.returns.views import ReturnLine

NEW_YEARS = timedelta(days=364)


@dataclass(frozen=True, slots=True)
class Area:
    """A commissioning area and the contracts in it."""

    label: str
    contracts: tuple[ContractLine, ...]


@page(P.MANAGE_CONTRACTS)
def contracts(request: Request) -> HttpResponse:
    """Every contract, area by area, and which of them still want an agreement."""
    lines = [line for line in queries.listing(request.actor) if line.side == "commissioner"]
    labels = areas_reading.labels(request.actor, clock.today())
    areas = [
        Area(label, mine)
        for code, label in labels.items()
        if (mine := tuple(line for line in lines if line.commissioning_area == code))
    ]
    if (file := files.answer(request, "Contracts", COLUMNS, lambda: (_line(one, labels) for one in lines))) is not None:
        return file
    waiting = returns.to_decide(request.actor)
    return show(request, "commissioner/contracts", areas=areas, today=clock.today(), waiting=waiting)


COLUMNS = ("Contract", "Title", "Area", "Provider", "From", "Until", "Grant", "Agreement in force")


def _line(line: ContractLine, labels: dict[str, str]) -> tuple[Cell, ...]:
    area = labels[line.commissioning_area]
    about = (line.reference, line.title, area, line.provider_name, line.start_date, line.end_date)
    return (*about, line.is_grant, line.has_agreement)


@page(P.MANAGE_CONTRACTS, writes=True)
def contract_new(request: Request) -> HttpResponse:
    def make(**given: Any) -> forms.ContractForm:
        return forms.ContractForm(areas=areas_reading.open_on(request.actor), **given)

    sending = prepare(request, make, initial=_from_today())

    def add(said: dict[str, Any]) -> Done[Any]:
        return actions.add(by=request.actor, contracts=[NewContract(**said)])

    taken = [line.reference for line in queries.listing(request.actor) if line.side == "commissioner"]

    def also(said: dict[str, Any]) -> list[Problem]:
        return rules.contract_problems(0, NewContract(**said), taken)

    if attempt(request, sending, add, also=also):
        made = sending.done.one  # type: ignore[union-attr]
        return go(
            request,
            "commissioner:contract",
            contract=made.uid,
            said="The contract is set up. Next: what its returns carry.",
        )
    return form_page(
        request,
        sending,
        title="Add a contract",
        back=address(request, "commissioner:contracts"),
        submit="Add the contract",
    )


def _from_today() -> dict[str, date]:
    today = clock.today()
    return {"start_date": today, "end_date": today + NEW_YEARS}


@page(P.MANAGE_CONTRACTS)
def contract(request: Request, contract: str) -> HttpResponse:
    """One contract: what is still to be set up, and everything that is."""
    found = ours(request, contract)
    lines = returns_of(request, found)
    if (file := answer(request, found, lines)) is not None:
        return file
    return show(
        request, "commissioner/contract", contract=found, tasks=_tasks(request, found, lines), returns=lines,
        area=areas_reading.labels(request.actor, clock.today())[found.commissioning_area],
        instruments=instruments_of(found), measures=[_agreed(view) for view in found.measures],
        classes=registry.get("codes", "measure_class"), today=clock.today(), period_words=periods.words,
        topics=topics.topics_of(found), talks=relevance.of(request.actor, found.uid),
    )  # fmt: skip


def _agreed(view: MeasureView) -> tuple[MeasureView, str, str]:
    """An agreed measure, what it is broken down by, and its target, in words."""
    return view, dimensions.label(view.by) if view.by else "", forms.target_words(view.target)


def _tasks(request: Request, found: ContractView, lines: list[ReturnLine]) -> list[dict[str, str]]:
    """What a commissioner does to set a contract up, in order."""

    def task(title: str, name: str, hint: str, is_done: bool, words: str = "Done") -> dict[str, str]:
        tag, look = (words, "govuk-tag--green") if is_done else ("To do", "govuk-tag--yellow")
        return {
            "title": title, "hint": hint, "tag": tag, "tag_classes": look,
            "href": address(request, f"commissioner:{name}", contract=found.uid),
        }  # fmt: skip

    partners = f"{len(found.partners)} named" if found.partners else "None named"
    agreed, added = f"{len(found.measures)} agreed", f"{len(lines)} added"
    partner = task("Name partners", "partner_new", "Only where the lead works with others.", True, partners)
    return [
        task("Agree the measures", "measures", "What every return carries.", bool(found.measures), agreed),
        _agreement_task(request, found, task),
        task("Add a round", "round_new", "When a return is asked for, and for which dates.", bool(lines), added),
        partner | {"tag_classes": "govuk-tag--grey"},
    ]  # fmt: skip


def _agreement_task(request: Request, found: ContractView, task: Any) -> dict[str, str]:
    hint = "Which fields leave, why, and until when. Without it only totals are sent."
    made: dict[str, str] = task(
        "Draft the data-sharing agreement", "agreement_new", hint, found.agreement is not None, "In force"
    )
    if found.agreement:
        made["title"] = "Data-sharing agreement"
        made["href"] = address(request, "commissioner:agreement", agreement=found.agreement.uid)
    unsigned = next((each for each in found.agreements if each.state in {"draft", "signed_by_one"}), None)
    if found.agreement is None and unsigned:
        mine = unsigned.commissioner_signed_date is not None
        made |= {
            "title": "Sign the data-sharing agreement",
            "href": address(request, "commissioner:agreement", agreement=unsigned.uid),
            "tag": "Waits for the provider" if mine else "Waits for you",
        }
    return made
