"""What groups tell, as figures of their anchor: a sample says n of N and is never summed with full counts, whatever is told."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.contracts import extracts
from cairn.contracts.models import GroupReport
from cairn.definitions import registry
from cairn.insight import asking
from cairn.insight.measures.shape import question
from cairn.insight.results import FigureRow, MeasureResult
from cairn.kernel.periods import Period
from cairn.presentation.groups import n_of_n
from cairn.returns import adding
from tests.insight.facts import Fact, asked_of, fact
from tests.thorough import examples

Q2 = Period.parse("2025-Q2")
DAY = date(2025, 6, 30)
small = st.integers(0, 500)


@st.composite
def told(draw: st.DrawFn) -> GroupReport:
    """Anything that a group's page takes."""
    met = draw(st.integers(2, 60))
    asked = draw(st.none() | st.integers(1, 80))
    row = GroupReport(
        to_date=DAY, is_sample=draw(st.booleans()), heads=draw(st.none() | small), heads_new=draw(st.none() | small),
        times_met=met, times_counted=draw(st.integers(1, met - 1)), asked=asked,
    )  # fmt: skip
    if asked:
        row.easy_to_come, row.feel_better = (draw(st.none() | st.integers(0, asked)) for _ in range(2))
    return row


def rows_of(reports: list[GroupReport], table: str) -> list[Fact]:
    found: list[Fact] = []
    for number, row in enumerate(reports):
        if table == "group_report":
            values = {name: getattr(row, name) for name in ("to_date", "heads", "heads_new", "is_sample")}
            found.append(fact(table, number, group=f"g{number}", **values))
        else:
            for name, of, is_asked, is_yes, many, heads in extracts._sampled(row):
                values = {"sample_of": of, "is_asked": is_asked, "is_yes": is_yes, "of": many, "heads": heads}
                found.append(fact(table, number, uid=f"{number}.{name}", group=f"g{number}", to_date=DAY, **values))
    return found


def figure(id: str, reports: list[GroupReport]) -> tuple[FigureRow, dict[str, int]]:
    measure = registry.get("measure", id)
    asked = asked_of(measure, rows_of(reports, measure.table))
    [row] = asking.figures(asked, question(Q2))
    return row, asking.left_out(asked, question(Q2))[0]


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(told(), max_size=8))
def test_a_sample_is_in_no_full_count_and_says_of_how_many_it_is(reports: list[GroupReport]) -> None:
    full = [row for row in reports if not row.is_sample and row.heads is not None]
    sampled = [row for row in reports if row.is_sample and row.heads is not None]
    counted, left = figure("group_attendances", reports)
    some, missed = figure("group_attendances_sampled", reports)
    assert counted.value == sum(row.heads or 0 for row in full)
    assert left.get("sample", 0) == sum(row.is_sample for row in reports)
    assert some.value == sum(row.heads or 0 for row in sampled)
    assert some.n == sum(row.times_counted or 0 for row in sampled)
    assert missed.get("not_counted", 0) == sum((row.times_met or 0) - (row.times_counted or 0) for row in sampled)
    assert figure("groups_told", reports)[0].value == len(reports)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(told(), max_size=8))
def test_a_share_of_those_asked_is_of_those_asked(reports: list[GroupReport]) -> None:
    for id, name in (("group_easy_share", "easy_to_come"), ("group_better_share", "feel_better")):
        row, _ = figure(id, reports)
        said = [(getattr(one, name), one.asked) for one in reports if getattr(one, name) is not None]
        assert (row.numerator, row.n) == (sum(yes for yes, _ in said), sum(of for _, of in said))


def test_a_group_that_asked_counts_once_and_once_for_each_thing() -> None:
    wanted = [("g0", "money"), ("g0", "money"), ("g0", "place"), ("g1", "money")]
    rows = [
        fact("group_help", at, group=group, to_date=DAY, group_help=code) for at, (group, code) in enumerate(wanted)
    ]
    asked = asked_of(registry.get("measure", "groups_asking_help"), rows)
    [row] = asking.figures(asked, question(Q2))
    assert row.value == 2
    by_thing = asking.figures(asked, question(Q2, group_by=("group_help",)))
    assert {one.codes: one.value for one in by_thing} == {("money",): 2, ("place",): 1}


def test_no_sample_is_ever_added_to_another_nor_to_full_counts() -> None:
    """In totals over contracts, over quarters or over anything else."""
    samples = [one for one in registry.all("measure") if one.is_sample]
    assert {one.id for one in samples} == {"group_attendances_sampled", "group_easy_share", "group_better_share"}
    for one in samples:
        assert adding.why_not("service_reach", one)
        assert set(one.may_group_by) == set(one.not_additive_over)
    full = registry.get("measure", "group_attendances")
    assert adding.why_not("service_reach", full) == ""
    assert "group_attendances_sampled" in full.never_added_to
    assert "group_attendances" in registry.get("measure", "group_attendances_sampled").never_added_to


def result(row: FigureRow, left: dict[str, int]) -> MeasureResult:
    blank: dict[str, Any] = dict.fromkeys(MeasureResult.__dataclass_fields__)
    return MeasureResult(**{**blank, "rows": (row,), "left_out": left, "dimensions": ()})


def test_the_words_say_n_of_n() -> None:
    sample = GroupReport(
        to_date=DAY, is_sample=True, heads=40, times_met=12, times_counted=3, asked=23, easy_to_come=18
    )
    full = GroupReport(to_date=DAY, heads=61)
    said = {
        id: n_of_n(registry.get("measure", id), result(*figure(id, [sample, full])))
        for id in ("group_attendances", "group_attendances_sampled", "group_easy_share", "group_better_share")
    }
    assert said == {
        "group_attendances": "", "group_attendances_sampled": "at 3 of 12 meetings",
        "group_easy_share": "18 of 23 asked", "group_better_share": "",
    }  # fmt: skip
