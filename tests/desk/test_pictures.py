"""A stranger's picture is drawn anew: what is seen stays, and nothing else; what is no photo is refused before it unpacks."""

import io
import struct
from unittest.mock import Mock

import pytest
from PIL import Image

from cairn.desk import pictures


def bytes_of(picture: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)  # type: ignore[arg-type]
    return out.getvalue()


def drawn(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(pictures.drawn_anew(data)))


def test_it_stands_upright_without_where_when_and_with_what_it_was_taken() -> None:
    said = Image.Exif()
    said[0x0112], said[0x010F], said[0x0132] = 6, "Secret Camera", "2025:06:01 10:00:00"
    said.get_ifd(0x8825)[1] = "N"
    found = drawn(bytes_of(Image.new("RGB", (40, 20), "teal"), "JPEG", exif=said, comment=b"Secret words"))
    assert (found.format, found.size, dict(found.getexif())) == ("JPEG", (20, 40), {})
    assert "comment" not in found.info and "icc_profile" not in found.info


def test_what_stands_beside_it_in_an_odd_way_keeps_nobody_from_sending_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found with photos whose bytes were changed at random: of twenty thousand, eight."""
    for odd in (TypeError("bad operand type for abs(): 'str'"), struct.error("required argument is not an integer")):
        monkeypatch.setattr(pictures.ImageOps, "exif_transpose", Mock(side_effect=odd))
        assert drawn(bytes_of(Image.new("RGB", (40, 20), "teal"), "JPEG")).size == (40, 20)


def test_what_is_hung_on_or_see_through_is_gone_and_a_large_one_is_made_smaller() -> None:
    kept = pictures.drawn_anew(bytes_of(Image.new("RGBA", (3000, 100), (255, 0, 0, 0)), "PNG") + b"<script>")
    assert b"<script>" not in kept
    found = Image.open(io.BytesIO(kept))
    assert found.size == (1600, 53)
    assert found.getpixel((10, 10)) == (255, 255, 255)
    assert drawn(bytes_of(Image.new("L", (9, 9), 128), "WEBP")).size == (9, 9)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<svg onload=alert(1)>", b"\xff\xd8\xff\xe0 not much",
        bytes_of(Image.new("RGB", (60, 60)), "GIF"),
        bytes_of(Image.new("RGB", (60, 60), "teal"), "PNG")[:60],
        bytes_of(Image.new("1", (8000, 7000)), "PNG"),
        bytes_of(Image.new("1", (6000, 5000)), "PNG"),
        bytes_of(Image.new("1", (6000, 5000)), "WEBP"),
        bytes_of(Image.new("1", (10_000, 9_500)), "PNG"),
        bytes_of(Image.new("1", (20_000, 20_000)), "PNG"),
    ],
    ids=["empty", "svg", "cut off", "gif", "half", "large", "all its points", "all of them", "larger", "a flood"],
)  # fmt: skip
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(pictures.NoPicture):
        pictures.drawn_anew(data)


def test_a_photo_of_thirty_million_points_as_phones_take_it_is_none_too_large() -> None:
    assert drawn(bytes_of(Image.new("RGB", (6000, 5000), "teal"), "JPEG")).size == (1600, 1333)
