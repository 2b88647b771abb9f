"""Has the reader this page already?"""


def matches(if_none_match: str, etag: str) -> bool:
    """Whether an If-None-Match header names `etag` (weak comparison, RFC 9110 §13.1.2)."""
    if not if_none_match:
        return False
    if if_none_match.strip() == "*":
        return True
    return any(one.strip().removeprefix("W/") == etag for one in if_none_match.split(","))
