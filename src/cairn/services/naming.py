"""Two services of one organisation have two names."""

from cairn.kernel.problems import Problem


def taken(row: int | None = None) -> Problem:
    fix = "Use another name, or change the service that there is."
    return Problem("service.name_taken", "There is a service of this name already.", fix, field="name", row=row)
