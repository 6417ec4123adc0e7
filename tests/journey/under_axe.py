"""A page under axe, in the light scheme and in the dark."""

import json
from typing import Any
from zlib import crc32

from axe_playwright_python.base import AXE_SCRIPT as AXE

from tests.journey.reader import Reader
from tests.thorough import ALL

SHARE = 3  # of so many pages one is looked at in the dark too

#: GOV.UK's script says on a radio button whether the question under it is open. ARIA does not allow aria-expanded there,
#: the design system keeps it because screen readers speak it well (alphagov/govuk-frontend issue 979).
EXEMPT = {"aria-allowed-attr": "govuk-radios__input"}


def faults(reader: Reader, template: str) -> list[str]:
    """What axe says of the page in the light scheme, and of its colours in the dark one."""
    reader.look(template.replace("/", "-"))
    light = violations(reader, AXE)
    dark = in_the_dark(reader, template) if ALL or crc32(template.encode()) % SHARE == 0 else []
    return [
        f"{template}: {fault['id']}: {node['html'][:160]}: {node['failureSummary']}"
        for fault in (*light, *dark)
        for node in fault["nodes"]
        if EXEMPT.get(fault["id"], "no such class") not in node["html"]
    ]


def in_the_dark(reader: Reader, template: str) -> list[dict[str, Any]]:
    """All pages take their colours from one table: a third of them shows it in any run, all of them in a long one."""
    reader.page.emulate_media(color_scheme="dark")
    found = violations(reader, "", runOnly=["color-contrast"])
    if reader.folder:
        reader.look(template.replace("/", "-") + "-dark")
    reader.page.emulate_media(color_scheme="light")
    return found


def violations(reader: Reader, script: str, **options: Any) -> list[dict[str, Any]]:
    """What axe finds, and nothing of what it finds well. `preload` would fetch every style sheet again, for no rule of ours."""
    options |= {"resultTypes": ["violations"], "preload": False}
    return reader.page.evaluate(f"{script};axe.run({json.dumps(options)}).then(found => found.violations)")
