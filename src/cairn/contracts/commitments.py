"""What a provider promised in its bid: kept for ever in its own words, matched to the measure that tells of it, and listed
where none does."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.contracts import proposals, queries, wording
from cairn.contracts.models import AgreedMeasure, Commitment, Contract, Variation
from cairn.contracts.rules_proposals import Key
from cairn.kernel.problems import Problem, too_long

LONGEST, LONGEST_SOURCE, MOST_LINES = 500, 200, 200


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment. `words` are those of the bid; `now` what they became by the last change, or the same. `label` is the
    measure that tells of it, "" for none; `is_measured`: the contract carries that measure. `ended_date`: no longer promised."""

    uid: str
    version: int
    contract_uid: str
    contract_reference: str
    contract_title: str
    words: str
    now: str
    source: str
    made_date: date
    key: Key
    label: str
    is_measured: bool
    ended_date: date | None
    changes: tuple["Changed", ...]

    @property
    def is_open(self) -> bool:
        return self.ended_date is None

    @property
    def is_unmeasured(self) -> bool:
        """Committed, not measured."""
        return self.is_open and not self.is_measured


@dataclass(frozen=True, slots=True)
class Changed:
    """A variation of a commitment, in a sentence."""

    told: str
    reason: str
    who: str
    from_date: date


def visible_to(by: Actor) -> "QuerySet[Any]":
    """Those of contracts of which the actor's organisation is one of the two sides."""
    mine = Commitment.party_to(frozenset({by.organisation_id}))
    rows = Commitment.objects.filter(mine).select_related("contract__provider", "contract__commissioner")
    return rows.order_by("contract__reference", "position", "pk")


def of(by: Actor, contract_uid: str) -> tuple[Promise, ...]:
    """In the order in which they were entered. Raises NotFound."""
    return _promises(visible_to(by).filter(contract=proposals.contract_of(by, contract_uid)))


def get(by: Actor, uid: str) -> Promise:
    """Raises NotFound."""
    row = queries.one(visible_to(by), uid)
    return _promises([row])[0]


def unmeasured(by: Actor) -> tuple[Promise, ...]:
    """Committed, not measured: over every contract of the actor's organisation, by contract. Three queries."""
    return tuple(one for one in _promises(visible_to(by).filter(ended_date=None)) if one.is_unmeasured)


def choices(contract: Contract) -> dict[str, str]:
    """The measures that the contract carries, in words, by their code in a form."""
    rows = AgreedMeasure.objects.filter(contract=contract).order_by("position", "pk")
    return {code_of((row.measure, row.by)): wording.label(row.measure, row.by, row.measure_version) for row in rows}


def code_of(key: Key) -> str:
    return ":".join(key) if key[0] else ""


def key_of(code: str) -> Key:
    measure, _, by = code.partition(":")
    return measure, by


def _promises(rows: Iterable[Commitment]) -> tuple[Promise, ...]:
    found = list(rows)
    contracts = {row.contract_id for row in found}
    carried = set(AgreedMeasure.objects.filter(contract__in=contracts).values_list("contract_id", "measure", "by"))
    changes: dict[int, list[Variation]] = {}
    for one in Variation.objects.filter(commitment__in=[row.pk for row in found]).order_by("made_at", "pk"):
        changes.setdefault(one.commitment_id, []).append(one)
    return tuple(_promise(row, carried, changes.get(row.pk, [])) for row in found)


def _promise(row: Commitment, carried: Collection[tuple[int, str, str]], changes: Sequence[Variation]) -> Promise:
    contract = row.contract
    now = next((one.after["words"] for one in reversed(changes) if "words" in one.after), row.words)
    return Promise(
        str(row.uid), row.version, str(contract.uid), contract.reference, contract.title, row.words, now, row.source,
        row.made_date, (row.measure, row.by), wording.label(row.measure, row.by) if row.measure else "",
        (contract.pk, row.measure, row.by) in carried, row.ended_date,
        tuple(_changed(one, contract) for one in changes),
    )  # fmt: skip


def _changed(row: Variation, contract: Contract) -> Changed:
    who = contract.provider.name if row.side == "provider" else contract.commissioner.name
    if not row.measure:
        told = f"Now: {row.after['words']}" if row.doing == "change" else "No longer promised."
    elif row.doing == "drop":
        told = f"“{wording.label(row.measure, row.by)}” is carried no more, so nothing measures it."
    else:
        told = (
            f"“{wording.label(row.measure, row.by)}”: {' '.join(wording.sentences(row.measure, row.before, row.after))}"
        )
    return Changed(told, row.reason, who, row.from_date)


@dataclass(frozen=True, slots=True)
class NewCommitment:
    """One promise, in the words of the bid. `line` is where it stood in what was pasted, from 1."""

    words: str
    line: int = 0


def read_list(text: str) -> tuple[NewCommitment, ...]:
    """One promise a line; what marks a line of a list is no part of it. Blank lines are none."""
    lines = [(at, line.strip().lstrip("•*–-·").strip()) for at, line in enumerate(text.splitlines(), start=1)]
    return tuple(NewCommitment(words, at) for at, words in lines if words)


def list_problems(
    found: Sequence[NewCommitment], source: str, taken: Collection[str], field: str = "text"
) -> list[Problem]:
    """What is wrong with a list, line by line; `taken` are the words that stand already."""
    problems = too_long(source.strip(), LONGEST_SOURCE, "source")
    if not found:
        return [*problems, Problem("commitments.none", "The list is empty.", "Paste one promise a line.", field=field)]
    if len(found) > MOST_LINES:
        fix = f"Paste at most {MOST_LINES} at once."
        return [*problems, Problem("commitments.many", f"The list has {len(found):,} lines.", fix, field=field)]
    seen = {words.casefold() for words in taken}
    for row, one in enumerate(found):
        if len(one.words) > LONGEST:
            fix = f"Use at most {LONGEST} characters."
            problems.append(Problem("commitment.long", f"Line {one.line}: it is too long.", fix, field=field, row=row))
        if one.words.casefold() in seen:
            fix = "Leave it out: it is kept once."
            problems.append(
                Problem("commitment.twice", f"Line {one.line}: it stands already.", fix, field=field, row=row)
            )
        seen.add(one.words.casefold())
    return problems


def match_problems(code: str, offered: Mapping[str, str]) -> list[Problem]:
    if not code or code in offered:
        return []
    fix = "Choose one that it carries, or none."
    return [Problem("commitment.measure", "The contract does not carry that measure.", fix, field="measure")]


def vary_problems(doing: str, words: str, now: str) -> list[Problem]:
    if doing not in ("change", "drop"):
        fix = "Choose one of the two."
        return [Problem("commitment.doing", "Say what becomes of it.", fix, field="doing")]
    if doing == "drop":
        return []
    if not words.strip() or words.strip() == now:
        fix = "Write what is promised from then on."
        return [Problem("commitment.same", "The promise stays the same.", fix, field="words")]
    return too_long(words.strip(), LONGEST, "words")
