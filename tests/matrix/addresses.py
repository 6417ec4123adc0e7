"""Every address that the resolver knows, with the words in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter

from cairn.interfaces.own_ids import OwnIdConverter
from tests.matrix.table import Page
from tests.matrix.world import Things, World


@dataclass(frozen=True)
class Address:
    """`words` fill it; those among them that are `uids` name a thing of somebody's. One without a name is told as it is."""

    name: str
    words: frozenset[str] = field(default=frozenset())
    uids: frozenset[str] = field(default=frozenset())
    view: Any = None


def walk(resolver: Any = None, namespace: str = "", above: Address | None = None) -> Iterator[Address]:
    """Every address below a resolver, with its whole name."""
    above = above or Address("")
    for entry in (resolver or get_resolver()).url_patterns:
        kinds = entry.pattern.converters.items()
        words = above.words | set(entry.pattern.regex.groupindex)
        uids = above.uids | {word for word, kind in kinds if isinstance(kind, UUIDConverter | OwnIdConverter)}
        if isinstance(entry, URLResolver):
            inside = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry, inside, Address("", words, uids))
        else:
            yield Address(namespace + (entry.name or f"without a name: {entry.pattern}"), words, uids, entry.callback)


ADDRESSES = {found.name: found for found in walk()}


def uids_of(page: Page) -> frozenset[str]:
    """The words of a page's address that name a thing of somebody's."""
    return ADDRESSES[page.name].uids


def needed(page: Page) -> frozenset[Any]:
    """The permissions that the page's own wall (`interfaces.pages.page`) asks for; none where it has another wall."""
    return getattr(ADDRESSES[page.name].view, "needed", frozenset())


def address(page: Page, slug: str, things: Things) -> str:
    """The address of a page under an organisation's name, with these things in it."""
    filled = page.things(things) | {"organisation": slug}
    found = reverse(page.name, kwargs={word: filled[word] for word in ADDRESSES[page.name].words})
    return f"{found}?{page.asks}" if page.asks else found


def home_of(page: Page) -> str:
    """Whose page it is among Harbour and Eastborough, by slug."""
    return "eastborough" if page.side == "commissioner" else "harbour"


def own_address(page: Page, world: World) -> str:
    """The page where it is at home."""
    slug = home_of(page)
    return address(page, slug, world.things[slug])
