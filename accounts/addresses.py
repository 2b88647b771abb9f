"""E-mail addresses as identities. Knows no database."""

import unicodedata


def canonical(address: str) -> str:
    """The one form in which an address is kept, compared and mailed to: plain, in small letters."""
    return plain(address).lower()


def plain(address: str) -> str:
    """Replace compatibility characters, such as full-width letters and the Kelvin sign.

    Databases and mail servers disagree about these: a K in another guise would be one person here
    and another there (Unicode TR 36, 2.11.2).
    """
    return unicodedata.normalize("NFKC", address).strip()
