"""The manager: what the service does and with whom; at the end, erasing somebody who asked for it."""

from datetime import date

from tests.journey.reader import Reader

LADDER = "Getting out and about"
RUNGS = ("Met at the door", "Into a taxi", "On a bus together", "On a bus alone")
SERVICE = "Out and About"


def sets_up_the_service(manager: Reader) -> None:
    """Point 1. The first page asks what the service does; nothing is written before it is confirmed."""
    manager.on("Welcome. What does your service do?")
    manager.sees("Begin with one like yours")
    manager.look("setup-start")
    manager.press("Begin from nothing")
    manager.fill("What is the service called?", SERVICE)
    manager.select("Which commissioning area is it part of?", "Prevention and Communities")
    manager.date("When did it start?", date(2025, 1, 1))
    manager.press("Save and continue")
    manager.fill("In one sentence", "Adults who find it hard to leave home.")
    manager.choose(
        "Which scales show how people are getting on?", "Short Warwick-Edinburgh Mental Wellbeing Scale (7 items)"
    )
    manager.look("setup-who")
    manager.press("Save and check all of it")
    manager.on("Check what you set up")
    manager.sees(SERVICE, "Adults who find it hard to leave home.")
    manager.look("setup-check")
    manager.press("Set it up")
    manager.sees(f"{SERVICE} is set up.", "Take the first referral")
    manager.look("manager-today")
    manager.go("Services")
    manager.press(SERVICE)
    manager.on(SERVICE)
    manager.look("service-empty")


def names_the_small_steps(manager: Reader) -> None:
    """A ladder in their own words, one step a line."""
    manager.press("Add a step ladder")
    manager.select("Start from a ready-made ladder", "No, we write our own")
    manager.fill("What is it a ladder towards?", LADDER)
    manager.fill("Steps, one on each line, the first at the top", "\n".join(RUNGS))
    manager.select("Which need does it usually help with?", LADDER)
    manager.look("ladder-new")
    manager.press("Add the ladder")
    manager.on(SERVICE)
    manager.sees(*RUNGS)


def names_what_they_do(manager: Reader) -> None:
    """Types of activity, each carrying the steps and outcomes that usually go with it."""
    outcome = "Participated in chosen activities (Supporting People National Outcomes Framework)"
    steps = [f"{LADDER}: {rung}" for rung in RUNGS]
    for name, mode, carried in (
        ("Home visit", "With one person", steps[:2]),
        ("Bus practice", "A group, with a register of names", steps[2:]),
    ):
        manager.press("Add a type of activity" if name == "Home visit" else "Add a type")
        manager.fill("What is it called?", name)
        manager.choose("How do people take part?", mode)
        manager.choose("Which steps may people reach in it?", *carried)
        manager.choose("Which outcomes may come of it?", outcome)
        manager.look(f"type-{mode[:5]}")
        manager.press("Add the type of activity")
        manager.on(SERVICE)
        manager.sees(name)
    manager.look("service")


def says_who_pays(manager: Reader) -> None:
    """Point 6. What the service records fills the returns of this contract."""
    manager.go("Services")
    manager.press(SERVICE)
    manager.sees("No contract yet")
    manager.press("Say which contract pays")
    manager.page.get_by_role("radio").first.check()
    manager.look("service-pays")
    manager.press("It pays for this")
    manager.on(SERVICE)
    manager.sees("Everyone accepted in that time counts in its returns.")


def records_the_permission(manager: Reader) -> None:
    """Point 5: the scale is locked until the organisation has its own permission."""
    manager.go("Scales")
    manager.page.get_by_text("Not to be used yet", exact=False).click()
    manager.press("Short Warwick-Edinburgh Mental Wellbeing Scale (7 items)")
    manager.sees("Needs permission")
    manager.press("Record the permission")
    manager.fill("Who gave the permission?", "University of Warwick")
    manager.fill("Their reference", "Letter of 3 March 2025")
    manager.date("From when does it hold?", date(2025, 3, 3))
    manager.choose("Where will people read the questions?", "From the holder’s printed form")
    manager.press("Record the permission")
    manager.sees("SWEMWBS may be used while it holds.", "Letter of 3 March 2025")
    manager.look("settings")


def erases(manager: Reader, name: str) -> None:
    """Point 8. It says what goes and what stays; the reference is typed, so that nobody is erased by a slip."""
    manager.go("Caseload")
    manager.press(name)
    manager.press("Erase")
    manager.look("erase")
    manager.choose("Why is this person erased?", "The person asked for it")
    reference = manager.main.get_by_text("The reference is").locator("strong").inner_text()
    manager.fill("Type the reference to confirm", reference)
    manager.press("Erase for good")
    manager.on("The person is erased")
    manager.sees("This receipt names nobody")
    manager.look("erased")
