"""Any list of the workspace as a file: see `cairn.interfaces.files`."""

from cairn.interfaces.files import answer, wanted

__all__ = ["answer", "wanted"]
