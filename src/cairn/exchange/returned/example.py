"""A made-up return, with what its file holds: nothing of it is anybody’s. For suppliers to try their files against, and for the
corpus of wrong files."""

from collections.abc import Callable, Mapping

from cairn.contracts.views import MeasureView
from cairn.definitions import registry
from cairn.exchange.returned.filled import Filling
from cairn.exchange.returned.form import breakdowns_of, lines_of, tables_of, template_of
from cairn.exchange.returned.shape import FIGURES, UNITS, WORDS, Asked, Form, Line
from cairn.returns import individual

MEASURES = (
    ("referrals_received", ""), ("referrals_received", "gender"), ("referrals_unsuccessful", "unsuccessful_reason"),
    ("people_supported", ""), ("needs_presented", ""), ("needs_met", ""), ("feedback_response_share", ""),
    ("days_to_support", ""),
)  # fmt: skip
FIELDS = frozenset(
    {"gender", "age_band", "ethnicity", "district", "religion", "readings", "accessibility", "referrals"}
)
RETURN, PROVIDER = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
QUESTION = "33333333-3333-4333-8333-333333333333"


def form() -> Form:
    """An annual return of a provider that is not."""
    agreed = [_view(place, *said) for place, said in enumerate(MEASURES)]
    questions = (
        Asked(QUESTION, "Partnership", "With whom did you work, and what came of it?", 250),
        Asked(QUESTION.replace("3333-", "4444-", 1), "Training", "What did your staff learn?", 0),
    )
    tables = tables_of(individual.columns_of("annual", agreed, FIELDS))
    return Form(
        RETURN, "EX-001", "Example Charity", PROVIDER, "2025 to 2026", "2025-04-01", "2026-03-31", tuple(lines_of(agreed)),
        breakdowns_of(agreed), questions, tables, template_of(agreed, questions, tables),
    )  # fmt: skip


def _view(place: int, measure: str, by: str) -> MeasureView:
    definition = registry.get("measure", measure)
    return MeasureView(measure, definition.version, by, definition.measure_class, place, None, definition)


def filling(of: Form, people: int = 12) -> Filling:
    """Figures that go together, two answers, and rows of people of whom nobody stands alone."""
    figures = [_figure(line, people) for line in of.lines]
    words = [
        (one.uid, one.head, one.words, one.most_words, f"An answer about {one.head.lower()}.") for one in of.questions
    ]
    return Filling({FIGURES: figures, WORDS: words, **{name: rows_of(of, name, people) for name in of.tables}})


def _figure(line: Line, people: int) -> tuple[object, ...]:
    value, n = _NUMBERS.get(line.measure, lambda code, people: (people, people))(line.code, people)  # type: ignore[no-untyped-call]
    unit = UNITS[line.kind]
    return (
        line.measure, line.name, line.measure_class, line.breakdown, line.code, line.group, unit, value, n, "",
    )  # fmt: skip


def _in_one(first: str):  # type: ignore[no-untyped-def]
    """All in one group of the breakdown."""
    return lambda code, people: (people, people) if code in ("", first) else (0, 0)


_NUMBERS = {
    "referrals_received": _in_one("woman"),
    "referrals_unsuccessful": _in_one("no_capacity"),
    "feedback_response_share": lambda code, people: (0.75, people),
    "days_to_support": lambda code, people: (6.5, people),
}


def rows_of(of: Form, table: str, people: int) -> list[tuple[object, ...]]:
    """Rows of a table, all alike in what says who somebody is."""
    return [
        tuple(_VALUES[table](number).get(column.name) for column in of.tables[table]) for number in range(1, people + 1)
    ]


def _codes(number: int, kind: str) -> dict[str, object]:
    return {"row": f"C-{number:05}", "record": f"{kind}-{number:05}"}


_WHO = {"gender": "woman", "age_band": "25-34", "ethnicity_group": "white", "ethnicity": "roma", "district": "B29"}
_VALUES: Mapping[str, Callable[[int], dict[str, object]]] = {
    "person": lambda number: {**_codes(number, "P"), **_WHO, "religion": ("muslim", "christian")[number % 2]},
    "assessment": lambda number: {
        **_codes(number, "A"), "line": f"L-{number:05}", "scale": "swemwbs", "scale_version": 1, "stage": "start",
        "rater": "client", "assessed_date": "2025-05-14", "answers": [3, 4, 2, 3, 4, 3, 2], "total": 21, "metric": 19.25,
        "score": 19.25,
    },
    "feedback": lambda number: {
        **_codes(number, "F"), **_WHO, "why": "ended", "asked_date": "2025-06-02", "accessible": 4,
        "answered_date": "2025-06-03" if number % 4 else None,
    },
    "referral": lambda number: {
        **_codes(number, "R"), **_WHO, "direction": "in", "received_date": "2025-04-28", "state": "unsuccessful",
        "unsuccessful_reason": "no_capacity",
    },
    "episode": lambda number: {**_codes(number, "E"), **_WHO, "start_date": "2025-04-30"},
    "need": lambda number: {
        **_codes(number, "N"), **_WHO, "presented_date": "2025-05-01", "met_date": "2025-05-20",
    },
}  # fmt: skip
