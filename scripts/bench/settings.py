"""The program's own settings and database file, and one page more: the empty one that all others are held against."""

from cairn.config.settings import *  # noqa: F403

ROOT_URLCONF = "scripts.bench.urls"
