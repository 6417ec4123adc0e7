"""Set the city up: organisations and their people, services, ladders, contracts, partners, agreements, measures."""

from dataclasses import dataclass, field
from datetime import date

from cairn.access import scope
from cairn.access.actions import organisations
from cairn.access.actors import Actor
from cairn.access.queries import actor_for, system
from cairn.contracts.actions import agreements, contracts, measures, partners
from cairn.contracts.actions import services as funded
from cairn.definitions import registry
from cairn.interfaces.cli.demo.city import COMMISSIONER, MEASURES, SHARED_FIELDS, DemoProvider, DemoService
from cairn.scales.actions import permissions
from cairn.services.actions import activity_types, ladders, needs, services
from cairn.services.models import ActivityType

PASSWORD = "a-stone-at-a-time"
STAFF = (
    ("Marcus Fairclough", ("support_worker",)),
    ("Shabana Iqbal", ("support_worker",)),
    ("Owen Trevelyan", ("service_manager",)),
    ("Comfort Asante", ("data_lead",)),
)


@dataclass(slots=True)
class Running:
    """A service of the city as it now stands: uids and inner ids that the loading needs."""

    plan: DemoService
    uid: str
    types: list[ActivityType]
    rungs: list[str]


@dataclass(slots=True)
class Founded:
    """A provider of the city: its actors by role, and its services."""

    plan: DemoProvider
    workers: list[Actor]
    manager: Actor
    lead: Actor
    services: list[Running] = field(default_factory=list)
    contract_uids: list[str] = field(default_factory=list)


def commissioner() -> Actor:
    slug, name, email, person = COMMISSIONER
    new = organisations.NewOrganisation(name, slug, is_provider=False, is_commissioner=True, is_demonstration=True)
    by = system(organisations.add(organisation=new))
    return _member(by, email, person, ("contract_manager", "administrator"), PASSWORD)


def _member(by: Actor, email: str, name: str, roles: tuple[str, ...], password: str | None = None) -> Actor:
    with scope.of(by):
        member = organisations.add_member(by=by, email=email, name=name, roles=list(roles), password=password)
    found = actor_for(member.user, by.slug)
    assert found
    return found[0]


def provider(plan: DemoProvider, since: date) -> Founded:
    """An organisation, its people, its services with their ladders and types, and an invented scale permission."""
    one, many = plan.words
    new = organisations.NewOrganisation(plan.name, plan.slug, client_word=one, client_words=many, is_demonstration=True)
    by = system(organisations.add(organisation=new))
    actors = [_member(by, email, name, roles, PASSWORD) for email, name, roles in plan.people]
    actors += [
        _member(by, f"{name.split()[0].lower()}@{plan.slug}.example", name, roles)
        for name, roles in (STAFF[:2] if plan.people else STAFF)
    ]

    def of(role: str) -> list[Actor]:
        return [actor for actor in actors if role in actor.roles]

    founded = Founded(plan, of("support_worker"), of("service_manager")[0], of("data_lead")[0])
    with scope.of(by):
        for scale in _locked(plan):
            permissions.record(
                by=founded.manager,
                scale=scale,
                holder=f"Invented for the demonstration: {plan.name}",
                reference="INVENTED-0000",
                granted_date=since,
                is_invented=True,
                uses_printed_form=True,
            )
        founded.services = [_service(founded.manager, plan, service, since) for service in plan.services]
    return founded


def _locked(plan: DemoProvider) -> list[str]:
    """The scales that need a permission: SWEMWBS everywhere, and each service's Star."""
    asked = ("swemwbs", *(scale for service in plan.services for scale in service.scales))
    return [scale for scale in dict.fromkeys(asked) if registry.get("scale", scale).licence.locked]


def _service(by: Actor, provider: DemoProvider, plan: DemoService, since: date) -> Running:
    new = services.NewService(
        name=plan.name,
        who_for=plan.who_for,
        commissioning_area=provider.area,
        asks_postcode=plan.asks_postcode,
        is_one_off=plan.is_one_off,
        scales=plan.scales,
        is_short_stay=plan.is_short_stay,
        start_date=since,
        takes_referrals=plan.asks_postcode,
    )
    uid = str(services.add(by=by, services=[new]).one.uid)
    ladder = ladders.add(by=by, ladders=[ladders.NewLadder(service_uid=uid, starter=plan.starter)]).one
    rungs = [str(rung) for rung in ladder.rungs.order_by("position").values_list("uid", flat=True)]
    types = [
        activity_types.NewActivityType(
            service_uid=uid,
            name=kind.name,
            mode=kind.mode,
            usual_minutes=kind.minutes,
            rung_uids=tuple(rungs[number - 1] for number in kind.rungs if number <= len(rungs)),
            outcomes=kind.outcomes,
            needs=(ladder.need,) if kind.mode != "head_count" else (),
        )
        for kind in plan.types
    ]
    asked = next((one.needs for one in registry.all("starter") if one.commissioning_area == provider.area), {})
    needs.choose(by=by, service_uid=uid, needs=asked)
    return Running(plan, uid, list(activity_types.add(by=by, types=types).items), rungs)


def contract_all(council: Actor, founded: dict[str, Founded], since: date, until: date) -> list[str]:
    """Every contract and grant with its measures, partners, funded services and signed agreement. Returns their uids."""
    return [
        uid for one in founded.values() if one.plan.contract for uid in _contract(council, one, founded, since, until)
    ]


def _contract(council: Actor, one: Founded, founded: dict[str, Founded], since: date, until: date) -> list[str]:
    plan = one.plan
    wanted = [(plan.contract, f"{plan.services[0].name}: {plan.name}", plan.area, plan.value, plan.is_grant)]
    if plan.second_contract:
        wanted.append(
            (plan.second_contract, f"First bus home: {plan.name}", "prevention_and_communities", 24_000, True)
        )
    with scope.of(council):
        rows = contracts.add(
            by=council,
            contracts=[
                contracts.NewContract(
                    reference=reference,
                    title=title,
                    commissioning_area=area,
                    start_date=since,
                    end_date=until,
                    provider_slug=plan.slug,
                    value_pounds=value,
                    is_grant=is_grant,
                )
                for reference, title, area, value, is_grant in wanted
            ],
        ).items
        one.contract_uids = [str(row.uid) for row in rows]
        for uid in one.contract_uids:
            _agree(council, one, uid, since, until)
        if plan.leads:
            partner_rows = [partners.NewPartner(slug=slug) for slug in plan.leads]
            partners.add(by=council, contract_uid=one.contract_uids[0], partners=partner_rows)
    _fund(one, one.contract_uids[0])
    for slug in plan.leads:
        with scope.of(founded[slug].lead):
            partners.agree(by=founded[slug].lead, contract_uid=one.contract_uids[0])
        _fund(founded[slug], one.contract_uids[0])
    return one.contract_uids


def _fund(one: Founded, contract_uid: str) -> None:
    with scope.of(one.manager):
        for service in one.services:
            funded.fund(by=one.manager, contract_uid=contract_uid, service_uid=service.uid)


def _agree(council: Actor, one: Founded, contract_uid: str, since: date, until: date) -> None:
    heads = [("group_heads", "")] if any(t.mode == "head_count" for s in one.plan.services for t in s.types) else []
    measures.agree(
        by=council,
        contract_uid=contract_uid,
        measures=[measures.NewMeasure(measure=measure, by=by) for measure, by in (*MEASURES, *heads)],
    )
    agreement = agreements.draft(
        by=council,
        contract_uid=contract_uid,
        purpose="To see who is reached, what changes for them, and whether all groups are served alike",
        start_date=since,
        end_date=until,
        fields=SHARED_FIELDS,
        allows_linking=bool(one.plan.second_contract),
    ).one
    agreements.sign(by=council, agreement_uid=str(agreement.uid))
    with scope.of(one.lead):
        agreements.sign(by=one.lead, agreement_uid=str(agreement.uid))
