"""The form of a scale: one question an item, in the scale's own order."""

from cairn.definitions.shapes.scale import Item, Scale
from cairn.questionnaire.forms import Option, Page, Question, Questionnaire


def form(scale: Scale) -> Questionnaire:
    """A questionnaire whose answers `score` takes as they are. Where the wording is locked, labels are number and topic."""
    title = f"Thinking about {scale.recall}"
    return Questionnaire(
        id=scale.id,
        title=scale.label,
        pages=(Page("items", title, tuple(_question(scale, item) for item in scale.items)),),
    )


def _question(scale: Scale, item: Item) -> Question:
    low, high = scale.bounds(item)
    answers = scale.answers(item)
    return Question(
        id=item.id,
        label=item.text or f"{item.number} {item.topic}",
        kind="number",
        options=tuple(Option(one.value, f"{one.value} {one.label or ''}".strip()) for one in answers),
        low=low,
        high=high,
        whole=True,
        needed=True,
    )
