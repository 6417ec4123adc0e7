"""Money in the demonstration: lots, an anchor's small grants, money from elsewhere, figures of the council's own, and payment
for an outcome. All invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts import queries
from cairn.contracts.actions import contracts, grants, money, publishing
from cairn.contracts.actions.contracts import Terms
from cairn.contracts.grants import NewGrant, Told
from cairn.contracts.models import Contract
from cairn.contracts.money import NewFact, NewInvestment
from cairn.interfaces.cli.demo.founding import Founded
from cairn.kernel import clock, periods
from cairn.returns.actions import payments
from cairn.returns.actions.payments import NewTerm
from cairn.returns.paying import Term

LOTS = {"VA1-01": "VA1 lot 1", "VA1-02": "VA1 lot 2", "VA2-01": "VA2 lot 1", "VA2-02": "VA2 lot 2"}
ANCHOR, PAID, BROUGHT = "NN-01", "VA1-01", ("VA2-01", "CA-01", "NN-01")
GIVEN = (
    ("Thursday Tea Friends", "Tea and a bus there", 2_400, "Hall hire, tea and a minibus for a weekly afternoon."),
    ("Elm Road Allotments", "Raised beds", 1_800, "Raised beds and tools, so that people who cannot kneel can garden."),
    (
        "Sunrise Women’s Circle",
        "Sewing and talking",
        3_150,
        "Machines and cloth for a sewing circle on Friday mornings.",
    ),
    ("Canal Walkers", "Winter walks", 900, "Boots, maps and hot drinks for short walks through the winter."),
)
TOLD = (
    "They rang: more came than they had chairs for, and two who had not been out since the summer now set the tables."
)
SOURCES = (
    ("Brookside Charitable Trust", "trust", 12_000, "A second weekday"),
    ("The National Lottery Community Fund", "lottery", 45_000, "Two years of a volunteer coordinator"),
    ("Hartwell and Sons Builders", "business", 3_500, "A wheelchair ramp"),
)


@dataclass(frozen=True, slots=True)
class Places:
    """By reference: the lots, whose contract gives small grants, which is paid by outcomes, and who brought in money."""

    lots: Mapping[str, str] = field(default_factory=lambda: LOTS)
    anchor: str = ANCHOR
    paid: str = PAID
    brought: tuple[str, ...] = BROUGHT


def lay(council: Actor, founded: Mapping[str, Founded], at: Places = Places()) -> None:
    """After the contracts stand, and before the returns are accepted."""
    with scope.of(council):
        known = {row.reference: row for row in queries.visible_to(council)}
        for reference, lot in at.lots.items():
            if reference in known:
                _change(council, known[reference], lot=lot)
        if at.anchor in known:
            _change(council, known[at.anchor], has_small_grants=True)
        if at.paid in known:
            _pay(council, known[at.paid])
        publishing.name(by=council, prefix="360G-DemonstrationCity", org_id="GB-LAE-DEMO")
        _state(council)
    for reference in sorted({at.anchor, *at.brought} & known.keys()):
        lead = founded[known[reference].provider.slug].lead
        with scope.of(lead):
            _provide(lead, known[reference], at)


def _change(council: Actor, row: Contract, lot: str = "", has_small_grants: bool = False) -> None:
    now = Terms(row.title, row.start_date, row.end_date, row.value_pounds, lot or row.lot, has_small_grants)
    contracts.change(by=council, contract_uid=str(row.uid), new=now)


def _pay(council: Actor, row: Contract) -> None:
    terms = (
        Term("needs_met", "", Decimal(120), most_pounds=Decimal(6_000)),
        Term("referrals_received", "", Decimal(1_500), Decimal(3), is_lump=True),
    )
    agreed = {view.measure for view in queries.measures_of(row)}
    for term in terms:
        if term.measure in agreed:
            new = NewTerm(term, row.start_date)
            payments.agree(by=council, contract_uid=str(row.uid), new=new)


def _state(council: Actor) -> None:
    """Demand and the workforce; of savings nothing is known, and the page says so."""
    last = periods.previous(periods.quarter_of(clock.today()))
    days = (last.start, last.end)
    facts = (
        NewFact("demand", "New requests for support from people over 65", Decimal(1_240), "requests", *days,
                "Invented for the demonstration: social care activity, table 3"),
        NewFact("workforce", "Care staff who would recommend their workplace", Decimal("61.5"), "per cent", *days,
                "Invented for the demonstration: staff survey", "412 of 900 asked answered."),
    )  # fmt: skip
    for fact in facts:
        money.state(by=council, new=fact)


def _provide(lead: Actor, row: Contract, at: Places) -> None:
    today = clock.today()
    if row.reference == at.anchor:
        days = [max(today - timedelta(days=40 * (number + 1)), row.start_date) for number in range(len(GIVEN))]
        new = [
            NewGrant(name, title, words, pounds, day, is_group=True)
            for (name, title, pounds, words), day in zip(GIVEN, days, strict=True)
        ]
        made = grants.record(by=lead, contract_uid=str(row.uid), new=new).items
        grants.tell(by=lead, grant_uid=str(made[-1].uid), said=Told(today, 23, TOLD))
    if row.reference in at.brought:
        source, kind, pounds, what_for = SOURCES[at.brought.index(row.reference) % len(SOURCES)]
        received = max(today - timedelta(days=90), row.start_date)
        money.bring(by=lead, contract_uid=str(row.uid), new=NewInvestment(source, kind, pounds, received, what_for))
