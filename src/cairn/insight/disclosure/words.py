"""The sentence under a protected table, safe to print for its audience: not which cell is hidden for which reason."""

from cairn.insight.disclosure.tables import Protected


def sentence(table: Protected) -> str:
    """How many counts are hidden, and why, in plain words."""
    hidden, all_ = table.hidden, len(table.cells)
    if not hidden:
        return "Nothing is hidden in this table."
    small = _small(table)
    if all_ > 1 and hidden >= all_ - 1:
        return f"This table is hidden: it has {small}, and any part could give them away. Ask for fewer breakdowns."
    if all_ == 1:
        return f"This count is hidden: it is one of the {small}."
    return (
        f"{hidden} of {all_} counts, totals included, are hidden: {small}, and others without which those could be "
        "worked out."
    )


def _small(table: Protected) -> str:
    least = 0 if table.audience.zeros == "hidden" else 1
    most = table.audience.threshold
    return f"small counts ({least} to {most})" if most > least else f"small counts ({most})"
