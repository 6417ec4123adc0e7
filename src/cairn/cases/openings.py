"""One client has one episode at a time with one service."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from cairn.access.actors import Actor
from cairn.cases import loading, rules
from cairn.cases.models import Episode
from cairn.kernel.problems import Problem


class Openings:
    """The stretches of these clients' episodes, to which each opening adds its own."""

    def __init__(self, by: Actor, client_ids: Collection[int], apart_from: int | None = None) -> None:
        self.stretches: dict[tuple[int, int], list[tuple[date, date | None]]] = defaultdict(list)
        episodes = Episode.objects.filter(organisation_id=by.organisation_id).exclude(pk=apart_from)
        for part in loading.chunks(client_ids):
            rows = episodes.filter(client_id__in=part).values_list("client_id", "service_id", "start_date", "end_date")
            for client_id, service_id, start, end in rows:
                self.stretches[client_id, service_id].append((start, end))

    def problems(self, client_id: int, service_id: int, start: date, row: int | None = None) -> list[Problem]:
        """An open-ended episode from `start` must not overlap another."""
        stretches = self.stretches[client_id, service_id]
        clash = any(rules.overlap(start, None, *stretch) for stretch in stretches)
        stretches.append((start, None))
        if not clash:
            return []
        fix = "Record in that episode, or close it first; withdraw this referral if it is about the same support."
        message = "This person has an episode with this service at that time already."
        return [Problem("episode.overlap", message, fix, field="start_date", row=row)]
