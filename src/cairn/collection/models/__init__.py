from cairn.collection.models.form import CollectedForm, FormSubmission, OpenForm
from cairn.collection.models.local import LocalForm, LocalIndicator, LocalReason
from cairn.collection.models.mails import ReceiptChoice
from cairn.collection.models.owed import ExpectedForms, FormsOwed
from cairn.collection.models.programme import (
    AuthorityRequest,
    Collection,
    CollectionAuthority,
    CollectionYear,
    Sampling,
)
from cairn.collection.models.taking_part import CollectionService, SignUp

__all__ = [
    "AuthorityRequest",
    "CollectedForm",
    "Collection",
    "CollectionAuthority",
    "CollectionService",
    "CollectionYear",
    "ExpectedForms",
    "FormSubmission",
    "FormsOwed",
    "LocalForm",
    "LocalIndicator",
    "LocalReason",
    "OpenForm",
    "ReceiptChoice",
    "Sampling",
    "SignUp",
]
