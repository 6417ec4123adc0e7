"""A stranger's recording keeps its sound, and no place, day or device."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.desk import filetypes, sounds

SOUND, PLACE = bytes(range(7)) * 40, b"12 Secret Street"
M4A, MP3, WAV = (filetypes.ENDINGS[ending] for ending in (".m4a", ".mp3", ".wav"))


def box(kind: bytes, held: bytes, wide: bool = False) -> bytes:
    if wide:
        return struct.pack(">I4sQ", 1, kind, len(held) + 16) + held
    return struct.pack(">I4s", len(held) + 8, kind) + held


def chunk(kind: bytes, held: bytes) -> bytes:
    return kind + struct.pack("<I", len(held)) + held + bytes(len(held) % 2)


TOLD = box(b"udta", box(b"meta", PLACE))
NOTE = b"".join([
    box(b"ftyp", b"M4A \0\0\0\0"), box(b"uuid", PLACE, wide=True),
    box(b"moov", box(b"mvhd", SOUND[:20]) + box(b"trak", box(b"mdia", SOUND[:9]) + TOLD) + TOLD), box(b"mdat", SOUND),
])  # fmt: skip
PLAIN = (
    b"RIFF\0\0\0\0WAVE"
    + chunk(b"fmt ", SOUND[:16])
    + chunk(b"LIST", b"INFOICRD" + PLACE + b"!")
    + chunk(b"data", SOUND)
)
TAG = b"ID3\x04\0\0" + bytes([0, 0, 1, 16]) + (PLACE * 9)[:144]
TAGGED = TAG + b"\xff\xfb" + SOUND + b"TAG" + PLACE.ljust(125, b"\0")


@pytest.mark.parametrize(("data", "kind"), [(NOTE, M4A), (PLAIN, WAV), (TAGGED, MP3)], ids=["m4a", "wav", "mp3"])
def test_the_sound_stays_and_what_is_told_beside_it_goes(data: bytes, kind: filetypes.Kind) -> None:
    kept = sounds.bare(data)
    assert PLACE in data and b"Secret" not in kept
    assert SOUND in kept and kind.is_it(kept)
    assert kept.find(SOUND) == data.find(SOUND) or kind is MP3, "what says where the sound lies is still true"


@pytest.mark.parametrize("data", [b"OggS" + SOUND, b"\xff\xfb" + SOUND, b"ID3\x04\0\0\0\0\x7f\x7f short", b"", b"ID3"])
def test_what_has_nothing_beside_it_stays_as_it_came(data: bytes) -> None:
    assert sounds.bare(data) == data


@given(st.sampled_from([NOTE, PLAIN, TAGGED]), st.integers(0, 700), st.binary(max_size=12))
def test_what_is_made_in_an_odd_way_is_no_accident(data: bytes, at: int, odd: bytes) -> None:
    assert len(sounds.bare(data[:at] + odd + data[at + len(odd) :])) <= max(len(data), at + len(odd))
    assert sounds.bare(data[:at]) is not None


def test_a_box_that_goes_on_to_the_end_ends_there() -> None:
    assert b"Secret" not in sounds.bare(box(b"ftyp", b"M4A ") + struct.pack(">I4s", 0, b"meta") + PLACE)


def test_boxes_within_boxes_without_end_are_no_accident() -> None:
    held = b""
    for _ in range(3000):
        held = box(b"moov", held)
    data = box(b"ftyp", b"M4A ") + held
    assert sounds.bare(data) == data
