"""A scale as this organisation asks it: its own words and tables put in, and whether it may be asked at all."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.kernel import clock
from cairn.kernel.problems import Problem
from cairn.scales import local, rules
from cairn.scales.models import ScalePermission, ScaleTariff, ScaleWording
from cairn.scales.rules import ENGLISH, Held, Wording


@dataclass(frozen=True, slots=True)
class Asked:
    """`scale` has the organisation's wording and table of values in it; `language` is the one that its items are in, which is
    English where the language asked for has no whole translation; `locked` says why it may not be asked, and how to mend it."""

    scale: Scale
    language: str
    locked: Problem | None


@dataclass(frozen=True, slots=True)
class Own:
    """All that an organisation put beside the files: by scale, and version where it is of one."""

    held: dict[str, list[Held]]
    wordings: dict[tuple[str, int, str], Wording]
    tariffs: dict[tuple[str, int], ScaleTariff]


def asked(
    by: Actor, scale: "str | Scale", on_date: date, *, language: str = ENGLISH, version: int | None = None
) -> Asked:
    """The scale as it is asked here on a date: the newest version, or the one wanted. Raises NotDefined when there is none."""
    found = scale if isinstance(scale, Scale) else registry.get("scale", scale, version)
    return put_together(found, own(by, found), on_date, language, local.standing(by, found))


def usable(by: Actor, on_date: date) -> tuple[Scale, ...]:
    """Every scale that may be asked on a date, as it is asked here: the organisation's own first. Four queries."""
    mine = local.of(by)
    theirs = own(by)
    every = [put_together(scale, theirs, on_date, ENGLISH, None) for scale in (*mine, *registry.all("scale"))]
    return tuple(one.scale for one in every if one.locked is None)


def worded(by: Actor, scales: Collection[Scale]) -> dict[tuple[str, int], Scale]:
    """Scales by id and version as what is recorded already is read: in the organisation's own words, and with its table of
    values. One query, and one more where a table is lacking."""
    ids = {scale.id for scale in scales}
    lacking = {scale.id for scale in scales if scale.tariff is not None and scale.tariff.lacking is not None}
    rows = ScaleWording.objects.filter(organisation_id=by.organisation_id, scale__in=ids, language=ENGLISH)
    loaded = ScaleTariff.objects.filter(organisation_id=by.organisation_id, scale__in=lacking)
    beside = Own(
        {},
        {(row.scale, row.scale_version, row.language): wording(row) for row in rows} if ids else {},
        {(row.scale, row.scale_version): row for row in loaded} if lacking else {},
    )
    day = clock.today()  # of no matter: the gate is for what is to be asked
    return {(one.id, one.version): put_together(one, beside, day, ENGLISH, None).scale for one in scales}


def own(by: Actor, scale: Scale | None = None) -> Own:
    """What the organisation put beside the files: of one scale, reading only what can matter to it; or of all."""
    narrow = {"scale": scale.id} if scale else {}
    permissions = ScalePermission.objects.filter(organisation_id=by.organisation_id, **narrow)
    wordings = ScaleWording.objects.filter(organisation_id=by.organisation_id, **narrow)
    tariffs = ScaleTariff.objects.filter(organisation_id=by.organisation_id, **narrow)
    held: dict[str, list[Held]] = {}
    if scale is None or scale.licence.locked:
        for row in permissions.order_by("granted_date", "pk"):
            held.setdefault(row.scale, []).append(Held(row.granted_date, row.expiry_date, row.uses_printed_form))
    lacks_table = scale is None or (scale.tariff is not None and scale.tariff.lacking is not None)
    return Own(
        held,
        {(row.scale, row.scale_version, row.language): wording(row) for row in wordings},
        {(row.scale, row.scale_version): row for row in tariffs} if lacks_table else {},
    )


def wording(row: ScaleWording) -> Wording:
    return Wording(row.language, row.items, row.choices, row.source)


def put_together(scale: Scale, own: Own, on_date: date, language: str, stands: Problem | None) -> Asked:
    """The words of the language, or English; then the table of values; then the gate."""
    key = (scale.id, scale.version)
    translation = own.wordings.get((*key, language))
    if language != ENGLISH and (translation is None or not rules.is_whole(scale, translation)):
        language, translation = ENGLISH, own.wordings.get((*key, ENGLISH))
    locked = stands or rules.gate(scale, own.held.get(scale.id, ()), translation, on_date)
    if translation is not None:
        scale = rules.worded(scale, translation)
    if (table := own.tariffs.get(key)) is not None and scale.tariff is not None and scale.tariff.lacking:
        scale = rules.valued(scale, table.values, table.source)
    return Asked(scale, language, locked)
