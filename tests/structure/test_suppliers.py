"""The pages for makers of other systems are what the program says, and they are not behind."""

from scripts import forms_elsewhere, suppliers


def test_the_page_for_suppliers_is_not_behind_the_program() -> None:
    assert suppliers.DOCUMENT.read_text() == suppliers.written(), "run: .venv/bin/python -m scripts.suppliers"


def test_the_page_of_forms_is_not_behind_the_program() -> None:
    assert forms_elsewhere.DOCUMENT.read_text() == forms_elsewhere.written(), (
        "run: .venv/bin/python -m scripts.forms_elsewhere"
    )
