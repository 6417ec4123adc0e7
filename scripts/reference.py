"""Write docs/reference.md from the program itself: `.venv/bin/python -m scripts.reference`. A test says when it is behind."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cairn.collection.columns import columns_of
from cairn.definitions.shapes.scale import Scale

DOCUMENT = Path(__file__).parents[1] / "docs" / "reference.md"
INTRODUCTION = """# Reference

What Cairn knows, as the program itself says it. Written by `.venv/bin/python -m scripts.reference`: change the program, not
this page. What the environment may set is in [settings](settings.md).
"""


def written() -> str:
    """The whole page. Django must have been set up: the deeds of each room are known only then."""
    parts = (commands(), measures(), scales(), frameworks(), forms(), crosswalks(), roles(), deeds())
    return "\n".join([INTRODUCTION, *("\n".join(part) + "\n" for part in parts)])


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    head = list(head)
    yield _line(head)
    yield "|" + "---|" * len(head)
    yield from map(_line, rows)


def _line(cells: Iterable[object]) -> str:
    return "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"


def commands() -> Iterator[str]:
    from cairn.interfaces.cli.main import parser

    yield "## Commands\n"
    yield "Exit 0 is good, 1 refused (and says why), 2 misuse.\n"
    yield from table(("command", "what it does", "takes"), _commands(parser()))


def _commands(parser: argparse.ArgumentParser, words: str = "") -> Iterator[tuple[str, str, str]]:
    """Each command and command of a command, with its words and arguments."""
    inside = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in inside:
        said = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, each in action.choices.items():
            yield from _commands(each, said.get(name) or words)
    if not inside:
        arguments = [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]
        yield f"`{parser.prog}`", words, ", ".join(map(_argument, arguments))


def _argument(action: argparse.Action) -> str:
    choices = "{" + ",".join(map(str, action.choices)) + "}" if action.choices else ""
    takes = "" if action.nargs == 0 else str(action.metavar or choices or action.dest.upper())
    name = f"`{' '.join(filter(None, (max(action.option_strings, key=len, default=''), takes)))}`"
    return f"{name} ({action.help})" if action.help else name


def measures() -> Iterator[str]:
    from cairn.definitions import registry

    yield "## Measures\n"
    yield from table(
        ("measure", "what it says", "kind", "from"),
        (
            (f"**{each.label}** `{each.id}` {each.version}", each.words, each.kind.replace("_", " "), each.source)
            for each in registry.all("measure")
        ),
    )


def scales() -> Iterator[str]:
    from cairn.definitions import registry

    yield "## Scales\n"
    yield "A locked scale is offered once the organisation has recorded its own permission. A template is copied, never asked"
    yield "as it is. What is remembered only, and was not seen in a source, says so; sources stand in the definition files.\n"
    yield from table(
        ("scale", "items", "score", "bands by", "counts as change", "licence", "holder"),
        (
            (
                f"**{each.label}** `{each.id}` {each.version}",
                _items(each),
                _score(each),
                "; ".join(dict.fromkeys(f"{one.label}{_unsure(one)}" for one in each.bands)),
                f"{each.change.words}{_unsure(each.change)}" if each.change else "",
                f"{'Template. ' if each.template else ''}{'Locked. ' if each.licence.locked else ''}{each.licence.words}",
                each.licence.holder,
            )
            for each in registry.all("scale")
        ),
    )


def _items(scale: Scale) -> str:
    """How many are asked, and between which ends."""
    ends = dict.fromkeys(scale.bounds(item) for item in scale.scored)
    extra = len(scale.items) - len(scale.scored)
    words = f"{len(scale.scored)}, from " + " and ".join(f"{low} to {high}" for low, high in ends)
    return f"{words}; {extra} beside them" if extra else words


def _score(scale: Scale) -> str:
    from cairn.scales.scoring import limits

    if scale.tariff and scale.tariff.lacking:
        return "item by item until its table of values is loaded"
    if scale.headline is None:
        return "item by item"
    low, high = limits(scale)
    return f"{low:g} to {high:g}, {scale.better} is better"


def _unsure(fact: Any) -> str:
    return " (remembered)" if fact.sure == "memory" else ""


def frameworks() -> Iterator[str]:
    from cairn.definitions import registry

    yield "## Outcome frameworks\n"
    found = registry.all("framework")
    rows = ((f"**{each.label}** `{each.id}` {each.version}", len(each.outcomes), each.source) for each in found)
    yield from table(("framework", "outcomes", "from"), rows)


def forms() -> Iterator[str]:
    from cairn.collection import library

    when = {"entry": "when somebody comes", "departure": "when somebody leaves", "review": "once a year, at the review"}
    yield "## Forms of programmes\n"
    yield "One for each person and event, by screen, file or API. A form's own date says its version. What sources leave unsure"
    yield "is marked so in the definition files, question by question.\n"
    yield from table(
        ("form", "programme", "filled in", "forms dated", "columns", "needs", "outcomes", "from"),
        (
            (
                f"**{each.label}** `{each.id}` {each.version}",
                f"`{each.programme}`",
                when[each.when],
                f"from {each.from_date}" + (f" to {each.to_date}" if each.to_date else ""),
                len(columns_of(each)),
                len(each.needs),
                sum(len(need.parts) for need in each.needs),
                each.source,
            )
            for each in library.every()
        ),
    )


def crosswalks() -> Iterator[str]:
    from cairn.definitions import registry

    yield "## Crosswalks\n"
    yield "What the record's codes become in a form of another day. Only what is not simply the same thing is listed.\n"
    yield from table(
        ("crosswalk", "code", "becomes", "by which rule"),
        (
            (
                f"**{each.label}** `{each.id}` {each.version}",
                f"`{one.of}`",
                f"`{one.to}`" if one.to else "nothing",
                one.rule,
            )
            for each in registry.all("crosswalk")
            for one in each.crossings
            if one.rule
        ),
    )


def roles() -> Iterator[str]:
    from cairn.access.permissions import ROLES, Permission

    yield "## Roles\n"
    yield from table(
        ("role", "what it is for", "may"),
        (
            (
                f"**{role.label}** `{role.key}`",
                role.words,
                ", ".join(f"`{p}`" for p in Permission if p in role.permissions),
            )
            for role in ROLES.values()
        ),
    )


def _ours(code: str) -> bool:
    """Tests declare deeds of their own; they name no room."""
    return find_spec(f"cairn.{code.partition('.')[0]}") is not None


def deeds() -> Iterator[str]:
    from cairn.access import event_types

    yield "## Deeds\n"
    yield "Every event of the audit log is one of these. “Jo …”\n"
    yield from table(
        ("deed", "Jo …", "can be taken back"),
        (
            (f"`{each.code}`", each.words, "yes" if each.undoable else "")
            for each in event_types.every()
            if _ours(each.code)
        ),
    )


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
    django.setup()
    DOCUMENT.write_text(written())
    return 0


if __name__ == "__main__":
    sys.exit(main())
