"""Make a link by which a person rates themselves, end it, and keep what they answer by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases.queries.base import get
from cairn.intake import rated, rating_links, rules_rating
from cairn.intake.models import RatingLink
from cairn.intake.rating_links import Made
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRating:
    """What one person is asked: `scales` at `stage` ("": as things stand when they send it), in `language`. One that is
    `lasting` asks what is due whenever it is opened; one `on_tablet` opens on the device that is handed over, and nowhere
    else."""

    episode_uid: str
    scales: Sequence[str]
    stage: str = ""
    language: str = "english"
    lasting: bool = False
    days: int = rules_rating.DAYS
    on_tablet: bool = False


def make(*, by: Actor, ratings: Sequence[NewRating], languages: Sequence[str]) -> Done[Made]:
    """Make links, all or none; `languages` are those that the page is there in. Raises Refused and NotFound."""
    by.require(Permission.RECORD)
    episodes = [get(by, rated.EPISODE, new.episode_uid, "client", "service") for new in ratings]
    askable = [one.id for one in rated.askable(by)]
    problems: list[Problem] = []
    for row, new in enumerate(ratings):
        problems += rules_rating.problems_of(
            scales=new.scales, askable=askable, stage=new.stage, language=new.language, languages=languages,
            days=new.days, lasting=new.lasting, on_tablet=new.on_tablet, row=row,
        )  # fmt: skip
    refuse_if(problems)
    with deed("intake.rating_link_made", by=by) as this:
        made = tuple(
            rating_links.write(
                this, episode, purpose=rules_rating.RATING, scales=list(new.scales), stage=new.stage,
                language=new.language, is_lasting=new.lasting, on_tablet=new.on_tablet,
                expires_at=clock.now() + rules_rating.lives(new.days, on_tablet=new.on_tablet),
            )
            for new, episode in zip(ratings, episodes, strict=True)
        )  # fmt: skip
    return Done(made, (), "")


def end(*, by: Actor, client_uid: object, link_uid: object) -> Done[RatingLink]:
    """End a link before its time; one that has ended stays as it is. Raises NotFound."""
    by.require(Permission.RECORD)
    row = rated.link_of(by, client_uid, link_uid)
    if row.revoked_at is None:
        with deed("intake.rating_link_ended", by=by) as this:
            this.about("client", client_uid)
            RatingLink.objects.filter(pk=row.pk).update(revoked_at=clock.now(), answers={})
    return Done((row,))


def see(*, by: Actor, link_uid: object) -> Done[RatingLink]:
    """What came by a link was looked at: it stands on nobody's Today any more. No deed: nothing is said of the person.
    Raises NotFound."""
    by.require(Permission.RECORD)
    row = rated.link_at(by, link_uid)
    RatingLink.objects.filter(pk=row.pk, used_at__isnull=False).update(seen_at=clock.now())
    return Done((row,))


def keep(
    *, link: RatingLink, given: Mapping[str, Mapping[str, Any]], more: Mapping[str, Any], versions: Mapping[str, int]
) -> bool:
    """Keep answers that are not sent yet, beside those kept before; None takes one away. `more`: a comment, and how the
    page is read. `versions` are those that are asked now: what was kept of another falls away, and it is said that it
    did. What is on its way is no deed. Raises NotFound when the link has ended."""
    with transaction.atomic():
        row = rating_links.again(link)
        answers, of = {**row.answers, **more}, row.answers.get("of", {})
        kept = {scale: dict(said) for scale, said in answers.get("given", {}).items()}
        gone = [one for one in kept if of.get(one) != versions.get(one, of.get(one))]
        kept = {one: said for one, said in kept.items() if one not in gone}
        for scale, said in given.items():
            kept.setdefault(scale, {}).update(said)
        answers["given"] = {s: {i: v for i, v in said.items() if v is not None} for s, said in kept.items()}
        answers["of"] = {**of, **{scale: versions[scale] for scale in {*gone, *given}}}
        RatingLink.objects.filter(pk=row.pk).update(answers=answers)
        return bool(gone)


def sent(
    *, by: Actor, link: RatingLink, type_: str = "intake.rating_sent", dropped: Sequence[str] = (),
    again: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:  # fmt: skip
    """The person sent it: the link is used, and waits to be looked at. Called within the transaction that has it locked;
    of the answers nothing stays in it but how the page is read, which scales it could not ask any more (`dropped`), and
    which they had answered on that day already (`again`), each with its score and what somebody must look at."""
    with deed(type_, by=by) as this:
        this.about("client", by.client_uid)
        left: dict[str, Any] = {"set": link.answers.get("set", {})} if link.is_lasting else {}
        left |= {"dropped": list(dropped)} if dropped else {}
        left |= {"again": dict(again)} if again else {}
        RatingLink.objects.filter(pk=link.pk).update(used_at=clock.now(), seen_at=None, answers=left)
