"""The record of one person, read for what a form asks (`known`), and what it proposes (`proposed`)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.cases import dictionary, rules
from cairn.cases.models import Episode, Need, NeedJudgement, NeedsCheck, OutcomeRecord, SupportPlan
from cairn.cases.queries import visible_to
from cairn.collection import persons
from cairn.collection.known import Known, NeedKnown, PersonKnown, Proposal, StayKnown
from cairn.collection.models import CollectionAuthority, CollectionService, OpenForm, SignUp
from cairn.collection.rules_proposing import proposals
from cairn.definitions import registry
from cairn.definitions.shapes.form import CollectionForm
from cairn.frameworks.outcomes import SUPPORTING_PEOPLE, outcome_of_need
from cairn.people import queries
from cairn.people import rules as people_rules
from cairn.people.models import Client, ClientGroups, OptionalAnswer

STATUSES = ("employment", "accommodation")


def proposed(by: Actor, form: CollectionForm, row: OpenForm) -> dict[str, Proposal]:
    """Column to what the record proposes for it, read now: a page that nobody has saved yet shows today's record."""
    return proposals(form, known(by, row, framework=form.framework or ""))


def known(by: Actor, row: OpenForm, *, framework: str = SUPPORTING_PEOPLE) -> Known:
    """All that the record says of what a form asks, as of the day of its event."""
    sign_up: SignUp = row.sign_up
    authority = CollectionAuthority.objects.filter(
        collection_id=sign_up.collection_id, organisation_id=sign_up.commissioner_id
    ).first()
    of = (
        CollectionService.objects.filter(service_id=row.service_id, sign_up=sign_up).first() if row.service_id else None
    )
    return Known(
        form_date=row.due_date,
        number=row.number,
        provider_name=Organisation.objects.get(pk=row.organisation_id).name,
        provider_number=sign_up.provider_number,
        national_number=sign_up.national_number,
        authority_code=authority.code if authority else "",
        service_name=row.service.name if row.service else "",
        service_number=of.service_number if of else "",
        service_type=of.service_type if of else "",
        service_group=of.client_group if of else "",
        person=_person(by, row.client, row.due_date) if row.client else None,
        stay=_stay(by, row.episode, row.due_date, framework) if row.episode else None,
    )


def _person(by: Actor, person: Client, day: dt.date) -> PersonKnown:
    status = _statuses(by, person, day)
    groups = ClientGroups.objects.filter(client=person).first()
    faith = OptionalAnswer.objects.filter(client=person, question="religion").first()
    return PersonKnown(
        code=persons.code(by.organisation_uid, person),
        age=people_rules.age_on(person, day),
        gender=person.gender,
        ethnicity=person.ethnicity,
        disability=person.disability,
        religion=faith.codes[0] if faith and faith.codes else "",
        employment=status["employment"][0],
        employment_date=status["employment"][1],
        accommodation=status["accommodation"][0],
        accommodation_date=status["accommodation"][1],
        primary=groups.primary if groups else "",
        secondary=tuple(groups.secondary) if groups else (),
        groups_date=groups.recorded_date if groups else None,
    )


def _statuses(by: Actor, person: Client, day: dt.date) -> dict[str, tuple[str, dt.date | None]]:
    """How each kind stood on the day; a code for a missing answer says nothing."""
    found: dict[str, tuple[str, dt.date | None]] = dict.fromkeys(STATUSES, ("", None))
    rows = queries.readable_statuses(by).filter(client=person, kind__in=STATUSES, start_date__lte=day)
    for one in rows.order_by("start_date"):
        said = registry.get("codes", one.kind)
        is_answer = one.code in said.codes and not said.entry(one.code).missing
        found[one.kind] = (one.code, one.start_date) if is_answer else ("", None)
    return found


def _stay(by: Actor, episode: Episode, day: dt.date, framework: str) -> StayKnown:
    plan = visible_to(by, SupportPlan).filter(episode=episode, plan_date__lte=day).order_by("plan_date").last()
    referral = episode.referral
    return StayKnown(
        start_date=episode.start_date,
        end_date=episode.end_date,
        closure_reason=episode.closure_reason,
        planned=episode.closure_planned,
        destination=episode.destination,
        referral_sector=referral.sector if referral else "",
        referral_date=referral.received_date if referral else None,
        plan_agreed=plan.agreed if plan else "",
        plan_date=plan.plan_date if plan else None,
        needs=tuple(_needs(by, episode, day, framework)),
        not_present=_not_present(by, episode, day, framework),
        reached=_reached(by, episode, day, framework),
    )


def _needs(by: Actor, episode: Episode, day: dt.date, framework: str) -> list[NeedKnown]:
    """The needs presented until the day, as they were judged by then."""
    judged: dict[int, list[tuple[dt.date, str]]] = defaultdict(list)
    rows = visible_to(by, NeedJudgement).filter(need__episode=episode, judged_date__lte=day)
    for one in rows.order_by("judged_date", "id"):
        judged[one.need_id].append((one.judged_date, one.state))
    found = []
    for need in visible_to(by, Need).filter(episode=episode, presented_date__lte=day).order_by("presented_date", "id"):
        entry = dictionary.entry(need.need, need.dictionary_version)
        counts_to = outcome_of_need(entry.definition, framework) if entry.definition else None
        if counts_to is not None:
            last = judged[need.pk][-1] if judged[need.pk] else (None, "unmet")
            found.append(NeedKnown(counts_to.ref, entry.label, last[1], need.presented_date, last[0]))
    return found


def _not_present(by: Actor, episode: Episode, day: dt.date, framework: str) -> dict[str, dt.date]:
    """The framework's needs of which everything in today's dictionary was asked about, and none was there."""
    checks = visible_to(by, NeedsCheck).filter(episode=episode, check_date__lte=day).order_by("check_date", "id")
    words = rules.last_words((row.check_date, need, said) for row in checks for need, said in row.answers.items())
    if not words:
        return {}
    by_ref: dict[str, list[str]] = defaultdict(list)
    for need in registry.get("needs").needs:
        if counts_to := outcome_of_need(need, framework):
            by_ref[counts_to.ref].append(need.id)
    absent = {need: date for need, (date, said) in words.items() if said == "not_present"}
    return {ref: min(absent[one] for one in ids) for ref, ids in by_ref.items() if set(ids) <= absent.keys()}


def _reached(by: Actor, episode: Episode, day: dt.date, framework: str) -> Mapping[str, dt.date]:
    rows: Any = visible_to(by, OutcomeRecord).filter(
        episode=episode, framework=framework, is_reached=True, outcome_date__lte=day
    )
    return dict(rows.order_by("outcome_date").values_list("outcome", "outcome_date"))
