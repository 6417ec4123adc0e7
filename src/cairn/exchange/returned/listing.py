"""What was found, kept within bounds: of a mistake that a whole column makes, the first places and how many more. Pure."""

from collections import Counter
from dataclasses import replace

from cairn.exchange.returned.found import Finding

MOST = 200  # of one rule in one sheet
EVERY = 3_000


class Findings:
    """A list of findings that says of each kind how many more there are."""

    def __init__(self) -> None:
        self.listed: list[Finding] = []
        self.counts: Counter[tuple[str, str]] = Counter()
        self.wrong_rows: set[tuple[str, int]] = set()
        self.first: dict[tuple[str, str], Finding] = {}

    def add(self, one: Finding) -> None:
        key = (one.sheet, one.rule)
        self.counts[key] += 1
        self.first.setdefault(key, one)
        if one.severity == "error" and one.row is not None and one.row > 1:
            self.wrong_rows.add((one.sheet, one.row))
        if self.counts[key] <= MOST and len(self.listed) < EVERY:
            self.listed.append(one)

    def extend(self, found: object) -> None:
        for one in found:  # type: ignore[attr-defined]
            self.add(one)

    @property
    def has_errors(self) -> bool:
        return any(one.severity == "error" for one in self.first.values())

    def every(self) -> tuple[Finding, ...]:
        """Errors first, among them that it is another file altogether; then by sheet; then what is said of how many more."""
        shown = Counter((one.sheet, one.rule) for one in self.listed)
        more = [
            replace(
                self.first[key],
                message=f"And {count - shown[key]:,} more like this: {self.first[key].message}",
                row=None,
                column="",
                cell="",
            )
            for key, count in self.counts.items()
            if count > shown[key]
        ][:EVERY]
        return tuple(sorted([*self.listed, *more], key=_place))


def _place(one: Finding) -> tuple[bool, bool, str, int]:
    return one.severity != "error", not one.rule.startswith("identity."), one.sheet, one.row or 0
