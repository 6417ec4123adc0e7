"""What a round asks in words, and how an answer and a story are judged. Pure: what stands already is passed in."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cairn.contracts.rules import text
from cairn.definitions import registry
from cairn.kernel.problems import Problem

MOST_QUESTIONS, MOST_LENGTH, LONGEST_ANSWER = 30, 2_000, 20_000
LONGEST_QUESTION, LONGEST_THEME = 500, 80


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question of a round. `head` is a code of `narrative_head`; `most_words` 0 where any length will do; `uid` that of the
    question it takes the place of, "" for a new one."""

    head: str
    words: str
    theme: str = ""
    most_words: int = 0
    uid: str = ""


#: What an annual round asks unless the commissioner says otherwise: the four heads of behaviour and culture, and systems
#: change. Our own wording of what the framework's section 7.3.3 says such a report should show.
USUAL = (
    NewQuestion(
        "partnership",
        "With which organisations did you work, how many are they, and what did working together make possible for the people "
        "you support? Tell of work across professions too.",
        most_words=400,
    ),
    NewQuestion(
        "training",
        "What relevant training did your staff and volunteers take part in, such as psychologically informed environments, and "
        "what do they do differently since?",
        most_words=300,
    ),
    NewQuestion(
        "engagement",
        "How did the people you support shape the service, and what did you change because of what they said?",
        most_words=400,
    ),
    NewQuestion(
        "referral_pathway",
        "How do people come to you and move on to others, also between commissioning areas, and where does the way between "
        "services break off?",
        most_words=400,
    ),
    NewQuestion(
        "systems_partnership",
        "What do services do together now that each did alone before?",
        "Systems change",
        300,
    ),
    NewQuestion(
        "systems_commissioning",
        "Which parts of your work are, or could be, bought jointly by several commissioners?",
        "Systems change",
        300,
    ),
    NewQuestion(
        "systems_quality",
        "Which standards of quality do you share with others, and how do you know that they are kept?",
        "Systems change",
        300,
    ),
    NewQuestion(
        "systems_routes",
        "Which routes of referral do you share with others, and whom do they still miss?",
        "Systems change",
        300,
    ),
)


def question_problems(asked: Sequence[NewQuestion]) -> list[Problem]:
    """Everything that is wrong with the questions of a round."""
    heads = {entry.code for entry in registry.get("codes", "narrative_head").entries}
    problems = []
    for row, one in enumerate(asked):
        problems += text(row, "words", "question", one.words, LONGEST_QUESTION)
        if one.head not in heads:
            fix = "Choose one from the list."
            problems.append(Problem("question.head", "It is not said what this is about.", fix, field="head", row=row))
        if len(one.theme) > LONGEST_THEME:
            fix = f"Shorten it to {LONGEST_THEME} characters or fewer."
            problems.append(Problem("question.theme", "The theme is too long.", fix, field="theme", row=row))
        if not 0 <= one.most_words <= MOST_LENGTH:
            fix = f"Write a number of words up to {MOST_LENGTH:,}, or leave it blank for any length."
            problems.append(Problem("question.length", "That length cannot be.", fix, field="most_words", row=row))
    if len(asked) > MOST_QUESTIONS:
        fix = f"Ask at most {MOST_QUESTIONS}."
        problems.append(Problem("question.many", f"These are {len(asked)} questions.", fix))
    return problems


_WORD = re.compile(r"\S*\w\S*")


def count_words(words: str) -> int:
    """How many words a text has: what stands between spaces and has a letter or a figure in it."""
    return len(_WORD.findall(words))


def length_problems(words: str, most_words: int, field: str = "") -> list[Problem]:
    """An answer that is longer than was asked for, with the count."""
    has = count_words(words)
    if not most_words or has <= most_words:
        return []
    message = f"This answer has {has:,} words, and at most {most_words:,} are asked for."
    over = has - most_words
    fix = f"Take out {over:,} {'word' if over == 1 else 'words'}."
    return [Problem("answer.long", message, fix, field=field)]


def unanswered_problems(number: int, of: int) -> list[Problem]:
    """A return may be sent with questions left open: what is not known is not made up."""
    if not number:
        return []
    noun = "question in words is" if number == 1 else "questions in words are"
    message = f"{number} of {of} {noun} not answered."
    return [Problem("answer.missing", message, "Answer it, or send without.", severity="warning")]


def story_problems(
    title: str, words: str, theme: str, consent_date: date, consent_how: str, today: date
) -> list[Problem]:
    """A story is told only with consent that was given, and says how."""
    problems = text(None, "title", "title", title, 120) + text(None, "words", "story", words, LONGEST_ANSWER)
    if len(theme) > LONGEST_THEME:
        fix = f"Shorten it to {LONGEST_THEME} characters or fewer."
        problems.append(Problem("story.theme", "The theme is too long.", fix, field="theme"))
    if consent_date > today:
        fix = "Tell it when they have agreed."
        problems.append(Problem("consent.future", "That day has not come yet.", fix, field="consent_date"))
    if consent_how not in {entry.code for entry in registry.get("codes", "consent_how").entries}:
        fix = "Choose one from the list."
        problems.append(Problem("consent.how", "It is not said how they agreed.", fix, field="consent_how"))
    return problems


SHORTEST_NAME = 3


def names_in(words: str, names: Iterable[str]) -> int:
    """How often a part of these names stands in a text, as a word of its own. Parts of one or two letters are not looked for."""
    parts = {part for name in names for part in _bare(name) if len(part) >= SHORTEST_NAME}
    return sum(1 for word in _bare(words) if word in parts)


def _bare(words: str) -> list[str]:
    """The words of a text without accents and without signs that nobody sees: `José` is the same name as `Jose`."""
    apart = unicodedata.normalize("NFKD", words)
    plain = "".join(sign for sign in apart if unicodedata.category(sign) not in ("Mn", "Cf"))
    return re.findall(r"[^\W\d_]+", plain.casefold())


def name_problems(found: int, checked: bool) -> list[Problem]:
    """A story names nobody. Who wrote it may say that the word is no name here, such as Grace or May. The words themselves are
    not repeated."""
    if not found or checked:
        return []
    times = "once" if found == 1 else f"{found} times"
    message = f"A part of the person's name stands in the story {times}."
    fix = "Take it out, or give them another name; or say that the word means something else here."
    return [Problem("story.name", message, fix, field="name_checked")]


def talk_problems(year: int, held: date, words: str, today: date) -> list[Problem]:
    """What is wrong with one side's words of a conversation about relevance."""
    problems = text(None, "words", "words of your side", words, LONGEST_ANSWER)
    if held > today:
        problems.append(
            Problem("talk.future", "That day has not come yet.", "Write it down after you have met.", field="held_date")
        )
    first, last = date(year, 4, 1), date(year + 1, 3, 31)
    if held <= today and not first <= held <= last:
        fix = "Choose the year that it was held in."
        problems.append(Problem("talk.year", "That day is not in the year.", fix, field="held_date"))
    return problems
