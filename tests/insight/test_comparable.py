"""In the mart: no change between forms of other lengths, nor between sums of whatever was known."""

from datetime import timedelta

from tests.insight.test_instruments import START, Ground, open_episode, read, rows


def test_a_form_without_work_is_not_held_against_one_with_it(ground: Ground) -> None:
    episode = open_episode(ground)
    read(ground, episode, "wsas", START, ["not_applicable", 4, 4, 4, 4])
    read(ground, episode, "wsas", START + timedelta(days=60), [8, 4, 4, 4, 4])
    read(ground, episode, "wsas", START + timedelta(days=90), ["not_applicable", 1, 1, 1, 1])
    pairs = {row["second_score"]: (row["first_score"], row["change"]) for row in rows(ground, "assessment_pair")}
    assert pairs == {24: (None, None), 4: (16, -12)}


def test_a_part_of_which_something_is_not_known_is_not_compared(ground: Ground) -> None:
    episode = open_episode(ground)
    read(ground, episode, "honos", START, [4, 4, 4, *[1] * 9], rater="worker")
    read(ground, episode, "honos", START + timedelta(days=60), [9, 9, 0, *[0] * 9], rater="worker")
    changes = {row["of"]: row["change"] for row in rows(ground, "assessment_pair")}
    assert changes == {"metric": -21, "impairment_4_5": -2, "symptoms_6_8": -3, "social_9_12": -4}
