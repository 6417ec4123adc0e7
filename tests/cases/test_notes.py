"""Notes: words about one person, in their own episode, at an activity at which they were named."""

from datetime import date

from cairn.cases.actions import notes
from cairn.cases.actions.notes import NewNote
from tests.cases.conftest import START, TODAY, Ground, open_episode, refused, visited


def test_a_note_is_of_today_unless_dated_and_by_whoever_writes_it(ground: Ground) -> None:
    episode = open_episode(ground)
    activity = visited(ground, episode, START)
    about = {"client_uid": str(ground.anwen.uid)}
    written = notes.write(
        by=ground.by,
        notes=[
            NewNote(**about, text=" Rang her sister. "),
            NewNote(
                **about,
                text="At the visit",
                note_date=START,
                episode_uid=str(episode.uid),
                activity_uid=str(activity.uid),
            ),
        ],
    ).items
    assert [(note.text, note.note_date, note.author_uid) for note in written] == [
        ("Rang her sister.", TODAY, ground.by.uid),
        ("At the visit", START, ground.by.uid),
    ]
    assert (written[1].episode, written[1].activity) == (episode, activity)


def test_everything_wrong_with_notes_is_said_at_once_and_none_of_it_aloud(ground: Ground) -> None:
    episode = open_episode(ground)
    activity = visited(ground, episode, START)
    wrong = [
        NewNote(client_uid="?", text=" ", note_date=date(2025, 7, 1), episode_uid="?", activity_uid="?"),
        NewNote(
            client_uid=str(ground.bashir.uid),
            text="About another",
            episode_uid=str(episode.uid),
            activity_uid=str(activity.uid),
        ),
    ]
    assert set(refused(notes.write, by=ground.by, notes=wrong)) == {
        (0, "client_uid", "client_uid.unknown"),
        (0, "text", "note.empty"),
        (0, "note_date", "date.future"),
        (0, "episode_uid", "episode_uid.unknown"),
        (0, "activity_uid", "activity_uid.unknown"),
        (1, "episode_uid", "episode_uid.unknown"),
        (1, "activity_uid", "activity_uid.unknown"),
    }
