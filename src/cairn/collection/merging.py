"""What becomes of forms when two records turn out to be of one person: they move."""

from cairn.kernel import merging
from cairn.kernel.merging import Kind


def register() -> None:
    merging.register(
        Kind("collection.OpenForm", "form being filled in", "forms being filled in"),
        Kind("collection.CollectedForm", "form that was sent", "forms that were sent"),
    )
