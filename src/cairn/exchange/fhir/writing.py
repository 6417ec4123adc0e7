"""A scale as a Questionnaire, a reading as a QuestionnaireResponse. No name of anybody goes along."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from cairn.definitions.shapes.scale import Item, Scale
from cairn.exchange.fhir import LEAST, MOST, ORDINAL, address

MOST_OPTIONS = 21  # a line of a hundred points is a number, not a list of a hundred answers
OWN = "own-"  # as `scales.local` calls them, which needs a database that this does not
_STATUS = {"published": "active", "draft": "draft", "withdrawn": "retired"}


def questionnaire(scale: Scale) -> dict[str, Any]:
    """One version of a scale. Where its wording may not be passed on, our own short tags stand in its place."""
    told: dict[str, Any] = {
        "resourceType": "Questionnaire", "id": scale.id.replace("_", "-"), "url": address(scale.id),
        "version": str(scale.version), "name": _name(scale.id), "title": scale.label, "status": _STATUS[scale.status],
        "subjectType": ["Patient"], "description": _description(scale), **_rights(scale),
        "item": [_item(scale, item) for item in scale.items],
    }  # fmt: skip
    if scale.based_on:
        told["derivedFrom"] = [address(scale.based_on)]
    return told


def _rights(scale: Scale) -> dict[str, str]:
    """Whose it is. What an organisation made itself claims no rights: whoever reads it in would have to ask for a licence."""
    if scale.id.startswith(OWN) and not scale.licence.locked:
        return {}
    holder = scale.licence.holder
    return {"publisher": holder, "copyright": f"{scale.licence.words} Rights: {holder}."}


def _name(id: str) -> str:
    """What a program may call it: letters, figures and underscores, beginning with a capital."""
    return re.sub("[^A-Za-z0-9_]", "_", f"Scale_{id}")


def _description(scale: Scale) -> str:
    wording = " Its wording may not be passed on: short tags stand in its place." if withholds(scale) else ""
    return f"{scale.note or scale.label} Time asked about: {scale.recall}.{wording}"


def withholds(scale: Scale) -> bool:
    """Whether the licence keeps the wording from being passed on."""
    return scale.licence.locked


def _item(scale: Scale, item: Item) -> dict[str, Any]:
    text = item.topic if withholds(scale) else item.text or item.topic
    told: dict[str, Any] = {"linkId": item.id, "prefix": str(item.number), "text": text, "required": False}
    low, high = scale.bounds(item)
    if is_listed(scale, item):
        return {**told, "type": "choice", "answerOption": [{"valueCoding": one} for one in _codings(scale, item)]}
    ends = [{"url": LEAST, "valueInteger": low}, {"url": MOST, "valueInteger": high}]
    return {"extension": ends, **told, "type": "integer"}


def is_listed(scale: Scale, item: Item) -> bool:
    low, high = scale.bounds(item)
    return high - low < MOST_OPTIONS


def _codings(scale: Scale, item: Item) -> list[dict[str, Any]]:
    return [
        {
            "extension": [{"url": ORDINAL, "valueDecimal": choice.value if choice.points is None else choice.points}],
            **coding(scale, choice.value, None if withholds(scale) else choice.label),
        }
        for choice in scale.answers(item)
    ]


def coding(scale: Scale, value: int, label: str | None) -> dict[str, Any]:
    told = {"system": address(scale.id), "code": str(value)}
    return {**told, "display": label} if label else told


def response(
    scale: Scale, *, uid: str, client_uid: str, day: date, rater: str, answers: Sequence[int | str | None]
) -> dict[str, Any]:
    """One reading. The person is a number that only this organisation can look up."""
    subject = {"type": "Patient", "identifier": {"system": "urn:cairn:person", "value": client_uid}}
    told: dict[str, Any] = {
        "resourceType": "QuestionnaireResponse", "id": uid, "identifier": {"system": "urn:cairn:reading", "value": uid},
        "questionnaire": f"{address(scale.id)}|{scale.version}", "status": "completed", "subject": subject,
        "authored": day.isoformat(),
    }  # fmt: skip
    if rater == "client":
        told["source"] = subject
    items = [
        {"linkId": item.id, "answer": [_answer(scale, item, value)]}
        for item, value in zip(scale.items, answers, strict=False)
        if isinstance(value, int)
    ]
    return {**told, "item": items} if items else told


def _answer(scale: Scale, item: Item, value: int) -> dict[str, Any]:
    if not is_listed(scale, item):
        return {"valueInteger": value}
    label = next((one.label for one in scale.answers(item) if one.value == value), None)
    return {"valueCoding": coding(scale, value, None if withholds(scale) else label)}
