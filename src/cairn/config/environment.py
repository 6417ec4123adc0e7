"""Every setting that the environment may give, in one place, typed. `cairn doctor` lists them."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Environment:
    """What was set, or its default."""

    data_dir: Path
    database_url: str
    secret_key: str
    debug: bool
    allowed_hosts: tuple[str, ...]
    https: bool
    email_url: str
    url: str
    proxies: int


#: Name, default and meaning: the one list behind `cairn doctor` and docs/settings.md.
VARIABLES: tuple[tuple[str, str, str], ...] = (
    ("CAIRN_DATA_DIR", "./var", "Where the database, files, marts and the generated secret key live."),
    (
        "DATABASE_URL",
        "SQLite in the data directory",
        "postgres://… moves everything to PostgreSQL, mariadb://… to MariaDB.",
    ),
    ("CAIRN_SECRET_KEY", "made once, kept in the data directory", "Signs sessions and form tokens."),
    ("CAIRN_DEBUG", "0", "1 shows errors in full; never where real people are recorded."),
    ("CAIRN_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "Host names that the site answers to."),
    ("CAIRN_HTTPS", "0", "1 when served over HTTPS: cookies are then sent over HTTPS only."),
    (
        "CAIRN_PROXIES",
        "0",
        "How many proxies of yours stand in front; only then is X-Forwarded-For believed, so far back.",
    ),
    (
        "CAIRN_EMAIL_URL",
        "written to the log",
        "Where mail goes (lost passwords, receipts): smtp://user:password@host:port.",
    ),
    (
        "CAIRN_URL",
        "of the first allowed host; on one's own machine with the port",
        "How people reach the site, for links in mail: https://cairn.example.org.",
    ),
)


def read() -> Environment:
    """Read the environment once. Makes the data directory and the secret key when they are missing."""
    data_dir = Path(os.environ.get("CAIRN_DATA_DIR") or "var").resolve()
    for name in ("db", "static"):
        (data_dir / name).mkdir(parents=True, exist_ok=True)
    hosts = os.environ.get("CAIRN_ALLOWED_HOSTS") or "localhost,127.0.0.1,[::1]"
    https = os.environ.get("CAIRN_HTTPS") == "1"
    return Environment(
        data_dir=data_dir,
        database_url=os.environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'db' / 'cairn.sqlite3'}",
        secret_key=os.environ.get("CAIRN_SECRET_KEY") or _kept_key(data_dir / "secret_key"),
        debug=os.environ.get("CAIRN_DEBUG") == "1",
        allowed_hosts=tuple(host.strip() for host in hosts.split(",")),
        https=https,
        email_url=os.environ.get("CAIRN_EMAIL_URL", ""),
        url=(os.environ.get("CAIRN_URL") or f"http{'s' if https else ''}://{hosts.split(',')[0].strip()}").rstrip("/"),
        proxies=_count(os.environ.get("CAIRN_PROXIES", "")),
    )


def _count(said: str) -> int:
    """A number of few figures; none for anything else, so that a slip of the hand believes nobody."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else 0


def _kept_key(path: Path) -> str:
    """The key made on the first start. Two processes starting at once agree on the one that was first."""
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()
