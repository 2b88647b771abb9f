"""Tokens of links and programs: random words, of which only a digest is stored.

A token of 256 random bits cannot be guessed, so a plain hash, without salt or stretching, keeps it.
"""

import hashlib
import secrets


def new_token() -> str:
    """A token that fits into a URL."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """The digest by which a token is stored and found again."""
    return hashlib.sha256(token.encode()).hexdigest()
