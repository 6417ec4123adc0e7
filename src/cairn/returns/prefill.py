"""What the records say already about a head of the annual questions: figures to stand beside the answer, and to be put into it.
Enter a scope first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.cases.models import Referral, Signposting
from cairn.definitions import registry
from cairn.insight import figures
from cairn.insight.figures import one_reading
from cairn.insight.labels import label_of
from cairn.kernel.periods import words as period_words
from cairn.returns import finding
from cairn.returns.derive import Asked
from cairn.scales.models import ScaleTraining
from cairn.services.models import DirectoryEntry


@dataclass(frozen=True, slots=True)
class Known:
    """One figure of the records. `value` is written as it is read; `said` is a sentence of it, for the answer."""

    label: str
    value: str
    said: str


@dataclass(frozen=True, slots=True)
class Records:
    """What the records say for one head, and about which days."""

    head: str
    known: tuple[Known, ...]
    period: str

    @property
    def text(self) -> str:
        """For putting into the answer: it says where it comes from."""
        return f"From our records, {self.period}: {' '.join(one.said for one in self.known)}" if self.known else ""


def for_heads(by: Actor, return_uid: str, heads: tuple[str, ...]) -> dict[str, Records]:
    """By head, for those of which the records say something. Raises NotFound."""
    wanted = [head for head in dict.fromkeys(heads) if head in _SOURCES]
    if not wanted:
        return {}
    answer = finding.led(by, return_uid)
    asked = finding.asked(by, answer)
    period = period_words(asked.period)
    with one_reading():
        told = {head: tuple(each for source in _SOURCES[head] for each in source(asked)) for head in wanted}
    return {head: Records(head, known, period) for head, known in told.items() if known}


def _count(asked: Asked, measure: str) -> int:
    found = figures.compute(measure, by=asked.by, period=asked.period, where=asked.where)
    return int(found.rows[0].value or 0) if found.rows else 0


def _broken(asked: Asked, measure: str, by: str) -> list[tuple[str, int]]:
    """What a figure is by one dimension, the largest first, without what is nothing."""
    found = figures.compute(measure, by=asked.by, period=asked.period, where=asked.where, group_by=(by,))
    rows = [(label_of(by, row.codes[0]), int(row.value or 0)) for row in found.rows if row.value]
    return sorted(rows, key=lambda each: (-each[1], each[0]))


def _share(asked: Asked, measure: str) -> tuple[int, int] | None:
    """A share in per cent, and of how many; None where there is none."""
    row = next(iter(figures.compute(measure, by=asked.by, period=asked.period, where=asked.where).rows), None)
    if row is None or row.value is None or not row.n:
        return None
    return round(row.value * 100), row.n


def _listed(rows: list[tuple[str, int]]) -> str:
    return ", ".join(f"{label} {number:,}" for label, number in rows)


def _by_sector(asked: Asked) -> Iterator[Known]:
    yield from _referrals(asked, "referral_sector", "sector of the referrer")


def _by_kind(asked: Asked) -> Iterator[Known]:
    yield from _referrals(asked, "referral_kind", "kind of referrer")


def _referrals(asked: Asked, dimension: str, words: str) -> Iterator[Known]:
    rows = _broken(asked, "referrals_received", dimension)
    if rows:
        total = sum(number for _, number in rows)
        yield Known(
            f"Referrals received, by {words}",
            _listed(rows),
            f"{total:,} {'referral' if total == 1 else 'referrals'} came, by {words}: {_listed(rows)}.",
        )


def _referrers(asked: Asked) -> Iterator[Known]:
    """How many organisations sent people, as far as a referral names one; of the own organisation only."""
    rows = Referral.objects.filter(
        organisation_id=asked.by.organisation_id, service__contracts__contract=asked.contract,
        received_date__range=(asked.period.start, asked.period.end), sector__in=("statutory", "voluntary", "business"),
    )  # fmt: skip
    names = {" ".join(source.casefold().split()) for source in rows.values_list("source", flat=True)} - {""}
    if names:
        noun = "organisation" if len(names) == 1 else "organisations"
        yield Known(
            "Organisations that referred people", f"{len(names):,}", f"{len(names):,} {noun} referred people to us."
        )


def _sent_on(asked: Asked) -> list[tuple[str, int | None]]:
    """(kind, entry of the directory) of each time that somebody was told of, or passed to, another service."""
    rows = Signposting.objects.filter(
        organisation_id=asked.by.organisation_id, episode__service__contracts__contract=asked.contract,
        made_date__range=(asked.period.start, asked.period.end),
    )  # fmt: skip
    return list(rows.values_list("kind", "entry_id"))


def _onward(asked: Asked) -> Iterator[Known]:
    rows = _sent_on(asked)
    if not rows:
        return
    to = len({entry for _, entry in rows if entry})
    codes = registry.get("codes", "signposting_kind")
    kinds: dict[str, int] = {}
    for kind, _ in rows:
        kinds[codes.label_of(kind)] = kinds.get(codes.label_of(kind), 0) + 1
    listed = _listed(sorted(kinds.items(), key=lambda each: (-each[1], each[0])))
    times = "once" if len(rows) == 1 else f"{len(rows):,} times"
    where = f", to {to:,} {'service' if to == 1 else 'services'} of our directory" if to else ""
    yield Known(
        "People told of other services, or passed to them", listed, f"We sent people on {times}{where}: {listed}."
    )


def _known_services(asked: Asked) -> Iterator[Known]:
    number = DirectoryEntry.objects.filter(organisation_id=asked.by.organisation_id).count()
    if number:
        noun = "service" if number == 1 else "services"
        yield Known("Services in our directory", f"{number:,}", f"Our directory lists {number:,} {noun} of others.")


def _days(asked: Asked) -> Iterator[Known]:
    row = next(iter(figures.compute("days_to_support", by=asked.by, period=asked.period, where=asked.where).rows), None)
    if row is not None and row.value is not None and row.n:
        yield Known(
            "Days from referral to support, mean",
            f"{row.value:.1f} (n {row.n:,})",
            f"From referral to support it took {row.value:.1f} days on average (n {row.n:,}).",
        )


def _practice(asked: Asked) -> Iterator[Known]:
    rows = ScaleTraining.objects.filter(
        organisation_id=asked.by.organisation_id, done_date__range=(asked.period.start, asked.period.end)
    ).values_list("user_uid", "scale")
    found = list(rows)
    if found:
        people, scales = len({user for user, _ in found}), len({scale for _, scale in found})
        value = f"{people:,} {'colleague' if people == 1 else 'colleagues'}, {scales:,} {'scale' if scales == 1 else 'scales'}"
        yield Known("Staff who practised scales to the end", value, f"{value} practised to the end.")


def _feedback(asked: Asked) -> Iterator[Known]:
    for measure, label, said in (
        ("feedback_response_share", "Answered when asked what the service was like", "of those asked what it was like answered"),
        ("accessibility_easy_share", "Found the service easy to use", "found the service easy to use"),
    ):  # fmt: skip
        if share := _share(asked, measure):
            value = f"{share[0]}% (n {share[1]:,})"
            yield Known(label, value, f"{value} {said}.")


def heads() -> frozenset[str]:
    """Of which the records can say something at all."""
    return frozenset(_SOURCES)


_SOURCES: dict[str, tuple[Callable[[Asked], Iterator[Known]], ...]] = {
    "partnership": (_by_sector, _referrers, _known_services),
    "training": (_practice,),
    "engagement": (_feedback,),
    "referral_pathway": (_by_kind, _onward, _days),
    "systems_partnership": (_referrers, _known_services),
    "systems_routes": (_by_sector, _onward),
}
