"""Forms as another program sends them, JSON or XML, read one at a time: what is held is a form, never the body.

Each is given on as a sheet without a name: its first line the columns, numbered 0, then a line for each form, from 1. So the
rules, the findings and the writer are those of a file.
"""

import codecs
import json
import os
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO, NoReturn, Protocol
from xml.parsers import expat

from cairn.collection import library
from cairn.collection.columns import DIVIDER, columns_of
from cairn.exchange.forms.book import Page
from cairn.exchange.forms.found import MARK, Unreadable, stops
from cairn.exchange.forms.lines import Line

PIECE = 1 << 20
LONGEST = 1_000_000  # characters of one form
MOST_NAMES = 1_000
_SPEC = "See the specification of the form for how a body is written."
Form = dict[str, str]


class Parser(Protocol):
    """Reads a body from its beginning: what it says of itself, and its forms."""

    head: dict[str, str]

    def forms(self, file: BinaryIO) -> Iterator[Form]: ...


class Body:
    """A body as the source of a passage. It is read twice: once for the names in it, once for the forms."""

    def __init__(self, file: BinaryIO, size: int, kind: str) -> None:
        self.file, self.size, self.kind = file, max(1, size), kind
        self._parser: Callable[[], Parser] = Json if kind == "json" else Xml

    @property
    def share(self) -> float:
        return min(1.0, self.file.tell() / self.size)

    def pages(self) -> Iterator[Page]:
        """Raises Unreadable, also on the way."""
        yield Page("", self._lines())

    def _lines(self) -> Iterator[Line]:
        first = self._parser()
        names: dict[str, None] = {}
        for form in self._read(first):
            names.update(dict.fromkeys(form))
            if len(names) > MOST_NAMES:
                _stop("columns", f"The forms have more than {MOST_NAMES:,} different names.", _SPEC)
        headings = list(dict.fromkeys([*_columns(first.head), *names]))
        yield 0, headings
        for number, form in enumerate(self._read(self._parser()), start=1):
            yield number, [form.get(name, "") for name in headings]

    def _read(self, parser: Parser) -> Iterator[Form]:
        self.file.seek(0)
        return parser.forms(self.file)


def kind_of(head: bytes) -> str:
    """`json` or `xml`, by the first sign of a body; blank for anything else."""
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return {b"{": "json", b"[": "json", b"<": "xml"}.get(begin, "")


def pointer(kind: str, row: int | None, column: str) -> str:
    """Where a finding is in a body: a JSON pointer, or an XPath."""
    if kind == "json":
        return f"/forms/{row - 1}/{column}".rstrip("/") if row else ""
    return f"/forms/form[{row}]/{column}".rstrip("/") if row else ""


def _columns(head: Mapping[str, str]) -> list[str]:
    """Every column of the form that a body says it is of: what no form in it answers is blank, not missing."""
    id, number = head.get("form", ""), head.get("version", "")
    if not id:
        _stop("form", "The body does not say which form it is of.", "Name it in `form`, such as sp-short.")
    known = {str(form.version): form for form in library.versions(id)}
    if not known:
        _stop("form", "There is no form of this name.", "See the list of collections for what may be sent.")
    if number and number not in known:
        _stop("version", "There is no such version of this form.", f"There are: {', '.join(known)}.")
    return [column.name for column in columns_of(known[number or max(known, key=int)])]


def _stop(rule: str, message: str, fix: str) -> NoReturn:
    raise Unreadable(stops(rule, message, fix))


def _text(value: Any, place: str) -> str:
    """An answer as it stands in a file."""
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case str() | int() | float():
            return _plain(str(value))
        case list() if all(isinstance(one, str | int) and not isinstance(one, bool) for one in value):
            return DIVIDER.join(map(str, value))
    _stop("json_value", f"What stands at {place} is no answer.", "Write each answer as a string.")


def _plain(text: str) -> str:
    """Without what no answer holds: noughts, and the sign by which a cell is marked."""
    return text.replace(MARK, "").replace("\x00", "")


def _whole(said: str, value: Any) -> None:
    """JSON can say half of a sign that has two halves; nothing that keeps text can."""
    if _HALF.search(said):
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            _stop("encoding", "The body holds half of a sign that has two halves.", "Send it in UTF-8.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        _stop("json_twice", "A name stands twice in one object.", "Name each column once.")
    return found


class Json:
    """`{"form": …, "version": …, "forms": [{…}, …]}`, in any order."""

    def __init__(self) -> None:
        self.head: dict[str, str] = {}
        self.text, self.at, self.at_end = "", 0, False
        self.decoder = json.JSONDecoder(object_pairs_hook=_once)
        self.bytes = codecs.getincrementaldecoder("utf-8-sig")()

    def forms(self, file: BinaryIO) -> Iterator[Form]:
        self.file = file
        self._sign("{")
        while True:
            name = self._value()
            self._sign(":")
            if name == "forms":
                yield from self._list()
            else:
                self._says(str(name)[:60])
            if self._sign(",", "}") == "}":
                break
        if self._peek():
            _stop("json", "Something stands behind the end of the JSON.", _SPEC)

    def _says(self, name: str) -> None:
        if len(self.head) >= MOST_NAMES:
            _stop("json", "The body says too much of itself beside its forms.", _SPEC)
        self.head[name] = _text(self._value(), name)[:60]

    def _list(self) -> Iterator[Form]:
        self._sign("[")
        if self._peek() == "]":
            self._sign("]")
            return
        number = 0
        while True:
            form = self._value()
            if not isinstance(form, dict):
                _stop("json_value", f"What stands at /forms/{number} is no form.", "Write each form as an object.")
            yield {_plain(name): _text(value, f"/forms/{number}/{name[:60]}") for name, value in form.items()}
            number += 1
            if self._sign(",", "]") == "]":
                return

    def _more(self) -> bool:
        """Read on; what was dealt with is let go."""
        piece = self.file.read(PIECE)
        self.at_end = not piece
        try:
            self.text = self.text[self.at :] + self.bytes.decode(piece, final=self.at_end)
        except UnicodeDecodeError:
            _stop("encoding", "The body is not in UTF-8.", "Send it in UTF-8.")
        self.at = 0
        return not self.at_end

    def _peek(self) -> str:
        """The next sign that is no blank; "" at the end."""
        while True:
            self.at = _BLANKS.match(self.text, self.at).end()  # type: ignore[union-attr]  # it matches nothing, too
            if self.at < len(self.text) or not self._more():
                return self.text[self.at : self.at + 1]

    def _sign(self, *wanted: str) -> str:
        found = self._peek()
        if not found or found not in wanted:
            self._wrong()
        self.at += 1
        return found

    def _value(self) -> Any:
        """The next value, whole; one that goes on past what has been read is read on for."""
        if not self._peek():
            self._wrong()
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
            except (json.JSONDecodeError, RecursionError):
                value, end = None, -1
            except ValueError:  # a number of more figures than Python reads
                _stop("json_value", "A number in the body is far too long.", "Write each answer as a string.")
            if end >= 0 and (end < len(self.text) or self.at_end):
                _whole(self.text[self.at : end], value)
                self.at = end
                return value
            if len(self.text) - self.at > LONGEST or (self.at_end and end < 0):
                self._wrong()
            self._more()

    def _wrong(self) -> NoReturn:
        self.file.seek(-min(64, self.file.seek(0, os.SEEK_END)), os.SEEK_END)
        if not self.file.read().rstrip().endswith((b"}", b"]")):
            _stop("cut", "The body stops in the middle: its end is missing.", "Send it whole.")
        _stop("json", "This is no JSON that holds forms.", _SPEC)


_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_BLANKS = re.compile(r"[ \t\r\n]*")


class Xml:
    """`<forms form="…" version="…"><form><FormID>…</FormID>…</form>…</forms>`. A document type of its own, and so every entity,
    is refused before anything of it is read."""

    def __init__(self) -> None:
        self.head: dict[str, str] = {}
        self.path: list[str] = []
        self.form: Form = {}
        self.said: list[str] = []
        self.length = 0
        self.ready: deque[Form] = deque()

    def forms(self, file: BinaryIO) -> Iterator[Form]:
        reader = expat.ParserCreate(namespace_separator=" ")
        reader.buffer_text = True
        reader.StartDoctypeDeclHandler = self._doctype
        reader.StartElementHandler, reader.EndElementHandler = self._start, self._end
        reader.CharacterDataHandler = self._words
        try:
            while piece := file.read(PIECE):
                reader.Parse(piece, False)
                if file.tell() - reader.CurrentByteIndex > LONGEST + PIECE:
                    _stop("long", "A sign of the XML never ends.", _SPEC)
                while self.ready:
                    yield self.ready.popleft()
            reader.Parse(b"", True)
        except expat.ExpatError as error:
            if error.code in _UNFINISHED:
                _stop("cut", "The body stops in the middle: its end is missing.", "Send it whole.")
            _stop("xml", f"The XML is not well formed, in line {error.lineno}.", _SPEC)

    def _doctype(self, *_: Any) -> NoReturn:
        _stop("doctype", "The XML declares a document type of its own.", "Leave it out: none is needed.")

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name, depth = tag.rpartition(" ")[2], len(self.path)
        self.path.append(name)
        self.said, self.length = [], 0
        if (depth == 0 and name != "forms") or (depth == 1 and name != "form") or depth > 2:
            _stop("xml_form", f"The element {'/'.join(self.path)[:200]} does not belong there.", _SPEC)
        if depth == 0:
            self.head = {key: value[:60] for key, value in given.items() if key in ("form", "version")}
        elif depth == 1:
            self.form = {}
        elif len(self.form) >= MOST_NAMES:
            _stop("columns", f"A form has more than {MOST_NAMES:,} names.", _SPEC)
        elif name in self.form:
            _stop("xml_twice", f"{name[:60]} stands twice in one form.", "Name each column once.")

    def _end(self, tag: str) -> None:
        depth = len(self.path)
        if depth == 3:
            self.form[self.path[-1]] = "".join(self.said).replace(MARK, "")
        elif depth == 2:
            self.ready.append(self.form)
        self.path.pop()

    def _words(self, words: str) -> None:
        self.length += len(words)
        if self.length > LONGEST:
            _stop("long", "An answer never ends.", _SPEC)
        if len(self.path) == 3:
            self.said.append(words)


_UNFINISHED = (
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS], expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
)  # fmt: skip
