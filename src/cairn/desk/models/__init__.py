from cairn.desk.models.draft import Draft
from cairn.desk.models.job import Job

__all__ = ["Draft", "Job"]
