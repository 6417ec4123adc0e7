"""The tasks, each as one pair of hands does it, and what must stand in the database afterwards."""

from datetime import date
from typing import Any

from scripts.keys.ground import ABSENT, GROUP, PEOPLE, Ground
from scripts.keys.hands import Hands

SUBMIT = "form.day-form button.govuk-button:not(.govuk-button--secondary)"
#: Row, and which step (from 0) is reached there; row, and which outcome.
STEPS = ((0, 0), (1, 0), (2, 0), (4, 1))
REACHED = ((0, 0), (5, 1))
BORN = date(1984, 3, 9)


# --- a visit ---


def visit(hands: Hands, ground: Ground) -> None:
    """Today lists who is planned: Record, the next step, Save."""
    hands.click(f".day-appointment:has-text('{ground.names[0]}') a.day-do")
    hands.click(f"dialog[open] input[name=steps][value='{ground.rung}']")
    hands.click(f"dialog[open] {SUBMIT}")
    hands.sees("is recorded; step:")


def visit_by_keyboard(hands: Hands, ground: Ground) -> None:
    """r, a part of the name, Enter; the next step has the focus: a blank ticks it, Enter saves."""
    hands.press("r")
    hands.waits_to_be_at("dialog[open] input[name=q]")
    hands.type(ground.names[0])
    hands.page.wait_for_timeout(400)  # as long as a person looks whether the name has come
    hands.press("Enter")
    hands.waits_to_be_at(f"dialog[open] input[name=steps][value='{ground.rung}']")
    hands.press("Space")
    hands.press("Enter")
    hands.sees("is recorded; step:")


def visit_is_right(ground: Ground) -> None:
    """One visit today with the one step; taken back, so that the next pair of hands finds things as they were."""
    from cairn.access.actions.undo import undo
    from cairn.access.models import AuditEvent
    from cairn.cases.models import StepRecord
    from cairn.kernel import clock
    from scripts.keys.ground import actors

    rows = StepRecord.objects.filter(episode__uid=ground.visited, step_date=clock.today())
    _same([str(row.rung.uid) for row in rows.select_related("rung")], [ground.rung], "steps of the visit")
    by = actors()[0]
    last = AuditEvent.objects.filter(organisation_id=by.organisation_id, type="cases.activity_recorded").latest("seq")
    undo(by=by, event_uid=str(last.uid))


# --- a register ---


def register(hands: Hands, ground: Ground) -> None:
    """Register, everybody came, two did not, the steps and the outcomes, Record."""
    hands.click(".day-plan .ws-list__item a.day-do", "Register")
    hands.click("[data-everybody]")
    for row in ABSENT:
        hands.click(f"input[name='here-{ground.group[row]}']")
    for row, step in STEPS:
        hands.click(f"input[name='steps-{ground.group[row]}'][value='{ground.rungs[step]}']")
    for row, one in REACHED:
        hands.click(f"input[name='outcomes-{ground.group[row]}'][value='{ground.outcomes[one]}']")
    hands.click("form[data-register] .ws-sticky button")
    hands.sees("10 people, 4 steps.")


def register_by_keyboard(hands: Hands, ground: Ground) -> None:
    """r, the name of the group, Enter; Everybody has the focus; arrows lead about the register, Enter records."""
    hands.press("r")
    hands.waits_to_be_at("dialog[open] input[name=q]")
    hands.type(GROUP)
    hands.page.wait_for_timeout(400)
    hands.press("Enter")
    hands.waits_to_be_at("[data-everybody]")
    hands.press("Enter")
    wanted = [f"here-{ground.group[row]}" for row in ABSENT]
    wanted += [f"steps-{ground.group[row]}|{ground.rungs[step]}" for row, step in STEPS]
    wanted += [f"outcomes-{ground.group[row]}|{ground.outcomes[one]}" for row, one in REACHED]
    for target in _in_order(hands, wanted):
        _walk_to(hands, target)
        hands.press("Space")
    hands.press("Enter")
    hands.sees("10 people, 4 steps.")


NAMED = 'const named = box => box.name.startsWith("here-") ? box.name : box.name + "|" + box.value;'
GRID = f"""() => {{ {NAMED} return [...document.querySelectorAll(".ws-row")].map(
  row => [...row.querySelectorAll("input[type=checkbox]")].map(named)); }}"""
AT = f"() => {{ {NAMED} return named(document.activeElement); }}"


def _in_order(hands: Hands, wanted: list[str]) -> list[str]:
    """Down the rows, along each: as an eye goes."""
    order = [name for row in hands.page.evaluate(GRID) for name in row]
    return sorted(wanted, key=order.index)


def _walk_to(hands: Hands, target: str) -> None:
    grid: list[list[str]] = hands.page.evaluate(GRID)
    places = {name: (row, column) for row, names in enumerate(grid) for column, name in enumerate(names)}
    (row, column), (to_row, to_column) = places[hands.page.evaluate(AT)], places[target]
    _press_round(hands, to_row - row, len(grid), "ArrowDown", "ArrowUp")
    _press_round(hands, to_column - column, len(grid[to_row]), "ArrowRight", "ArrowLeft")


def _press_round(hands: Hands, by: int, length: int, ahead: str, back: str) -> None:
    """The shorter way round."""
    forward, backward = by % length, -by % length
    hands.press(ahead, forward) if forward <= backward else hands.press(back, backward)


def register_is_right(ground: Ground) -> None:
    from cairn.cases.models import Activity
    from cairn.kernel import clock

    rows = Activity.objects.filter(activity_type__name=GROUP, activity_date=clock.today())
    session = rows.latest("pk")
    came = set(map(str, session.attendances.values_list("episode__uid", flat=True)))
    _same(came, {uid for place, uid in enumerate(ground.group) if place not in ABSENT}, "who came")
    _same(len(came), PEOPLE - len(ABSENT), "how many came")
    steps = {(str(episode), str(rung)) for episode, rung in session.steps.values_list("episode__uid", "rung__uid")}
    _same(steps, {(ground.group[row], ground.rungs[step]) for row, step in STEPS}, "steps of the session")
    said = session.outcomes.values_list("episode__uid", "framework", "outcome")
    outcomes = {(str(episode), f"{framework}|{ref}") for episode, framework, ref in said}
    _same(outcomes, {(ground.group[row], ground.outcomes[one]) for row, one in REACHED}, "outcomes of the session")
    _take_back_last("cases.activity_recorded")


# --- somebody new ---

NAME = "Zadie Oxenhope"
POSTCODE = "B29 6QJ"
ETHNICITY = "white_british"


def arrival(hands: Hands, ground: Ground) -> None:
    """Today's find box does not know them: they are taken in on one page."""
    hands.press("/")
    hands.type(NAME)
    hands.waits_for("[data-found]:not([hidden])")
    hands.click("[data-found] a[data-take-in]")
    hands.waits_for("[data-new-person]")
    if hands.page.locator("input[name=service_uid][type=radio]").count():
        hands.click("input[name=service_uid] >> nth=-1")
    for name, value in _answers():
        hands.click(f"input[name={name}][value={value}]")
        if name == "age_way":
            _date(hands, "birth_date")
        if name == "postcode_state":
            hands.click("input[name=postcode]")
            hands.type(POSTCODE)
    hands.click("form.cairn-form .ws-sticky button")
    hands.sees("Taken in: support begins.")


def _answers() -> tuple[tuple[str, str], ...]:
    return (
        ("sector", "self"), ("next", "begins"), ("gender", "woman"), ("same_as_birth", "yes"), ("age_way", "birth_date"),
        ("condition", "no"), ("ethnicity_group", "white"), ("ethnicity_white", ETHNICITY), ("postcode_state", "held"),
    )  # fmt: skip


def _date(hands: Hands, name: str) -> None:
    hands.click(f"input[name={name}_day]")
    hands.type(str(BORN.day))
    hands.press("Tab")
    hands.type(str(BORN.month))
    hands.press("Tab")
    hands.type(str(BORN.year))


def arrival_by_keyboard(hands: Hands, ground: Ground) -> None:
    """The same by Tab, arrows and blanks."""
    hands.press("/")
    hands.type(NAME)
    hands.waits_for("[data-found]:not([hidden])")
    hands.waits_for("[data-found] a[data-take-in]")
    hands.tab_to("[data-found] a[data-take-in]")
    hands.press("Enter")
    hands.waits_to_be_at("[data-new-person] input[name=name]")
    if hands.page.locator("input[name=service_uid][type=radio]").count():
        hands.tab_to("input[name=service_uid]", 60)
        hands.press("ArrowUp")
    for name, value in _answers():
        hands.tab_to(f"input[name={name}]", 60)
        _choose(hands, name, value)
        if name == "age_way":
            hands.press("Tab")
            hands.type(str(BORN.day))
            hands.press("Tab")
            hands.type(str(BORN.month))
            hands.press("Tab")
            hands.type(str(BORN.year))
        if name == "postcode_state":
            hands.press("Tab")
            hands.type(POSTCODE)
    hands.press("Enter")
    hands.sees("Taken in: support begins.")


def _choose(hands: Hands, name: str, value: str) -> None:
    """A blank takes the first answer; arrows lead to the others, the shorter way round."""
    values: list[str] = hands.page.evaluate(
        "name => [...document.querySelectorAll(`input[name=${name}]`)].map(one => one.value)", name
    )
    _press_round(hands, values.index(value), len(values), "ArrowDown", "ArrowUp") if values.index(
        value
    ) else hands.press("Space")


def arrival_is_right(ground: Ground) -> None:
    from cairn.people.models import Client

    person = Client.objects.get(name=NAME)
    said = {"gender": "woman", "same_as_birth": "yes", "birth_date": BORN, "condition": "no", "ethnicity_group": "white",
            "ethnicity": ETHNICITY, "postcode": POSTCODE}  # fmt: skip
    _same({name: getattr(person, name) for name in said}, said, "core answers")
    episode = person.episodes.get()
    _same(
        (episode.end_date, episode.referral.state, episode.referral.sector), (None, "accepted", "self"), "the episode"
    )
    _take_back_last("cases.taken_in")


# --- finding ---


def find(hands: Hands, ground: Ground) -> None:
    """A part of a surname: the results stand there as it is typed, and no page is loaded."""
    hands.press("/")
    hands.type("rdwol")
    hands.waits_for("[data-found] a.ws-list__name")
    hands.sees("Ada Aardwolf")


def nothing(ground: Ground) -> None:
    """Nothing was recorded."""


def _take_back_last(kind: str) -> None:
    """The next pair of hands finds things as they were."""
    from cairn.access.actions.undo import undo
    from cairn.access.models import AuditEvent
    from scripts.keys.ground import actors

    by = actors()[0]
    last = AuditEvent.objects.filter(organisation_id=by.organisation_id, type=kind).latest("seq")
    undo(by=by, event_uid=str(last.uid))


def _same(found: Any, wanted: Any, what: str) -> None:
    if found != wanted:
        raise SystemExit(f"Recorded wrongly, {what}: {found}, not {wanted}")
