"""What holds for the page on which a tiny group tells how it is: how often it may be knocked at, what is heard of what was
typed, which files are taken. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from cairn.contracts.rules_groups import LONGEST_STORY, LONGEST_WORDS, Telling
from cairn.intake.rules import Limit
from cairn.kernel.problems import Problem

#: At a door that is not there, from one address; what one link may be told; and how many files it may bring.
LIMITS = {"miss": Limit(10, 30), "link": Limit(10, 300), "file": Limit(60, 12)}
NUMBERS = ("heads", "heads_new", "times_met", "times_counted", "asked", "easy_to_come", "feel_better")
TEXTS = {"changed": LONGEST_WORDS, "story": LONGEST_STORY, "would_help": LONGEST_WORDS}
CHOSEN = ("story_consent",)
MOST_FILE = 12 * 1024 * 1024
FILES_DAYS = 30
PHOTO, VOICE = "photo", "voice"
SOUNDS = ("audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav")

TellingState = Literal["live", "expired", "ended"]


class Link(Protocol):
    @property
    def expires_at(self) -> datetime: ...
    @property
    def revoked_at(self) -> datetime | None: ...


def telling_state(link: Link, now: datetime) -> TellingState:
    """Whether a link still opens. Having been sent ends none: what is sent again replaces what was sent."""
    if link.revoked_at is not None:
        return "ended"
    return "live" if now < link.expires_at else "expired"


@dataclass(frozen=True, slots=True)
class Heard:
    """What a form says, as typed (`given`), and as it is meant (`said`); numbers that are none are in `stray`."""

    given: Mapping[str, Any]
    said: Telling
    stray: tuple[str, ...]

    @property
    def problems(self) -> list[Problem]:
        fix = "Write a whole number, such as 12."
        return [Problem("telling.number", "That is no number.", fix, field=name) for name in self.stray]


def heard(typed: Mapping[str, str], ticked: Sequence[str], help_known: Collection[str]) -> Heard:
    """What no form of ours can hold is not heard."""
    given: dict[str, Any] = {name: _plain(typed.get(name, ""))[:40] for name in NUMBERS}
    given |= {name: _plain(typed.get(name, ""))[: most + 1] for name, most in TEXTS.items()}
    given |= {name: _plain(typed.get(name, ""))[:30] for name in CHOSEN}
    given |= {
        "is_sample": bool(typed.get("is_sample")),
        "help_wanted": [one for one in dict.fromkeys(ticked) if one in help_known],
    }
    return meant(given)


def meant(given: Mapping[str, Any], files: Sequence[Mapping[str, str]] = ()) -> Heard:
    """What was kept, as it is meant."""
    stray, said = [], dict[str, Any]()
    for name in NUMBERS:
        text = str(given.get(name, "")).strip().replace(",", "").replace(" ", "")
        if text and not (text.isdecimal() and len(text) < 10):
            stray.append(name)
        said[name] = int(text) if text and name not in stray else None
    if not given.get("is_sample"):
        said |= {"times_met": None, "times_counted": None}
        stray = [name for name in stray if not name.startswith("times_")]
    words: dict[str, Any] = {name: str(given.get(name, "")).strip() for name in (*TEXTS, *CHOSEN)}
    help_wanted = tuple(given.get("help_wanted", ()))
    telling = Telling(
        is_sample=bool(given.get("is_sample")), help_wanted=help_wanted, files=tuple(dict(one) for one in files),
        **said, **words,
    )  # fmt: skip
    return Heard(given, telling, tuple(stray))


def _plain(text: str) -> str:
    """Words without signs that nobody sees; line ends made alike."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in lines if each == "\n" or each == "\t" or each.isprintable())
