"""Checklists: by what an anchor looks at a small group, item by item, and what it says when an item came about."""

from typing import Literal

from cairn.definitions.shapes.base import Definition, Id, Words, shape


@shape
class CheckItem:
    """One thing that a group has or has not. `kind` says what it belongs to; `came_about` finishes "The group …"."""

    id: Id
    label: Words
    words: Words
    kind: Literal["structure", "money", "policy", "people"]
    came_about: Words


@shape
class Checklist(Definition):
    """Items in order. A new version compares with an older one in the items that both have."""

    words: Words
    items: tuple[CheckItem, ...]
