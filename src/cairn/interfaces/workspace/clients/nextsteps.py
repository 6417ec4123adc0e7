"""What to do next for one person, most pressing first. Pure: from what is recorded to a short list."""

from dataclasses import dataclass

from cairn.cases.queries import ClientRecord, EpisodeView
from cairn.definitions import registry
from cairn.people.queries import ClientDetails
from cairn.web.formats import short_date


@dataclass(frozen=True, slots=True)
class NextStep:
    """A line of the list: what to do, why, the page where it is done (`page` and its `about`)."""

    title: str
    why: str
    page: str
    about: dict[str, str]


def next_steps(record: ClientRecord, details: ClientDetails) -> list[NextStep]:
    """What is owed to this person."""
    client = {"client": record.client_uid}
    found = [
        NextStep("Accept the referral, or say why not", f"{row.service}, waiting {row.waiting_days} days", "referral",
                 {"referral": row.uid})
        for row in record.referrals
        if row.state == "pending"
    ]  # fmt: skip
    for episode in record.episodes:
        if episode.end_date is None:
            found += _of_episode(episode, client)
    open_questions = sum(1 for answer in details.coded if answer.field in ASKED and answer.code == "not_asked")
    if record.episodes and open_questions:
        words = "1 question has" if open_questions == 1 else f"{open_questions} questions have"
        found.append(NextStep("Ask what is still open", f"{words} not been asked", "client_about", client))
    return found


ASKED = {"gender", "same_as_birth", "condition", "ethnicity_group", "postcode_state"}


def _of_episode(episode: EpisodeView, client: dict[str, str]) -> list[NextStep]:
    place = {**client, "episode": episode.uid}
    found = []
    if not episode.needs:
        found.append(
            NextStep("Say what they came for", f"No need is recorded with {episode.service}", "need_new", place)
        )
    for due in episode.dues:
        name = registry.get("scale", due.scale).short_label
        words = {"first": f"Record the first {name}", "review": f"Review: record {name} again"}
        why = f"{episode.service}, due since {short_date(due.since)}"
        found.append(NextStep(words[due.what], why, "assess", {**place, "scale": due.scale}))
    return found
