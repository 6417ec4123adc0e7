"""The kinds of definition: which folder of `data/` each lies in, and which shape it has."""

from dataclasses import dataclass
from typing import Literal

from cairn.definitions.shapes.base import Definition
from cairn.definitions.shapes.checklist import Checklist
from cairn.definitions.shapes.codes import CodeList
from cairn.definitions.shapes.crosswalk import Crosswalk
from cairn.definitions.shapes.form import CollectionForm
from cairn.definitions.shapes.framework import Framework
from cairn.definitions.shapes.ladder import Ladder
from cairn.definitions.shapes.measure import Measure
from cairn.definitions.shapes.needs import NeedsDictionary
from cairn.definitions.shapes.scale import Scale
from cairn.definitions.shapes.starter import Starter
from cairn.definitions.shapes.upkeep import QualityRule, Retention

KindName = Literal[
    "codes",
    "needs",
    "framework",
    "scale",
    "measure",
    "ladder",
    "starter",
    "retention",
    "rule",
    "checklist",
    "form",
    "form_measure",
    "crosswalk",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of definition."""

    folder: str
    shape: type[Definition]


KINDS: dict[str, Kind] = {
    "codes": Kind("codes", CodeList),
    "needs": Kind("needs", NeedsDictionary),
    "framework": Kind("frameworks", Framework),
    "scale": Kind("scales", Scale),
    "measure": Kind("measures", Measure),
    "ladder": Kind("ladders", Ladder),
    "starter": Kind("starters", Starter),
    "retention": Kind("retention", Retention),
    "rule": Kind("rules", QualityRule),
    "checklist": Kind("checklists", Checklist),
    "form": Kind("forms", CollectionForm),
    "form_measure": Kind("form_measures", Measure),
    "crosswalk": Kind("crosswalks", Crosswalk),
}
