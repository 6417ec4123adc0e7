"""score: one set of answers, or a file of them. From the definition files, with no database."""

import argparse
import codecs
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from cairn.definitions.shapes.scale import Scale
from cairn.interfaces.cli.output import print_json, print_table
from cairn.interfaces.cli.scales import SURE, get
from cairn.kernel.problems import Problem, Refused, refuse_if

STDIN = "-"
BLANK = "-"
FLUSHED = 500  # lines: what is read from a pipe is answered while more of it comes
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_SKIPPED = {"na", "n/a", "NA", "N/A"}


def add_to(commands: Any) -> None:
    score = commands.add_parser(
        "score", help="one scoring: an answer for each item in order, - where it is missing; or --batch FILE"
    )
    scale = score.add_argument("scale")
    said = "a number, - for a blank, na where it does not apply; or item=number; or all as one, 3,3,2"
    answers = score.add_argument("answers", nargs="+", metavar="ANSWER", help=said)
    score.add_argument("--version", type=int, help="another version than the newest")
    said = 'JSON lines {"scale", "answers"}, - for standard input; one answer a line'
    batch = score.add_argument("--batch", action=_Batch, metavar="FILE", help=said)
    batch.unneeded = (scale, answers)
    score.add_argument("--json", action="store_true")
    score.set_defaults(run=_score, misuse=score.error)
    # argparse reads a lone "-" as an answer, which is what a missing one is written as.


class _Batch(argparse.Action):
    """A batch names its scales itself: then neither a scale nor answers need to be given."""

    unneeded: tuple[argparse.Action, ...] = ()

    def __call__(self, parser: Any, namespace: Any, values: Any, option_string: str | None = None) -> None:
        namespace.batch = values
        for action in self.unneeded:
            action.required = False


def _score(arguments: argparse.Namespace) -> int:
    if arguments.batch is not None:
        if arguments.scale:
            arguments.misuse("a batch names its scales itself")
        return _batch(arguments.batch)
    return _one(arguments)


def _one(arguments: argparse.Namespace) -> int:
    from cairn.scales.scoring import as_json, score

    scale = get("scale", arguments.scale, arguments.version)
    scored = score(scale, _answers(arguments.answers))
    shape = as_json(scored)
    if arguments.json:
        print_json(shape)
    else:
        _say(scale, shape)
    return 0


def _answers(texts: list[str]) -> Any:
    """Answers in order; or by item, where each is written `item=answer`."""
    texts = _parted(texts[0]) if len(texts) == 1 else texts
    if not any("=" in text for text in texts):
        return [_answer(text) for text in texts]
    pairs = [text.partition("=") for text in texts]
    fix = "Write all answers in order, or each once as item=answer."
    if not all(sign for _, sign, _ in pairs):
        raise Refused([Problem("score.mixed", "Some answers name their item and some do not.", fix)])
    names = [name for name, _, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    refuse_if(Problem("score.twice", "An item is answered twice.", fix, field=name) for name in twice)
    return {name: _answer(text) for name, _, text in pairs}


def _parted(text: str) -> list[str]:
    """All answers as one word, as they are copied out of a file: 3,3,2 or [3, null, 2] or "3 3 2"."""
    inner = text.strip().removeprefix("[").removesuffix("]")
    if "," not in inner:
        return inner.split() or [text]
    return [BLANK if part.strip() in {"", "null"} else part.strip() for part in inner.split(",")]


def _answer(text: str) -> int | str:
    """A whole number as one; anything else as it stands, for the scale to judge."""
    if text in _SKIPPED:
        return "not_applicable"
    return int(text) if _WHOLE.fullmatch(text) else text


def _say(scale: Scale, shape: dict[str, Any]) -> None:
    print(f"{scale.label} (version {scale.version})")
    parts = {part.id: part.label for part in scale.subscales} | {item.id: item.topic for item in scale.items}
    rows = [(name, shape[name]) for name in ("total", "metric", "profile") if shape[name] is not None]
    rows += [(parts.get(id, id), value) for id, value in shape["subscales"].items()]
    if shape["possible"] and (rows or shape["reason"]):
        rows.append(("possible", " to ".join(map(str, shape["possible"]))))
    print_table(("", "score"), [*rows, ("missing", shape["missing"])])
    for band in shape["bands"]:
        print(f"{band['band']}  ({band['set']}; {band['source']}; {SURE[band['sure']]})")
    for flag in shape["flags"]:
        print(f"Look at this today: {flag}")
    if shape["reason"]:
        print(shape["reason"])


def _batch(name: str) -> int:
    """One answer a line, in order; a refusal is a line of its own, and none repeats an answer. 1 where any was refused."""
    refused, lines = 0, []
    for text, was_refused in _told(_lines(name)):
        refused += was_refused
        lines.append(text)
        if len(lines) >= FLUSHED:
            _write(lines)
    _write(lines)
    return 1 if refused else 0


def _write(lines: list[str]) -> None:
    if lines:
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        lines.clear()


def _told(lines: Iterable[bytes]) -> Iterator[tuple[str, bool]]:
    from cairn.scales.scoring.entries import once, refusal, told

    read = json.JSONDecoder(object_pairs_hook=once).decode
    known: dict[tuple[str, int | None], Scale] = {}
    write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode

    def find(id: str, version: int | None) -> Scale:
        from cairn.definitions import registry

        found = known[id, version] = registry.get("scale", id, version)
        return found

    def kept(id: str, version: int | None) -> Scale:
        return known.get((id, version)) or find(id, version)

    for number, line in enumerate(lines, start=1):
        try:
            yield write(told(_read(line, read), kept)), False
        except Refused as error:
            yield write(refusal(error.problems, line=number)), True


def _read(line: bytes, read: Callable[[str], Any]) -> Any:
    try:
        return read(line.decode("utf-8"))
    except (ValueError, RecursionError):
        fix = 'Write one JSON object a line, such as {"scale": "who5", "answers": [3, 3, 3, 2, 2]}.'
        raise Refused([Problem("score.json", "This line is not JSON.", fix)]) from None


def _lines(name: str) -> Iterator[bytes]:
    """Lines as they come; empty ones at the very end are none."""
    empty = 0
    for line in _opened(name):
        if not line.strip():
            empty += 1
            continue
        for _ in range(empty):
            yield b""
        empty = 0
        yield line.removeprefix(codecs.BOM_UTF8)


def _opened(name: str) -> Iterator[bytes]:
    if name == STDIN:
        yield from sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as file:
            yield from file
    except OSError as error:
        words = f"The file could not be read: {error.strerror}."
        raise Refused([Problem("score.file", words, "Name a file of JSON lines, or - for standard input.")]) from None
