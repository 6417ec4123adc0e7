"""The worker: a referral, the questions that every service asks, needs, a visit, a session, a first reading and a second."""

from datetime import date

from tests.journey.chapters.manager import SERVICE
from tests.journey.reader import Reader

NAME = "Zephyrine Quillfeather"
PHONE = "0121 496 0173"
CONDITION = "Do you have any physical or mental health conditions or illnesses lasting or expected to last for 12 months or more?"
LIMITS = "Do any of your conditions or illnesses reduce your ability to carry out day-to-day activities?"
NOTE = "Her sister Bellamira will fetch her."


def takes_a_referral(worker: Reader) -> None:
    """Point 2. See first whether the person is known, so that nobody is recorded twice."""
    worker.go("Referrals")
    worker.press("Take a referral")
    worker.fill("Name, reference or phone", NAME)
    worker.press("Find")
    worker.sees("Nobody here is found by that.")
    worker.press("Somebody new")
    worker.page.get_by_text("Phone, e-mail, known as").click()
    worker.fill("Phone", PHONE)
    worker.choose("Who sent it?", "Statutory organisation")
    worker.choose("What kind of referrer is that?", "Health")
    worker.fill("Name of the referrer", "Selly Oak surgery")
    worker.fill("Why were they referred?", "Has not left the house since the winter.")
    worker.choose("Are they in crisis now?", "No")
    worker.choose("What happens now?", "The referral waits for a decision")
    worker.look("person-new")
    worker.press("Take in")
    worker.on(NAME)
    worker.sees("Waiting", "Selly Oak surgery")
    worker.look("referral")


def closes_another_as_unsuccessful(worker: Reader) -> None:
    """One of the seven reasons."""
    worker.go("Referrals")
    worker.press("Take a referral")
    worker.press("Somebody new")
    worker.fill("Name", "Orlando Underhill")
    worker.choose("Who sent it?", "Self-referral")
    worker.choose("What happens now?", "The referral waits for a decision")
    worker.press("Take in")
    worker.press("Close as unsuccessful")
    worker.choose("Why was it unsuccessful?", "No capacity")
    worker.look("referral-close")
    worker.press("Save")
    worker.sees("Unsuccessful", "No capacity")


def accepts_it(worker: Reader) -> None:
    """Acceptance opens an episode and asks the core questions; each can stay open."""
    worker.go("Referrals")
    worker.press(NAME)
    worker.press("Accept")
    worker.look("accept")
    worker.press("Accept")
    worker.choose("What is your gender?", "Woman")
    worker.choose("Is your gender the same as the sex you were registered as at birth?", "Yes")
    worker.choose("What do we know of their age?", "Date of birth")
    worker.date("Date of birth", date(1971, 3, 14))
    worker.choose(CONDITION, "Yes")
    worker.choose(LIMITS, "Yes, a little")
    worker.choose("What is your ethnic group?", "Asian, Asian British or Asian Welsh")
    worker.page.get_by_label("Indian", exact=True).check()
    worker.choose("What do we know of their postcode?", "We have it, whole or its first half")
    worker.fill("Postcode", "B29 6QJ")
    worker.look("about")
    worker.press("Save")
    worker.on(NAME)
    worker.sees(SERVICE, "54 years", "B29 6", "Indian", "Disabled: day-to-day activities limited a little")
    worker.look("client-new")


def records_needs(worker: Reader) -> None:
    """Point 3. Several at once, each with its definition one key away."""
    worker.press("Add needs")
    worker.tick("Loneliness and isolation", "Getting out and about", "Debt")
    worker.select("Can we meet it ourselves? Debt", "No, somebody else must")
    worker.choose("Whose view is it?", "Both together")
    worker.look("needs")
    worker.press("Save")
    worker.sees("3 needs recorded.", "3 needs, none met yet", "Somebody else must meet it")
    worker.press("Overview")


def records_a_first_reading(worker: Reader) -> None:
    """Point 5, at the start. Raw 15 is 15.84 by the published table."""
    worker.press("Record SWEMWBS")
    _answers(worker, (2, 2, 2, 2, 2, 2, 3))
    worker.look("assess")
    worker.press("Save")
    worker.sees("15.84", "This is the first reading: a second one shows the change.")
    worker.look("reading-first")
    worker.press("Done")


def records_a_visit(worker: Reader) -> None:
    """Point 4. What goes with the visit is offered; one tap each."""
    worker.press("Record")
    worker.tick("Met at the door the next step", "Participated in chosen activities outcome")
    worker.fill("Note", NOTE)
    worker.look("visit")
    worker.press("Save")
    worker.on(NAME)
    worker.sees("Home visit is recorded; step: Met at the door")
    worker.look("client-visited")


def records_a_session(worker: Reader, others: tuple[str, ...]) -> None:
    """Point 4. A small group: one register, ticked in one go, all in one deed."""
    worker.go("Record")
    worker.press("Bus practice Out and About · register")
    for name in (NAME, *others):
        row = worker.list_item(name)
        row.get_by_label(name).first.check()
        row.get_by_label(f"{name}: On a bus together").check()
    worker.look("session")
    worker.press("Record the session")
    worker.sees("Bus practice: 3 people, 3 steps.")


def reviews(worker: Reader) -> None:
    """A second reading and the picture of the change; then what has become of the needs. Raw 24 is 21.54."""
    worker.go("Caseload")
    worker.press(NAME)
    worker.press("Record SWEMWBS")
    _answers(worker, (3, 4, 3, 3, 4, 4, 3))
    worker.choose("At which stage?", "Review")
    worker.press("Save")
    worker.sees("21.54", "5.70")
    worker.look("reading-second")
    worker.press("Done")
    for need, state in (("Loneliness and isolation", "Part met"), ("Getting out and about", "Met")):
        worker.press(f"Judge {need}")
        worker.choose("How far is it met?", state)
        worker.press("Save")
        worker.sees(f"{need}: judged.")
    worker.look("client-reviewed")


def _answers(worker: Reader, answers: tuple[int, ...]) -> None:
    items = worker.page.get_by_role("group", name="Items", exact=True).get_by_role("group")
    for at, answer in enumerate(answers):
        items.nth(at).get_by_label(str(answer), exact=True).check()


def leaves_a_note_half_written(worker: Reader) -> None:
    """With JavaScript it is kept, until it is sent or she is erased."""
    worker.press("Write a note")
    worker.awake()
    worker.fill("Note", f"{NAME} would like")
    worker.sees("Draft kept at")
