"""Write down what a person sees otherwise than it was recorded, take it back, answer it. What was recorded stays."""

from collections.abc import Sequence
from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.cases import rules_voice
from cairn.cases.loading import canonical
from cairn.cases.models import Disagreement
from cairn.cases.queries import disagreements as queries
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people import queries as people
from cairn.people.models import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDisagreement:
    """A person's own words about a row of theirs: `about` is a code of `disagreement_about`, `about_uid` the row,
    `said_by` a code of `judged_by` (who wrote it down)."""

    client_uid: str
    about: str
    about_uid: str
    words: str
    said_by: str = "person"


def record(*, by: Actor, disagreements: Sequence[NewDisagreement]) -> Done[Disagreement]:
    """Put a person's words beside what was recorded, all or none; new words about a thing take the place of earlier ones,
    which stay in the history. Raises Refused and queries.NotFound."""
    by.require(Permission.RECORD)
    owners = people.by_uids(by, [new.client_uid for new in disagreements])
    refuse_if(_problems(by, disagreements, owners))
    with deed("cases.disagreement_recorded", by=by) as this:
        rows = [_write(this, new, owner) for new, owner in zip(disagreements, owners, strict=True)]
    return Done(tuple(rows), (), this.uid)


def take_back(*, by: Actor, client_uid: object, uid: object) -> Done[Disagreement]:
    """The person no longer sees it so. Taken back twice, nothing happens. Raises queries.NotFound."""
    by.require(Permission.RECORD)
    row = _of(by, client_uid, uid)
    if row.taken_back_date is not None:
        return Done((row,))
    with deed("cases.disagreement_taken_back", by=by) as this:
        this.update(row, taken_back_date=clock.today())
    return Done((row,), (), this.uid)


def answer(*, by: Actor, client_uid: object, uid: object, words: str, version: int | None = None) -> Done[Disagreement]:
    """What a worker says to it; the person reads it on their own page. Raises Refused, Conflict and queries.NotFound."""
    by.require(Permission.RECORD)
    row = _of(by, client_uid, uid)
    refuse_if(rules_voice.words_problems(words))
    if version is not None:
        row.version = version
    with deed("cases.disagreement_answered", by=by) as this:
        this.update(row, answer=words.strip(), answered_date=clock.today())
    return Done((row,), (), this.uid)


def _of(by: Actor, client_uid: object, uid: object) -> Disagreement:
    person, row = people.get(by, client_uid), queries.get_row(by, uid)
    if row.client_id != person.pk:
        raise NotFound("not of this person")
    return row


def _problems(by: Actor, new: Sequence[NewDisagreement], owners: Sequence[Client]) -> list[Problem]:
    found: list[Problem] = []
    there = queries.subjects(by, [(one.about, uid) for one in new if (uid := canonical(one.about_uid))])
    for row, (one, owner) in enumerate(zip(new, owners, strict=True)):
        found += rules_voice.code_problems(one.about, one.said_by, row) + rules_voice.words_problems(one.words, row)
        if there.get((one.about, canonical(one.about_uid))) != owner.pk:
            fix = "Choose one of the things on the page."
            found.append(Problem("disagreement.nothing", "There is no such thing here.", fix, field="about", row=row))
    return found


def _write(this: Deed, new: NewDisagreement, owner: Client) -> Disagreement:
    key = {"client": owner, "about": new.about, "about_uid": canonical(new.about_uid)}
    for earlier in Disagreement.objects.filter(**key, taken_back_date__isnull=True):
        this.update(earlier, taken_back_date=clock.today())
    made = Disagreement(
        organisation_id=this.by.organisation_id, words=new.words.strip(), said_by=new.said_by,
        made_date=clock.today(), **key,
    )  # fmt: skip
    this.create(made)
    return made
