"""How the file of a photograph for a badge is named, in archives and in lists. Knows no database.

By delegation, name and code of the person: `CO-BOG_rios-ana_1a2b3c4d.jpg`. The code alone decides
whose it is: the first eight digits of the identifier, at the end of the name.
"""

from uuid import UUID

from django.utils.text import slugify


def photograph_code(guid: UUID) -> str:
    """The code by which files name a person."""
    return guid.hex[:8]


def photograph_name(delegation: str, name: str, guid: UUID) -> str:
    """The name of the file: the code of the delegation, the listed name, the code of the person."""
    slug = slugify(name, allow_unicode=True)[:60] or "name"
    return f"{delegation}_{slug}_{photograph_code(guid)}.jpg"
