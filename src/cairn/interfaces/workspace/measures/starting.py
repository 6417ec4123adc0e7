"""Three measures to take and adapt, filled from what the organisation has: teaching what such a measure is."""

from collections.abc import Iterable
from dataclasses import dataclass

from cairn.contracts.measuring import SUBJECTS, USUAL_GROUPS
from cairn.contracts.measuring_choices import Choices
from cairn.contracts.rules_own_measures import Plan, Said


@dataclass(frozen=True, slots=True)
class Starter:
    """An example: what it is called, how it reads, and what it needs to be recorded for."""

    id: str
    label: str
    words: str
    needs: str


STARTERS = (
    Starter(
        "esol",
        "People who came to ESOL",
        "Different people who came to one of your types of activity.",
        "Needs visits recorded under a type of activity of its own.",
    ),
    Starter(
        "decluttered",
        "Properties decluttered",
        "Needs of one kind that were judged met: hoarding and clutter.",
        "Needs the need to be recorded, and when it was met.",
    ),
    Starter(
        "secure_home",
        "People who moved from temporary to secure housing",
        "Different people whose home was not settled, and is now.",
        "Needs their home to be kept up to date under “How life stands”.",
    ),
)
_ENGLISH = ("esol", "english", "language class")


def plan(id: str, choices: Choices) -> Plan | None:
    """A starter as a plan; None where there is none of this id."""
    match id:
        case "esol":
            types = choices.get("activity_type", {})
            found = tuple(uid for uid, name in types.items() if _is_english(name))
            said = Said("activity_type", "in", found)
            shown = "How far their English has come, nor how often each of them came."
            return _plan(id, "attended", "people", (said,), shown)
        case "decluttered":
            said = Said("need", "in", tuple(one for one in ("hoarding",) if one in choices.get("need", {})))
            return _plan(id, "needs_met", "rows", (said,), "Whether a property stays clear after support has ended.")
        case "secure_home":
            before, after = Said("from_standing", "in", ("not_settled",)), Said("to_standing", "in", ("settled",))
            shown = "Whether they stay in the new home, and who of them would have moved anyhow."
            return _plan(id, "moves", "people", (before, after), shown)
    return None


def _is_english(name: str) -> bool:
    return any(word in name.casefold() for word in _ENGLISH)


def _plan(id: str, subject: str, kind: str, where: Iterable[Said], not_shown: str) -> Plan:
    label = next(one.label for one in STARTERS if one.id == id)
    return Plan(
        label=label, subject=subject, kind=kind, where=tuple(where), by=usual_groups(subject), not_shown=not_shown
    )


def usual_groups(subject: str) -> tuple[str, ...]:
    """What a measure is usually broken down by: who people are, the service, and how they came."""
    return tuple(name for name in SUBJECTS[subject].groups if name in USUAL_GROUPS)
