"""On which topics of standardised outputs a contract works, and what of each its returns carry."""

from dataclasses import dataclass
from typing import Any

from cairn.contracts.models import AgreedMeasure, ContractTopic
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure

LIST = "output_topic"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic; `carried` are its measures that the contract's returns carry, `offered` all of them. `why_none` where it works
    on the topic and carries none."""

    code: str
    label: str
    is_worked_on: bool
    why_none: str
    carried: tuple[Measure, ...]
    offered: tuple[Measure, ...]

    @property
    def is_owing(self) -> bool:
        """It works on the topic, carries no output of it, and nobody has said why."""
        return self.is_worked_on and not self.carried and not self.why_none


def topics_of(contract: Any) -> tuple[Topic, ...]:
    """Every topic, in the order of the list, for a contract (its row or view). Two queries."""
    said = {row.topic: row.why_none for row in ContractTopic.objects.filter(contract__uid=contract.uid)}
    agreed = set(AgreedMeasure.objects.filter(contract__uid=contract.uid).values_list("measure", flat=True))
    return tuple(_topic(entry.code, entry.label, said, agreed) for entry in registry.get("codes", LIST).entries)


def _topic(code: str, label: str, said: dict[str, str], agreed: set[str]) -> Topic:
    offered = tuple(one for one in registry.all("measure") if one.topic == code)
    carried = tuple(one for one in offered if one.id in agreed)
    return Topic(code, label, code in said, said.get(code, ""), carried, offered)
