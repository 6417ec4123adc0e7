"""What this room holds of a person. Rows that point go before the rows they point at."""


def register() -> None:
    return None
