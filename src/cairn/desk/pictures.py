"""A picture that a stranger sent, drawn anew: only what is seen stays; no place, no time, no device. Pure."""

import io
import struct
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE, QUALITY = 1600, 82
MOST_POINTS = 50_000_000
"""What unpacks to more is no photo that a phone takes for somebody to look at."""
MOST_WHOLE = 25_000_000
"""Only JPEG can be unpacked smaller than it is: of the others every point stands in the memory."""
ENDING, MEDIA_TYPE = ".jpg", "image/jpeg"


class NoPicture(ValueError):
    """It cannot be read as a picture, or unpacks into too much."""


def drawn_anew(data: bytes) -> bytes:
    """A JPEG of at most `LONGEST_SIDE` points a side, upright, without anything that stood in the file beside the picture.
    Raises NoPicture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as found:
                if found.width * found.height > (MOST_POINTS if found.format == "JPEG" else MOST_WHOLE):
                    raise NoPicture("too many points")
                found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                found.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # first: what turns it draws the whole once more
                return _bare(_upright(found))
    except NoPicture:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise NoPicture("unreadable") from error
    except Image.DecompressionBombWarning as error:
        raise NoPicture("too many points") from error


def _upright(found: Image.Image) -> Image.Image:
    """As it was held. What stands beside a photo may be written in any odd way, and goes in any case: then it stays as it is."""
    try:
        return ImageOps.exif_transpose(found)
    except (TypeError, KeyError, IndexError, AttributeError, ArithmeticError, struct.error):
        return found


def _bare(picture: Image.Image) -> bytes:
    """On a ground of white, so that nothing hides in what is see-through; copied point by point into a file of its own."""
    solid = Image.new("RGB", picture.size, "white")
    whole = picture.convert("RGBA")
    solid.paste(whole, mask=whole.getchannel("A"))
    out = io.BytesIO()
    solid.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
