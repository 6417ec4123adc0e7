"""Where things stand in the workbook that is given out to be filled in, so that its reader finds them again. Pure."""

from collections.abc import Mapping

FORMAT = "cairn-forms/1"
FORMS, GUIDE, QUESTIONS, CODES = "Forms", "Read me", "Questions", "Codes"
"""Sheets: the forms, a row each; what to do; what each question means; the answers to choose from."""
CHECKS, STAMP = "Checks", "cairn"
"""Hidden sheets: formulas that count what is wrong; which form it is (a key in A, its value in B)."""
ORDER = (FORMS, GUIDE, QUESTIONS, CODES, CHECKS, STAMP)
SHEETS = frozenset(ORDER)
WORDS_ROW, HEADINGS_ROW, FIRST_ROW = 1, 2, 3
"""Rows of `FORMS` as a spreadsheet counts them: what is asked in words, the columns' names, the first form."""
ERRORS = "Errors"
"""The heading of the first column: a formula that counts what is wrong in the row. It is not read."""
NOT_READ = frozenset({ERRORS})
BETWEEN = " – "
"""Between a code and its words, as a list of the sheet shows them."""


def shown(code: str, label: str) -> str:
    """An answer as a list of the sheet shows it: `c1 – Did not want this`, and `Yes` where that is all there is to say."""
    return code if label.casefold() == code.casefold() else f"{code}{BETWEEN}{label}"


def stamp(form: str, version: int, columns: str) -> Mapping[str, str]:
    """What a template says of itself. `columns` is a hash of all that is asked."""
    return {"format": FORMAT, "form": form, "version": str(version), "columns": columns}
