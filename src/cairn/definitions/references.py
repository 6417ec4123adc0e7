"""What a definition names must exist: scales, code lists, columns, framework outcomes, needs, other measures."""

from collections.abc import Iterator

from cairn.definitions import dictionary, mart
from cairn.definitions.library import Library
from cairn.definitions.references_forms import crosswalk_lost, form_lost
from cairn.definitions.shapes.base import Definition
from cairn.definitions.shapes.codes import CodeList
from cairn.definitions.shapes.crosswalk import Crosswalk
from cairn.definitions.shapes.form import CollectionForm
from cairn.definitions.shapes.framework import Framework
from cairn.definitions.shapes.ladder import Ladder
from cairn.definitions.shapes.measure import Measure
from cairn.definitions.shapes.needs import NeedsDictionary
from cairn.definitions.shapes.scale import Scale
from cairn.definitions.shapes.starter import Starter, StarterType
from cairn.definitions.shapes.upkeep import QualityRule
from cairn.questionnaire.conditions import Condition, Equals, In, leaves_of
from cairn.questionnaire.texts import TextLeaf

Lost = tuple[str, str]
"""(the field that names it, what is wrong)"""


class References:
    """The ids that a library knows, to hold each definition against."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.lists = {item.id: item for item in library.all("codes") if isinstance(item, CodeList)}
        self.ladders = {one.id: one for one in library.all("ladder") if isinstance(one, Ladder)}
        self.scales = set(library.ids("scale"))
        self.items = _items(library)
        self.measures = set(library.ids("measure"))
        self.outcomes = _outcomes(library)
        self.outcome_groups = _outcome_groups(library)
        self.dictionaries = _dictionaries(library)
        self.needs = {need.id for item in library.all("needs") for need in getattr(item, "needs", ())}

    def lost(self, definition: Definition) -> Iterator[Lost]:
        """Everything that this definition names and that does not exist."""
        match definition:
            case CodeList():
                yield from _doubles("entries", definition.codes)
                yield from self._groups(definition)
            case NeedsDictionary():
                yield from self._needs(definition)
            case Framework():
                yield from _framework(definition)
                yield from self._mapped(definition)
                yield from self._collected(definition)
            case Ladder():
                yield from _doubles("rungs", tuple(rung.id for rung in definition.rungs))
                yield from _unknown("needs", definition.needs, self.needs, "need of the dictionary")
            case Starter():
                yield from self._starter(definition)
            case Measure():
                yield from self._measure(definition)
            case QualityRule():
                columns = mart.EVERY.get(definition.table, {})
                yield from _unknown("field", (definition.field,), set(columns), f"column of `{definition.table}`")
                yield from self._condition("must", definition.must, columns)
            case CollectionForm():
                yield from form_lost(definition, self.outcomes)
            case Crosswalk():
                yield from crosswalk_lost(definition, self.lists, self.library)

    def _groups(self, codes: CodeList) -> Iterator[Lost]:
        """Where there is a list `<id>_group`, groups are its codes."""
        groups = self.lists.get(f"{codes.id}_group")
        if groups:
            named = tuple(entry.group for entry in codes.entries if entry.group)
            yield from _unknown("entries", named, set(groups.codes), f"code of `{groups.id}`")

    def _mapped(self, framework: Framework) -> Iterator[Lost]:
        """A tool that is mapped is a scale, and what is mapped of it is one of its items."""
        for place, each in enumerate(framework.mappings):
            field = f"mappings.{place}"
            yield from _unknown(field, (each.tool,), self.scales, "scale")
            if each.item and each.tool in self.scales:
                yield from _unknown(field, (each.item,), self.items[each.tool], f"item of `{each.tool}`")

    def _collected(self, framework: Framework) -> Iterator[Lost]:
        """What fills an item is a measure, broken down as it may be, a scale, or a head of the answers in words."""
        places = [
            (f"items.{at}.items.{n}", item)
            for at, row in enumerate(framework.items)
            for n, item in enumerate(row.items)
        ]
        for field, item in places:
            yield from _unknown(field, item.measures, self.measures, "measure")
            yield from _unknown(field, item.scales, self.scales, "scale")
            yield from _unknown(field, item.heads, self._codes("narrative_head"), "code of `narrative_head`")
            yield from _unknown(field, _given(item.topic), self._codes("output_topic"), "code of `output_topic`")
            outcomes = {outcome.ref for outcome in framework.outcomes}
            yield from _unknown(field, _given(item.outcome), outcomes, "outcome of this framework")
        yield from _doubles("items", tuple(item.id for _, item in places))

    def _codes(self, name: str) -> set[str]:
        return set(self.lists[name].codes) if name in self.lists else set()

    def _needs(self, own: NeedsDictionary) -> Iterator[Lost]:
        yield from _doubles("needs", tuple(need.id for need in own.needs))
        earlier = [one for one in self.dictionaries if one.id == own.id and one.version < own.version]
        yield from dictionary.lost(own, earlier, self.outcome_groups)
        areas = {area.id for area in own.areas}
        for place, need in enumerate(own.needs):
            field = f"needs.{place}"
            yield from _unknown(field, (need.area,), areas, "area of this dictionary")
            for framework, ref in (
                ("supporting-people", need.supporting_people),
                ("prevention-first", need.prevention_first),
            ):
                if ref is not None:
                    yield from _unknown(field, (f"{framework}/{ref}",), self.outcomes, "framework outcome")

    def _starter(self, starter: Starter) -> Iterator[Lost]:
        areas = self.lists["commissioning_area"].codes if "commissioning_area" in self.lists else ()
        area = (starter.commissioning_area,)
        yield from _unknown("commissioning_area", area, set(areas), "code of `commissioning_area`")
        yield from _unknown("scale", starter.usual_scales, self.scales, "scale")
        yield from _unknown("ladders", starter.ladders, set(self.ladders), "ladder")
        asked = (*starter.can_meet, *starter.cannot_meet)
        yield from _unknown("can_meet", asked, self.needs, "need of the dictionary")
        yield from _doubles("can_meet", asked)
        yield from _doubles("activity_types", tuple(one.name for one in starter.activity_types))
        for place, kind in enumerate(starter.activity_types):
            yield from self._starter_type(f"activity_types.{place}", starter, kind)

    def _starter_type(self, field: str, starter: Starter, kind: StarterType) -> Iterator[Lost]:
        if kind.mode == "head_count" and (kind.steps or kind.outcomes):
            yield field, "where heads are counted nobody can reach a step or an outcome"
        yield from _unknown(field, kind.outcomes, self.outcomes, "framework outcome")
        yield from _unknown(field, kind.needs, self.needs, "need of the dictionary")
        yield from _unknown(
            field, tuple(step.ladder for step in kind.steps), set(starter.ladders), "ladder of this starter"
        )
        for step in kind.steps:
            ladder = self.ladders.get(step.ladder)
            rungs = {rung.id for rung in ladder.rungs} if ladder else set(step.rungs)
            yield from _unknown(field, step.rungs, rungs, f"step of `{step.ladder}`")

    def _measure(self, measure: Measure) -> Iterator[Lost]:
        columns = mart.EVERY[measure.table]
        dates = {name for name, kind in columns.items() if kind == "date"}
        numbers = {name for name, kind in columns.items() if kind == "number"}
        yield from _unknown("period_date", _given(measure.period_date, measure.period_end), dates, "date column")
        yield from _unknown("value", _given(measure.value, measure.weight), numbers, "number column")
        named = _given(measure.distinct, measure.latest_per, *(part.by for part in measure.left_out))
        yield from _unknown("columns", named, set(columns), f"column of `{measure.table}`")
        read = tuple(mart.column_of(name, measure.period_date) for name in measure.may_group_by)
        yield from _unknown("may_group_by", read, set(columns), f"column of `{measure.table}`")
        yield from _unknown("topic", _given(measure.topic), self._codes("output_topic"), "code of `output_topic`")
        yield from _unknown("scale", _given(measure.scale), self.scales, "scale")
        others = (*measure.sum_of, *measure.never_added_to, *measure.beside)
        yield from _unknown("sum_of", others, self.measures, "measure")
        yield from _unknown("frameworks", measure.frameworks, self.outcomes, "framework or framework outcome")
        conditions = {"where": measure.where, "numerator": measure.numerator}
        conditions |= {f"left_out.{part.id}": part.where for part in measure.left_out}
        for field, condition in conditions.items():
            if condition is not None:
                yield from self._condition(field, condition, columns)

    def _condition(self, field: str, condition: Condition, columns: dict[str, str]) -> Iterator[Lost]:
        """Fields are columns, and values of a column of codes are codes of its list."""
        for leaf in leaves_of(condition):
            yield from _unknown(field, (leaf.field,), set(columns), "column of this table")
            if isinstance(leaf, TextLeaf):
                yield field, "a test of text as it stands in files is for forms, not for measures"
            known = self._values(columns.get(leaf.field, ""))
            if known is not None and isinstance(leaf, Equals | In):
                values = leaf.values if isinstance(leaf, In) else (leaf.value,)
                yield from _unknown(field, tuple(map(str, values)), known, f"value of `{leaf.field}`")

    def _values(self, kind: str) -> set[str] | None:
        """What a column of this type may hold, where that is a closed list."""
        if kind == "scale":
            return self.scales
        codes = self.lists.get(kind.removeprefix("codes:"))
        return None if codes is None else set(codes.codes)


def mart_problems(library: Library) -> Iterator[Lost]:
    """Code lists that the mart's columns name, and that do not exist."""
    known = {f"codes:{id}" for id in library.ids("codes")}
    for table, columns in mart.EVERY.items():
        named = tuple(kind for kind in columns.values() if kind.startswith("codes:"))
        yield from _unknown(table, named, known, "code list")


def starter_problems(library: Library) -> Iterator[Lost]:
    """Commissioning areas that no starter is for, once there are starters at all."""
    starters = [one for one in library.all("starter") if isinstance(one, Starter)]
    lists = [one for one in library.all("codes") if isinstance(one, CodeList) and one.id == "commissioning_area"]
    served = {one.commissioning_area for one in starters}
    for area in (code for codes in lists for code in codes.codes):
        if starters and area not in served:
            yield "starters", f"`{area}` is a commissioning area that no starter is for"


def _outcomes(library: Library) -> set[str]:
    """`framework` and `framework/outcome`, of all there are."""
    groups = _outcome_groups(library)
    return {f"{id}/{ref}" for id, refs in groups.items() for ref in refs} | set(groups)


def _items(library: Library) -> dict[str, set[str]]:
    """For each scale the items of its newest version."""
    return {one.id: {item.id for item in one.items} for one in library.all("scale") if isinstance(one, Scale)}


def _outcome_groups(library: Library) -> dict[str, dict[str, str]]:
    """For each framework its outcomes, each with its group."""
    frameworks = [item for item in library.all("framework") if isinstance(item, Framework)]
    return {item.id: {outcome.ref: outcome.group for outcome in item.outcomes} for item in frameworks}


def _dictionaries(library: Library) -> list[NeedsDictionary]:
    """Every version of every dictionary of needs."""
    ids = [(id, number) for id in library.ids("needs") for number in library.versions("needs", id)]
    found = [library.get("needs", id, number) for id, number in ids]
    return [one for one in found if isinstance(one, NeedsDictionary)]


def _framework(framework: Framework) -> Iterator[Lost]:
    refs = tuple(outcome.ref for outcome in framework.outcomes)
    yield from _doubles("outcomes", refs)
    groups = {group.id for group in framework.groups}
    yield from _unknown("outcomes", tuple(outcome.group for outcome in framework.outcomes), groups, "group here")
    yield from _unknown("mappings", tuple(mapping.outcome for mapping in framework.mappings), set(refs), "outcome here")


def _given(*names: str | None) -> tuple[str, ...]:
    return tuple(name for name in names if name is not None)


def _unknown(field: str, named: tuple[str, ...], known: set[str], what: str) -> Iterator[Lost]:
    for name in dict.fromkeys(named):
        if name not in known:
            yield field, f"`{name}` is no {what}"


def _doubles(field: str, ids: tuple[str, ...]) -> Iterator[Lost]:
    for id in dict.fromkeys(ids):
        if ids.count(id) > 1:
            yield field, f"`{id}` is there twice"
