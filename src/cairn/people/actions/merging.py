"""Make one record of two of the same person; say that two are of two people."""

from collections.abc import Mapping, Sequence

from django.apps import apps
from django.db.models import Q

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.kernel import clock, merging
from cairn.kernel.merging import Join
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people import adding, moving, queries, rules
from cairn.people.merging import GROUPS, answers_after
from cairn.people.models import AlikePair, Client

SHELL = "people.clients_merged"


def merge(
    *, by: Actor, kept_uid: object, gone_uid: object, sides: Mapping[str, str] | None = None, joined: Sequence[str] = (),
) -> Done[Client]:  # fmt: skip
    """Everything recorded of `gone` becomes `kept`'s. `sides` says for each group of answers (`people.merging.GROUPS`) whose
    stands, `kept` or `gone`; the uids in `joined` are of rows of `gone` (open episodes) that become one with their like.
    Taken back whole by its event. Raises Refused and NotFound."""
    by.require(Permission.MANAGE_SERVICES)
    kept, gone = queries.get(by, kept_uid), queries.get(by, gone_uid)
    chosen = dict(sides or {})
    after = answers_after(queries.answers_of(kept), queries.answers_of(gone), chosen, clock.today())
    pairs = [join for join in merging.joins(kept.pk, gone.pk) if join.gone_uid in joined]
    refuse_if([*_unwise(kept, gone, chosen, joined, pairs), *rules.problems_of(after, clock.today())])
    with deed(SHELL, by=by) as this:
        kept, gone = _locked(by, kept, gone)
        moving.move(this, kept, gone)
        for pair in pairs:
            model = apps.get_model(pair.model)
            found = {str(row.uid): row for row in model._base_manager.filter(uid__in=[pair.kept_uid, pair.gone_uid])}
            moving.join(this, found[pair.kept_uid], found[pair.gone_uid])
        _empty(this, gone, kept)
        this.update(kept, **adding.values_of(by, after))
    return Done((kept,), (), this.uid)


def _unwise(
    kept: Client, gone: Client, sides: Mapping[str, str], joined: Sequence[str], pairs: Sequence[Join]
) -> list[Problem]:
    found = []
    if kept.pk == gone.pk:
        found.append(Problem("merge.same", "This is one record already.", "Choose another person."))
    if not set(sides) <= set(GROUPS) or not set(sides.values()) <= {"kept", "gone"}:
        found.append(Problem("merge.sides", "This is no answer of the two.", "Choose one side for each answer."))
    if set(joined) - {pair.gone_uid for pair in pairs}:
        fix = "Open the page again: it shows how they stand now."
        found.append(Problem("merge.joined", "One of these is open no longer.", fix, field="joined"))
    return found


def _locked(by: Actor, *people: Client) -> list[Client]:
    """Both rows, held in the order of their ids so that two who merge the same two do not wait for each other."""
    ids = sorted(person.pk for person in people)
    rows = {row.pk: row for row in queries.visible_to(by).select_for_update().filter(pk__in=ids).order_by("pk")}
    if len(rows) < len(ids):
        raise NotFound("no such person")
    return [rows[person.pk] for person in people]


def _empty(this: Deed, gone: Client, kept: Client) -> None:
    """What is left of the other record: its reference, and where the person is now."""
    blank = adding.values_of(this.by, rules.Answers(reference=gone.reference))
    this.update(gone, **{**blank, "match_keys": "", "merged_into_id": kept.pk})


def keep_apart(*, by: Actor, pairs: Sequence[tuple[object, object]]) -> Done[AlikePair]:
    """These are two people each, whatever they have in common; no later look proposes them again. Raises NotFound."""
    by.require(Permission.RECORD)
    asked = [sorted(queries.by_uids(by, pair), key=lambda person: person.pk) for pair in pairs]
    refuse_if(
        Problem("merge.same", "This is one record already.", "Choose another person.", row=row)
        for row, (one, other) in enumerate(asked)
        if one.pk == other.pk
    )
    with deed("people.clients_apart", by=by) as this:
        said = [_said_apart(this, one, other) for one, other in asked]
    return Done(tuple(said), (), this.uid)


def _said_apart(this: Deed, one: Client, other: Client) -> AlikePair:
    own = AlikePair.objects.filter(organisation_id=this.by.organisation_id)
    pair = own.filter(Q(client=one, other=other) | Q(client=other, other=one)).first()
    if pair is None:
        new = AlikePair(organisation_id=this.by.organisation_id, client=one, other=other)
        new.is_apart, new.said_by_uid = True, this.by.uid
        this.about("client", str(other.uid))
        return this.create(new)  # type: ignore[no-any-return]
    this.about("client", str(other.uid))
    return this.update(pair, is_apart=True, said_by_uid=this.by.uid)  # type: ignore[no-any-return]
