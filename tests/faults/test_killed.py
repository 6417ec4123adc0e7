"""The server is killed while people save, many times: what was acknowledged is there, what was not is whole or absent, and
sending it again records it once."""

import http.client
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from scripts.bench.served import Form, Served, new_uid, served

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir() or "DATABASE_URL" in os.environ, reason="SQLite on Linux")
WRITERS, KILLS, SAVES = 6, 2, 4
PATIENCE = 180.0  # seconds to save a few, while new workers start on a machine that is busy: only a hang takes longer
DONE = 302
CAME = (
    "SELECT a.uid, COUNT(t.id) FROM cases_activity a LEFT JOIN cases_attendance t ON t.activity_id = a.id GROUP BY a.id"
)
TOLD = "SELECT uid FROM access_auditsubject WHERE kind = 'activity'"


@dataclass
class Writer:
    """One person who saves a visit, and sends it again until the server says that it has it."""

    one: Served
    session: str
    form: Form
    acknowledged: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    unanswered: int = 0
    refused: list[int] = field(default_factory=list)

    def write(self, stop: threading.Event) -> None:
        """Every third visit that got no answer is not sent again: it must be whole or absent."""
        while not stop.is_set():
            self.save(new_uid(), stop)

    def save(self, uid: str, stop: threading.Event) -> None:
        for attempt in range(200):
            try:
                status, _ = self.one.ask(self.session, "POST", self.form.address, self.form.body(uid))
            except (OSError, http.client.HTTPException):
                self.unanswered += 1
                if attempt == 0 and self.unanswered % 3 == 0:
                    self.given_up.append(uid)
                    return
                time.sleep(0.05)
                continue
            if status == DONE:
                self.acknowledged.append(uid)
            else:
                self.refused.append(status)
            return


def kill_many_times(one: Served, writers: list[Writer], times: int, chance: random.Random) -> int:
    """Kill one of the web workers outright, again and again, at any moment of a save; gunicorn starts another. Each time
    something must have been saved since. Returns how many died."""
    died = 0
    while died < times:
        before = sum(len(writer.acknowledged) for writer in writers)
        until = time.monotonic() + PATIENCE
        while sum(len(writer.acknowledged) for writer in writers) < before + SAVES:
            assert time.monotonic() < until, "nothing is saved any more"
            time.sleep(0.005)
        time.sleep(chance.random() * 0.05)
        workers = one.web_workers()
        os.kill(chance.choice(workers), signal.SIGKILL)
        died += 1
    return died


@pytest.mark.parametrize("kills", [KILLS, pytest.param(200, marks=pytest.mark.long)])
def test_what_was_acknowledged_is_there_and_nothing_is_there_twice(kills: int) -> None:
    with served(people=20, writers=WRITERS) as one:
        stop = threading.Event()
        writers = [
            Writer(one, session, one.form(session, one.addresses[n % len(one.addresses)]))
            for n, session in enumerate(one.sessions)
        ]
        threads = [threading.Thread(target=writer.write, args=(stop,)) for writer in writers]
        for thread in threads:
            thread.start()
        try:
            died = kill_many_times(one, writers, kills, random.Random(kills))
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert [status for writer in writers for status in writer.refused] == []
        assert died >= kills
        assert sum(writer.unanswered for writer in writers) > 0, "nobody was interrupted: nothing was tried"
        look_at(one.folder / "db" / "cairn.sqlite3", writers)
        verify(one.folder)


def look_at(file: Path, writers: list[Writer]) -> None:
    """Read the rows themselves, past every line of ours."""
    acknowledged = {uuid.UUID(uid).hex for writer in writers for uid in writer.acknowledged}
    given_up = {uuid.UUID(uid).hex for writer in writers for uid in writer.given_up}
    with sqlite3.connect(file) as rows:
        there = dict(rows.execute(CAME))
        told = {uid.replace("-", "") for (uid,) in rows.execute(TOLD)}
    assert acknowledged, "nothing was saved at all"
    assert acknowledged <= set(there), f"{len(acknowledged - set(there))} acknowledged visits are gone"
    whole = (acknowledged | given_up) & set(there)
    assert {there[uid] for uid in whole} == {1}, "a visit without its person, or with a person twice"
    assert whole <= told, "a visit that the log does not know"
    assert not (given_up - set(there)) & told, "the log knows of a visit that is not there"


def verify(folder: Path) -> None:
    """Every organisation's chain verifies, read by a process of its own."""
    code = (
        "from cairn.interfaces.cli.django import start; start()\n"
        "from cairn.access import chain\nfrom cairn.access.models import Organisation\n"
        "wrong = [p for o in Organisation.objects.all() for p in chain.verify(o.pk)]\n"
        "assert not wrong, wrong"
    )
    environment = {**os.environ, "CAIRN_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "cairn.config.settings"}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
