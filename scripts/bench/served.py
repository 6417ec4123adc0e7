"""A small provider under `cairn serve`, in a directory of its own, with browsers signed in that record visits.

The data are laid by a process of their own (`python -m scripts.bench.served DIR`), so that whoever measures or breaks the
server need not be Django at all.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

TOKEN = "a" * 32  # a form token that cookie and form agree on
START = 60.0  # seconds that the server may take to come up


@dataclass(frozen=True)
class Form:
    """The page of one visit, as it would be sent with nothing more typed; a uid makes it one visit."""

    address: str
    fields: tuple[tuple[str, str], ...]

    def body(self, uid: str) -> bytes:
        rest = [(name, value) for name, value in self.fields if name not in ("uid", "csrfmiddlewaretoken")]
        return urlencode([*rest, ("uid", uid), ("csrfmiddlewaretoken", TOKEN)]).encode()


@dataclass
class Served:
    """The running server, and who may write to it."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes]"
    sessions: list[str]
    addresses: list[str]

    def ask(self, session: str, method: str, address: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Status and body of one request; raises OSError or HTTPException when the server did not answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def form(self, session: str, address: str) -> Form:
        """The form of a visit, read from its page."""
        from bs4 import BeautifulSoup

        status, page = self.ask(session, "GET", address)
        if status != 200:
            raise SystemExit(f"{address} answers {status}")
        drawn = BeautifulSoup(page, "html.parser").find("input", attrs={"name": "uid"}).find_parent("form")
        return Form(address, tuple(_said(drawn)))

    def web_workers(self) -> list[int]:
        """Process ids of the web workers: the children of gunicorn, which is a child of `cairn serve`."""
        return [
            worker
            for child in _children(self.process.pid)
            if b"gunicorn" in Path(f"/proc/{child}/cmdline").read_bytes()
            for worker in _children(child)
        ]


def _said(drawn: Any) -> Iterator[tuple[str, str]]:
    for one in drawn.find_all(["input", "textarea", "select"]):
        kind, name = one.get("type", ""), one.get("name")
        if not name or (kind in ("radio", "checkbox") and not one.has_attr("checked")) or kind in ("submit", "search"):
            continue
        if one.name == "select":
            chosen = one.find("option", selected=True) or one.find("option")
            yield name, str(chosen.get("value", "")) if chosen else ""
        else:
            yield name, one.get_text() if one.name == "textarea" else str(one.get("value", ""))


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found


@contextmanager
def served(people: int = 60, writers: int = 16) -> Iterator[Served]:
    """Lay, start, and stop again."""
    with tempfile.TemporaryDirectory(prefix="cairn-served-") as name:
        environment = {**os.environ, "CAIRN_DATA_DIR": name, "DJANGO_SETTINGS_MODULE": "cairn.config.settings"}
        environment.pop("DATABASE_URL", None)
        lay = [sys.executable, "-m", "scripts.bench.served", name, str(people), str(writers)]
        laid = json.loads(subprocess.run(lay, env=environment, check=True, stdout=subprocess.PIPE).stdout)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        serve = [sys.executable, "-m", "cairn.interfaces.cli.main", "serve", "--port", str(port)]
        process = subprocess.Popen(serve, env=environment, stdout=subprocess.DEVNULL)
        try:
            yield _ready(Served(Path(name), port, process, **laid))
        finally:
            process.terminate()
            process.wait(timeout=30)


def _ready(one: Served) -> Served:
    until = time.monotonic() + START
    while time.monotonic() < until:
        try:
            if one.ask("", "GET", "/accounts/login/")[0] == 200:
                return one
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise SystemExit("cairn serve did not come up")


def lay(folder: str, people: int, writers: int) -> dict[str, list[str]]:
    """Build the provider; sessions for its worker, and one address of a visit for each open episode."""
    from scripts.bench.ground import laid

    with laid(people, 1, folder) as ground:
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.sessions.backends.db import SessionStore

        from cairn.access.models import User
        from cairn.cases.models import Episode
        from cairn.services.models import ActivityType

        user = User.objects.get(uid=ground.worker.uid)
        sessions = []
        for _ in range(writers):
            session = SessionStore()
            session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
            session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
            session.save()
            sessions.append(str(session.session_key))
        kinds = dict(ActivityType.objects.filter(mode="individual", is_active=True).values_list("service_id", "uid"))
        episodes = Episode.objects.filter(end_date=None, service_id__in=kinds).order_by("pk")
        rows = episodes.values_list("client__uid", "uid", "service_id")
        return {
            "sessions": sessions,
            "addresses": [
                f"/o/{ground.worker.slug}/people/{client}/episodes/{uid}/record/{kinds[service]}/"
                for client, uid, service in rows
            ],
        }


def new_uid() -> str:
    return str(uuid.uuid4())


if __name__ == "__main__":
    sys.stdout.write(json.dumps(lay(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
