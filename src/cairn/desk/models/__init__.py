from cairn.desk.models.draft import Draft
from cairn.desk.models.job import Job
from cairn.desk.models.saved_view import SavedView
from cairn.desk.models.upload import Upload

__all__ = ["Draft", "Job", "SavedView", "Upload"]
