"""An answer that cannot be read does not hide what the rules find wrong with the others, and lends them no fault."""

from typing import Any

import pytest

from tests.commissioner.conftest import Desk, date_parts
from tests.returns.conftest import Quarter

CONTRACT = {
    "provider_slug": "harbour", "reference": "E-2", "title": "A second door", "commissioning_area": "carers",
    "value_pounds": "24000", **date_parts("start_date", 1, 7, 2025), **date_parts("end_date", 30, 6, 2026),
}  # fmt: skip
ROUND = {
    "name": "Summer", **date_parts("observed_from_date", 1, 7, 2025), **date_parts("observed_to_date", 30, 9, 2025),
    **date_parts("opens_date", 1, 10, 2025), **date_parts("closes_date", 28, 10, 2025),
}  # fmt: skip
AGREEMENT = {
    "purpose": "", **date_parts("start_date", 1, 1, 2025), **date_parts("end_date", 31, 12, 2025),
    "retention_months": "72", "threshold": "4",
}  # fmt: skip
CASES = [
    ("contract_new", {**CONTRACT, "value_pounds": "-500", **date_parts("end_date", 1, 1, 1800)},
     {"value_pounds", "end_date_day"}),
    ("contract_new", {**CONTRACT, "title": "", "reference": "E-1"}, {"title", "reference"}),
    ("contract_new", {**CONTRACT, **date_parts("start_date", 31, 2, 2025)}, {"start_date_day"}),
    ("agreement_new", {**AGREEMENT, "threshold": "-4", "retention_months": "-1"},
     {"purpose", "threshold", "retention_months"}),
    ("agreement_new", {**AGREEMENT, "threshold": "few", **date_parts("end_date", 1, 1, 2024)},
     {"purpose", "threshold", "end_date_day"}),
    ("round_new", {**ROUND, "name": "", **date_parts("closes_date", 1, 9, 2025)}, {"name", "closes_date_day"}),
    ("round_new", {**ROUND, **date_parts("observed_to_date", 31, 9, 2025)}, {"observed_to_date_day"}),
    ("round_new", {**ROUND, **date_parts("observed_from_date", 31, 9, 2025), **date_parts("opens_date", 1, 8, 2025)},
     {"observed_from_date_day", "opens_date_day"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said", "errors"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_all_that_is_wrong_is_said_in_one_answer_and_nothing_is_written(
    name: str, said: dict[str, Any], errors: set[str], desk: Desk, quarter: Quarter
) -> None:
    before = desk.deeds
    page = desk.send(name, said, **({} if name == "contract_new" else {"contract": quarter.contract.uid}))
    assert page.status == 422
    assert set(page.errors) == errors, page.errors
    assert desk.deeds == before
