from cairn.desk.models.draft import Draft
from cairn.desk.models.job import Job
from cairn.desk.models.saved_view import SavedView

__all__ = ["Draft", "Job", "SavedView"]
