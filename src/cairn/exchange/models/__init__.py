from cairn.exchange.models.funders import FunderCell, FunderFill, FunderReturn
from cairn.exchange.models.imports import Import, ImportChunk, ImportedClient

__all__ = ["FunderCell", "FunderFill", "FunderReturn", "Import", "ImportChunk", "ImportedClient"]
