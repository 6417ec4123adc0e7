"""Write docs/returns-from-elsewhere.md from the program itself: `.venv/bin/python -m scripts.suppliers`. A test says when it is
behind."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.reference import table

DOCUMENT = Path(__file__).parents[1] / "docs" / "returns-from-elsewhere.md"
INTRODUCTION = """# Returns from other systems

For makers of systems that providers use instead of Cairn. A return can be sent in as a workbook, as a data package or through
the API. All three hold the same content, are held to the same rules, and the same content has the same hash, also when the
return was sent on screen. Written by `.venv/bin/python -m scripts.suppliers`: change the program, not this page.

## The steps

1. Take the file of the return out, empty or filled from what Cairn knows: on the page of the return (“Filled elsewhere: send a
   file”), by `cairn return export CONTRACT/PERIOD --organisation REF --as xlsx|package|json [--empty] --out FILE`, or by
   `GET /api/v1/returns/{return}/empty` and `…/content`.
2. Fill it. Change nothing but the cells that are yours: sheets, headings, their order and the block that says which return it
  is
   stay as they are.
3. Have it looked over without sending anything: `cairn return receive FILE --organisation REF --dry-run --json`, or
   `POST /api/v1/returns/{return}/check`. Every problem comes at once, with its rule, severity, sheet, row, column and cell.
   An error means that nothing is taken; a warning does not stand in the way.
4. Send it: on screen, by `cairn return receive FILE --organisation REF`, or by `POST /api/v1/returns/{return}/submissions`. The
   receipt names the version and its SHA-256. Whatever was sent before is kept, with its own.

A key of the API is made by a manager of the provider under its settings, for “Returns”. The document of the API is
`/api/v1/openapi.json`.

## What holds for every form

- **Who it is for** stands in the file: `format`, `return`, `contract`, `provider`, `from`, `to`, `template`. A file of another
  provider, contract or round, or one made before what is asked was changed, is refused. In a workbook it is the hidden sheet
  `cairn` (keys in column A, values in B), in a data package the object `cairn` of `datapackage.json`, in JSON `identity`.
  Where what a whole area reports was changed, `series` beside them names each measure that was measured differently before this
  round, with the first day of what holds now: figures from before and after are not the same thing. It is there to be read; you
  need not send it back, and it is part of no hash.
- **A figure** is one row, named by measure, breakdown and code; the whole has neither breakdown nor code. A count is a whole
  number
  from 0 up. A share is from 0 to 1: 45 per cent is 0.45 (a cell may show it as a percentage). A share, a mean and a change need
  their `n`. Groups of a breakdown come to their whole, those without an answer in a group of their own. Where numbers do not go
  together, say why in `comment`: then it is a warning.
- **A blank figure** is sent as not given, with a warning. **A blank answer** leaves what is written in Cairn.
- A figure that is what Cairn works out itself, with no comment, is that figure; every other is marked as **supplied**, and the
  commissioner sees that nothing recorded in Cairn stands behind it.
- **Numbers** have a full stop before decimals and nothing between thousands, and are kept to twelve digits. **Days** are
  `2026-03-31`, or cells with a date format. No formulas, no merged cells.
- **Rows about people** leave only under an agreement in force, and hold only the fields that it names. Every return has a sheet
  for each table that its figures are counted from (referrals, needs, outcomes), an annual return those of people, readings,
  feedback and referrals too. `row` is your code for the person, the same in every row about them; `record` your code for the
  record, the same from file to file. Codes have letters, digits, dots and dashes, at least one digit, and are never a name. The
  commissioner sees neither: Cairn makes codes of its own from them, which only your organisation can read back.
- **Rows stand behind figures.** They are counted by the same measures as rows recorded in Cairn, and enter the commissioner’s
  tables as those do. A sheet may be left empty: then only figures leave, and tables by groups of people say that yours are not
  in them. Where rows come to more than their figure, say why in `comment`, or it is an error; to less (somebody said no) is a
  warning. A row that no figure counts is not sent.
- **Answers that contradict each other** by the code lists themselves, such as an ethnic group that is not one of the group beside
  it (the groups of the 2021 census), are a warning at their cell: `row.contradiction`. They are sent as they stand.
- **Nobody may stand alone** in the rows of people: whoever is like no more others than the agreement says is named by their
  row. Make answers broader (`any_white`, `65-plus`, `B29`, `not_said`), or take the row out. Other rows say no more of somebody
  than the row about them: what is broader there is withheld in them.

## The data package

A zip with `datapackage.json` and the CSV files that it names, at the top. It follows Data Package and Table Schema of
Frictionless Data, as far as its versions 1 and 2 agree (that a path may be neither absolute nor lead upwards was read in the
specification’s own words: sure; the rest is written from knowledge of both: fairly sure). CSV is UTF-8, with or without a byte
order mark, parted by commas, quoted as RFC 4180 says. Paths name files inside the zip: no address, no absolute path, no `..`.
No rows inside the description (`data`). Nothing may lie in the zip that is not named.
"""


def written() -> str:
    """The whole page. Django must have been set up."""
    parts = (_sheets(), _rules(), _corpus(), _limits())
    return "\n".join([INTRODUCTION, *("\n".join(part) + "\n" for part in parts)])


def _sheets() -> Iterator[str]:
    from cairn.exchange.returned import example
    from cairn.exchange.returned.shape import FIGURE_COLUMNS, WORD_COLUMNS

    yield "## Sheets and their columns\n"
    yield "In order. Of rows about people a file has only the columns that its agreement names; here those of a made-up one.\n"
    named = {"figures": FIGURE_COLUMNS, "words": WORD_COLUMNS, **example.form().tables}
    yield from table(
        ("sheet", "column", "what it holds", "as"), (row for one in named.items() for row in _columns(*one))
    )


def _columns(sheet: str, columns: Sequence[object]) -> Iterator[tuple[str, ...]]:
    for column in columns:
        codes = ", ".join(f"`{code}`" for code in sorted(column.codes)[:24])  # type: ignore[attr-defined]
        more = "…" if len(column.codes) > 24 else ""  # type: ignore[attr-defined]
        held = {"codes": "one of", "scale": "one of", "place": "a place, or"}.get(column.cells, column.cells)  # type: ignore[attr-defined]
        yield f"`{sheet}`", f"`{column.name}`", column.words, f"{held} {codes}{more}".strip()  # type: ignore[attr-defined]


def _rules() -> Iterator[str]:
    from cairn.exchange.returned import corpus

    yield "## Rules, each with what breaks it\n"
    found: dict[str, tuple[str, str]] = {}
    for one in corpus.every():
        for wanted in one.wanted:
            found.setdefault(wanted.rule, (wanted.severity, one.what))
    yield from table(("rule", "severity", "such as"), ((f"`{rule}`", *said) for rule, said in sorted(found.items())))


def _corpus() -> Iterator[str]:
    from cairn.exchange.returned import corpus

    made = list(corpus.every())
    wrong = [one for one in made if one.wanted]
    yield "## Wrong files to try yours against\n"
    yield (
        f"`cairn return corpus DIR` writes {len(made) - len(wrong)} good and {len(wrong)} wrong files of a made-up return, and "
        "`expected.json` with the problems of each. `cairn return receive FILE --example --dry-run --json` looks one over; "
        "it needs no database and no organisation.\n"
    )
    yield from table(("file", "what is wrong"), ((f"`{one.filename}`", one.what) for one in made))


def _limits() -> Iterator[str]:
    from cairn.exchange.returned import looking, opening_book, package

    yield "## Limits\n"
    rows = (
        ("a file as it is sent", f"{looking.LARGEST // 1024 // 1024} MB"),
        ("what a workbook unpacks to", f"{opening_book.UNPACKED // 1024 // 1024} MB"),
        ("what a data package unpacks to", f"{package.UNPACKED // 1024 // 1024} MB"),
        ("rows of a sheet", f"{package.ROWS - 1:,}"),
        ("columns of a sheet", f"{package.COLUMNS:,}"),
        ("cells of a workbook", f"{opening_book.CELLS:,}"),
    )
    yield from table(("of", "at most"), rows)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
    import django

    django.setup()
    DOCUMENT.write_text(written(), encoding="utf-8")
    print(f"{DOCUMENT.name}: {len(DOCUMENT.read_text().splitlines())} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
