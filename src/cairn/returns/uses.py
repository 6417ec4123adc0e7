"""How submitted data was used: each surface of a commissioner notes it, and the provider reads it. Enter a scope first.

What happens to one return (its decision, questions, colours by hand, payment) is kept with that return already and is read
from there, so nothing is noted twice.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from cairn.access.actors import Actor
from cairn.access.models import AuditEvent, AuditSubject, Revision
from cairn.access.queries import names_of
from cairn.contracts.models import AgreedMeasure
from cairn.definitions import registry
from cairn.kernel import canonical, clock
from cairn.kernel.periods import Period
from cairn.returns import finding
from cairn.returns.models import (
    DataUse,
    DataUseOf,
    FigureNote,
    PaymentStatement,
    Submission,
)

#: The most important first: what was decided with a figure matters more than that it was looked at.
KINDS = ("decision", "publication", "report", "download", "dashboard")


@dataclass(frozen=True, slots=True)
class Used:
    """One use: what for, where, in whose words, by whom, when, and how often that day. `measures` and `fields` are [] for every
    figure of the return. A publication may say `where` it stands for everybody, with its `link`."""

    uid: str
    kind: str
    place: str
    words: str
    who: str
    on: date
    times: int
    measures: tuple[str, ...]
    fields: tuple[str, ...]
    where: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class FieldUses:
    """A submitted figure, or a field of people's rows (its `label` is for whoever draws it), with all that was done with it,
    the newest first."""

    name: str
    label: str
    is_of_people: bool
    uses: tuple[Used, ...]

    def count(self, kind: str) -> int:
        """How many uses of a kind."""
        return sum(use.kind == kind for use in self.uses)


@dataclass(frozen=True, slots=True)
class Told:
    """A use that a commissioner wrote down itself: of how many returns and providers."""

    uid: str
    kind: str
    words: str
    on: date
    who: str
    measures: tuple[str, ...]
    returns: int
    providers: int
    where: str = ""
    link: str = ""


def note(
    by: Actor,
    kind: str,
    place: str,
    submissions: Iterable[str],
    *,
    measures: Sequence[str] = (),
    fields: Sequence[str] = (),
) -> None:
    """Note that these submissions (uids) were used. One query where the same was done before on the same day; a page may call
    it while it is drawn. Submissions that the actor's organisation did not ask for are passed over."""
    wanted = sorted({str(uid) for uid in submissions})
    if not wanted:
        return
    said = {"kind": kind, "place": place, "measures": sorted(measures), "fields": sorted(fields), "of": wanted}
    day = {"by_uid": by.uid, "used_date": clock.today(), "key": canonical.sha256(said)}
    if _again(by, day):
        return
    own = {name: said[name] for name in ("kind", "place", "measures", "fields")}
    try:
        with transaction.atomic():
            use = DataUse.objects.create(
                organisation_id=by.organisation_id, used_at=clock.now(), role=role_of(by), **own, **day
            )
            DataUseOf.objects.bulk_create(drawn_on(by, use, Submission.objects.filter(uid__in=wanted)))
    except IntegrityError:  # the same page, opened twice at once
        _again(by, day)


def told_now(by: Actor, kind: str, place: str, words: str, measures: Sequence[str], uid: str) -> DataUse:
    """A use that is a deed of its own, not yet written: today's, and like no other."""
    said = {"kind": kind, "place": place, "words": words, "measures": sorted(measures), "at": clock.now().isoformat()}
    return DataUse(
        organisation_id=by.organisation_id, kind=kind, place=place, words=words, measures=sorted(measures), fields=[],
        role=role_of(by), by_uid=by.uid, used_date=clock.today(), used_at=clock.now(),
        key=canonical.sha256(said), **({"uid": uid} if uid and place == "told" else {}),
    )  # fmt: skip


def _again(by: Actor, day: Mapping[str, Any]) -> bool:
    rows = DataUse.objects.filter(organisation_id=by.organisation_id, **day)
    return bool(rows.update(times=F("times") + 1, used_at=clock.now()))


def drawn_on(by: Actor, use: DataUse, submissions: Any) -> list[DataUseOf]:
    """The rows that tie a use to the submissions among these that the actor's organisation asked for."""
    found = submissions.filter(commissioner_id=by.organisation_id).order_by("pk").values_list("pk", "provider_id")
    return [
        DataUseOf(use=use, submission_id=pk, provider_id=provider, commissioner_id=by.organisation_id)
        for pk, provider in found
    ]


def role_of(by: Actor) -> str:
    """In what capacity the actor acts: the first of its roles, or what kind of actor it is."""
    roles: tuple[str, ...] = tuple(getattr(by, "roles", ()))
    return roles[0] if roles else by.kind


def newest_of(by: Actor, return_uid: str) -> list[str]:
    """The submission of a return that its page shows, by uid; none before it is sent."""
    rows = Submission.objects.filter(answer=finding.find(by, return_uid)).order_by("-number")
    return [str(uid) for uid in rows.values_list("uid", flat=True)[:1]]


def carrying(by: Actor, measure: str, period: Period) -> list[str]:
    """The accepted submissions of contracts that carry a measure, of rounds that touch a period."""
    contracts = AgreedMeasure.objects.filter(commissioner_id=by.organisation_id, measure=measure).values("contract_id")
    rows = Submission.objects.filter(
        commissioner_id=by.organisation_id,
        is_accepted=True,
        answer__round__contract__in=contracts,
        answer__round__observed_from_date__lte=period.end,
        answer__round__observed_to_date__gte=period.start,
    )
    return [str(uid) for uid in rows.values_list("uid", flat=True)]


def of_return(by: Actor, return_uid: str) -> tuple[FieldUses, ...]:
    """Every figure and field that was submitted of a return, with what was done with it; figures first, in the order of the
    return. Raises NotFound."""
    answer = finding.find(by, return_uid)
    sent = list(Submission.objects.filter(answer=answer).order_by("-number"))
    if not sent:
        return ()
    found = [*_noted(by, sent), *_decided(sent), *_talked(answer), *_rated(answer), *_paid(sent)]
    found.sort(key=lambda use: (use.on, -KINDS.index(use.kind)), reverse=True)
    return tuple(_fields(sent[0], found))


def _fields(sent: Submission, found: Sequence[Used]) -> Iterator[FieldUses]:
    for measure, version in dict.fromkeys((one["measure"], one["version"]) for one in sent.figures):
        label = registry.get("measure", measure, version).label
        mine = tuple(use for use in found if _is_of_measure(use, measure))
        yield FieldUses(measure, label, False, mine)
    for name in [str(one["name"]) for one in sent.fields]:
        yield FieldUses(name, name, True, tuple(use for use in found if name in use.fields))


def _is_of_measure(use: Used, measure: str) -> bool:
    """What names measures is of these; what names fields alone is of people's rows; what names neither is of every figure."""
    return measure in use.measures or not (use.measures or use.fields)


def _noted(by: Actor, sent: Sequence[Submission]) -> Iterator[Used]:
    rows = DataUseOf.objects.filter(submission__in=sent, use__withdrawn_date=None).select_related("use", "commissioner")
    every = list(rows)
    own = {row.use.by_uid for row in every if row.commissioner_id == by.organisation_id}
    names = names_of(own) if own else {}
    for row in every:
        use = row.use
        who = (names if row.commissioner_id == by.organisation_id else {}).get(use.by_uid) or _who(row)
        yield Used(
            str(use.uid), use.kind, use.place, use.words, who, use.used_date, use.times, tuple(use.measures),
            tuple(use.fields), use.where, use.link,
        )  # fmt: skip


def _who(row: DataUseOf) -> str:
    """To the other side a person is what they are there, not who."""
    role = row.use.role.replace("_", " ")
    return f"{row.commissioner.name} ({role})" if role else row.commissioner.name


def _decided(sent: Sequence[Submission]) -> Iterator[Used]:
    for one in sent:
        if one.decided_at is not None:
            words = "Accepted" if one.decision == "accepted" else f"Sent back: {one.decision_reason}"
            yield _here(one, "decision", "return_page", words, clock.london_date(one.decided_at))


def _talked(answer: Any) -> Iterator[Used]:
    for row in FigureNote.objects.filter(answer=answer, kind="query").select_related("commissioner"):
        day = clock.london_date(row.made_at)
        yield _here(row, "decision", "return_page", f"Asked about: {row.words}", day, (row.measure,))


def _rated(answer: Any) -> Iterator[Used]:
    """Each time that a figure was given a colour by hand, from the commissioner's log of deeds: the colours themselves go when
    a return is opened again."""
    log = {"organisation_id": answer.commissioner_id}
    about = AuditSubject.objects.filter(**log, kind="return", uid=str(answer.uid)).values("event_id")
    at = dict(AuditEvent.objects.filter(**log, pk__in=about, type="returns.figure_rated").values_list("pk", "at"))
    for event, payload in Revision.objects.filter(event_id__in=at).values_list("event_id", "payload"):
        for change in payload or ():
            if change.get("model") == "returns.FigureRating" and (after := change.get("after")):
                words = f"Given a colour by hand: {after['reason']}"
                day = clock.london_date(at[event])
                yield _here(answer, "decision", "return_page", words, day, (after["measure"],))


def _paid(sent: Sequence[Submission]) -> Iterator[Used]:
    for row in PaymentStatement.objects.filter(submission__in=sent).select_related("commissioner"):
        measures = tuple(dict.fromkeys(str(line["measure"]) for line in row.lines))
        day = clock.london_date(row.approved_at)
        yield _here(row, "decision", "payment", f"£{row.pounds:,.2f} approved for payment", day, measures)


def _here(row: Any, kind: str, place: str, words: str, on: date, measures: tuple[str, ...] = ()) -> Used:
    return Used("", kind, place, words, row.commissioner.name, on, 1, measures, ())


def told(by: Actor) -> tuple[Told, ...]:
    """What the actor's own side wrote down of uses elsewhere, the newest first. Three queries."""
    rows = list(
        DataUse.objects.filter(organisation_id=by.organisation_id, place="told", withdrawn_date=None).order_by(
            "-used_date", "-pk"
        )
    )
    names = names_of({row.by_uid for row in rows}) if rows else {}
    links: dict[int, list[int]] = defaultdict(list)
    for use, provider in DataUseOf.objects.filter(use__in=rows).values_list("use_id", "provider_id"):
        links[use].append(provider)
    return tuple(
        Told(
            str(row.uid), row.kind, row.words, row.used_date, names.get(row.by_uid, ""), tuple(row.measures),
            len(links[row.pk]), len(set(links[row.pk])), row.where, row.link,
        )
        for row in rows
        if links[row.pk]  # else it was undone while it was read
    )  # fmt: skip


def unused(found: Collection[FieldUses]) -> tuple[FieldUses, ...]:
    """What was sent and nobody has used yet: worth asking whether it need be sent."""
    return tuple(one for one in found if not one.uses)
