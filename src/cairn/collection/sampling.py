"""Who is in a sample: the same each time, and for anybody who knows the seed and the code. Pure.

A person's place is the SHA-256 of `seed:code` read as a share of all that it could be; who lies below the percent is in. So
a larger sample holds every smaller one of its seed, and nobody can choose whom it takes.
"""

import hashlib


def in_sample(seed: str, person: str, percent: int) -> bool:
    """Whether the person of this code is in a sample of so many percent, 0 to 100."""
    place = int.from_bytes(hashlib.sha256(f"{seed}:{person}".encode()).digest()[:8])
    return place * 100 < percent << 64
