"""How private a field is. Every field of every model says; extracts, exports and erasure read it."""

from enum import StrEnum


class Privacy(StrEnum):
    """From what may never leave an organisation to what anyone may read."""

    IDENTITY = "identity"  # a name, a birth date, a reference that a person is known by
    CONTACT = "contact"  # a phone, an e-mail, an address
    FREE_TEXT = "free_text"  # notes and anything typed freely
    LOCATION = "location"  # a postcode; areas derived from it leave in its stead
    RESTRICTED = "restricted"  # safeguarding, immigration: only by named role
    SECRET = "secret"  # passwords, salts, tokens
    PERSONAL = "personal"  # a fact of one person, worthless without knowing whose
    AREA = "area"  # sector, district, ward
    OPERATIONAL = "operational"  # keys, versions, instants, states of the program
    PUBLIC = "public"  # about an organisation or a service, not about a person


#: What an extract for a mart may carry. Everything else stays where it was recorded.
MART_CLASSES = frozenset({Privacy.PERSONAL, Privacy.AREA, Privacy.OPERATIONAL, Privacy.PUBLIC})
