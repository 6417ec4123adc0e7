from cairn.access.models.audit import AuditEvent, AuditSubject, ChainHead, ReadLog, Revision
from cairn.access.models.key import ApiKey
from cairn.access.models.membership import Membership
from cairn.access.models.organisation import Organisation
from cairn.access.models.user import User

__all__ = [
    "ApiKey",
    "AuditEvent",
    "AuditSubject",
    "ChainHead",
    "Membership",
    "Organisation",
    "ReadLog",
    "Revision",
    "User",
]
