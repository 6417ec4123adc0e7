"""What a return lacks, as things to do: how many people, who sees to them, and where it is mended. Enter a scope first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import queries as contracts
from cairn.contracts.queries import NotFound
from cairn.definitions import registry
from cairn.insight.figures import one_reading
from cairn.kernel import clock
from cairn.people.models import Client
from cairn.returns import finding, gaps
from cairn.returns.gaps import Gap
from cairn.returns.models import Return
from cairn.returns.theirs import Theirs

CHUNK = 500
#: What may well be as it should: it is asked, and does not make a record incomplete.
ASKED_ONLY = frozenset({"step"})
_ABOUT = {
    "gender": "Gender not asked",
    "same_as_birth": "Not asked whether their gender is the one registered at birth",
    "age_band": "Age not known",
    "disability": "Not asked about long-term conditions",
    "ethnicity_group": "Ethnic group not asked",
    "ethnicity": "Ethnic group not asked in full",
    "district": "No postcode",
    "sector": "No postcode, or only a part of one",
    "ward": "No postcode that a ward is known of",
}
_OTHER = {
    "referral": (
        "Referrals not decided yet",
        "Accept the referral, close it with its reason, or note that it was withdrawn.",
    ),
    "outcome": ("Support ended with a goal neither reached nor set aside", "Say what became of the goal on the plan."),
    "step": (
        "Seen in the period, and no step noted",
        "Note the step that they reached. Where there was none, leave it.",
    ),
}
_READINGS = {
    "first": ("No first reading", "Take the reading, or say why there is none."),
    "review": ("A reading is due again", "Take the reading."),
}
ASK = "Ask the person, or note that they prefer not to say."


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of thing to mend, with one colleague. `key` stays the same from day to day; `people` is how many people it is
    about; the address lists them, each with where it is mended. `owner_uid` is the colleague who sees to them, or ""."""

    key: str
    words: str
    fix: str
    href_name: str
    href_args: Mapping[str, str]
    people: int
    owner_uid: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """`people`: all of one's own that the return is about; `complete`: those whose records lack nothing. `theirs`: what
    partners lack, who mend it themselves."""

    tasks: tuple[Task, ...]
    people: int
    complete: int
    theirs: tuple[Theirs, ...] = ()

    @property
    def percent(self) -> int:
        """Of the people, those whose records lack nothing; rounded down, so that 100 means all."""
        return 100 * self.complete // self.people if self.people else 100


@dataclass(frozen=True, slots=True)
class Lacking:
    """One person of a task. `reference` and `name` are "" for who may not read people."""

    reference: str
    name: str
    owner_uid: str
    href_name: str
    href_args: Mapping[str, str]
    client_uid: str


def tasks(by: Actor, return_uid: str) -> tuple[Task, ...]:
    """As the lead. One for each kind and colleague, the most people first. Raises NotFound."""
    return of(by, return_uid).tasks


def of(by: Actor, return_uid: str) -> Missing:
    """The tasks, and how complete the records are. Raises NotFound."""
    answer = finding.led(by, return_uid)
    by.require(Permission.PREPARE_RETURNS)
    return standing(by, answer)[0]


def standing(by: Actor, answer: Return) -> tuple[Missing, frozenset[str]]:
    """The same of a return that was found, with who of the people is complete (uids)."""
    found, people, theirs = _gaps(by, answer)
    lacking = {gap.client_uid for gap in found if gap.key not in ASKED_ONLY}
    made = [_task(answer, key, owner, mine) for (key, owner), mine in gaps.by_key(found).items()]
    total: dict[str, int] = {}
    for one in made:
        total[one.key] = total.get(one.key, 0) + one.people
    made.sort(key=lambda one: (one.key in ASKED_ONLY, -total[one.key], one.key, -one.people, one.owner_uid))
    complete = frozenset(people - lacking)
    return Missing(tuple(made), len(people), len(complete), theirs), complete


def people_of(by: Actor, return_uid: str, key: str, owner_uid: str | None = None) -> tuple[Task, tuple[Lacking, ...]]:
    """The people of a task, one colleague's or everybody's, and where each is mended. Raises NotFound, also for a task that
    nobody is left of."""
    answer = finding.led(by, return_uid)
    by.require(Permission.PREPARE_RETURNS)
    found = [gap for gap in _gaps(by, answer)[0] if gap.key == key and owner_uid in (None, gap.owner_uid)]
    if not found:
        raise NotFound(key)
    names = _names(by, {gap.client_uid for gap in found})
    rows = [_lacking(gap, *names.get(gap.client_uid, ("", ""))) for gap in found]
    return _task(answer, key, owner_uid or "", found), tuple(sorted(rows, key=lambda row: (row.name, row.reference)))


def left_of(by: Actor, program: Actor, answer: Return, key: str) -> tuple[Lacking, ...]:
    """Of one task what the actor, as the colleague whose people they are, still has to mend. `program` finds it."""
    found = [gap for gap in _gaps(program, answer)[0] if gap.key == key and gap.owner_uid == by.uid]
    names = _names(by, {gap.client_uid for gap in found})
    rows = [_lacking(gap, *names[gap.client_uid]) for gap in found if gap.client_uid in names]
    return tuple(sorted(rows, key=lambda row: (row.name, row.reference)))


def _lacking(gap: Gap, reference: str, name: str) -> Lacking:
    return Lacking(reference, name, gap.owner_uid, f"workspace:{gap.href_name}", gap.href_args, gap.client_uid)


def words_of(key: str) -> tuple[str, str]:
    """What is missing, and what mends it, by the key of a task."""
    kind, _, rest = key.partition(":")
    if kind == "about":
        return _ABOUT[rest], ASK
    if kind in _READINGS:
        words, fix = _READINGS[kind]
        return f"{words}: {registry.get('scale', rest).short_label}", fix
    if kind == "left":
        measure, _, reason = rest.partition(".")
        definition = registry.get("measure", measure)
        words = next((out.words for out in definition.left_out if out.id == reason), reason)
        return f"{definition.label}: {words[0].lower()}{words[1:]}", "Open each, and fill in what its record lacks."
    return _OTHER[kind]


def _gaps(by: Actor, answer: Return) -> tuple[list[Gap], set[str], tuple[Theirs, ...]]:
    agreement = contracts.agreement_in_force(answer.round.contract, clock.today())
    named = agreement.field_names if agreement else ()
    with one_reading():
        return gaps.find(finding.asked(by, answer), finding.carried(answer), named, answer.round.kind == "annual")


def _task(answer: Return, key: str, owner_uid: str, found: Sequence[Gap]) -> Task:
    words, fix = words_of(key)
    people = len({gap.client_uid for gap in found})
    return Task(
        key, words, fix, "workspace:return_missing", {"answer": str(answer.uid), "lack": key}, people, owner_uid
    )


def _names(by: Actor, uids: set[str]) -> dict[str, tuple[str, str]]:
    """Reference and name of one's own people, for who may read them."""
    found: dict[str, tuple[str, str]] = {}
    wanted = sorted(uids) if by.may(Permission.READ_CLIENTS) else []
    for start in range(0, len(wanted), CHUNK):
        rows = Client.objects.filter(organisation_id=by.organisation_id, uid__in=wanted[start : start + CHUNK])
        found |= {str(row.uid): (row.reference, row.name or row.known_as) for row in rows}
    return found
