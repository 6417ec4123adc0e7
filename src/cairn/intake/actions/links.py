"""Make a link to a person's own page, count what happens at its door, end it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.intake import making, queries, rules
from cairn.intake.models import PersonLink
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused, refuse_if
from cairn.people import queries as people


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """A link for one person. `purpose` is a code of `link_purpose`; `questions` are those to be answered alone. One made
    only for answers is used up by them."""

    client_uid: str
    purpose: str = "own_page"
    language: str = "english"
    days: int = rules.DAYS
    questions: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A link with its token, which is known now and never again."""

    row: PersonLink
    token: str


def make(*, by: Actor, links: Sequence[NewLink], languages: Sequence[str]) -> Done[Made]:
    """Make links, all or none; `languages` are those that the page is there in. Raises Refused and NotFound."""
    by.require(Permission.RECORD)
    owners = people.by_uids(by, [new.client_uid for new in links])
    problems: list[Problem] = []
    for row, new in enumerate(links):
        problems += rules.link_problems(new.purpose, new.language, languages, new.days, new.questions, row)
    refuse_if(problems)
    now, made = clock.now(), []
    with deed("intake.link_made", by=by) as this:
        for new, owner in zip(links, owners, strict=True):
            token = making.token()
            link = PersonLink(
                organisation_id=by.organisation_id, client=owner, purpose=new.purpose, language=new.language,
                questions=list(new.questions), token_hash=rules.token_hash(token), made_by_uid=by.uid, made_at=now,
                expires_at=now + timedelta(days=new.days), uses_left=1 if new.purpose == "answers" else None,
            )  # fmt: skip
            made.append(Made(link, token))
            # The deed writes down whom it is about and not the row: a hash of a token has no place in the log, and a
            # link that was made is ended, never undone.
            link.save(force_insert=True)
            this.about("client", owner.uid)
    return Done(tuple(made), (), "")


def end(*, by: Actor, client_uid: object, link_uid: object) -> Done[PersonLink]:
    """End a link before its time; one that has ended stays as it is. Raises NotFound."""
    by.require(Permission.RECORD)
    row = queries.link_of(by, client_uid, link_uid)
    if row.revoked_at is None:
        with deed("intake.link_ended", by=by) as this:
            this.about("client", client_uid)
            PersonLink.objects.filter(pk=row.pk).update(revoked_at=clock.now())
    return Done((row,))


def open_with(*, link_uid: object, day: str, month: str) -> PersonLink:
    """Open the page behind a link with the second check. Every wrong answer counts, whoever else tries at the same time;
    the fifth ends the link. Raises Refused and NotFound. Called within the link's own scope."""
    row = queries.live(link_uid)
    rows = PersonLink.objects.filter(pk=row.pk, wrong_tries__lt=rules.WRONG_TRIES)
    if row.client.birth_date is None or rules.is_birthday(row.client.birth_date, day, month):
        if not rows.update(last_used_at=clock.now()):
            raise NotFound("no such link")
        return row
    rows.update(wrong_tries=F("wrong_tries") + 1)
    row.refresh_from_db()
    left = rules.WRONG_TRIES - row.wrong_tries
    fix = (
        f"You can try {left} more time{'' if left == 1 else 's'}."
        if left
        else "Ask whoever gave it to you for a new one."
    )
    message = "That is not what we have." if left else "That was the fifth wrong answer, so this link has ended."
    raise Refused([Problem("link.check" if left else "link.locked", message, fix, field="day")])


def use(*, link_uid: object) -> bool:
    """Take one use of a link that has only so many; False where another was quicker."""
    rows = PersonLink.objects.filter(Q(uses_left__isnull=True) | Q(uses_left__gt=0), uid=link_uid)
    return bool(rows.update(uses_left=F("uses_left") - 1, last_used_at=clock.now()))
