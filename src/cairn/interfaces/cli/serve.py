"""serve: two web workers and one job worker under one parent; stopping it stops all three."""

import argparse
import os
import signal
import subprocess
import sys
import time
from typing import Any

from cairn.definitions import checking
from cairn.interfaces.cli.django import learn_sizes, start

PULSE = 1.0  # seconds between looks at the feed
STOCK = 3600.0  # seconds between looks at how large the tables have become
BEHIND = 10  # how far the job worker stands back from the processor: whoever waits at a screen goes first


def add_to(commands: Any) -> None:
    command = commands.add_parser("serve", help="serve this installation")
    command.add_argument("--port", type=int, default=8000)
    command.add_argument("--host", default="127.0.0.1")
    command.set_defaults(run=run)
    worker = commands.add_parser("worker", help="the job worker alone: jobs, and the feed into the marts")
    worker.set_defaults(run=_work)


def run(arguments: argparse.Namespace) -> int:
    checking.must_hold()
    start()
    from cairn.interfaces.cli.laying import lay

    lay()
    return supervise(arguments.host, arguments.port)


def supervise(host: str, port: int) -> int:
    """Start web and worker, wait for either to end or for a signal, stop both. Returns 0 when asked to stop."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cairn.config.settings"}
    if not any(os.environ.get(name) for name in ("CAIRN_URL", "CAIRN_ALLOWED_HOSTS", "CAIRN_HTTPS")):
        environment["CAIRN_URL"] = f"http://localhost:{port}"  # on one's own machine a link in a mail needs the port
    gunicorn = [
        "-m",
        "gunicorn",
        "cairn.config.wsgi",
        "--workers",
        "2",
        # A large file from a phone takes minutes, and its worker is not to be ended meanwhile.
        "--timeout",
        "300",
        "--bind",
        f"{host}:{port}",
        "--log-level",
        "warning",
    ]
    children = [
        subprocess.Popen([sys.executable, *arguments], env=environment)
        for arguments in (gunicorn, ["-m", "cairn.interfaces.cli.main", "worker"])
    ]
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _: stopping.append(received))
    print(f"Cairn is at http://{host}:{port}/  (Ctrl-C stops it)", flush=True)
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        child.terminate()
    codes = [child.wait(timeout=30) for child in children]
    return 0 if stopping else max(1, *map(abs, codes))


def _work(arguments: argparse.Namespace) -> int:
    """Until stopped: do waiting jobs, and bring every mart that is behind up to date."""
    if hasattr(os, "nice"):
        os.nice(BEHIND)
    checking.must_hold()
    start()
    from cairn.interfaces.cli.worker import begin, turn

    begin()
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _: stopping.append(received))
    looked = float("-inf")
    while not stopping:
        if time.monotonic() - looked > STOCK:
            learn_sizes()
            looked = time.monotonic()
        if not turn():
            time.sleep(PULSE)
    return 0
