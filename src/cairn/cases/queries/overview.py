"""What lies ahead in an episode, and the parts of life in short: read along with the record, for the first page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from cairn.access.actors import Actor
from cairn.cases import dictionary, rules
from cairn.cases.loading import canonical
from cairn.cases.models import Appointment, Goal, NeedsCheck, SupportPlan
from cairn.cases.queries.base import visible_to
from cairn.cases.queries.views import Ahead, AreaShort, GoalShort
from cairn.kernel.gather import Asked, Row, day, nested

MOST = 50


def asked_ahead(by: Actor, episode_ids: Sequence[int], today: date) -> Asked:
    """The reads that `ahead` and `areas` are made from."""
    own = {"episode_id__in": episode_ids}
    planned = visible_to(by, Appointment).filter(**own, state="planned", planned_date__gte=today)
    checks = visible_to(by, NeedsCheck).filter(**own)
    episode = {"episode_id": "episode_id"}
    return {
        "goals": (visible_to(by, Goal).filter(**own, state="open").order_by("start_date", "id")[:MOST],
                  {**episode, "uid": "uid", "words": "words", "review_date": "review_date"}),
        "plans": (visible_to(by, SupportPlan).filter(**own).order_by("-plan_date", "-id")[:MOST],
                  {**episode, "review_date": "review_date"}),
        "planned": (planned.order_by("planned_date", "start_time", "id")[:MOST],
                    {**episode, "date": "planned_date", "time": "start_time"}),
        "checks": (checks.order_by("-check_date", "-id")[:MOST],
                   {**episode, "answers": "answers", "version": "dictionary_version"}),
    }  # fmt: skip


def ahead(episode_id: int, parts: Mapping[str, Sequence[Row]]) -> Ahead:
    """What lies ahead in one episode."""

    def own(name: str) -> list[Row]:
        return [row for row in parts.get(name, ()) if row["episode_id"] == episode_id]

    plan, next_one = own("plans")[:1], own("planned")[:1]
    return Ahead(
        goals=tuple(GoalShort(canonical(g["uid"]), g["words"], day(g["review_date"])) for g in own("goals")),
        review_date=day(plan[0]["review_date"]) if plan else None,
        next_date=day(next_one[0]["date"]) if next_one else None,
        next_time=str(next_one[0]["time"] or "")[:5] if next_one else "",
    )


def areas(episodes: Sequence[Row], parts: Mapping[str, Sequence[Row]]) -> tuple[AreaShort, ...]:
    """Every part of life, with the needs of the episodes that are open and the last answers given; nothing where neither
    a need nor a check is there."""
    running = {row["id"] for row in episodes if row["end_date"] is None}
    states: dict[str, list[str]] = defaultdict(list)
    said: dict[str, str] = {}
    answers: dict[str, set[str]] = defaultdict(set)
    words: dict[str, dictionary.Entry] = {}
    for row in parts.get("needs", ()):
        if row["episode_id"] in running:
            one = dictionary.entry(row["need"], row["dictionary_version"])
            words[one.area] = one
            states[one.area].append(row["state"])
    for row in parts.get("checks", ()):
        for need, answer in nested(row["answers"]).items() if row["episode_id"] in running else ():
            one = dictionary.entry(need, row["version"])
            words[one.area] = one
            if answer != "not_asked" and said.setdefault(need, answer) == answer:
                answers[one.area].add(said[need])
    if not words:
        return ()
    return tuple(
        AreaShort(label, tuple(states[area]), "present" if states[area] else rules.area_answer(answers[area]))
        for area, label in dictionary.areas(list(words.values()))
    )
