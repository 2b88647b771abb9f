"""Taking somebody's words out of texts and of JSON that was kept."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

GONE = "[–]"
# Shorter words stand in others.
_SHORTEST = 4


def scrub_rows(rows: Any, fields: Iterable[str], words: Iterable[str]) -> int:
    """Take `words` out of the fields (texts or JSON) of each row; how many rows had any.

    Without `save()`: no history is written of it, and records that nobody edits are reached too.
    """
    pattern, names, count = _pattern(words), list(fields), 0
    if pattern is None:
        return 0
    for row in rows.only("pk", *names).iterator():
        found = {name: getattr(row, name) for name in names}
        clean = {name: scrubbed(value, pattern) for name, value in found.items()}
        if clean != found:
            # Not through the model's own queryset: some refuse, some count it as a change.
            models.QuerySet(type(row)).filter(pk=row.pk).update(**clean)
            count += 1
    return count


def without(text: str, words: Iterable[str]) -> str:
    """`text` without `words`."""
    pattern = _pattern(words)
    return pattern.sub(GONE, text) if pattern else text


def scrubbed(value: Any, pattern: "re.Pattern[str]") -> Any:
    """`value` without what the pattern finds, whatever it is nested in."""
    if isinstance(value, str):
        return pattern.sub(GONE, value)
    if isinstance(value, Mapping):
        return {key: scrubbed(one, pattern) for key, one in value.items()}
    if isinstance(value, list):
        return [scrubbed(one, pattern) for one in value]
    return value


def _pattern(words: Iterable[str]) -> "re.Pattern[str] | None":
    kept = sorted({one for one in words if len(one) >= _SHORTEST}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, kept)), re.IGNORECASE) if kept else None
