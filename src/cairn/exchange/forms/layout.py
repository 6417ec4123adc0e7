"""Where things stand in the workbook that is given out to be filled in, so that its reader finds them again. Pure."""

from collections.abc import Mapping

FORMAT = "cairn-forms/1"
FORMS, GUIDE, CODES, STAMP = "Forms", "Read me", "Codes", "cairn"
"""Sheets: the forms, a row each; what to do; the answers to choose from; who made it (hidden: a key in A, its value in B)."""
SHEETS = frozenset({FORMS, GUIDE, CODES, STAMP})
WORDS_ROW, HEADINGS_ROW, FIRST_ROW = 1, 2, 3
"""Rows of `FORMS` as a spreadsheet counts them: what is asked in words, the columns' names, the first form."""
ERRORS = "Errors"
"""The heading of the first column: a formula that counts what is wrong in the row. It is not read."""
NOT_READ = frozenset({ERRORS})


def stamp(form: str, version: int, columns: str, authority: str = "") -> Mapping[str, str]:
    """What a template says of itself. `columns` is a hash of its headings and codes; `authority` whose indicators it has."""
    return {"format": FORMAT, "form": form, "version": str(version), "columns": columns, "authority": authority}
