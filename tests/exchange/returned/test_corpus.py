"""Every file of the corpus through the real reader: what is expected of it is found, at its place, and nothing is taken."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cairn.exchange.returned import checking, corpus, example, looking, writing
from cairn.exchange.returned.found import Finding, Unreadable
from cairn.exchange.returned.shape import FIGURES

FORM = example.form()
CASES = list(corpus.every())


def found_in(data: bytes) -> tuple[bool, tuple[Finding, ...]]:
    """Whether its content would be taken, and what was found."""
    try:
        checked = checking.check(looking.read(data, FORM), FORM)
    except Unreadable as error:
        return False, error.findings
    return checked.content is not None, checked.findings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_wrong_is_found_at_its_place(case: corpus.Made) -> None:
    is_taken, findings = found_in(case.make())
    for wanted in case.wanted:
        assert any(
            (one.rule, one.severity) == (wanted.rule, wanted.severity)
            and wanted.sheet in ("", one.sheet)
            and wanted.cell in ("", one.cell)
            for one in findings
        ), (wanted, findings[:6])
    assert is_taken == (not any(one.severity == "error" for one in case.wanted))
    assert all(one.message and one.fix for one in findings)
    assert case.found in (None, len(findings)), findings


def test_a_good_file_has_nothing_wrong_and_is_one_content_by_every_way() -> None:
    good = [case for case in CASES if not case.wanted]
    assert [found_in(case.make()) for case in good] == [(True, ())] * 3
    contents = [checking.check(looking.read(case.make(), FORM), FORM).content for case in good]
    assert contents[0] == contents[1] == contents[2] and contents[0]


def test_there_are_sixty_and_more_and_each_has_a_name_of_its_own() -> None:
    assert len([case for case in CASES if case.wanted]) >= 60
    assert len({case.filename for case in CASES}) == len(CASES)


def test_no_message_says_what_a_cell_about_a_person_holds() -> None:
    for case in CASES:
        if case.name in (
            "package-name-as-code",
            "workbook-name-as-code",
            "package-place-too-fine",
            "workbook-place-too-fine",
        ):
            _, findings = found_in(case.make())
            said = json.dumps([one.as_json() for one in findings])
            assert findings and "Lovelace" not in said and "B29 6QJ" not in said


def test_the_corpus_is_written_with_what_is_expected_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some = [case for case in CASES if case.name in ("workbook-good", "workbook-comma")]
    monkeypatch.setattr("cairn.exchange.returned.corpus.making.every", lambda: iter(some))
    corpus.write(tmp_path)
    told = json.loads((tmp_path / "expected.json").read_text())
    assert {one["file"] for one in told} == {path.name for path in tmp_path.iterdir()} - {"expected.json"}


@pytest.mark.parametrize("column", ["value", "n"])
@pytest.mark.parametrize("way", ["workbook", "package", "json"])
def test_what_could_not_be_read_is_not_called_not_given_too(column: str, way: writing.Way) -> None:
    of = example.form()
    told = example.filling(of)
    names = [each.name for each in of.sheets[FIGURES]]
    wrong = dict(zip(names, told.sheets[FIGURES][0], strict=True)) | {"value": None, "n": None, column: "about ten"}
    rows = [tuple(wrong[name] for name in names), *told.sheets[FIGURES][1:]]
    data = writing.write(way, of, replace(told, sheets={**told.sheets, FIGURES: rows}))
    _, found = found_in(data)
    assert [(one.rule, one.severity) for one in found if one.sheet == FIGURES and one.field in ("value", "n")] == [
        ("number.text", "error")
    ]
