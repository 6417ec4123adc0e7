"""Two pairs of organisations with the same things in each: a provider and a commissioner, a contract between them, and
one of everything that an address can name, made through the actions that the screens use.

Harbour Trust works for Eastborough, Oakfield for Westborough: to either pair the other is a stranger whose uids are real.
Every organisation has one person in each role, also in those that it would hardly give out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.test import Client as Browser

from cairn.access import scope
from cairn.access.actions import keys
from cairn.access.actors import Actor
from cairn.access.keys import NewKey
from cairn.access.models import User
from cairn.access.permissions import ROLES
from cairn.cases.actions import (
    activities,
    appointments,
    assessments,
    attachments,
    concerns,
    covers,
    disagreements,
    episodes,
    goals,
    needs,
    notes,
    outcomes,
    planned_sessions,
    referrals,
)
from cairn.cases.actions import plans as support_plans
from cairn.cases.actions.activities import NewActivity, NewAttendance
from cairn.cases.actions.appointments import NewAppointment
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.actions.attachments import NewAttachment
from cairn.cases.actions.concerns import NewConcern, NewEntry
from cairn.cases.actions.disagreements import NewDisagreement
from cairn.cases.actions.episodes import EpisodeClosing
from cairn.cases.actions.goals import NewGoal
from cairn.cases.actions.needs import NewNeed
from cairn.cases.actions.notes import NewNote
from cairn.cases.actions.outcomes import NewSetAside
from cairn.cases.actions.plans import NewPlan
from cairn.cases.actions.referrals import Acceptance, NewReferral
from cairn.cases.models import EpisodeFunding, StepRecord
from cairn.contracts.actions import agreements, contracts, measures
from cairn.contracts.actions import services as funding
from cairn.contracts.actions.contracts import NewContract
from cairn.contracts.actions.measures import NewMeasure
from cairn.desk.actions import drafts
from cairn.exchange import jobs as import_jobs
from cairn.exchange import queries as import_queries
from cairn.exchange import tables
from cairn.exchange.actions import imports
from cairn.intake.actions import forms, links
from cairn.intake.actions.links import NewLink
from cairn.interfaces.workspace.setup import plans
from cairn.interfaces.workspace.setup.views import STEPS
from cairn.kernel import clock
from cairn.people.actions import circle, clients, communication, consents
from cairn.people.actions.circle import NewRelated
from cairn.people.actions.clients import NewClient
from cairn.people.actions.consents import NewConsent
from cairn.returns.actions import overrides, review, rounds, submissions
from cairn.returns.actions.rounds import NewRound
from cairn.scales.actions import permissions
from cairn.services.actions import activity_types, ladders, services
from cairn.services.actions.activity_types import NewActivityType
from cairn.services.actions.ladders import NewLadder
from cairn.services.actions.services import NewService
from cairn.services.models import Rung
from tests.conftest import Party, add_party
from tests.matrix.elsewhere import sent_on
from tests.matrix.situation import situated
from tests.matrix.world_annual import yearly
from tests.matrix.world_carrying import carrying
from tests.matrix.world_collections import programmes_of
from tests.matrix.world_contracts import drafted_agreement, partnered
from tests.matrix.world_desk import cleaned, nudged
from tests.matrix.world_doors import at_the_door
from tests.matrix.world_funders import funded
from tests.matrix.world_measures import own_measures_of
from tests.matrix.world_money import moneyed
from tests.matrix.world_negotiation import negotiated
from tests.matrix.world_ratings import rated_and_asked
from tests.matrix.world_returned import returned_file
from tests.matrix.world_review import reviewed
from tests.matrix.world_scales import own_scales
from tests.matrix.world_words import told

NOW = datetime(2025, 7, 10, 9, tzinfo=UTC)
TERM = (date(2024, 10, 1), date(2025, 12, 31))
FIELDS = [("gender", "To see who is served"), ("ethnicity_group", "To see who is not")]
MEASURES = [
    NewMeasure("referrals_received"),
    NewMeasure("referrals_received", by="gender"),
    NewMeasure("needs_presented"),
]
#: The quarter before last is accepted, the last submitted, this one open.
ROUNDS = [
    NewRound("Autumn", date(2024, 10, 1), date(2024, 12, 31), date(2025, 1, 1), date(2025, 7, 31)),
    NewRound("Winter", date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 1), date(2025, 7, 31)),
    NewRound("Spring", date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 1), date(2025, 7, 31)),
]
Things = dict[str, Any]


@dataclass
class World:
    """`things` of a pair, by the name of its provider or of its commissioner; `browsers` signed in, by (slug, role)."""

    parties: dict[str, Party]
    things: dict[str, Things]
    browsers: dict[tuple[str, str], Browser]

    def browser(self, slug: str, role: str) -> Browser:
        return self.browsers[slug, role]


@contextmanager
def taken_back() -> Iterator[None]:
    """A transaction (or a savepoint in one) that is never kept."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build() -> World:
    with clock.fixed(NOW):
        parties = {
            slug: add_party(slug, name, provider=is_provider, roles=list(ROLES))
            for slug, name, is_provider in (
                ("harbour", "Harbour Trust", True),
                ("eastborough", "Eastborough Council", False),
                ("oakfield", "Oakfield", True),
                ("westborough", "Westborough Council", False),
            )
        }
        for party in parties.values():  # somebody who manages no service yet may set one up too
            with scope.of(party.system):
                plans.keep(party.service_manager, plans.new("wellbeing_at_home"))
        # leads where the two providers are partners
        anchor = add_party("anchor", "Anchor Street", provider=True, roles=[])
        with scope.of(anchor.system):  # and takes referrals from anybody here
            new = NewService("Advice", takes_referrals=True, start_date=TERM[0])
            advice = str(services.add(by=anchor.system, services=[new]).one.uid)
        things: dict[str, Things] = {}
        for provider, commissioner in (("harbour", "eastborough"), ("oakfield", "westborough")):
            made = pair(parties[provider], parties[commissioner])
            with scope.of(parties[provider].system):
                made |= at_the_door(parties[provider], made, advice)
            things |= {provider: made, commissioner: made}
        browsers = {
            (slug, role): signed_in(actor) for slug, party in parties.items() for role, actor in party.people.items()
        }
    return World(parties, things, browsers)


def signed_in(actor: Actor) -> Browser:
    browser = Browser()
    browser.force_login(User.objects.get(uid=actor.uid))
    session = browser.session
    session["receipt"] = {"event": actor.uid, "removed": [], "unanswered": []}  # as after an erasure
    session.save()
    return browser


def pair(provider: Party, commissioner: Party) -> Things:
    """Everything that one provider and its commissioner have."""
    things = bought(provider, commissioner.contract_manager)
    with scope.of(provider.system):
        things |= offered(provider.service_manager)
        things["api_key"] = str(
            keys.make(by=provider.service_manager, keys=[NewKey(name="Survey", scopes=["scales"])]).one.row.uid
        )
        things |= {f"of_{step}": step for step in STEPS} | {"step": "service"}
        funding.fund(by=provider.service_manager, contract_uid=things["contract"], service_uid=things["service"])
        things |= supported(provider.service_manager, things)
        things |= visited(provider.support_worker, things)
        things |= planned(provider.service_manager, things)
        things |= covered(provider.support_worker, provider.service_manager)
        things |= worried(provider.support_worker, provider.service_manager, things)
        things |= situated(provider.support_worker, provider.service_manager, things)
        things |= sent_on(provider.support_worker, provider.service_manager, things)
        things |= own_voice(provider.service_manager, things)
        things |= brought_in(provider.service_manager)
        things |= own_scales(provider.service_manager, things)
        things |= own_measures_of(provider.service_manager)
        drafts.put(by=provider.support_worker, form="person.new", values={"name": ["Kept name"]})
    returned(provider.data_lead, commissioner.contract_manager, things)
    yearly(provider.data_lead, commissioner.contract_manager, things)
    things |= moneyed(provider.data_lead, commissioner.contract_manager, things)
    told(provider.data_lead, commissioner.contract_manager, things)
    things |= negotiated(provider, commissioner, things["contract"], TERM)
    things |= programmes_of(provider, commissioner, things)
    things |= nudged(provider.data_lead, provider.support_worker, things)
    return things


def bought(provider: Party, by: Actor) -> Things:
    """A contract with measures, an agreement both have signed, another only drafted, and three rounds."""
    new = NewContract("C-1", "Getting out", "carers", *TERM, provider_slug=provider.organisation.slug)
    with scope.of(by):
        uid = str(contracts.add(by=by, contracts=[new]).one.uid)
        measures.agree(by=by, contract_uid=uid, measures=MEASURES)
        agreed, drafted = (drafted_agreement(by, uid, TERM, FIELDS, why) for why in ("Who is served", "Who is not"))
        other, carried = partnered(provider, by, TERM), carrying(by, uid)
        answers = [str(each.answer.uid) for each in rounds.add(by=by, contract_uid=uid, rounds=ROUNDS).items]
    for signer in (provider.data_lead, by):
        with scope.of(signer):
            agreements.sign(by=signer, agreement_uid=agreed)
    return {
        "contract": uid, "partnered": other, "agreement": agreed, "drafted": drafted, "field": "gender",
        "accepted": answers[0], "submitted": answers[1], "answer": answers[2], "number": 1,
        "measure": "referrals_received", "overridden": "needs_presented", "area": "carers",
        "lack": "about:gender", **carried,
    }  # fmt: skip


def offered(by: Actor) -> Things:
    """A service with a ladder and a type of activity of each kind, and the permission for its scale."""
    service = str(
        services.add(by=by, services=[NewService("Befriending", scales=("swemwbs",), start_date=TERM[0])]).one.uid
    )
    ladder = ladders.add(by=by, ladders=[NewLadder(service, "Out and about", ("To the door", "Into a taxi"))]).one
    rungs = tuple(map(str, Rung.objects.filter(ladder=ladder).order_by("position").values_list("uid", flat=True)))
    new = [
        NewActivityType(service_uid=service, name=mode, mode=mode, rung_uids=() if mode == "head_count" else rungs)
        for mode in ("individual", "group", "head_count")
    ]
    visit, group, drop_in = (str(each.uid) for each in activity_types.add(by=by, types=new).items)
    permissions.record(
        by=by, scale="swemwbs", holder="Warwick", reference="X", granted_date=TERM[0], uses_printed_form=True
    )
    return {
        "service": service, "ladder": str(ladder.uid), "rungs": rungs, "scale": "swemwbs", "locked_scale": "wemwbs",
        "table_scale": "icecap_a", "version": "1", "activity_type": visit, "group": group, "drop_in": drop_in,
    }  # fmt: skip


def supported(by: Actor, things: Things) -> Things:
    """Somebody with an open episode and a closed one, a need, a visit, a reading, a note; and a referral that waits."""
    new = NewClient(name="Ada Lovelace", gender="woman", ethnicity_group="white", birth_date=date(1980, 5, 1))
    client = str(clients.add(by=by, clients=[new]).one.uid)
    closed = accepted(by, client, things["service"], date(2024, 11, 4))
    end = EpisodeClosing(episode_uid=closed, end_date=date(2025, 1, 6), closure_reason="goals_met")
    episodes.close(by=by, closings=[end])
    episode = accepted(by, client, things["service"], date(2025, 2, 3))
    new = NewReferral(client_uid=client, service_uid=things["service"], received_date=date(2025, 7, 1))
    referral = referrals.receive(by=by, referrals=[new]).one
    need = needs.present(by=by, needs=[NewNeed(episode_uid=episode, need="debt", presented_date=date(2025, 2, 3))]).one
    reading = NewAssessment(episode_uid=episode, scale="swemwbs", assessed_date=date(2025, 2, 4), answers=[3] * 7)
    assessments.record(by=by, assessments=[reading])
    said = [
        NewNote(client_uid=client, text="A first note."),
        NewNote(client_uid=client, text="Told.", is_restricted=True),
    ]
    kept = [
        NewAttachment(client_uid=client, name="Letter.pdf", data=b"%PDF-1.7"),
        NewAttachment(client_uid=client, name="Told.txt", data=b"Told.", is_restricted=True),
    ]
    letter, told = (str(row.uid) for row in attachments.add(by=by, attachments=kept).items)
    note, restricted = (str(row.uid) for row in notes.write(by=by, notes=said).items)
    return {
        "client": client, "episode": episode, "closed_episode": closed, "referral": str(referral.uid),
        "need": str(need.uid), "key": "person.new", "note": note, "restricted_note": restricted,
        "attachment": letter, "restricted_file": told,
        "funding": str(EpisodeFunding.objects.filter(episode__uid=episode).earliest("pk").uid),
        "bystander": {"client": bystander(by, things["service"])},
    }  # fmt: skip


def visited(by: Actor, things: Things) -> Things:
    """A visit, and the deed of recording it, which whoever did it may take back."""
    came = NewAttendance(episode_uid=things["episode"], steps=[(things["rungs"][0], "reached")])
    visit = NewActivity(
        activity_type_uid=things["activity_type"], activity_date=date(2025, 3, 3), minutes=60, attendances=[came]
    )
    made = activities.record(by=by, activities=[visit])
    planned = NewAppointment(episode_uid=things["episode"], planned_date=NOW.date())
    appointment = str(appointments.make(by=by, appointments=[planned]).one.uid)
    group = planned_sessions.NewSession(activity_type_uid=things["group"], planned_date=NOW.date())
    session = str(planned_sessions.plan(by=by, sessions=[group]).one.uid)
    newcomer = str(clients.add(by=by, clients=[NewClient(name="Mary Somerville")]).one.uid)
    return {
        "appointment": appointment, "planned_session": session, "worker": by.uid, "newcomer": newcomer,
        "activity": str(made.one.uid), "event": made.event_uid,
    }  # fmt: skip


def planned(by: Actor, things: Things) -> Things:
    """A goal and a plan; an outcome that the visit was tied to later, and one that is not this person's goal now."""
    at, aim = {"episode_uid": things["episode"]}, ("supporting-people", "2a")
    goal = goals.add(by=by, goals=[NewGoal(**at, words="To take the bus", start_date=date(2025, 3, 3))]).one
    dates = {"plan_date": date(2025, 3, 3), "review_date": date(2025, 9, 1)}
    support_plans.agree(by=by, plans=[NewPlan(**at, **dates, matters="My sister", agreed="together")])
    new = NewSetAside(
        **at, framework="supporting-people", outcome="2b", start_date=date(2025, 3, 3), decided_by="together"
    )
    aside = outcomes.set_aside(by=by, outcomes=[new]).one
    activity_types.change(by=by, type_uid=things["activity_type"], version=None, outcomes=[aim])
    return {"goal": str(goal.uid), "aside": str(aside.uid), "framework": aim[0], "outcome": aim[1]}


def covered(by: Actor, other: Actor) -> Things:
    """A week in which a colleague looks after a worker's desk."""
    new = covers.NewCover(
        worker_uid=by.uid, covered_by_uid=other.uid, start_date=NOW.date(), end_date=NOW.date() + timedelta(days=6)
    )
    return {"cover": str(covers.cover(by=by, covers=[new]).one.uid)}


def worried(by: Actor, manager: Actor, things: Things) -> Things:
    """A worker's concern with an entry, another that is closed; somebody in the person's circle, and how to speak."""
    about = {"client_uid": things["client"]}
    new = [
        NewConcern(**about, kind=kind, summary="A worry.", raised_date=date(2025, 3, 3))
        for kind in ("neglect", "other")
    ]
    concern, closed = (str(each.uid) for each in concerns.raise_(by=by, concerns=new).items)
    concerns.note(by=by, entries=[NewEntry(concern_uid=concern, kind="seen", text="Seen again.")])
    concerns.close(by=manager, concern_uid=closed, text="All is well.")
    near = circle.add(by=by, related=[NewRelated(**about, relation="sibling", name="Byron", phone="07700 900123")]).one
    communication.change(
        by=by, client_uid=things["client"], language="urdu", interpreter="yes", safe_contact="Text first"
    )
    return {"concern": concern, "closed_concern": closed, "near": str(near.uid)}


def own_voice(by: Actor, things: Things) -> Things:
    """A link to a person's own page, a word of consent, a step that they see otherwise; the service's public form."""
    about = {"client_uid": things["client"]}
    links_made = links.make(by=by, links=[NewLink(**about)], languages=["english"])
    consents.record(by=by, consents=[NewConsent(**about, purpose="tell_story", state="given", how="spoken")])
    step = str(StepRecord.objects.filter(client__uid=things["client"]).earliest("pk").uid)
    new = NewDisagreement(**about, about="step", about_uid=step, words="I was not at the door.")
    seen = disagreements.record(by=by, disagreements=[new]).one
    door = forms.open_(by=by, service_uid=things["service"], words="Come in.", asks=["urgency"]).one
    own = rated_and_asked(by, things) | {"link": str(links_made.one.row.uid), "own_token": links_made.one.token}
    return {**own, "disagreement": str(seen.uid), "door_code": door.code}


def bystander(by: Actor, service: str) -> str:
    """Somebody else of the same organisation."""
    client = str(clients.add(by=by, clients=[NewClient(name="Charles Babbage")]).one.uid)
    accepted(by, client, service, date(2025, 2, 3))
    return client


def brought_in(by: Actor) -> Things:
    """A list that was checked and waits to be agreed to, and one that came in."""

    def checked(name: str) -> Any:
        data = tables.csv(["Name", "Sex", "Born"], [[name, "F", "1980-01-01"], ["", "?", "not a date"]])
        row = imports.receive(by=by, name="people.csv", data=data)
        mapping = import_queries.mapping(row)
        mapping.values["gender"] = {"f": "woman"}
        imports.remap(by=by, row=row, mapping=mapping, names=["Name", "Sex", "Born"])
        imports.check(by=by, row=row)
        return import_queries.get(by, row.uid)

    waiting, done = checked("Mary Somerville"), checked("Caroline Herschel")
    imports.agree(by=by, row=done)
    import_jobs.run(by, import_queries.get(by, done.uid), lambda done, total: None)
    return {"file": str(waiting.uid), "brought_in": str(done.uid)}


def accepted(by: Actor, client: str, service: str, day: date) -> str:
    """An episode from a day on."""
    new = NewReferral(client_uid=client, service_uid=service, received_date=day)
    referral = referrals.receive(by=by, referrals=[new]).one
    decision = Acceptance(referral_uid=str(referral.uid), decided_date=day, start_date=day, worker_uid=by.uid)
    return str(referrals.accept(by=by, decisions=[decision]).one.uid)


def returned(lead: Actor, commissioner: Actor, things: Things) -> None:
    """The first two rounds are answered, the first accepted; a figure of the open one is overridden."""
    with scope.of(lead):
        for name in ("accepted", "submitted"):
            submissions.submit(by=lead, return_uid=things[name])
        things |= funded(lead)
        things |= returned_file(lead, things["answer"])
        overrides.put(
            by=lead, return_uid=things["answer"], measure="needs_presented", value=3, reason="Counted by hand."
        )
    with scope.of(commissioner):
        review.accept(by=commissioner, return_uid=things["accepted"])
        things |= reviewed(commissioner, things)
        things |= cleaned(commissioner, things)
