"""Codes and tokens that nobody can guess."""

import secrets

from cairn.intake.rules import ALPHABET, CODE_LENGTH, TOKEN_LENGTH


def code() -> str:
    """The code of a form's address."""
    return _made(CODE_LENGTH)


def token() -> str:
    """The secret of one person's link."""
    return _made(TOKEN_LENGTH)


def _made(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
