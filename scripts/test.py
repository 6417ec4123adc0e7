"""Run every test: SQLite first, then the domain's tests again on PostgreSQL, then Chromium.

Installs Chromium and PostgreSQL from the system's packages when run as root on Debian or Ubuntu. Elsewhere it says in one
line what is left out and how to get it; with CI=true nothing may be left out.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PYTEST = [sys.executable, "-m", "pytest", "-q"]
#: Rooms whose tests write to the database: these run on both engines.
DOMAIN = [
    "access",
    "desk",
    "people",
    "services",
    "scales_room",
    "cases",
    "contracts",
    "returns",
    "insight",
    "concurrency",
    "exchange/test_whole.py",
    "exchange/test_going.py",
    "matrix/test_access.py",
]
LONG = "--long" in sys.argv[1:]
IN_CI = os.environ.get("CI") == "true"


def main() -> int:
    install()
    missing = []
    failed = run("SQLite", ["tests", "-n", "2", "-m", without("browser"), *COVERAGE], {})
    failed |= subprocess.call([sys.executable, "scripts/coverage_floor.py"])
    with postgres() as url:
        if url:
            paths = [f"tests/{room}" for room in DOMAIN if Path(f"tests/{room}").exists()]
            failed |= run("PostgreSQL", [*paths, "-n", "2", "-m", without("browser")], {"DATABASE_URL": url})
        else:
            missing.append("the domain tests on PostgreSQL (apt install postgresql)")
    if chromium():
        failed |= run("Chromium", ["tests", "-n", "2", "-m", "browser" if LONG else "browser and not long"], {})
    else:
        missing.append("the browser tests (apt install chromium)")
    if missing:
        print(f"Left out: {'; '.join(missing)}.")
    return failed or int(bool(missing) and IN_CI)


COVERAGE = ["--cov", "--cov-report="]


def without(mark: str) -> str:
    return f"not {mark}" if LONG else f"not {mark} and not long"


def run(name: str, arguments: list[str], environment: dict[str, str]) -> int:
    print(f"\n== {name} ==", flush=True)
    code = subprocess.call([*PYTEST, *arguments], env={**os.environ, **environment})
    return 0 if code == 5 else code  # 5: nothing was collected for this engine


def install() -> None:
    """Fetch what the tests need, where we may."""
    wanted = [p for p, there in (("chromium", chromium()), ("postgresql", postgres_bin())) if not there]
    if wanted and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(wanted)} for the tests…", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.call(["apt-get", "update", "-qq"], **quiet)
        subprocess.call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted], **quiet)


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def postgres_bin() -> Path | None:
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = [home for home in homes if (home / "postgres").exists()]
    elsewhere = shutil.which("postgres")
    return found[0] if found else Path(elsewhere).resolve().parent if elsewhere else None


@contextmanager
def postgres() -> Iterator[str]:
    """A server of our own on a free port, thrown away afterwards. An empty string when there is none to be had."""
    home = postgres_bin()
    if home is None:
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="cairn-pg-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if as_user:
            shutil.chown(folder, "postgres")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True, "cwd": folder}
        data = f"{folder}/data"
        subprocess.run([*as_user, home / "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", data], **quiet)
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=60 -c fsync=off"
        start = [home / "pg_ctl", "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start"]
        subprocess.run([*as_user, *start], **quiet)
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*as_user, home / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)


if __name__ == "__main__":
    sys.exit(main())
