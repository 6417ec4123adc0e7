"""A recording that a stranger sent, without what its program wrote beside the sound: the name of a place, a day, a device. Pure.

Phones call a voice note after where it was made. M4A (ISO/IEC 14496-12) keeps such words in boxes, WAV (RIFF) in chunks: these
are emptied where they lie, so that the sound stays at its place. MP3 has tags before and behind (ID3v2.4, ID3v1): they are
cut off. Ogg stays as it is: its pages carry sums, and recorders write no more than their own name into it (less sure).
"""

from collections.abc import Iterator

_TOLD = (b"udta", b"meta", b"uuid")
_HOLD = (b"moov", b"trak")
_CHUNKS = (b"LIST", b"id3 ", b"ID3 ", b"bext", b"iXML", b"_PMX")
_ID3_HEAD, _ID3_TAIL = 10, 128


def bare(data: bytes) -> bytes:
    """The same recording. What is not made as it should be stays as it came."""
    if data[4:8] == b"ftyp":
        kept = bytearray(data)
        _empty_boxes(kept, 0, len(kept))
        return bytes(kept)
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        kept = bytearray(data)
        for at, size in _chunks(data):
            if data[at : at + 4] in _CHUNKS:
                kept[at : at + 4], kept[at + 8 : at + 8 + size] = b"JUNK", bytes(size)
        return bytes(kept)
    return _untagged(data)


def _empty_boxes(kept: bytearray, start: int, end: int, depth: int = 0) -> None:
    for at, head, size in _boxes(kept, start, end):
        kind = bytes(kept[at + 4 : at + 8])
        if kind in _TOLD:
            kept[at + 4 : at + 8], kept[at + head : at + size] = b"free", bytes(size - head)
        elif kind in _HOLD and depth < len(_HOLD):
            _empty_boxes(kept, at + head, at + size, depth + 1)


def _boxes(data: bytearray, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(where it begins, how long its head is, how long it is) of each box; the last may go on to the end, which is said by 0."""
    while start + 8 <= end:
        size, head = int.from_bytes(data[start : start + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        size = size or end - start
        if size < head or start + size > end:
            return
        yield start, head, size
        start += size


def _chunks(data: bytes) -> Iterator[tuple[int, int]]:
    """(where it begins, how long what it holds is) of each chunk; each begins at an even place."""
    at = 12
    while at + 8 <= len(data):
        size = min(int.from_bytes(data[at + 4 : at + 8], "little"), len(data) - at - 8)
        yield at, size
        at += 8 + size + size % 2


def _untagged(data: bytes) -> bytes:
    while data[:3] == b"ID3" and len(data) > _ID3_HEAD:
        size = 0
        for byte in data[6:10]:  # seven bits of each
            size = size << 7 | byte & 0x7F
        rest = data[_ID3_HEAD + size + (_ID3_HEAD if data[5] & 0x10 else 0) :]
        if not rest:
            return data
        data = rest
    if data[-_ID3_TAIL:-125] == b"TAG" and data[:4] != b"OggS":
        return data[:-_ID3_TAIL]
    return data
