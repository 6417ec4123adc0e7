"""Choose the optional questions that a service asks, each with its reason; and keep its own list of levels of support."""

from collections.abc import Mapping, Sequence
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.kernel.problems import Done, refuse_if
from cairn.services import queries, rules_asking
from cairn.services.actions.versions import claim
from cairn.services.models import Service, ServiceQuestion, SupportLevel
from cairn.services.rules_asking import LevelFacts


def choose(
    *, by: Actor, service_uid: object, questions: Mapping[str, str], version: int | None = None
) -> Done[Service]:
    """`questions` is the whole choice: ids of `optional_question`, each with the reason for asking. What is left out is
    asked no longer; no answer that was given changes. Raises Refused, Conflict and queries.NotFound."""
    by.require(Permission.MANAGE_SERVICES)
    row = queries.get(by, service_uid)
    refuse_if(rules_asking.question_problems(questions))
    wanted = {id: " ".join(reason.split()) for id, reason in questions.items()}
    now = {link.question: link for link in ServiceQuestion.objects.filter(service=row)}
    if version is not None:
        row.version = version
    with deed("services.questions_chosen", by=by) as this:
        if {id: link.reason for id, link in now.items()} != wanted:
            claim(this, row)
        for id, link in now.items():
            if id in wanted:
                this.update(link, reason=wanted[id])
            else:
                this.delete(link)
        new = {id: reason for id, reason in wanted.items() if id not in now}
        this.create_many(
            ServiceQuestion(organisation_id=row.organisation_id, service=row, question=id, reason=reason)
            for id, reason in new.items()
        )
    return Done((row,), (), this.uid)


def arrange_levels(
    *, by: Actor, service_uid: object, levels: Sequence[LevelFacts], version: int | None = None
) -> Done[Service]:
    """`levels` is the whole list, lowest first. One that is left out is used no longer: it stays, last, for those who had
    it. Raises Refused, Conflict and queries.NotFound (also for a level that is another service's)."""
    by.require(Permission.MANAGE_SERVICES)
    row = queries.get(by, service_uid)
    refuse_if(rules_asking.level_problems(levels))
    own = SupportLevel.objects.filter(service=row)
    queries.by_uids(own, [one.uid for one in levels if one.uid])
    now = {str(each.uid): each for each in own}
    if version is not None:
        row.version = version
    with deed("services.levels_changed", by=by) as this:
        claim(this, row)
        _retire(this, now, {queries.canonical(one.uid) for one in levels if one.uid}, len(levels))
        _free_names(this, now, levels)
        for order, one in enumerate(levels):
            _write(this, row, now, order, one)
    return Done((row,), (), this.uid)


def _retire(this: Deed, now: dict[str, Any], listed: set[str], after: int) -> None:
    for uid, each in now.items():
        if uid not in listed:
            this.update(each, is_used=False, order=after)


def _free_names(this: Deed, now: dict[str, Any], levels: Sequence[LevelFacts]) -> None:
    """Two levels may change names with each other: the one that has a name in the way waits under another."""
    wanted = {one.name.strip(): queries.canonical(one.uid) if one.uid else "" for one in levels}
    for uid, each in now.items():
        if wanted.get(each.name, uid) != uid:
            this.update(each, name=f"{each.name[:40]} {uid[:8]}")


def _write(this: Deed, service: Service, now: dict[str, Any], order: int, one: LevelFacts) -> None:
    said = {"name": one.name.strip(), "words": one.words.strip(), "order": order, "is_used": one.is_used}
    if one.uid:
        this.update(now[queries.canonical(one.uid)], **said)
    else:
        this.create(SupportLevel(organisation_id=service.organisation_id, service=service, **said))
