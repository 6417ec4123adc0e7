"""Small grants as a file, for either side."""

from collections.abc import Iterator, Sequence
from datetime import date

from cairn.contracts.grants import GrantView

COLUMNS = (
    "Contract", "Anchor", "Grant", "Group", "Register", "What for", "Description", "Pounds", "Given on", "From", "Until",
    "Ward", "Told on", "People reached", "What they told", "Withdrawn",
)  # fmt: skip


def cells(found: Sequence[GrantView]) -> Iterator[tuple[str | int | date | None, ...]]:
    """The list of grants as a file, of either side."""
    for one in found:
        about = (one.contract_reference, one.anchor_name, one.reference, one.group_name, one.group_id)
        given = (one.title, one.description, one.pounds, one.awarded_date, one.start_date, one.end_date, one.ward)
        yield (*about, *given, one.told_date, one.told_people, one.told_words, one.withdrawn_date)
