"""The URL of a place in an S3 store: s3://bucket/folder?endpoint=https://…&region=…"""

import ipaddress
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

EXAMPLE = "s3://bucket/folder?endpoint=https://store.example.org&region=local"


class S3Url(NamedTuple):
    """A folder of a bucket; without an endpoint, of Amazon's."""

    bucket: str
    folder: str
    endpoint: str | None
    region: str | None


def read_s3_url(text: str) -> S3Url:
    """Return the parts of a URL. Raises ValueError with what to write instead."""
    unreadable = f"cannot be read. It looks like {EXAMPLE}"
    try:
        parts = urlsplit(text)
        query = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
        endpoint = urlsplit(query.get("endpoint", "https://amazon"))
    except ValueError:
        raise ValueError(unreadable) from None
    if parts.scheme != "s3" or not parts.hostname or query.keys() - {"endpoint", "region"}:
        raise ValueError(unreadable)
    if endpoint.scheme != "https" and not _is_this_machine(endpoint.hostname or ""):
        raise ValueError("names an endpoint without https.")
    folder = parts.path.strip("/")
    return S3Url(parts.hostname, folder, query.get("endpoint"), query.get("region"))


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
