"""Write docs/forms-from-elsewhere.md from the program itself: `.venv/bin/python -m scripts.forms_elsewhere`. A test says when
it is behind."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from scripts.reference import table

DOCUMENT = Path(__file__).parents[1] / "docs" / "forms-from-elsewhere.md"
INTRODUCTION = """# Forms from elsewhere

For whoever fills in the forms of a programme, such as Supporting People, outside Cairn: in a workbook with no
connection, or in a system of their own. Screen, file and API have one definition and one set of rules. The same form
has the same hash by each way, and sent twice it is one form. Written by `.venv/bin/python -m
scripts.forms_elsewhere`: change the program, not this page.

Each form has a page with its files in the workspace, under **Forms to take away**
(`/o/<organisation>/collections/blank/`), with what your own authorities add to it. The API has the same.

## In a workbook

1. Download the workbook: empty, or with a row for each form that is due and what the record knows in it. It needs no
   connection.
2. Fill in a row a form. Answers are chosen from lists. Grey cells are not asked; amber ones in a broken frame are
   missing; red ones in bold are wrong; blue ones may be right, and you are asked once. The first column counts the
   errors of its row.
3. Send it under **Files of forms**. You see what is wrong at its cell before anything is taken.

A CSV has the same headings, in any order; it is read in UTF-8, UTF-16 or Windows-1252, divided by commas, semicolons
or tabs.

## In a system of your own

A manager makes a key under the organisation’s settings, for “Forms of collections”. It goes into each request as
`Authorization: Bearer cairn_…`. The document of the API is `/api/v1/openapi.json`.

| request | what it does |
|---|---|
| `GET /api/v1/collections` | Which collections, authorities, years and forms there are for you |
| `GET /api/v1/collections/{collection}/forms/{form}/{version}` | All columns and rules of a form |
| `GET …/{version}/schema.json`, `…/schema.xsd`, `…/datapackage.json` | JSON Schema, XML schema, the columns of the CSV |
| `GET …/{version}/example.json`, `.xml`, `.csv`; `template.xlsx`, `template.csv` | A made-up form; the files to fill in |
| `POST /api/v1/collections/{collection}/check` | What is wrong with a body, all at once. Nothing is kept. At most 5 MB |
| `POST /api/v1/collections/{collection}/files/{key}` | Sends a body under a key of your own for it. At most 50 MB |
| `GET /api/v1/collections/{collection}/files/{key}` | How it stands; its receipt |
| `POST …/files/{key}/take` | Takes a body that waits: `{"confirmed": [keys of findings], "good_forms": true}` |

- **The key** is yours: letters, figures, hyphens, underscores, at most 80. The same body sent again under it gives
  the same answer, and nothing is taken twice; another body under it is refused.
- **A body that is all good** is taken at once. Otherwise it waits as `checked`, with every finding at its place:
  `/forms/3/Age` in JSON, `/forms/form[4]/Age` in XML, a cell in a CSV. An `error` keeps its form out; a `soft`
  finding is taken once its key is confirmed.
- **A large body** is checked in the background: the state is `checking` until it is `checked`. Ask again; then send
  it again, or take it.
- **The receipt** has a number, the counts, and SHA-256 over the sorted hashes of all forms that were accepted. Each
  hash is of the RFC 8785 form of `[form, answers]`, in which the person’s code is Cairn’s own.
- **XML** with a document type of its own is refused, so there are no entities. A namespace is passed over.

## How answers are written

Every answer is text. `Yes`, `No`, `NA`; codes as listed; days as `2026-11-23`; several codes divided by a semicolon
and a space. What is not asked is blank, and in JSON and XML left out. **FormID** has eleven figures and is the form’s
own for ever: sent again under it, a changed form replaces the one before it as long as its year takes changes.
**PersonCode** is your own code or reference for the person, the same in each form; never a name. Authorities see
another code, which Cairn makes.

What a schema or a workbook cannot know is checked on receipt alone:

"""


def written() -> str:
    """The whole page. Django must have been set up."""
    from cairn.definitions import registry
    from cairn.exchange.forms import examples, guide, offered

    forms = sorted(
        (form for form in registry.all("form") if form.programme == "supporting-people"), key=lambda one: one.id
    )
    parts = [INTRODUCTION + "\n".join(f"- {words}" for words in guide.ONLY_UPLOAD) + "\n"]
    for form in forms:
        of = offered.of(form)
        parts.append(f"\n## {form.label}\n\n`{form.id}`, version {form.version}. Columns in the order of the CSV.\n\n")
        parts.append("\n".join(table(("column", "question", "written", "when"), _columns(of))) + "\n")
        rules = table(
            ("column", "severity", "what is wrong"),
            ((f"`{rule.column}`", rule.severity, rule.message) for rule in form.rules),
        )
        parts.append("\nRules over several columns:\n\n" + "\n".join(rules) + "\n")
    parts.append("\n## Codes\n\n" + "\n".join(table(("columns", "code", "what it means"), _codes(forms))) + "\n")
    first = offered.of(forms[0])
    example = examples.one(first, examples.as_json).decode()
    parts.append(f"\n## A body as JSON\n\n```json\n{example}\n```\n")
    return "".join(parts)


def _columns(of: Any) -> Iterator[tuple[str, str, str, str]]:
    from cairn.exchange.forms import guide

    for line in guide.lines(of.form, of.columns):
        yield f"`{line.name}`", line.question, line.written, line.asked


def _codes(forms: Iterable[Any]) -> Iterator[tuple[str, str, str]]:
    """Each list once, with a few of the columns that have it; not those that are plain yes or no."""
    from cairn.exchange.forms import guide, offered

    columns = [column for form in forms for column in offered.of(form).columns]
    for choices, users_of in guide.lists(columns):
        names = list(dict.fromkeys(users_of))
        users = ", ".join(f"`{name}`" for name in names[:2]) + (" and more" if len(names) > 2 else "")
        for choice in choices if len(choices) > 3 else ():
            yield users, f"`{choice.code}`", choice.label


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
    import django

    django.setup()
    DOCUMENT.write_text(written(), encoding="utf-8")
    print(f"{DOCUMENT.name}: {len(DOCUMENT.read_text().splitlines())} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
