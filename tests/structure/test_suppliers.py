"""The page for makers of other systems is what the program says, and it is not behind."""

from scripts import suppliers


def test_the_page_for_suppliers_is_not_behind_the_program() -> None:
    assert suppliers.DOCUMENT.read_text() == suppliers.written(), "run: .venv/bin/python -m scripts.suppliers"
