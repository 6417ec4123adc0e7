"""What may be kept with a record, and why a file may not."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.desk import filetypes
from cairn.desk.filetypes import ENDINGS, KINDS, cleaned, ending, problems


def packed(*names: str, body: bytes = b"words", locked: bool = False, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", how) as archive:
        for name in names:
            archive.writestr(name, body)
    data = bytearray(held.getvalue())
    if locked:
        data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def odf(media_type: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", media_type)
    return held.getvalue()


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REAL = {
    ".pdf": b"%PDF-1.7\nwords", ".jpg": b"\xff\xd8\xff\xe0words", ".png": b"\x89PNG\r\n\x1a\nwords", ".gif": b"GIF89awords",
    ".webp": b"RIFF\0\0\0\0WEBPwords", ".heic": b"\0\0\0\x18ftypheicwords", ".docx": packed("word/document.xml"),
    ".xlsx": packed("xl/workbook.xml"), ".pptx": packed("ppt/presentation.xml"),
    ".odt": odf("application/vnd.oasis.opendocument.text"), ".ods": odf("application/vnd.oasis.opendocument.spreadsheet"),
    ".doc": OLD + "WordDocument".encode("utf-16-le"), ".xls": OLD + "Workbook".encode("utf-16-le"), ".rtf": b"{\\rtf1 words}",
    ".mp3": b"ID3words", ".m4a": b"\0\0\0\x18ftypM4A words", ".ogg": b"OggSwords", ".wav": b"RIFF\0\0\0\0WAVEwords",
    ".txt": "Plain words, £5".encode(),
}  # fmt: skip


def rules(name: str, data: bytes) -> list[str]:
    return [problem.rule for problem in problems(name, data)]


def test_there_is_a_real_file_of_every_kind_here() -> None:
    assert {kind.endings[0] for kind in KINDS} == set(REAL)


@pytest.mark.parametrize("says", REAL)
def test_a_file_is_taken_by_what_is_in_it_and_never_by_its_name_alone(says: str) -> None:
    found = {holds: rules(f"letter{says}", data) for holds, data in REAL.items()}
    assert found == {holds: [] if holds == says else ["file.lies"] for holds in REAL}


def test_the_right_ending_is_named() -> None:
    (problem,) = problems("photo.jpg", REAL[".png"])
    assert "is a PNG picture" in problem.message and ".png" in problem.fix and "photo" not in problem.message


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("empty.pdf", b"", "empty"),
        ("run.exe", b"MZ", "kind"),
        ("page.html", b"<html>", "kind"),
        ("drawing.svg", b"<svg onload=alert(1)>", "kind"),
        ("archive.zip", packed("a.txt"), "kind"),
        ("nothing", b"words", "kind"),
        ("letter.pdf\u202etxt.exe", b"%PDF-", "kind"),
        ("page.txt", b"  <script>alert(1)</script>", "lies"),
        ("script.txt", b"#!/bin/sh", "lies"),
        ("bytes.txt", b"wo\0rds", "lies"),
        ("macros.docx", packed("word/document.xml", "word/vbaProject.bin"), "macros"),
        ("macros.odt", odf("application/vnd.oasis.opendocument.text") and packed("Basic/script.xml"), "lies"),
        ("macros.doc", REAL[".doc"] + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        ("locked.docx", packed("word/document.xml", locked=True), "locked"),
        ("cut.docx", packed("word/document.xml")[:-30], "broken"),
        ("bomb.docx", packed("word/document.xml", body=b"0" * (201 << 20)), "bomb"),
        ("parts.docx", packed(*map(str, range(10_001)), body=b""), "bomb"),
    ],
)
def test_what_may_not_be_kept_says_why(name: str, data: bytes, rule: str) -> None:
    assert rules(name, data) == [f"file.{rule}"]


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_no_document_uses_is_never_unpacked(how: int) -> None:
    """Of these a few bytes unpack into gigabytes in one piece, before anybody could count them."""
    assert rules("letter.docx", packed("word/document.xml", how=how)) == ["file.broken"]


def test_a_file_just_too_large_does_not_say_that_it_is_as_large_as_may_be() -> None:
    (problem,) = problems("scan.pdf", b"%PDF-" + b"0" * (filetypes.LARGEST - 4))
    assert problem.rule == "file.large" and "25.1 MB; at most 25 MB" in problem.message


@given(st.text(max_size=300))
def test_a_name_is_cleaned_once_and_for_all(name: str) -> None:
    clean = cleaned(name)
    assert 0 < len(clean) <= filetypes.LONGEST_NAME and cleaned(clean) == clean
    assert not set(clean) & set("/\\\0\r\n\u202e") and clean not in (".", "..")


@given(st.text(min_size=100, max_size=300, alphabet="ab c"), st.sampled_from(sorted(ENDINGS)))
def test_a_long_name_keeps_its_ending(stem: str, last: str) -> None:
    assert ending(cleaned(stem + "x" + last)) == last


@given(st.binary(max_size=400), st.sampled_from(sorted(ENDINGS)))
def test_no_bytes_are_a_fault_of_the_program(data: bytes, last: str) -> None:
    assert len(problems(f"any{last}", data)) <= 1
    assert len(problems(f"any{last}", b"PK\x03\x04" + data)) == 1
