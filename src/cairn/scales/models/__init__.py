from cairn.scales.models.permission import ScalePermission

__all__ = ["ScalePermission"]
