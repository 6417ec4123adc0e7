"""How `cairn serve` starts the web."""

import subprocess
from typing import Any

import pytest

from cairn.interfaces.cli import serve


class Ended:
    """A child that has ended by itself."""

    def poll(self) -> int:
        return 0

    terminate = poll

    def wait(self, timeout: int) -> int:
        return 0


def test_a_large_file_on_a_slow_line_has_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """25 MB at five megabits a second take forty seconds; a web worker that is quiet for longer than this is ended."""
    started: list[list[str]] = []

    def start(arguments: list[str], **_: Any) -> Ended:
        started.append(arguments)
        return Ended()

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(serve.signal, "signal", lambda *_: None)
    serve.supervise("127.0.0.1", 8000)
    web = next(arguments for arguments in started if "gunicorn" in arguments)
    assert int(web[web.index("--timeout") + 1]) >= 300
