"""Sending a form from the screen, changing one that was sent, and taking it back."""

from dataclasses import replace

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, Deed, deed
from cairn.access.permissions import Permission
from cairn.collection import filled, judging, local, persons, taking
from cairn.collection.filled import Filled
from cairn.collection.models import CollectedForm, FormSubmission, OpenForm, SignUp
from cairn.collection.persons import Person
from cairn.collection.questions import tasks
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people import holding


def send(*, by: Actor, form_uid: object, was: int | None = None) -> Done[FormSubmission]:
    """Send one form as it stands, what the record proposes included: whoever sends it says that it is right. `was` is
    `rules_filling.mark` of the answers that they saw. Everything that is wrong or missing is said at once, at its column. The
    form on its way goes; its receipt is returned. Raises Refused."""
    by.require(Permission.RECORD)
    now = filled.filled(by, form_uid)
    year = judging.year_for(now)
    refuse_if([*judging.changed_problems(now, was), *judging.send_problems(by, now, year)])
    assert year is not None  # or it was refused
    with deed("collection.forms_sent", by=by) as this:
        holding.hold([by.organisation_id])
        if there := _sent_meanwhile(by, now):
            return Done((there,))
        submission = _submission(this, by, now)
        form = taking.new_form(
            now.form, now.answers, person=_person(by, now), commissioner_id=now.row.sign_up.commissioner_id,
            year_id=year.pk, service_id=now.row.service_id, episode_id=now.row.episode_id, confirmed=now.row.confirmed,
        )  # fmt: skip
        told = taking.take(this, submission, [form])
        refuse_if(replace(one, row=None) for one in told.rejected)
        taking.write_receipt(this, submission, told, received=1, rejected=0)
        this.delete(now.row)
    return Done((submission,), (), this.uid)


def _sent_meanwhile(by: Actor, now: Filled) -> FormSubmission | None:
    """The receipt of whoever pressed the button at the same moment. Raises Conflict where an answer was changed at it."""
    held = OpenForm.objects.select_for_update().filter(pk=now.row.pk).first()
    if held is None and (there := receipt_of(by, now.row.uid)):
        return there
    if held is None or held.version != now.row.version:
        message = "An answer was changed at this moment."
        raise Conflict([Problem("form.changed", message, "Look over the form again.")])
    return None


def _submission(this: Deed, by: Actor, now: Filled) -> FormSubmission:
    made: FormSubmission = this.create(
        FormSubmission(
            organisation_id=by.organisation_id, collection_id=now.row.sign_up.collection_id, user_uid=by.uid,
            way="screen", form=now.form.id, form_version=now.form.version, key=key_of(now.row.uid), asked_at=clock.now(),
        )
    )  # fmt: skip
    return made


def key_of(form_uid: object) -> str:
    """What the submission of a form on its way is known by: sent twice, the receipt is the first one's."""
    return f"screen:{form_uid}"


def receipt_of(by: Actor, form_uid: object) -> FormSubmission | None:
    """The receipt of a form that is on its way no more, for whoever pressed the button twice."""
    rows = FormSubmission.objects.filter(organisation_id=by.organisation_id, key=key_of(form_uid))
    found: FormSubmission | None = rows.first()
    return found


def _person(by: Actor, now: Filled) -> Person:
    """Who it is about: the record; else what was typed, or, of a form that was sent already, whom that one is about."""
    if now.row.client is not None:
        return Person(persons.code(by.organisation_uid, now.row.client), now.row.client_id)
    typed = now.answers.get(now.form.person_column, "")
    earlier = judging.before(by, now)
    if earlier is not None and earlier.person == typed:
        return Person(earlier.person, earlier.client_id)
    return persons.known(by, [typed])[typed]


def reopen(*, by: Actor, sent_uid: object) -> Done[OpenForm]:
    """Begin a change of a form that was sent: it is on its way again under its own number, and what was sent stands until
    the change is sent. Refused once the year takes no more changes."""
    by.require(Permission.RECORD)
    row = filled.get_sent(by, sent_uid)
    if there := filled.visible_to(by).filter(number=row.number).first():
        return Done((there,))
    refuse_if(judging.change_problems(row))
    form = registry.get("form", row.form, row.form_version)
    sign_up = SignUp.objects.get(
        collection=row.collection, provider_id=by.organisation_id, commissioner=row.commissioner
    )
    made = OpenForm(
        organisation_id=by.organisation_id, sign_up=sign_up, form=row.form, form_version=row.form_version,
        number=row.number, service=row.service, client=row.client, episode=row.episode, answers=row.answers,
        confirmed=row.confirmed, due_date=row.form_date,
        seen=[task.id for task in tasks(form, local.added(row))] if row.answers else [],  # a withdrawn one begins anew
        changed_at=clock.now(),
    )  # fmt: skip
    with deed("collection.forms_started", by=by) as this:
        this.create(made)
    return Done((made,), (), this.uid)


def withdraw(*, by: Actor, sent_uid: object, version: int) -> Done[CollectedForm]:
    """Take back a form that was sent: the authority counts it no more. The undo sends it again as it was."""
    by.require(Permission.RECORD)
    row = filled.get_sent(by, sent_uid)
    refuse_if(judging.change_problems(row))
    row.version = version
    with deed("collection.sent_form_withdrawn", by=by) as this:
        this.update(row, state="withdrawn")
    return Done((row,), (), this.uid)
