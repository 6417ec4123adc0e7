"""What makes a collection's own facts right: its years, samples, sign-ups, services and an authority's indicators. Pure."""

import re
from collections.abc import Collection as Listed
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cairn.definitions.shapes.form import CollectionForm
from cairn.kernel.problems import Problem, too_long, too_short
from cairn.scales.files import NO_TEXT

LONGEST, LONGEST_WORDS = 200, 1000
"""So many characters a label has at most, and what is said about it."""

PROVIDER_NUMBER, NATIONAL_NUMBER = re.compile(r"[0-9]{5}"), re.compile(r"[0-9]{8}")
AUTHORITY_CODE = re.compile(r"[A-Za-z0-9]{2,20}")
SERVICE_NUMBER = re.compile(r"[^,%_\[\]^]{1,40}")
TERMS = ("short", "long")


@dataclass(frozen=True, slots=True)
class YearDates:
    """A year from its first to its last day, and the three dates on which it closes bit by bit."""

    start_date: date
    end_date: date
    due_date: date
    new_until: date
    edit_until: date

    @property
    def label(self) -> str:
        """`2026/27`, or `2026` where it lies in one."""
        first, last = self.start_date.year, self.end_date.year
        return str(first) if first == last else f"{first}/{last % 100:02}"


def usual_year(start: date) -> YearDates:
    """A year from this day: forms are asked for a month after it, taken for two, changed for three. Cairn's own choice."""
    end = _same_day(start, 1) - timedelta(days=1)
    return YearDates(start, end, end + timedelta(days=30), end + timedelta(days=61), end + timedelta(days=91))


def following_year(last: YearDates) -> YearDates:
    """The next year, its dates as far from its end as those of the last."""
    start = last.end_date + timedelta(days=1)
    end = _same_day(start, 1) - timedelta(days=1)
    return YearDates(
        start, end, end + (last.due_date - last.end_date), end + (last.new_until - last.end_date),
        end + (last.edit_until - last.end_date),
    )  # fmt: skip


def _same_day(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def year_problems(
    year: YearDates, others: Sequence[tuple[date, date]], held: tuple[date, date] | None
) -> list[Problem]:
    """`others` are the first and last days of the other years; `held` the first and last day of forms that lie in this one."""
    found = []
    if year.end_date <= year.start_date:
        found.append(
            Problem("year.order", "The year ends before it begins.", "Put the later date last.", field="end_date")
        )
    if year.due_date < year.start_date:
        found.append(
            _order("due_date", "Forms are asked for before the year begins.", "Choose a day in the year or after it.")
        )
    if year.new_until < year.due_date:
        found.append(
            _order("new_until", "New forms end before they are due.", "Choose the day they are due, or a later one.")
        )
    if year.edit_until < year.new_until:
        fix = "Choose the last day for new forms, or a later one."
        found.append(_order("edit_until", "Changes end before new forms do.", fix))
    if any(start <= year.end_date and year.start_date <= end for start, end in others):
        fix = "Let it begin the day after the year before it ends."
        found.append(Problem("year.overlap", "Another year has some of these days already.", fix, field="start_date"))
    if held and (held[0] < year.start_date or held[1] > year.end_date):
        message = f"Forms from {held[0]:%-d %B %Y} to {held[1]:%-d %B %Y} lie in this year already."
        found.append(Problem("year.held", message, "Choose dates that take them in.", field="start_date"))
    return found


def _order(field: str, message: str, fix: str) -> Problem:
    return Problem("year.order", message, fix, field=field)


def sampling_problems(is_on: bool, older: int, other: int, reason: str) -> list[Problem]:
    """Shares are whole percents; a sample is a decision that somebody will ask about, so it has a reason."""
    found = [
        Problem("sampling.share", "That is no share.", "Write a whole number from 1 to 100.", field=name)
        for name, share in (("older_percent", older), ("other_percent", other))
        if not 1 <= share <= 100
    ]
    if is_on and not reason.strip():
        found.append(
            Problem("sampling.reason", "No reason is given.", "Say why not everybody is asked about.", field="reason")
        )
    return found + (too_short(reason, "reason") if is_on else [])


def sign_up_problems(provider_number: str, national_number: str) -> list[Problem]:
    """5 digits, and 8 where there is one (the training slides of Supporting People: seed)."""
    found = []
    if not PROVIDER_NUMBER.fullmatch(provider_number):
        fix = "Write its 5 figures, such as 04217."
        found.append(Problem("sign_up.five", "This is no Client Record Provider ID.", fix, field="provider_number"))
    if national_number and not NATIONAL_NUMBER.fullmatch(national_number):
        fix = "Write its 8 figures, such as 00012345, or leave it blank."
        found.append(Problem("sign_up.eight", "This is no National Provider ID.", fix, field="national_number"))
    return found


def code_problems(code: str, taken: Listed[str]) -> list[Problem]:
    """The code by which forms name an authority."""
    if not AUTHORITY_CODE.fullmatch(code):
        fix = "Write letters and figures, such as E08000025."
        return [Problem("authority.code", "This is no code of an authority.", fix, field="code")]
    if code in taken:
        fix = "Check which of the two is right."
        return [Problem("authority.taken", "Another authority has this code already.", fix, field="code")]
    return []


def place_problems(
    term: str,
    service_type: str,
    service_number: str,
    client_group: str,
    offered: "Offered",
    dates: tuple[date, date | None],
) -> list[Problem]:
    """What a provider says of a service must be what the forms of its term offer."""
    found = []
    if term not in TERMS:
        found.append(
            Problem("place.term", "Say whether support is short or long.", "Choose one of the two.", field="term")
        )
    elif service_type not in (offered.types.get(term, ()) if offered.types else ("",)):
        fix = "Choose one that the forms of this term offer."
        found.append(Problem("place.type", "That is no type of service here.", fix, field="service_type"))
    if service_number and not SERVICE_NUMBER.fullmatch(service_number):
        fix = "Write it as the authority gave it, without , % _ [ ] ^"
        found.append(Problem("place.number", "The number of the service cannot be read.", fix, field="service_number"))
    if client_group and client_group not in offered.groups:
        found.append(
            Problem("place.group", "That is no client group here.", "Choose one from the list.", field="client_group")
        )
    if dates[1] and dates[1] < dates[0]:
        found.append(Problem("place.dates", "It ends before it begins.", "Put the later date last.", field="end_date"))
    return found


@dataclass(frozen=True, slots=True)
class Offered:
    """What the forms of a programme offer for a service: types by term, and client groups. Many a form asks for neither."""

    types: dict[str, tuple[str, ...]]
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Indicator:
    """An authority's own need as its form has it: one outcome, and one that may not apply if `may_not_apply`."""

    label: str
    domain: str
    outcome: str
    says: str
    counts: str = ""
    counts_not: str = ""
    may_not_apply: bool = False


def indicator_problems(
    new: Indicator, forms: Sequence[str], target: int | None, known: Sequence[CollectionForm]
) -> list[Problem]:
    """A domain of the programme, words for everything that is read, at least one form, a target that can be reached."""
    found = [
        Problem("indicator.words", "This is blank.", "Write it as people will read it.", field=name)
        for name in ("label", "outcome", "says")
        if not getattr(new, name).strip()
    ]
    ids = {form.id for form in known if form.needs}
    if not forms or set(forms) - ids:
        found.append(
            Problem("indicator.forms", "No form is chosen.", "Choose the forms that ask it.", field="on_forms")
        )
    if new.domain not in {domain.id for form in known for domain in form.domains}:
        found.append(
            Problem("indicator.domain", "That is no domain here.", "Choose one from the list.", field="domain")
        )
    if target is not None and not 1 <= target <= 100:
        fix = "Write a whole number from 1 to 100, or leave it blank."
        found.append(Problem("indicator.target", "That is no target in per cent.", fix, field="target_percent"))
    most = {
        "label": LONGEST,
        "outcome": LONGEST,
        "says": LONGEST_WORDS,
        "counts": LONGEST_WORDS,
        "counts_not": LONGEST_WORDS,
    }
    for name, longest in most.items():
        found += too_long(getattr(new, name), longest, name) + unseen_problems(getattr(new, name), name)
    return found


def unseen_problems(words: str, field: str) -> list[Problem]:
    """Words that a file of the form could not hold: neither an XML schema nor a document for paper does."""
    if not NO_TEXT.search(words):
        return []
    fix = "Type it anew: it may have come along from where it was copied."
    return [Problem("form.unseen", "This has a character in it that cannot be seen.", fix, field=field)]


REASON_GROUPS = ("client", "service", "external")


def reason_problems(label: str, group: str, forms: Sequence[str], known: Sequence[CollectionForm]) -> list[Problem]:
    """Words, one of the three groups, and forms that have another reason of that group, as which the whole counts it."""
    found = []
    if not label.strip():
        found.append(Problem("reason.words", "This is blank.", "Write it as people will read it.", field="label"))
    chosen = [form for form in known if form.id in forms and form.needs]
    if not chosen or set(forms) - {form.id for form in chosen}:
        found.append(Problem("reason.forms", "No form is chosen.", "Choose the forms that offer it.", field="on_forms"))
    if group not in REASON_GROUPS:
        found.append(Problem("reason.group", "That is no group.", "Say whose reason it is.", field="group"))
    elif any(not any(one.group == group and one.is_other for one in form.reasons) for form in chosen):
        fix = "Choose another group or other forms; of a form of your own, add the reason to its next version."
        message = "One of these forms has no “another reason” of this group, as which the whole would count it."
        found.append(Problem("reason.other", message, fix, field="group"))
    if any(label.strip().casefold() == one.label.casefold() for form in chosen for one in form.reasons):
        fix = "Choose the programme's own, or word yours otherwise."
        found.append(Problem("reason.there", "The programme has this reason already.", fix, field="label"))
    return found + too_long(label.strip(), LONGEST, "label") + unseen_problems(label, "label")


__all__ = [
    "Indicator", "Offered", "YearDates", "code_problems", "following_year", "indicator_problems", "place_problems",
    "reason_problems", "sampling_problems", "sign_up_problems", "unseen_problems", "usual_year",
    "year_problems",
]  # fmt: skip
