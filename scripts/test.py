"""Run every test: on SQLite, what may go wrong elsewhere again on PostgreSQL, then Chromium; with --long some on MariaDB.

Installs Chromium and PostgreSQL from the system's packages when run as root on Debian or Ubuntu. Elsewhere it says in one
line what is left out and how to get it; with CI=true nothing may be left out.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Each process takes tests that stand together, so that what they share is laid once; who is done first helps the other.
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal"]
#: Rooms whose tests write to the database, and what gathers from it: of these so many run on PostgreSQL too that every shape of
#: SQL that any of them says is said there (scripts/shapes.py says how they are chosen, and which run whole); with --long all.
DOMAIN = [
    "access",
    "desk",
    "people",
    "services",
    "scales_room",
    "cases",
    "contracts",
    "returns",
    "insight/test_extracts.py",
    "insight/test_marts.py",
    "insight/test_merging.py",
    "insight/test_outcomes.py",
    "insight/test_shared.py",
    "insight/test_situation.py",
    "concurrency",
    "structure/test_migrations.py",
    "exchange/test_whole.py",
    "exchange/test_going.py",
    "matrix/test_access.py::test_who_may_opens_it_and_for_everybody_else_it_is_not_there",  # every page's queries, once
]
#: What is MariaDB's own, and the deeds that could go wrong there: searching, the chain, undo, several writers at once.
ON_MARIADB = [
    "engines",
    "people/test_finding.py",
    "people/test_at_once.py",
    "cases/test_searching.py",
    "access/test_deeds.py",
    "concurrency",
]
LONG = "--long" in sys.argv[1:]
IN_CI = os.environ.get("CI") == "true"


def main() -> int:
    install()
    missing = []
    with tempfile.TemporaryDirectory(prefix="cairn-seen-") as seen, postgres() as url:
        noting = {"COVERED": f"{seen}/covered", "SHAPES": f"{seen}/shapes"}
        for folder in noting.values():
            os.mkdir(folder)
        plugins = ["-p", "scripts.covering", "-p", "scripts.shapes"]
        failed = run("SQLite", ["tests", "-m", without("browser"), *plugins], noting)
        failed |= subprocess.call([sys.executable, "scripts/coverage_floor.py", noting["COVERED"]])
        if url:
            paths = [f"tests/{room}" for room in DOMAIN if Path(f"tests/{room.split('::')[0]}").exists()]
            paths += [] if LONG else ["-p", "scripts.shapes"]
            failed |= run("PostgreSQL", [*paths, "-m", without("browser")], {**noting, "DATABASE_URL": url})
        else:
            missing.append("the domain tests on PostgreSQL (apt install postgresql)")
    if LONG:
        with mariadb() as url:
            if url:
                paths = [f"tests/{room}" for room in ON_MARIADB]
                failed |= run("MariaDB", [*paths, "-n", "0", "-m", without("browser")], {"DATABASE_URL": url})
            else:
                missing.append("a few tests on MariaDB (apt install mariadb-server)")
    if chromium():
        failed |= run("Chromium", [*in_a_browser(), "-m", "browser" if LONG else "browser and not long"], {})
    else:
        missing.append("the browser tests (apt install chromium)")
    if missing:
        print(f"Left out: {'; '.join(missing)}.")
    return failed or int(bool(missing) and IN_CI)


def in_a_browser() -> list[str]:
    """The files that name the mark: the twelve thousand tests of all others need not be gathered once more."""
    return sorted(str(file) for file in Path("tests").rglob("test_*.py") if "mark.browser" in file.read_text("utf-8"))


def without(mark: str) -> str:
    return f"not {mark}" if LONG else f"not {mark} and not long"


def run(name: str, arguments: list[str], environment: dict[str, str]) -> int:
    print(f"\n== {name} ==", flush=True)
    thorough = {"CAIRN_TEST_ALL": "1"} if LONG else {}  # tests/thorough.py
    code = subprocess.call([*PYTEST, *arguments], env={**os.environ, **environment, **thorough})
    return 0 if code == 5 else code  # 5: nothing was collected for this engine


def install() -> None:
    """Fetch what the tests need, where we may."""
    needed = [("chromium", chromium()), ("postgresql", postgres_bin())]
    needed += [("mariadb-server", mariadb_bin())] if LONG else []
    wanted = [package for package, there in needed if not there]
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
    with tempfile.TemporaryDirectory(prefix="cairn-pg-") as folder:
        port = free_port()
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def mariadb_bin() -> str | None:
    return shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def mariadb() -> Iterator[str]:
    """The same of MariaDB, with a data directory, a socket and a user of its own."""
    server = mariadb_bin()
    if server is None or not shutil.which("mariadb-install-db"):
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="cairn-mariadb-") as folder:
        port, is_root = free_port(), os.geteuid() == 0
        as_user = ["--user=mysql"] if is_root else []
        if is_root:
            shutil.chown(folder, "mysql")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        own = ["--no-defaults", *as_user, f"--datadir={folder}/data"]
        make = ["mariadb-install-db", *own, "--auth-root-authentication-method=normal", "--skip-test-db"]
        subprocess.run(make, check=True, **quiet)
        where = [f"--socket={folder}/socket", f"--port={port}", "--bind-address=127.0.0.1", f"--pid-file={folder}/pid"]
        fast = ["--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync", "--skip-log-bin"]
        running = subprocess.Popen([server, *own, *where, *fast], **quiet)
        try:
            for _ in range(120):
                with socket.socket() as probe:
                    if running.poll() is None and probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.25)
            yield f"mariadb://root@127.0.0.1:{port}/cairn"
        finally:
            running.kill()
            running.wait()


if __name__ == "__main__":
    sys.exit(main())
