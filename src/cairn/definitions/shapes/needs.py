"""The needs dictionary: when a need counts, when it does not, when it is part met and when met."""

from cairn.definitions.shapes.base import Definition, Id, Mapped, Sure, Words, shape


@shape
class Area:
    """A part of life that needs are listed under."""

    id: Id
    label: Words


@shape
class Need:
    """One need. `supporting_people` and `prevention_first` are references into those frameworks, None for no match.

    `formerly` is the need in which the version before counted this one.
    """

    id: Id
    area: Id
    label: Words
    definition: Words
    counts_when: Words
    counts_example: Words
    does_not_count_when: Words
    does_not_count_example: Words
    part_met_when: Words
    met_when: Words
    source: Words
    sure: Sure
    supporting_people: Mapped
    prevention_first: Mapped
    formerly: Id | None = None


@shape
class NeedsDictionary(Definition):
    """One version of the common dictionary."""

    areas: tuple[Area, ...]
    needs: tuple[Need, ...]
    note: Words | None = None

    def need(self, id: str) -> Need:
        """The need of this id. Raises KeyError when there is none."""
        return {need.id: need for need in self.needs}[id]
