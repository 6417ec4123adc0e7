from cairn.insight.models.query_log import QueryLog

__all__ = ["QueryLog"]
