"""Record an organisation's own permission to use a scale."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.models import Organisation
from cairn.access.permissions import Permission
from cairn.definitions import registry
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.scales.models import ScalePermission


def record(
    *,
    by: Actor,
    scale: str,
    holder: str,
    reference: str,
    granted_date: date,
    expiry_date: date | None = None,
    is_invented: bool = False,
    uses_printed_form: bool = False,
) -> Done[ScalePermission]:
    """Record who gave permission, under which reference, from when; it ends on the day before `expiry_date`.

    `is_invented` marks a demonstration's. `uses_printed_form`: the wording stays on paper, and number and topic are enough on
    screen; otherwise the licensed wording is entered before the scale is asked. A free scale needs no permission: that is
    a warning. Raises Refused.
    """
    by.require(Permission.MANAGE_SERVICES)
    given = _Given(scale, holder.strip(), reference.strip(), granted_date, expiry_date)
    found = [*_scale_problems(given), *_text_problems(given), *_date_problems(given)]
    if is_invented and not Organisation.objects.filter(pk=by.organisation_id, is_demonstration=True).exists():
        fix = "Record the permission that the owner of the scale gave you."
        found.append(Problem("permission.invented", "Only a demonstration may invent a permission.", fix))
    refuse_if(found)
    row = ScalePermission(
        organisation_id=by.organisation_id,
        scale=given.scale,
        holder=given.holder,
        reference=given.reference,
        granted_date=granted_date,
        expiry_date=expiry_date,
        is_invented=is_invented,
        uses_printed_form=uses_printed_form,
    )
    with deed("scales.permission_recorded", by=by) as this:
        this.create(row)
    return Done((row,), tuple(found), this.uid)


@dataclass(frozen=True, slots=True)
class _Given:
    scale: str
    holder: str
    reference: str
    granted_date: date
    expiry_date: date | None


def _scale_problems(given: _Given) -> Iterator[Problem]:
    known = {scale.id: scale for scale in registry.all("scale")}
    if given.scale not in known:
        fix = f"Choose from: {', '.join(known)}."
        yield Problem("permission.scale", "This scale is not known.", fix, field="scale")
    elif not known[given.scale].licence.locked:
        message = f"{known[given.scale].short_label} is free to use, and needs no permission."
        yield Problem("permission.free", message, "You may use it already.", "warning", "scale")


def _text_problems(given: _Given) -> Iterator[Problem]:
    holder_fix = "Write who gave the permission, as on their letter or licence."
    reference_fix = "Write the number or date by which the letter or licence can be found again."
    texts = (("holder", given.holder, 200, holder_fix), ("reference", given.reference, 120, reference_fix))
    for field, text, longest, fix in texts:
        if not text:
            yield Problem(f"permission.{field}", f"The {field} is missing.", fix, field=field)
        if len(text) > longest:
            longest_fix = f"Use at most {longest} characters."
            yield Problem(f"permission.{field}", f"The {field} is too long.", longest_fix, field=field)


def _date_problems(given: _Given) -> Iterator[Problem]:
    if given.expiry_date and given.expiry_date <= given.granted_date:
        fix = "Use the first day on which it no longer holds, or leave it blank if it does not end."
        yield Problem("permission.dates", "The permission ends before it begins.", fix, field="expiry_date")
