"""Send a return: compute, freeze, and hash what leaves."""

from cairn.access.actors import Actor
from cairn.kernel.problems import Done
from cairn.returns.models import Submission


def submit(
    *, by: Actor, return_uid: str, version: int | None = None, comment: str = "", seen: str = ""
) -> Done[Submission]:
    """As the lead, once the round is open; after it closes with a warning. Without an agreement in force, figures only.

    `version` is the return's; `seen` the digest of the preview, when one was shown. Raises Refused or Conflict.
    """
    raise NotImplementedError
