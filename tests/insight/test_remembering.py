"""The same question put to the same files is answered from memory; other files are asked anew."""

import pytest

from cairn.insight import asking, figures, remembering
from cairn.insight.asking import Asked
from cairn.insight.measures.shape import Question
from cairn.kernel.periods import Period
from tests.cases.conftest import Ground, open_episode

Q2 = Period.parse("2025-Q2")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that is put to a mart."""
    put: list[str] = []
    fetch = Asked.fetch

    def heard(self: Asked, text: str, question: Question) -> object:
        put.append(text)
        return fetch(self, text, question)

    monkeypatch.setattr(asking.Asked, "fetch", heard)
    return put


def people(ground: Ground) -> object:
    return figures.compute("people_supported", by=ground.manager, period=Q2).rows


def test_a_figure_is_asked_for_once_until_a_record_changes(ground: Ground, asked: list[str]) -> None:
    before = people(ground)
    once = len(asked)
    assert people(ground) == before and len(asked) == once > 0
    open_episode(ground)
    assert people(ground) != before and len(asked) > once


def test_no_more_is_kept_than_there_is_room_for(
    ground: Ground, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "MOST", 1)
    remembering.forget()
    for measure in ("people_supported", "people_new", "people_supported"):
        figures.compute(measure, by=ground.manager, period=Q2)
    assert len([text for text in asked if "start_date" in text]) == 3
