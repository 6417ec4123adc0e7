from cairn.exchange.models.imports import Import, ImportChunk, ImportedClient

__all__ = ["Import", "ImportChunk", "ImportedClient"]
