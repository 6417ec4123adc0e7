"""What forms and crosswalks name must exist."""

import re

from cairn.definitions.checking import check
from cairn.definitions.library import Library
from tests.definitions.conftest import Write

FORM = """
programme: garden
when: entry
publisher: P
licence: L
date_column: Date
number_column: FormID
authority_column: AdminAuth
service_column: Service
person_column: Person
sections:
  - id: one
    title: One
    fields:
      - {column: FormID, label: N, kind: text, sure: own, source: own}
      - {column: AdminAuth, label: N, kind: text, sure: own, source: own}
      - {column: Service, label: N, kind: text, sure: own, source: own}
      - {column: Person, label: N, kind: text, sure: own, source: own}
      - {column: Date, label: N, kind: date, sure: own, source: own}
      - {column: Colour, label: N, kind: one, choices: [{code: red, label: Red, sure: own}], sure: own, source: own}
"""
RULE = "  - {{id: {id}, column: {column}, must: {must}, severity: error, message: M, fix: F, source: own, sure: own}}\n"
CROSSWALK = "from_codes: colour\nforms: [garden]\nto_column: Colour\ncrossings:\n"


def found(library: Library) -> list[str]:
    wrong = [problem for problem in check(library) if problem.rule != "not_locked"]
    return [
        re.sub(r".*: (?=`|there|a test)", "", one.message) for one in wrong if not one.message.startswith("mart table")
    ]


def test_a_form_that_holds(library: Library, write: Write) -> None:
    write(
        "forms/garden/1.yaml",
        FORM + "rules:\n" + RULE.format(id="a", column="Colour", must="{field: Date, answered: true}"),
    )
    assert found(library) == []


def test_rules_look_at_columns_of_the_form(library: Library, write: Write) -> None:
    rule = RULE.format(id="a", column="Lost", must="{field: Date, days_after: Gone, at_least: 1}")
    write("forms/garden/1.yaml", FORM + "rules:\n" + rule + rule)
    assert set(found(library)) == {
        "`Gone` is no column of this form",
        "`Lost` is no column of this form",
        "there are two rules of this id on `Lost`",
    }


def test_a_crosswalk_crosses_every_code_once_and_to_a_choice(library: Library, write: Write) -> None:
    write("forms/garden/1.yaml", FORM)
    write("codes/colour/1.yaml", "entries:\n  - {code: crimson, label: C}\n  - {code: blue, label: B}\n")
    good = CROSSWALK + "  - {of: crimson, to: red}\n  - {of: blue, to: no match, rule: No blue.}\n"
    path = write("crosswalks/colours/1.yaml", good)
    assert found(library) == []
    path.unlink()
    bad = CROSSWALK + "  - {of: crimson, to: pink}\n  - {of: crimson, to: red}\n  - {of: grey, to: red}\n"
    write("crosswalks/colours/2.yaml", bad)
    assert found(Library(library.root)) == [
        "`grey` is no code of `colour`",
        "`blue` is not crossed",
        "`crimson` is there twice",
        "`pink` is no choice of `Colour` of `garden`",
    ]


def test_what_goes_nowhere_says_why(library: Library, write: Write) -> None:
    write("codes/colour/1.yaml", "entries:\n  - {code: blue, label: B}\n")
    write("crosswalks/colours/1.yaml", CROSSWALK + "  - {of: blue, to: no match}\n")
    assert "say by which rule" in " ".join(problem.message for problem in check(library))
