"""Postcodes: normal form, sector and district.

Pattern: BS 7666 as the Cabinet Office published it, with P added to the third letter of the A9A form, without which
643 of 1,684,769 real postcodes (all N1P) are refused (measured on Code-Point Open 2014.3; sure: verified).
Sector: outward code, a space and the first digit of the inward code (National Records of Scotland; sure: verified).
"""

import re

_POSTCODE = re.compile(
    r"^(GIR 0AA|(?:[A-PR-UWYZ][0-9][0-9]?|[A-PR-UWYZ][A-HK-Y][0-9][0-9]?|[A-PR-UWYZ][0-9][A-HJKPSTUW]"
    r"|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY]) [0-9][ABD-HJLNP-UW-Z]{2})$"
)


def normalise(text: str) -> str | None:
    """`b296qj` → `B29 6QJ`; None when it is not a postcode. Split from the right: `B11AY` is `B1 1AY`."""
    squeezed = "".join(text.upper().split())
    candidate = f"{squeezed[:-3]} {squeezed[-3:]}"
    return candidate if _POSTCODE.match(candidate) else None


def sector(postcode: str) -> str:
    """`B29 6QJ` → `B29 6`. Takes the normal form."""
    return postcode[:-2]


def district(postcode: str) -> str:
    """`B29 6QJ` → `B29`. Takes the normal form."""
    return postcode.split(" ")[0]
