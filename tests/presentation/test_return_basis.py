"""Within one basis every screen and file of a return agrees to the last digit: the page and its print (one document), the
workbook and the CSV, the command line's JSON, the preview and the commissioner's page."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template import engines
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.exchange import tables
from cairn.interfaces.cli import returning
from cairn.kernel import canonical
from cairn.kernel.periods import Period
from cairn.presentation import return_file, year
from cairn.presentation.returns import BASES, basis, groups_of
from cairn.returns.views import FigureGroup, FigureView, ReturnView
from cairn.returns.year import Cell, Quarter, YearRow, YearView

SPRING = Period(date(2025, 4, 1), date(2025, 6, 30))
SENT = datetime(2025, 7, 10, 9, tzinfo=UTC)
MEASURES = [("needs_met", "count", 0), ("referrals_accepted_share", "share", 0), ("swemwbs_mean", "mean", 2)]


def figure(measure: str, kind: str, decimals: int, value: float | None, n: int) -> FigureView:
    return FigureView(
        measure=measure, version=1, measure_class="service_reach", code="", label=measure, value=value, n=n, low=None,
        high=None, numerator=None, denominator=None, derived=value, override_reason=None, measure_label=measure,
        words="Words.", kind=kind, decimals=decimals,
    )  # fmt: skip


def returned(figures: list[FigureView], code: str, **changes: Any) -> ReturnView:
    view = ReturnView(
        uid="r", version=1, state="submitted", side="provider", is_draft=code == "now", contract_uid="c",
        contract_reference="E-1", contract_title="T", provider_name="P", commissioner_name="C", round_name="Spring",
        period=SPRING, opens_date=date(2025, 7, 1), closes_date=date(2025, 7, 31), is_late=False,
        groups=(FigureGroup("service_reach", "Service reach", tuple(figures)),), as_of=SENT, agreement=None, sources=(),
        comment="", decision_reason="", decided_at=None, number=1, submitted_at=SENT, sha256="", next_steps=(),
        is_accepted=code == "accepted",
    )  # fmt: skip
    return replace(view, **changes)


def table_of(view: ReturnView, code: str) -> year.Table:
    quarter = Quarter("r", "Spring", SPRING, code, "submitted", True, True, False)  # type: ignore[arg-type]
    rows = {one.key: YearRow(one, (Cell(one.value, one.n, 1, one.label),), None, None) for one in view.figures}
    return year.table(view, YearView((quarter,), None, None, rows), {})


@cache
def _template() -> Any:
    return engines["jinja2"].from_string('{% import "returns/year.jinja" as year %}{{ year.figures(table) }}')


def drawn(table: year.Table) -> list[str]:
    """What the page (and so its print) says: the number itself, as its `data` element holds it."""
    html = _template().render({"table": table})
    return [cell["value"] for cell in BeautifulSoup(html, "html.parser").select("td data")]


def in_file(view: ReturnView, table: year.Table) -> list[str]:
    body = tables.csv(return_file.columns(table), return_file.lines(view, table)).decode("utf-8-sig")
    return [row["Value"] for row in csv.DictReader(io.StringIO(body))]


numbers = st.one_of(
    st.integers(0, 10_000), st.floats(0, 1, allow_nan=False), st.floats(7, 35, allow_nan=False).map(lambda x: x / 3)
)


@settings(deadline=None, max_examples=60)
@given(st.lists(numbers, min_size=3, max_size=3), st.sampled_from(["now", "sent", "accepted"]))
def test_page_files_and_json_say_the_same_number(values: list[float], code: str) -> None:
    figures = [figure(*measure, value, 12) for measure, value in zip(MEASURES, values, strict=True)]
    view = returned(figures, code)
    table = table_of(view, code)
    told = json.loads(json.dumps(returning.shape(view)))
    assert told["basis"] == code == basis(view).code
    kept = [one["value"] for one in told["figures"]]
    assert kept == values
    assert [float(said) for said in drawn(table)] == kept
    assert [float(said) for said in in_file(view, table)] == kept
    assert [row.figure.value for group in groups_of(view.groups) for row in group.rows] == kept
    assert json.loads(canonical.dumps(kept)) == kept


@settings(deadline=None, max_examples=60)
@given(st.lists(numbers, min_size=3, max_size=3))
def test_every_screen_rounds_a_number_to_the_same_words(values: list[float]) -> None:
    view = returned([figure(*measure, value, 12) for measure, value in zip(MEASURES, values, strict=True)], "sent")
    of_year = [line.cells[0].stat.value for group in table_of(view, "sent").groups for line in group.lines]
    assert of_year == [row.stat.value for group in groups_of(view.groups) for row in group.rows]


@pytest.mark.parametrize(
    ("state", "changes", "code"),
    [
        ("now", {}, "now"),
        ("sent", {}, "sent"),
        ("accepted", {}, "accepted"),
        ("sent", {"submitted_at": None, "number": 0}, ""),
        ("accepted", {"state": "open", "side": "commissioner"}, "accepted"),
    ],
)
def test_a_return_says_what_its_figures_are(state: str, changes: dict[str, Any], code: str) -> None:
    found = basis(returned([], state, **changes))
    assert (found.code, found.words) == (code, BASES[code]) and found.sentence.endswith(".")


def test_a_figure_without_a_value_is_no_number_anywhere() -> None:
    view = returned([figure(*MEASURES[2], None, 0)], "sent")
    table = table_of(view, "sent")
    assert drawn(table) == [] and in_file(view, table) == [""]
