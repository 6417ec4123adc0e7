"""Long work is asked for in a transaction, done once, in its organisation's scope, and shows how far it is."""

import pytest
from django.db import transaction

from cairn.access import scope
from cairn.desk import jobs
from cairn.desk.models import Draft, Job
from tests.conftest import Party


@pytest.fixture(autouse=True)
def _only_these_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_handlers", {})


def test_jobs_are_done_in_turn_each_in_its_own_organisation(harbour: Party, oakfield: Party) -> None:
    seen: list[tuple[str, frozenset[int] | None]] = []

    def count(job: Job, progress: jobs.Progress) -> str:
        progress(1, 2)
        with scope.every("look from beside"):
            assert Job.objects.get(pk=job.pk).done == 1
        seen.append((job.payload["what"], scope.current()))
        progress(2, 2)
        return "Two counted."

    jobs.register("count", count)
    for party, what in ((harbour, "first"), (oakfield, "second")):
        with scope.of(party.system):
            jobs.ask(by=party.system, kind="count", payload={"what": what}, total=2)
    first, second, none = jobs.work_one(), jobs.work_one(), jobs.work_one()
    assert first and second and none is None
    assert seen == [("first", frozenset({harbour.organisation.pk})), ("second", frozenset({oakfield.organisation.pk}))]
    with scope.of(harbour.system):
        kept = Job.objects.get()
    assert (kept.state, kept.done, kept.total, kept.message) == ("done", 2, 2, "Two counted.")
    assert kept.ended_at is not None


def test_a_failure_is_kept_without_its_text_and_stops_nobody(in_harbour: Party) -> None:
    def fail(job: Job, progress: jobs.Progress) -> str:
        raise ValueError("Mary Jones has no postcode")

    jobs.register("fail", fail)
    jobs.ask(by=in_harbour.system, kind="fail")
    done = jobs.work_one()
    assert done and (done.state, done.message) == ("failed", "It stopped: ValueError.")
    assert jobs.work_one() is None


def test_a_job_of_a_rolled_back_deed_was_never_asked_for(in_harbour: Party) -> None:
    jobs.register("count", lambda job, progress: "")
    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.ask(by=in_harbour.system, kind="count")
        raise RuntimeError
    assert jobs.work_one() is None


def test_a_job_that_nobody_can_do_is_not_taken(in_harbour: Party) -> None:
    with pytest.raises(jobs.UnknownJob):
        jobs.ask(by=in_harbour.system, kind="dance")


def test_a_job_left_running_by_a_dead_worker_waits_again(in_harbour: Party) -> None:
    jobs.register("count", lambda job, progress: "Counted.")
    job = jobs.ask(by=in_harbour.system, kind="count")
    Job.objects.filter(pk=job.pk).update(state="running", done=3)
    assert jobs.work_one() is None
    assert jobs.revive() == 1
    again = jobs.work_one()
    assert again and (again.pk, again.state) == (job.pk, "done")


def test_a_handler_reads_no_other_organisation(harbour: Party, oakfield: Party) -> None:
    jobs.register("read", lambda job, progress: str(Draft.objects.filter(organisation=oakfield.organisation).count()))
    with scope.of(oakfield.system):
        from cairn.desk.actions import drafts

        drafts.put(by=oakfield.support_worker, form="x", values={})
    with scope.of(harbour.system):
        jobs.ask(by=harbour.system, kind="read")
    done = jobs.work_one()
    assert done and done.message == "0"
