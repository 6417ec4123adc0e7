"""What may be said of a service of somebody else's. Pure: problems go out, all at once."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlsplit

from cairn.kernel.problems import Problem, too_long

#: since nobody ever said when it was checked
NEVER = date(1900, 1, 1)
STALE_AFTER = timedelta(days=365)
#: the longest text of each field that has a limit
LONGEST = {
    "name": 200, "provider_name": 200, "description": 5_000, "phone": 60, "email": 200, "url": 400, "address": 300,
    "postcode": 10, "who_for": 300, "cost": 200,
}  # fmt: skip
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """What is said of an entry of the directory. `needs` are ids of the needs dictionary; `checked_date` is the day on which
    somebody last made sure that all of it holds: today when left out, `NEVER` where that is not known."""

    name: str
    provider_name: str = ""
    description: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    address: str = ""
    postcode: str = ""
    who_for: str = ""
    cost: str = ""
    needs: tuple[str, ...] = ()
    checked_date: date | None = None
    is_open: bool = True

    @property
    def key(self) -> tuple[str, str]:
        """What tells one service from another for a reader: its name, and who runs it."""
        return plain(self.name), plain(self.provider_name)


def plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def tidied(facts: EntryFacts) -> EntryFacts:
    """Without blanks around, and with an address of the web written whole."""
    texts = {name: " ".join(str(getattr(facts, name)).split()) for name in LONGEST}
    texts["description"] = facts.description.strip()
    if texts["url"] and "://" not in texts["url"] and _bare(texts["url"]):
        texts["url"] = "https://" + texts["url"]
    return replace(facts, **texts, needs=tuple(dict.fromkeys(facts.needs)))  # type: ignore[arg-type]


def _bare(url: str) -> bool:
    """`example.org/advice`, as people write it."""
    host = url.split("/", 1)[0]
    return "." in host and (":" not in host or host.rpartition(":")[2].isdecimal())


def is_web_address(url: str) -> bool:
    """Only what a browser fetches from a host: never `javascript:` and its like."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and url.isprintable() and " " not in url


def is_email(text: str) -> bool:
    return _EMAIL.fullmatch(text) is not None


def is_stale(checked_date: date, today: date) -> bool:
    """Whether nobody made sure of it for a year."""
    return checked_date < today - STALE_AFTER


def entry_problems(facts: EntryFacts, needs: Collection[str], today: date, row: int | None = None) -> list[Problem]:
    """Everything that is wrong with an entry; `needs` are the ids that there are."""
    found: list[Problem] = []
    if not facts.name:
        found.append(Problem("name.missing", "The name is missing.", "Write what the service is called.", field="name"))
    for field, most in LONGEST.items():
        found += too_long(getattr(facts, field), most, field)
    if facts.url and not is_web_address(facts.url):
        fix = "Write an address that begins with https:// or http://, or leave it blank."
        found.append(Problem("url.scheme", "This is not the address of a web page.", fix, field="url"))
    if facts.email and not is_email(facts.email):
        found.append(
            Problem("email.shape", "This is not an e-mail address.", "Write it like name@example.org.", field="email")
        )
    if not set(facts.needs) <= set(needs):
        found.append(
            Problem("needs.unknown", "A need is not in the dictionary.", "Choose from the list.", field="needs")
        )
    if facts.checked_date and facts.checked_date > today:
        fix = "Write the day on which somebody made sure, today or earlier."
        found.append(Problem("date.future", "This day has not come yet.", fix, field="checked_date"))
    return [replace(problem, row=row) for problem in found]


def again(row: int | None = None) -> Problem:
    """It is there already."""
    message = "The directory has this service of this provider already."
    return Problem(
        "directory.twice", message, "Change that entry; or open it again if it is closed.", field="name", row=row
    )
