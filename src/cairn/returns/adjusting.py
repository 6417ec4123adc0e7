"""What became known late: how figures of earlier periods, sent and accepted, would read today.

An accepted return is never touched. What is recorded since about its period (late facts, corrections, people erased)
stands in the next return as an adjustment: the period, the figure as it was last told, and as it is now. What one return
has told the next does not tell again.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cairn.access.actors import Actor
from cairn.contracts.views import MeasureView
from cairn.definitions import registry
from cairn.kernel.periods import Period
from cairn.returns import derive, finding
from cairn.returns.models import Return, Submission
from cairn.returns.views import AdjustmentView

#: How many earlier periods are looked at: what is older than two years of quarters is closed for good.
PERIODS = 8
Told = Mapping[tuple[str, str], Any]


def adjustments(by: Actor, answer: Return, agreed: Sequence[MeasureView]) -> tuple[AdjustmentView, ...]:
    """Every figure of an earlier accepted return of the same contract that reads otherwise now, the oldest period first."""
    earlier = list(_earlier(answer))
    later_told = _told_since(answer)
    return tuple(
        found
        for sent in reversed(earlier)
        for found in _of_period(by, sent, agreed, later_told.get(str(sent.answer.round.uid), {}))
    )


def _earlier(answer: Return) -> Iterator[Submission]:
    """The accepted submissions of the contract's earlier rounds, the newest first."""
    rows = Submission.objects.filter(
        answer__round__contract=answer.round.contract, is_accepted=True,
        answer__round__observed_to_date__lt=answer.round.observed_from_date,
    ).exclude(answer=answer)  # fmt: skip
    newest = rows.select_related("answer__round__contract__provider", "answer__round__contract__commissioner")
    yield from newest.order_by("-answer__round__observed_to_date", "-number")[:PERIODS]


def _told_since(answer: Return) -> dict[str, dict[tuple[str, str], Any]]:
    """By round, what returns have said of it after its own: the last word of each figure. One that still waits for its
    decision has said it too; one that was rejected has not, and says it when it is sent again."""
    rows = Submission.objects.filter(answer__round__contract=answer.round.contract).exclude(decision="rejected")
    said: dict[str, dict[tuple[str, str], Any]] = {}
    for found in rows.exclude(answer=answer).order_by("submitted_at", "pk").values_list("adjustments", flat=True):
        for one in found:
            said.setdefault(one["round"], {})[one["measure"], one["code"]] = one["now"]
    return said


def _of_period(by: Actor, sent: Submission, agreed: Sequence[MeasureView], told: Told) -> Iterator[AdjustmentView]:
    """A measure that the contract no longer carries, or carries at another version, is no longer followed."""
    was = {(one["measure"], one["code"]): one for one in sent.figures}
    versions = {one["measure"]: one["version"] for one in sent.figures}
    followed = [view for view in agreed if versions.get(view.measure) == view.version]
    now = {(one.measure, one.code): one for one in derive.compute(finding.asked(by, sent.answer), followed, {})}
    kept = {view.measure for view in followed}
    supplied = {key for key, one in was.items() if one.get("provenance") == derive.SUPPLIED}  # not ours to put right
    labels = {key: one["label"] for key, one in was.items()} | {key: one.label for key, one in now.items()}
    for key in dict.fromkeys((*was, *now)):
        if key[0] in kept and key not in supplied:
            before = told[key] if key in told else was[key]["derived"] if key in was else _nothing(key)
            after = now[key].derived if key in now else _nothing(key)
            if not _same(before, after):
                yield _adjustment(sent, key, labels[key], before, after, was.get(key))


def _nothing(key: tuple[str, str]) -> int | None:
    """What a group that nobody is in says: none, or, of a mean or a share, nothing."""
    return 0 if registry.get("measure", key[0]).kind in {"count", "distinct", "sum"} else None


def _same(before: Any, after: Any) -> bool:
    if before is None or after is None:
        return before is after
    return math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-9)


def _adjustment(
    sent: Submission, key: tuple[str, str], label: str, before: Any, after: Any, was: Mapping[str, Any] | None
) -> AdjustmentView:
    period, (measure, code) = sent.answer.round, key
    version = next(one["version"] for one in sent.figures if one["measure"] == measure)
    definition = registry.get("measure", measure, version)
    return AdjustmentView(
        round_uid=str(period.uid), round_name=period.name,
        period=Period(period.observed_from_date, period.observed_to_date),
        measure=measure, version=version, code=code, label=label, measure_label=definition.label,
        kind=definition.kind, decimals=definition.decimals, was=before, now=after,
        sent_value=was["value"] if was and was["override_reason"] is not None else None,
    )  # fmt: skip


def frozen(found: Sequence[AdjustmentView]) -> list[dict[str, Any]]:
    """As JSON, as a submission keeps and hashes them."""
    return [
        {
            "round": one.round_uid, "name": one.round_name, "from": one.period.start.isoformat(),
            "to": one.period.end.isoformat(), "measure": one.measure, "version": one.version, "code": one.code,
            "label": one.label, "was": one.was, "now": one.now, "sent_value": one.sent_value,
        }
        for one in found
    ]  # fmt: skip


def thawed(stored: Sequence[Mapping[str, Any]]) -> tuple[AdjustmentView, ...]:
    """As they were submitted, with the words of their definitions."""
    return tuple(_thaw(one) for one in stored)


def _thaw(one: Mapping[str, Any]) -> AdjustmentView:
    definition = registry.get("measure", one["measure"], one["version"])
    return AdjustmentView(
        round_uid=one["round"], round_name=one["name"], period=Period.parse(f"{one['from']}..{one['to']}"),
        measure=one["measure"], version=one["version"], code=one["code"], label=one["label"],
        measure_label=definition.label, kind=definition.kind, decimals=definition.decimals,
        was=one["was"], now=one["now"], sent_value=one["sent_value"],
    )  # fmt: skip
