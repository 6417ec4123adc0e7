"""A service's set-up to begin from: what it is, what it does with people, its small steps, and the needs it asks about."""

from typing import Literal

from cairn.definitions.shapes.base import Definition, Id, Words, shape


@shape
class Carries:
    """The steps of one ladder that go with a type of activity: these rungs, or all where none is named."""

    ladder: Id
    rungs: tuple[Id, ...] = ()


@shape
class StarterType:
    """A type of activity. `outcomes` are `framework/ref`, `needs` those that it is usually for."""

    name: Words
    mode: Literal["individual", "group", "head_count"]
    usual_minutes: int
    steps: tuple[Carries, ...] = ()
    outcomes: tuple[Words, ...] = ()
    needs: tuple[Id, ...] = ()


@shape
class Starter(Definition):
    """One set-up. `label` is what it is called on its card, `name` what the service is called until somebody renames it.

    `can_meet` and `cannot_meet` are together the needs asked about first: those that such a service meets itself, and
    those that it hears of and passes on. `scales` are asked in this order.
    """

    words: Words
    name: Words
    who_for: Words
    commissioning_area: Id
    asks_postcode: bool = True
    is_one_off: bool = False
    scale: Id | None = None
    scales: tuple[Id, ...] = ()
    ladders: tuple[Id, ...] = ()
    activity_types: tuple[StarterType, ...]
    can_meet: tuple[Id, ...]
    cannot_meet: tuple[Id, ...] = ()

    @property
    def usual_scales(self) -> tuple[str, ...]:
        """What is asked: the list, or the one scale of an older file."""
        return self.scales or ((self.scale,) if self.scale else ())

    @property
    def needs(self) -> dict[str, str]:
        """The needs asked about, each with `yes` or `no`."""
        return {**dict.fromkeys(self.can_meet, "yes"), **dict.fromkeys(self.cannot_meet, "no")}
