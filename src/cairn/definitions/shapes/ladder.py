"""Step ladders to start from: small steps in order, which a service may take as they are or make its own."""

from cairn.definitions.shapes.base import Definition, Id, Words, shape


@shape
class Rung:
    """One step. `words` say when it is reached."""

    id: Id
    label: Words
    words: Words


@shape
class Ladder(Definition):
    """Rungs in order, from the first. `needs` are those it usually helps with."""

    words: Words
    needs: tuple[Id, ...]
    rungs: tuple[Rung, ...]
