"""What a file is, by its first bytes; which kinds may be kept with a person's record, and why one may not. Pure.

Signatures are those that the formats' own specifications give (PDF: ISO 32000; PNG and JPEG: W3C and ITU T.81; OOXML:
ECMA-376; ODF: OASIS; compound files: MS-CFB). Sure, as far as they go: they tell one allowed kind from another. They do
not say that a file is harmless, so none is ever drawn as a page of ours.
"""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from cairn.kernel.problems import Problem

LARGEST = 25 * 1024 * 1024
UNPACKED = 200 * 1024 * 1024
PARTS = 10_000
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that may be kept. `shown`: browsers draw it as a picture, and as nothing else."""

    label: str
    media_type: str
    endings: tuple[str, ...]
    is_it: Callable[[bytes], bool]
    shown: bool = False


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(signatures)


def _boxed(*brands: bytes) -> Callable[[bytes], bool]:
    """ISO base media: the brand stands after `ftyp`."""
    return lambda data: data[4:8] == b"ftyp" and data[8:12] in brands


def _office(part: str) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(b"PK") and part in _parts(data)


def _open_document(media_type: str) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(b"PK") and media_type.encode() in data[:200]


def _old_office(stream: str) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(_COMPOUND) and stream.encode("utf-16-le") in data


def _is_text(data: bytes) -> bool:
    """Words: neither another kind, nor a page or a script that a browser or a shell would run."""
    if b"\0" in data or re.match(rb"\s*(?:<|#!|%!)", data.removeprefix(b"\xef\xbb\xbf")):
        return False
    if any(byte < 32 and byte not in b"\t\r\n\f" for byte in data[:4096]):
        return False
    return not any(kind.is_it(data) for kind in KINDS if kind.is_it is not _is_text)


_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: OOXML and ODF allow no other (ECMA-376 part 2, ODF 1.2 part 3). Of the others a few bytes unpack into gigabytes at one go.
_OFFICE_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
KINDS: tuple[Kind, ...] = (
    Kind("PDF document", "application/pdf", (".pdf",), lambda data: b"%PDF-" in data[:1024]),
    Kind("JPEG picture", "image/jpeg", (".jpg", ".jpeg"), _starts(b"\xff\xd8\xff"), shown=True),
    Kind("PNG picture", "image/png", (".png",), _starts(b"\x89PNG\r\n\x1a\n"), shown=True),
    Kind("GIF picture", "image/gif", (".gif",), _starts(b"GIF87a", b"GIF89a"), shown=True),
    Kind("WebP picture", "image/webp", (".webp",), lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", shown=True),
    Kind("HEIC picture", "image/heic", (".heic", ".heif"), _boxed(b"heic", b"heix", b"mif1", b"msf1")),
    Kind("Word document", f"{_OOXML}wordprocessingml.document", (".docx",), _office("word/document.xml")),
    Kind("Excel workbook", f"{_OOXML}spreadsheetml.sheet", (".xlsx",), _office("xl/workbook.xml")),
    Kind("PowerPoint slides", f"{_OOXML}presentationml.presentation", (".pptx",), _office("ppt/presentation.xml")),
    Kind("OpenDocument text", f"{_ODF}text", (".odt",), _open_document(f"{_ODF}text")),
    Kind("OpenDocument workbook", f"{_ODF}spreadsheet", (".ods",), _open_document(f"{_ODF}spreadsheet")),
    Kind("Word document (before 2007)", "application/msword", (".doc",), _old_office("WordDocument")),
    Kind("Excel workbook (before 2007)", "application/vnd.ms-excel", (".xls",), _old_office("Workbook")),
    Kind("Rich text", "application/rtf", (".rtf",), _starts(b"{\\rtf")),
    Kind("MP3 sound", "audio/mpeg", (".mp3",), _starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    Kind("M4A sound", "audio/mp4", (".m4a",), _boxed(b"M4A ", b"mp42", b"isom")),
    Kind("Ogg sound", "audio/ogg", (".ogg", ".oga", ".opus"), _starts(b"OggS")),
    Kind("WAV sound", "audio/wav", (".wav",), lambda data: data[:4] == b"RIFF" and data[8:12] == b"WAVE"),
    Kind("plain text", "text/plain", (".txt", ".csv", ".md"), _is_text),
)  # fmt: skip
ENDINGS = {ending: kind for kind in KINDS for ending in kind.endings}
SHOWN = frozenset(kind.media_type for kind in KINDS if kind.shown)
_MACROS = ("vbaproject.bin", "basic/", "scripts/")
WHICH = "Choose a PDF, a picture, a Word, Excel or OpenDocument file, plain text or a sound."


def cleaned(name: str) -> str:
    """The name without folders, control characters or marks that turn the direction of writing, and not too long."""
    last = re.split(r"[\\/]", name)[-1]
    plain = "".join(each for each in last if unicodedata.category(each)[0] != "C").strip(" .") or "file"
    stem, dot, ending = plain.rpartition(".")
    return (
        plain
        if len(plain) <= LONGEST_NAME
        else f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[-LONGEST_NAME:]
    )


def ending(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""


def problems(name: str, data: bytes, field: str = "file", row: int | None = None) -> list[Problem]:
    """Why this file may not be kept; none when it may."""

    def wrong(rule: str, message: str, fix: str) -> list[Problem]:
        return [Problem(f"file.{rule}", message, fix, field=field, row=row)]

    if not data:
        return wrong("empty", "The file is empty.", "Choose the file again; it may not have been saved.")
    if len(data) > LARGEST:
        return [too_large(len(data), field, row)]
    kind = ENDINGS.get(ending(cleaned(name)))
    if kind is None:
        return wrong("kind", "Files of this kind are not kept here.", WHICH)
    if data.startswith(b"PK") and (bad := _packed_badly(data)):
        return wrong(*bad)
    if not kind.is_it(data):
        return wrong("lies", *_not_what_it_says(kind, data))
    if _has_macros(data):
        return wrong(
            "macros", "The file holds macros, which run by themselves.", "Save it without macros, or as a PDF."
        )
    return []


def too_large(size: int, field: str = "file", row: int | None = None) -> Problem:
    most = LARGEST // 1024 // 1024
    message = f"The file has {max(size / 1024 / 1024, most + 0.1):,.1f} MB; at most {most} MB can be kept."
    return Problem("file.large", message, "Make the picture smaller, or divide the document.", field=field, row=row)


def kind_of(name: str) -> Kind:
    """The kind of a file that has no problems. Raises KeyError for an unknown ending."""
    return ENDINGS[ending(name)]


def _not_what_it_says(kind: Kind, data: bytes) -> tuple[str, str]:
    found = next((one for one in KINDS if one.is_it is not _is_text and one.is_it(data)), None)
    said = f"By its name this is a {kind.label}, "
    if found is None:
        return f"{said}but what is in it is something else.", f"{WHICH} If it is one, save it again under its own kind."
    return (
        f"{said}but what is in it is a {found.label}.",
        f"Give it the ending {found.endings[0]}, and choose it again.",
    )


def _packed_badly(data: bytes) -> tuple[str, str, str] | None:
    """Counts what the parts really unpack to, whatever they say themselves."""
    broken = (
        "broken",
        "The file is damaged or cut off.",
        "Open it where it came from, save it again, and choose that.",
    )
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS:
                return _BOMB
            if any(part.flag_bits & 1 for part in parts):
                return (
                    "locked",
                    "The file is locked with a password.",
                    "Save it without one; who may read it is decided here.",
                )
            if any(part.compress_type not in _OFFICE_PACKING for part in parts):
                return broken
            for part in parts:
                with archive.open(part) as file:
                    while piece := file.read(1 << 20):
                        total += len(piece)
                        if total > UNPACKED:
                            return _BOMB
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OSError):
        return broken
    return None


_BOMB = (
    "bomb",
    "The file unpacks into far more than a document can be.",
    "Save what you need as a PDF, and choose that.",
)


def _parts(data: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return set(archive.namelist())


def _has_macros(data: bytes) -> bool:
    if data.startswith(_COMPOUND):
        return "_VBA_PROJECT".encode("utf-16-le") in data
    if not data.startswith(b"PK"):
        return False
    return any(part.lower().endswith(_MACROS[0]) or part.lower().startswith(_MACROS[1:]) for part in _parts(data))
