"""A collection as whoever runs it, and each authority in it, keep it: open it, join it, its years, a sample."""

import secrets
from datetime import date
from typing import Any

from django.db.models import Max, Min

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.collection import library, programmes, sitting, windows
from cairn.collection import rules_programme as rules
from cairn.collection.models import CollectedForm, Collection, CollectionAuthority, CollectionYear, Sampling, SignUp
from cairn.collection.rules_programme import YearDates
from cairn.contracts import parties
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if


def open_(
    *,
    by: Actor,
    programme: str,
    name: str,
    code: str = "",
    start_date: date,
    sits: bool = True,
    by_approval: bool = False,
) -> Done[Collection]:
    """A collection that the actor's organisation runs, with its first year. With `sits` it is its first authority too; a
    national office that commissions nothing is none. `by_approval`: other authorities ask for their seats."""
    by.require(Permission.MANAGE_CONTRACTS)
    refuse_if(open_problems(by, programme, name, code, sits=sits))
    with deed("collection.opened", by=by) as this:
        new = Collection(
            organisation_id=by.organisation_id, programme=programme, name=name.strip(), by_approval=by_approval,
            serial=1 + Collection.objects.filter(organisation_id=by.organisation_id, programme=programme).count(),
        )  # fmt: skip
        (row,) = parties.once(this, [new])
        if sits:
            sitting.sit(this, row, by.organisation_id, code)
        this.create(_year(row, rules.usual_year(start_date)))
    return Done((row,), (), this.uid)


def open_problems(by: Actor, programme: str, name: str, code: str, *, sits: bool = True) -> list[Problem]:
    """What is wrong with a new collection."""
    found = rules.code_problems(code, ()) if sits else []
    if not name.strip():
        found.append(Problem("collection.name", "It has no name.", "Write what people call it.", field="name"))
    if not library.of_programme(programme):
        fix = "Choose a programme that has a published form."
        found.append(Problem("collection.programme", "That programme has no form.", fix, field="programme"))
    elif Collection.objects.filter(organisation_id=by.organisation_id, programme=programme, ended_at=None).exists():
        fix = "Open the one that is there."
        found.append(
            Problem("collection.twice", "You run a collection of this programme already.", fix, field="programme")
        )
    return found


def say_contact(*, by: Actor, collection_uid: object, contact: str, version: int | None = None) -> Done[Collection]:
    """How whoever runs it is reached: every lock of a year says it. Only who runs it."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = programmes.run_by(by, collection_uid)
    row.version = version if version is not None else row.version
    with deed("collection.contact_said", by=by) as this:
        this.update(row, contact=contact.strip())
    return Done((row,), (), this.uid)


def join(*, by: Actor, collection_uid: object, code: str) -> Done[CollectionAuthority]:
    """Sit in somebody else's collection as an authority. Raises NotFound for one that is not listed."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = programmes.to_join(by, collection_uid)
    refuse_if(join_problems(by, row, code))
    with deed("collection.joined", by=by) as this:
        made = sitting.sit(this, row, by.organisation_id, code)
    return Done((made,), (), this.uid)


def join_problems(by: Actor, row: Collection, code: str) -> list[Problem]:
    """What stands in the way of joining."""
    found = windows.ended_problems(row) + rules.code_problems(code, sitting.codes_of_others(row, by.organisation_id))
    if sitting.sits(row, by.organisation_id):
        found.append(Problem("collection.joined", sitting.SITS, "Open the collection."))
    elif row.by_approval:
        fix = f"Ask {row.organisation.name} for a seat."
        found.append(Problem("collection.by_approval", "Whoever runs this collection lets authorities in.", fix))
    return found


def leave(*, by: Actor, collection_uid: object) -> Done[CollectionAuthority]:
    """From today no provider signs up with this authority, and who had signed up sends it nothing more; what was sent stays."""
    by.require(Permission.MANAGE_CONTRACTS)
    mine = programmes.seat(by, collection_uid)
    open_ = SignUp.objects.filter(
        collection=mine.collection, commissioner_id=by.organisation_id, state__in=("requested", "approved")
    )
    with deed("collection.joined", by=by) as this:
        this.update(mine, left_date=clock.today())
        for row in open_:
            parties.change(this, by, row, state="refused", reason=HAS_LEFT)
    return Done((mine,), (), this.uid)


HAS_LEFT = "The authority has left the collection."


def set_year(
    *, by: Actor, collection_uid: object, dates: YearDates, year_uid: object = None, version: int | None = None
) -> Done[CollectionYear]:
    """A new year, or other dates of one that is there. Only whoever runs the collection."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = programmes.run_by(by, collection_uid)
    before = programmes.year_of(row, year_uid) if year_uid else None
    refuse_if(year_problems(row, dates, before))
    with deed("collection.year_set", by=by) as this:
        if before is None:
            (made,) = parties.once(this, [_year(row, dates)])
        else:
            before.version = version if version is not None else before.version
            made = this.update(before, label=dates.label, **_columns(dates))
    return Done((made,), (), this.uid)


def year_problems(row: Collection, dates: YearDates, before: CollectionYear | None) -> list[Problem]:
    """What is wrong with the dates of a year."""
    others = CollectionYear.objects.filter(collection=row).exclude(pk=before.pk if before else None)
    held = CollectedForm._base_manager.filter(year=before).aggregate(first=Min("form_date"), last=Max("form_date"))
    span = (held["first"], held["last"]) if before and held["first"] else None
    return windows.ended_problems(row) + rules.year_problems(
        dates, list(others.values_list("start_date", "end_date")), span
    )


def _year(row: Collection, dates: YearDates) -> CollectionYear:
    return CollectionYear(collection=row, label=dates.label, **_columns(dates))


def _columns(dates: YearDates) -> dict[str, Any]:
    return {name: getattr(dates, name) for name in YearDates.__slots__}


def sample(
    *, by: Actor, year_uid: object, is_on: bool, older_percent: int = 10, other_percent: int = 50, reason: str = ""
) -> Done[Sampling]:
    """Whether the authority's long-term services send forms about a sample only, in one year. The seed is drawn once and stays,
    so that going back and forth samples the same people."""
    by.require(Permission.MANAGE_CONTRACTS)
    year = programmes.year_for_authority(by, year_uid)
    found = rules.sampling_problems(is_on, older_percent, other_percent, reason)
    refuse_if([*windows.ended_problems(year.collection), *found])
    said = {"is_on": is_on, "older_percent": older_percent, "other_percent": other_percent, "reason": reason.strip()}
    with deed("collection.sampling_decided", by=by) as this:
        row = Sampling.objects.filter(year=year, organisation_id=by.organisation_id).first()
        if row:
            this.update(row, **said, decided_date=clock.today())
        else:
            seed = secrets.token_hex(8)
            new = Sampling(year=year, organisation_id=by.organisation_id, seed=seed, decided_date=clock.today(), **said)
            (row,) = parties.once(this, [new])
    return Done((row,), (), this.uid)
