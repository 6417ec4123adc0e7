"""Filling in a form on the screen: begin, save a page, say that something is right, leave out, drop.

Whoever of the team comes next goes on where the last one stopped. A page is saved with what it was drawn from (`was`): what
somebody else changed on it meanwhile is not written over; what they changed on other pages is no matter.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, deed
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.cases.models import Episode
from cairn.cases.queries import get as get_case
from cairn.collection import filled, judging, library, moving, rules, rules_filling, windows
from cairn.collection.models import CollectedForm, CollectionService, OpenForm, SignUp
from cairn.definitions.shapes.form import CollectionForm, When
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if

LEFT_OUT = ("declined", "no_contact", "not_asked_for", "recorded_elsewhere", "other")
"""Why no form will be sent; the words are the screen's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOpenForm:
    """A form to begin. `date` is of its event. With an episode, its service and person are that one's; without, the form is
    about somebody who is not recorded here. `uid` is the sender's own: the same again is the same form."""

    sign_up_uid: str
    when: When
    date: date
    service_uid: str
    episode_uid: str = ""
    uid: str = ""


def start(*, by: Actor, forms: Sequence[NewOpenForm]) -> Done[OpenForm]:
    """Begin forms, all or none. One that was begun already for the same stay and event is given back as it is. Raises
    Refused and NotFound."""
    by.require(Permission.RECORD)
    made: list[OpenForm] = []
    problems: list[Problem] = []
    with deed("collection.forms_started", by=by) as this:
        for row, new in enumerate(forms):
            of = _taking_part(by, new)
            found = library.for_event(of.sign_up.collection.programme, new.when, new.date)
            if ended := windows.ended(of.sign_up.collection):
                problems.append(Problem("form.closed", ended.cause, ended.ask, row=row))
                continue
            if found is None:
                problems.append(Problem("form.none", "No form is asked for at this event on this day.", row=row))
                continue
            episode = _episode(by, new, of)
            there = _there(by, new, found, episode)
            made.append(there or this.create(_row(by, new, of, found, episode)))
        refuse_if(problems)
    return Done(tuple(made), (), this.uid)


def _taking_part(by: Actor, new: NewOpenForm) -> CollectionService:
    """The service as it takes part. Raises NotFound for one that does not, or of a sign-up that is not approved."""
    rows = CollectionService.objects.filter(organisation_id=by.organisation_id, sign_up__state="approved")
    found: CollectionService | None = (
        rows.filter(sign_up__uid=filled.as_uid(new.sign_up_uid), service__uid=filled.as_uid(new.service_uid))
        .select_related("service", "sign_up__collection")
        .first()
    )
    if found is None:
        raise NotFound("no such service")
    return found


def _episode(by: Actor, new: NewOpenForm, of: CollectionService) -> Episode | None:
    if not new.episode_uid:
        return None
    episode: Episode = get_case(by, Episode, new.episode_uid, "client")
    if episode.service_id != of.service_id:
        raise NotFound("no such episode")
    return episode


def _there(by: Actor, new: NewOpenForm, form: CollectionForm, episode: Episode | None) -> OpenForm | None:
    rows = filled.visible_to(by)
    if new.uid and (again := rows.filter(uid=filled.as_uid(new.uid)).first()):
        return again  # type: ignore[no-any-return]
    if episode is None:
        return None
    same = rows.filter(form=form.id, episode=episode)
    # Of one stay there is one entry and one departure; of reviews, one a day.
    row: OpenForm | None = (same.filter(due_date=new.date) if new.when == "review" else same).first()
    return row


def _row(
    by: Actor, new: NewOpenForm, of: CollectionService, form: CollectionForm, episode: Episode | None
) -> OpenForm:  # fmt: skip
    told: dict[str, Any] = {"uid": filled.as_uid(new.uid)} if new.uid else {}
    return OpenForm(
        **told, organisation_id=by.organisation_id, sign_up=of.sign_up, form=form.id, form_version=form.version,
        number=free_number(by, of.sign_up), service=of.service, client=episode.client if episode else None,
        episode=episode, due_date=new.date, changed_at=clock.now(),
    )  # fmt: skip


def free_number(by: Actor, sign_up: SignUp) -> str:
    """Eleven figures that no form of the provider has: at random, so that nobody waits for anybody."""
    while True:
        number = f"{secrets.randbelow(9 * 10**10) + 10**10}"
        if not filled.visible_to(by).filter(number=number).exists() and not (
            CollectedForm.objects.filter(
                provider_id=by.organisation_id, collection_id=sign_up.collection_id, number=number
            ).exists()
        ):
            return number


def save_page(*, by: Actor, form_uid: object, task: str, answers: Mapping[str, str], was: int) -> Done[OpenForm]:
    """Keep one page: what is there must be valid, and nothing must be there. `was` is `rules_filling.mark` of what the page
    was drawn from. What was said to be right stands as long as its answer does. A day that another version is of moves the form
    there, with what that one takes; the rest is set aside. Raises Refused, Conflict and NotFound."""
    by.require(Permission.RECORD)
    now = filled.filled(by, form_uid)
    page = now.task(task)
    before = rules_filling.of_task(page, now.row.answers)
    if rules_filling.mark(before) != was:
        raise Conflict([Problem("edit.conflict", "Somebody else changed this page while you were writing.", _CONFLICT)])
    after = judging.settled_with(now, task, answers)
    refuse_if(judging.page_problems(now, task, after))
    kept = {name: text for name, text in now.row.answers.items() if name not in {one.name for one in page.columns}}
    stored = {**kept, **{n: t for n, t in rules_filling.of_task(page, after).items() if n not in now.given}}
    with deed("collection.form_page_saved", by=by) as this:
        this.update(
            now.row,
            **moving.at(now, stored, [*dict.fromkeys([*now.row.seen, task])], judging.day_of(now, after)),
            confirmed=rules_filling.kept(now.row.confirmed, now.answers, after),
            changed_at=clock.now(),
        )
    return Done((now.row,), (), this.uid)


def confirm(*, by: Actor, form_uid: object, keys: Sequence[str]) -> Done[OpenForm]:
    """Say that what soft rules ask about is right: asked once, and remembered until its answer changes."""
    by.require(Permission.RECORD)
    now = filled.filled(by, form_uid)
    asked = {rules.key(one) for one in rules_filling.to_confirm(now.problems, ())}
    said = [key for key in keys if key in asked]
    with deed("collection.form_confirmed", by=by) as this:
        this.update(now.row, confirmed=[*dict.fromkeys([*now.row.confirmed, *said])], changed_at=clock.now())
    return Done((now.row,), (), this.uid)


def leave_out(*, by: Actor, form_uid: object, reason: str) -> Done[OpenForm]:
    """No form will be sent, and why. Taking it up again is the undo, or `reason` ""."""
    by.require(Permission.RECORD)
    row = filled.get(by, form_uid)
    refuse_if(_reason_problems(reason))
    with deed("collection.form_left_out", by=by) as this:
        this.update(row, left_out_reason=reason, changed_at=clock.now())
    return Done((row,), (), this.uid)


def _reason_problems(reason: str) -> list[Problem]:
    if reason in ("", *LEFT_OUT):
        return []
    return [Problem("form.reason", "Not one of the reasons.", "Choose one of the reasons.", field="reason")]


def drop(*, by: Actor, form_uid: object) -> Done[OpenForm]:
    """Take away a form that was begun by mistake, or a change that nobody wants any more: what was sent stands."""
    by.require(Permission.RECORD)
    row = filled.get(by, form_uid)
    with deed("collection.form_dropped", by=by) as this:
        this.delete(row)
    return Done((row,), (), this.uid)


_CONFLICT = "Their answers are shown beside yours: keep what is right and save again."
