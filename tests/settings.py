"""Settings of the tests: a data directory of their own, a quick password hash, one database file per worker."""

import atexit
import os
import shutil
import tempfile

os.environ["CAIRN_DATA_DIR"] = tempfile.mkdtemp(prefix="cairn-test-")
atexit.register(shutil.rmtree, os.environ["CAIRN_DATA_DIR"], ignore_errors=True)
os.environ.setdefault("CAIRN_SECRET_KEY", "tests-only")

from cairn.config.settings import *  # noqa: F403
from cairn.config.settings import DATA_DIR, DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A real file: an in-memory database shows none of SQLite's locking. Nobody minds a power cut in a test, though.
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}


# Every browser of a test would look through all static files before its first page.
WHITENOISE_AUTOREFRESH = True


class Straight(dict[str, None]):
    """Tables are laid straight from the models: half a second instead of half a minute. That migrations lay the same is
    shown in tests/structure/test_migrations.py, on each engine."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = Straight()
