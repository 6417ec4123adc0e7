"""One row of the table of who may open what, and the roles that rows name."""

from dataclasses import dataclass
from typing import Literal

from tests.matrix.world import Things

RECORDERS = frozenset({"support_worker", "service_manager"})
WORKERS = RECORDERS | {"safeguarding_lead"}
READERS = WORKERS | {"data_lead"}
MANAGERS = frozenset({"service_manager"})
RESTRICTED = MANAGERS | {"safeguarding_lead"}
LEADS = frozenset({"data_lead"})
RETURN_READERS = LEADS | MANAGERS
FIGURES = frozenset({"service_manager", "data_lead", "trustee"})
COMMISSIONERS = frozenset({"contract_manager"})
SETTERS = MANAGERS | {"administrator"}
EVERYBODY = READERS | FIGURES | COMMISSIONERS | SETTERS

QUESTION = "measure=referrals_received&rows=ethnicity_group&columns=gender&period=2024-Q4"
How = Literal["show", "form", "post", "ask"]


@dataclass(frozen=True, kw_only=True)
class Page:
    """`how`: a page that is only shown, a form that is shown and sent, a deed that is only sent (then `sends` is what
    a button sends), or a question that is only sent, so that it stands in no address. `asks`: a question in the address,
    to which only one side may have an answer (`one_sided`). `sound`: what a form takes as it is: "empty" where
    no answer is needed, "junk" where any text will do."""

    name: str
    may: frozenset[str]
    how: How
    other: tuple[tuple[str, str], ...] = ()
    asks: str = ""
    one_sided: bool = False
    sends: tuple[tuple[str, str], ...] = ()
    sound: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return ", ".join((self.name, *(thing for _, thing in self.other), *filter(None, (self.asks,))))

    @property
    def side(self) -> str:
        """Which of the two parties the page is for."""
        return "commissioner" if self.name.startswith("commissioner:") else "provider"

    def things(self, things: Things) -> Things:
        """The things that fill the address."""
        return things | {word: things[thing] for word, thing in self.other}


def show(name: str, may: frozenset[str], asks: str = "", one_sided: bool = False, **other: str) -> Page:
    return Page(name=name, may=may, how="show", asks=asks, one_sided=one_sided, other=tuple(other.items()))


def form(name: str, may: frozenset[str], sound: str = "", **other: str) -> Page:
    return Page(name=name, may=may, how="form", other=tuple(other.items()), sound=frozenset(sound.split()))


def post(name: str, may: frozenset[str], sends: dict[str, str] | None = None, **other: str) -> Page:
    return Page(name=name, may=may, how="post", other=tuple(other.items()), sends=tuple((sends or {}).items()))


def ask(name: str, may: frozenset[str], sends: dict[str, str]) -> Page:
    return Page(name=name, may=may, how="ask", sends=tuple(sends.items()))
