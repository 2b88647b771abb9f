"""Text that goes into XML."""

import re

# What XML 1.0 cannot hold, even escaped (https://www.w3.org/TR/xml/#charsets).
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str) -> str:
    """`text` without the characters that no XML file can hold."""
    return _IMPOSSIBLE.sub("", text)
