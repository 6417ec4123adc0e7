"""The one Jinja2 environment: autoescaped, strict about names that do not exist, with our components and filters.

Settings name it as `"environment": "cairn.web.jinja.environment"`. Templates under `components/` and `layout/`
are found here whatever the settings' DIRS say.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from cairn.web import formats
from cairn.web.forms import with_conditional
from cairn.web.options import options

WEB = Path(__file__).parent
#: names that people expect, where the set's own is another
ALIASES = {
    "bar-chart": "chart-bar",
    "file-text": "document-text",
    "search": "magnifying-glass",
    "settings": "cog-6-tooth",
    "shield": "shield-check",
}
FILTERS = {
    "date": formats.date,
    "short_date": formats.short_date,
    "weekday": formats.weekday,
    "weekday_date": formats.weekday_date,
    "time": formats.time,
    "month": formats.month,
    "instant": formats.instant,
    "number": formats.number,
    "filesize": formats.filesize,
    "percent": formats.percent,
    "pounds": formats.pounds,
    "options": options,
    "with_conditional": with_conditional,
}


def environment(*, loader: BaseLoader | None = None, **settings: Any) -> Environment:
    """An environment for Django's Jinja2 backend, which passes its own `loader` and options."""
    ours = PrefixLoader({name: FileSystemLoader(WEB / name) for name in ("components", "layout")})
    settings |= {"undefined": StrictUndefined, "autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    settings["cache_size"] = -1  # all stay compiled; Jinja by itself keeps four hundred
    env = Environment(loader=ChoiceLoader([ours, loader] if loader else [ours]), **settings)
    env.globals |= {"static": static, "asset": asset, "url": url, "icon": icon, "_": gettext, "ngettext": ngettext}
    env.globals["notices"] = notices
    env.filters |= FILTERS
    return env


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named view."""
    return reverse(name, args=args, kwargs=kwargs)


def asset(path: str) -> str:
    """The address of a file of another project that the build put into `cairn_assets`, such as `govuk-frontend/…`."""
    return static(f"vendor/{path}")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that happened on the page before. `level` is debug, info, success, warning or error; `undo_url` is where it
    is taken back by a button, or ""."""

    level: str
    text: str
    undo_url: str = ""


def notices(request: HttpRequest | None) -> list[Notice]:
    """The messages left for this visitor, which are then gone; none where there is no request or no session."""
    if request is None or not hasattr(request, "_messages"):
        return []
    found = get_messages(request)
    return [Notice(message.level_tag, str(message.message), message.extra_tags or "") for message in found]


@cache
def icon(name: str, classes: str = "") -> Markup:
    """An icon as inline SVG, hidden from screen readers, so put words beside it. Raises LookupError if unknown."""
    found = resources.files("cairn_assets") / "icons" / f"{ALIASES.get(name, name)}.svg"
    if not found.is_file():
        raise LookupError(f"No icon is called {name!r}. Add it to assets.toml and install again.")
    drawn = found.read_text().replace(' data-slot="icon"', "").strip()
    kind = f"cairn-icon {classes}".strip()
    return Markup(drawn.replace("<svg ", f'<svg class="{kind}" width="24" height="24" focusable="false" ', 1))
