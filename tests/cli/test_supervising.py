"""How `cairn serve` starts the web."""

import subprocess

import pytest

from cairn.interfaces.cli import serve


class Ended:
    """A child that has ended by itself."""

    def poll(self) -> int:
        return 0

    terminate = poll

    def wait(self, timeout: int) -> int:
        return 0


Started = list[tuple[list[str], dict[str, str]]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """What is started, and in which environment."""
    found: Started = []

    def start(arguments: list[str], env: dict[str, str]) -> Ended:
        found.append((arguments, env))
        return Ended()

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(serve.signal, "signal", lambda *_: None)
    for name in ("CAIRN_URL", "CAIRN_ALLOWED_HOSTS", "CAIRN_HTTPS"):
        monkeypatch.delenv(name, raising=False)
    return found


def test_a_large_file_on_a_slow_line_has_minutes(started: Started) -> None:
    """25 MB at five megabits a second take forty seconds; a web worker that is quiet for longer than this is ended."""
    serve.supervise("127.0.0.1", 8000)
    web = next(arguments for arguments, _ in started if "gunicorn" in arguments)
    assert int(web[web.index("--timeout") + 1]) >= 300


def test_links_in_mails_of_ones_own_machine_have_the_port(started: Started) -> None:
    serve.supervise("127.0.0.1", 8123)
    assert {environment["CAIRN_URL"] for _, environment in started} == {"http://localhost:8123"}


@pytest.mark.parametrize("name", ["CAIRN_URL", "CAIRN_ALLOWED_HOSTS", "CAIRN_HTTPS"])
def test_what_is_set_for_the_site_stands(started: Started, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "1")
    serve.supervise("0.0.0.0", 8000)  # nothing is bound here
    assert {environment.get("CAIRN_URL") for _, environment in started} == {"1" if name == "CAIRN_URL" else None}
