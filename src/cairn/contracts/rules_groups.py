"""What makes a group, an application, a check and what a group tells sound. Pure: dates are passed in."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from cairn.contracts import checklists
from cairn.contracts.grants import REGISTERED, TITLED, WARD
from cairn.contracts.rules import text
from cairn.definitions import registry
from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem, too_long

LONGEST_NAME, LONGEST_WHAT, LONGEST_STORY, LONGEST_WORDS = 200, 500, 4000, 2000
MOST_PEOPLE, MOST_TIMES, MOST_POUNDS = 100_000, 1000, 1_000_000
LINK_DAYS, LONGEST_DAYS = 42, 180
TOLD = "told"
"""The code of `story_consent` under which a story may be told by others."""


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group that an anchor looks after from `known_date`. `uid` may be the client's own."""

    name: str
    known_date: date
    ward: str = ""
    target_groups: tuple[str, ...] = ()
    what: str = ""
    group_id: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class NewApplication:
    """`group_uid` is whose; one that was helped to apply elsewhere has `supported_elsewhere` in words."""

    group_uid: str
    received_date: date
    asked_pounds: int
    what_for: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What came of an application: a code of `application_decision`. A refusal has its reason; whatever came of it, the group
    may have been helped elsewhere, and have raised money there, sure on `raised_date`."""

    decision: str
    decided_date: date
    reason: str = ""
    reason_words: str = ""
    supported_elsewhere: str = ""
    raised_pounds: int | None = None
    raised_date: date | None = None


@dataclass(frozen=True, slots=True)
class NewCheck:
    """How a group was found on a day. What is not answered was not looked at."""

    group_uid: str
    checked_date: date
    answers: Mapping[str, str]
    words: str = ""
    version: int = 0
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a group tells of a period. Everything may be left out, but not all of it."""

    heads: int | None = None
    heads_new: int | None = None
    is_sample: bool = False
    times_met: int | None = None
    times_counted: int | None = None
    asked: int | None = None
    easy_to_come: int | None = None
    feel_better: int | None = None
    changed: str = ""
    story: str = ""
    story_consent: str = ""
    would_help: str = ""
    help_wanted: tuple[str, ...] = ()
    files: tuple[Mapping[str, str], ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        numbers = (self.heads, self.heads_new, self.easy_to_come, self.feel_better)
        words = (self.changed.strip(), self.story.strip(), self.would_help.strip(), self.help_wanted, self.files)
        return all(one is None for one in numbers) and not any(words)


def group_problems(new: NewGroup, taken: Collection[str], today: date, row: int | None = None) -> list[Problem]:
    """`taken` are the names that this anchor's contract has already, in small letters."""
    found = text(row, "name", "name of the group", new.name, LONGEST_NAME)
    if TITLED.match(new.name.strip()):
        fix = "Write the name of the group: nobody by themself is a group here."
        found.append(Problem("group.person", "That reads as the name of one person.", fix, field="name", row=row))
    if new.name.strip().casefold() in taken:
        fix = "It stands in your list. Give another its place or area too."
        found.append(Problem("group.taken", "There is a group of this name already.", fix, field="name", row=row))
    if new.ward and not WARD.fullmatch(new.ward):
        fix = "Write the code of a ward, such as E05011118, or leave it blank."
        found.append(Problem("group.ward", "That is no code of a ward.", fix, field="ward", row=row))
    if new.group_id and not REGISTERED.fullmatch(new.group_id):
        fix = "Write it like GB-CHC-1234567; blank if it is in no register."
        found.append(Problem("group.register", "That is no identifier of a register.", fix, field="group_id", row=row))
    found += too_long(new.what, LONGEST_WHAT, "what", row)
    found += [*_codes("target_group", new.target_groups, "target_groups", row)]
    return found + _past(new.known_date, "known_date", today, row)


def _codes(list_id: str, said: Iterable[str], name: str, row: int | None = None) -> Iterator[Problem]:
    known = registry.get("codes", list_id).codes
    if any(code not in known for code in said):
        yield Problem(f"{name}.unknown", "That is none of the answers.", "Choose from the list.", field=name, row=row)


def _past(day: date, name: str, today: date, row: int | None = None) -> list[Problem]:
    found = slip(day, name, row)
    if day > today:
        found.append(Problem(f"{name}.future", "That day has not come.", "Write it down after.", field=name, row=row))
    return found


def application_problems(new: NewApplication, known_date: date, today: date, row: int | None = None) -> list[Problem]:
    found = _past(new.received_date, "received_date", today, row) + too_long(new.what_for, 300, "what_for", row)
    if new.received_date < known_date:
        fix = f"You know the group since {known_date:%-d %B %Y}: change that, or this day."
        found.append(Problem("application.early", "That is before you knew it.", fix, field="received_date", row=row))
    if not 1 <= new.asked_pounds <= MOST_POUNDS:
        fix = f"Write whole pounds, from 1 to {MOST_POUNDS:,}."
        found.append(Problem("application.pounds", "So much it cannot be.", fix, field="asked_pounds", row=row))
    return found


def decision_problems(said: Decision, received_date: date, today: date) -> list[Problem]:
    found = [*_codes("application_decision", [said.decision], "decision")]
    found += _past(said.decided_date, "decided_date", today)
    if said.decided_date < received_date:
        fix = f"It was received on {received_date:%-d %B %Y}."
        found.append(Problem("decision.early", "That is before it was received.", fix, field="decided_date"))
    if said.decision == "turned_down" and not said.reason:
        found.append(Problem("reason.missing", "The reason is missing.", "Choose why.", field="reason"))
    if said.decision != "turned_down" and said.reason:
        found.append(Problem("reason.stray", "Only a refusal has a reason.", "Leave it blank.", field="reason"))
    found += [*_codes("application_refusal", [said.reason] if said.reason else [], "reason")]
    found += too_long(said.reason_words, 500, "reason_words")
    return found + too_long(said.supported_elsewhere, 300, "supported_elsewhere") + _raised(said, today)


def _raised(said: Decision, today: date) -> list[Problem]:
    found = []
    if said.raised_pounds is not None and not 1 <= said.raised_pounds <= MOST_POUNDS:
        fix = f"Write whole pounds, from 1 to {MOST_POUNDS:,}; blank if nothing was raised."
        found.append(Problem("raised.pounds", "So much it cannot be.", fix, field="raised_pounds"))
    if (said.raised_pounds is None) != (said.raised_date is None):
        name = "raised_date" if said.raised_date is None else "raised_pounds"
        message = "Money raised elsewhere has an amount and a day."
        found.append(Problem("raised.both", message, "Write both, or neither.", field=name))
    return found + (_past(said.raised_date, "raised_date", today) if said.raised_date else [])


def check_problems(new: NewCheck, known_date: date, today: date, row: int | None = None) -> list[Problem]:
    items = {item.id for item in registry.get("checklist", checklists.NAME, new.version or None).items}
    found = _past(new.checked_date, "checked_date", today, row) + too_long(new.words, LONGEST_WORDS, "words", row)
    if new.checked_date < known_date:
        fix = f"You know the group since {known_date:%-d %B %Y}."
        found.append(Problem("check.early", "That is before you knew it.", fix, field="checked_date", row=row))
    if not new.answers:
        fix = "Answer at least one; what you did not look at stays open."
        found.append(Problem("check.empty", "Nothing is answered.", fix, field="constitution", row=row))
    for name, answer in new.answers.items():
        if name not in items or answer not in checklists.ANSWERS:
            fix = "Choose from the list."
            found.append(Problem("check.answer", "That is none of the answers.", fix, field=name, row=row))
    return found


def telling_problems(said: Telling) -> list[Problem]:
    """What cannot be right in what a group tells. Whatever is left out is left out."""
    found = [*_numbers(said), *_counts(said), *_asked(said)]
    found += too_long(said.changed, LONGEST_WORDS, "changed") + too_long(said.story, LONGEST_STORY, "story")
    found += too_long(said.would_help, LONGEST_WORDS, "would_help")
    found += [*_codes("group_help", said.help_wanted, "help_wanted")]
    found += [*_codes("story_consent", [said.story_consent] if said.story_consent else [], "story_consent")]
    if said.story.strip() and not said.story_consent:
        fix = "Choose one of the two. Without it nobody may tell it."
        found.append(Problem("story.consent", "May your story be told?", fix, field="story_consent"))
    if not found and said.is_empty:
        fix = "Answer one question at least."
        found.append(Problem("telling.empty", "Nothing is filled in yet.", fix, field="heads"))
    return found


def _numbers(said: Telling) -> Iterator[Problem]:
    most = dict.fromkeys(("heads", "heads_new", "asked", "easy_to_come", "feel_better"), MOST_PEOPLE)
    for name, limit in {**most, "times_met": MOST_TIMES, "times_counted": MOST_TIMES}.items():
        if (number := getattr(said, name)) is not None and not 0 <= number <= limit:
            fix = f"Write a whole number up to {limit:,}."
            yield Problem("telling.number", "So many it cannot be.", fix, field=name)


def _counts(said: Telling) -> Iterator[Problem]:
    if said.heads is not None and said.heads_new is not None and said.heads_new > said.heads:
        fix = "Those who came for the first time are among all who came."
        yield Problem("telling.new", "More are new than came.", fix, field="heads_new")
    if not said.is_sample:
        return
    if not said.times_met or not said.times_counted:
        fix = "Write how often you met, and at how many of these you counted."
        yield Problem("telling.times", "How often did you count?", fix, field="times_counted")
    elif said.times_counted >= said.times_met:
        fix = "If you counted every time, say so; else write fewer."
        yield Problem("telling.all", "That is every time you met.", fix, field="times_counted")


def _asked(said: Telling) -> Iterator[Problem]:
    for name in ("easy_to_come", "feel_better"):
        number = getattr(said, name)
        if number is not None and said.asked is None:
            yield Problem("telling.asked", "Of how many is that?", "Write how many you asked.", field="asked")
            return
        if number is not None and said.asked is not None and number > said.asked:
            yield Problem("telling.of", "That is more than you asked.", "Write as many or fewer.", field=name)


def link_problems(
    from_date: date, to_date: date, days: int, language: str, languages: Collection[str]
) -> list[Problem]:
    found = slip(from_date, "from_date") + slip(to_date, "to_date")
    if to_date < from_date:
        found.append(
            Problem("dates.order", "The end is before the start.", "Put the earlier date first.", field="to_date")
        )
    if not 1 <= days <= LONGEST_DAYS:
        fix = f"Write from 1 to {LONGEST_DAYS} days."
        found.append(Problem("link.days", "A link cannot last so long.", fix, field="days"))
    if language not in languages:
        found.append(Problem("link.language", "The page is not there in it.", "Choose another.", field="language"))
    return found
