from cairn.exchange.models.funders import FunderCell, FunderFill, FunderReturn
from cairn.exchange.models.imports import Import, ImportChunk, ImportedClient
from cairn.exchange.models.returned import ReturnedFile, SuppliedCode

__all__ = [
    "FunderCell", "FunderFill", "FunderReturn", "Import", "ImportChunk", "ImportedClient", "ReturnedFile", "SuppliedCode",
]  # fmt: skip
