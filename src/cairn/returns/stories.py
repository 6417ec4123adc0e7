"""Case studies: told once with consent, and used in returns. Enter a scope first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import queries as contracts
from cairn.people import queries as people
from cairn.returns import finding
from cairn.returns.models import CaseStudy, CaseStudyUse, Return

READABLE = ("submitted", "accepted")
"""In these states of a return the commissioner reads its case studies: at other times the provider is at work on it."""


@dataclass(frozen=True, slots=True)
class Story:
    """A case study as its teller sees it. `client_*` are "" where it is about nobody on record, or somebody whom the reader may
    not see. `used` names the returns that tell it."""

    uid: str
    version: int
    title: str
    theme: str
    words: str
    consent_date: date
    consent_how: str
    withdrawn_date: date | None
    client_uid: str
    client_reference: str
    used: tuple[str, ...] = ()

    @property
    def may_be_used(self) -> bool:
        return self.withdrawn_date is None


@dataclass(frozen=True, slots=True)
class Told:
    """A case study in a return. `is_taken_back`: its words are gone, because the consent ended or the person was erased."""

    study_uid: str
    title: str
    theme: str
    words: str

    @property
    def is_taken_back(self) -> bool:
        return not self.words


def listing(by: Actor) -> tuple[Story, ...]:
    """Every case study of the actor's organisation, the newest first; three queries."""
    by.require(Permission.PREPARE_RETURNS)
    rows = list(_mine(by).order_by("-consent_date", "-pk"))
    used = _used(by, [str(row.uid) for row in rows])
    seen = _seen(by, rows)
    return tuple(_story(row, used[str(row.uid)], seen) for row in rows)


def get(by: Actor, study_uid: str) -> Story:
    """Raises NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    row = find(by, study_uid)
    return _story(row, _used(by, [str(row.uid)])[str(row.uid)], _seen(by, [row]))


def find(by: Actor, study_uid: str) -> CaseStudy:
    found: CaseStudy = contracts.one(_mine(by), study_uid)
    return found


def _mine(by: Actor):  # type: ignore[no-untyped-def]
    return CaseStudy.objects.filter(organisation_id=by.organisation_id).select_related("client")


def _seen(by: Actor, rows: Iterable[CaseStudy]) -> frozenset[int]:
    """The inner ids of the people of these stories whom the actor may see."""
    ids = {row.client_id for row in rows if row.client_id}
    return frozenset(people.visible_to(by).filter(pk__in=ids).values_list("pk", flat=True)) if ids else frozenset()


def _used(by: Actor, uids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    rows = CaseStudyUse.objects.filter(provider_id=by.organisation_id, study_uid__in=list(uids))
    columns = ("study_uid", "answer__round__contract__reference", "answer__round__name")
    for uid, reference, name in rows.order_by("answer__round__observed_from_date", "pk").values_list(*columns):
        found[str(uid)].append(f"{reference}, {name}")
    return defaultdict(tuple, {uid: tuple(names) for uid, names in found.items()})


def _story(row: CaseStudy, used: tuple[str, ...], seen: frozenset[int]) -> Story:
    shown = row.client if row.client_id in seen else None
    return Story(
        str(row.uid), row.version, row.title, row.theme, row.words, row.consent_date, row.consent_how,
        row.withdrawn_date, str(shown.uid) if shown else "", shown.reference if shown else "", used,
    )  # fmt: skip


def told_in(by: Actor, return_uid: str) -> tuple[Told, ...]:
    """The case studies of a return: what the provider has put into it; what the commissioner may read of it. Raises NotFound."""
    answer = finding.find(by, return_uid)
    if finding.side_of(answer, by) == "commissioner" and answer.state not in READABLE:
        return ()
    return tuple(Told(str(row.study_uid), row.title, row.theme, row.words) for row in uses(answer))


def uses(answer: Return) -> list[CaseStudyUse]:
    return list(CaseStudyUse.objects.filter(answer=answer).order_by("pk"))
