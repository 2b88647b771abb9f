"""Merge the edits of two people in one form, field by field. Knows no database rows.

A form carries a digest of each value that it was made from. Where the value has moved on when the
form is sent, a field that this person left alone takes what the other wrote; where both wrote
different things nothing is saved until this person has seen that.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.crypto import salted_hmac

from core.text.whole_days import has_time

_LENGTH = 16


class ChangedMeanwhile(Exception):
    """Somebody else has changed the same fields: `clashes` and `taken` are their values."""

    def __init__(self, clashes: Mapping[str, object], taken: Mapping[str, object]) -> None:
        super().__init__(sorted(clashes))
        self.clashes, self.taken = clashes, taken


@dataclass(frozen=True, slots=True)
class MergedEdits:
    """The `values` to save; `taken` are those among them that others saved in the meantime."""

    values: dict[str, object]
    taken: dict[str, object]


def seen_token(values: Mapping[str, object], before: Mapping[str, str] | None = None) -> str:
    """The hidden value of a form: a digest of each value it shows, and older ones from `before`."""
    own = {name: _digest(name, value) for name, value in values.items()}
    return json.dumps({**(before or {}), **own})


def read_token(text: str) -> dict[str, str] | None:
    """The digests in a form that was sent; None if it has none."""
    try:
        digests = json.loads(text)
        return {str(name): str(digest) for name, digest in digests.items()}
    except (ValueError, AttributeError, TypeError, RecursionError):
        return None


def merge_edits(
    seen: Mapping[str, str] | None, now: Mapping[str, object], typed: Mapping[str, object]
) -> MergedEdits:
    """Merge `typed` with the present values `now`. Raises ChangedMeanwhile."""
    values, taken, clashes = dict(typed), {}, {}
    for name, value in typed.items():
        before = (seen or {}).get(name)
        if before is None or before == _digest(name, now[name]):
            continue
        if before == _digest(name, value):
            values[name] = taken[name] = now[name]
        elif _plain(value) != _plain(now[name]):
            clashes[name] = now[name]
    if clashes:
        raise ChangedMeanwhile(clashes, taken)
    return MergedEdits(values, taken)


def _digest(name: str, value: object) -> str:
    digest = salted_hmac(
        "delegations.people.merge_edits", f"{name}\0{_plain(value)}", algorithm="sha256"
    )
    return digest.hexdigest()[:_LENGTH]


def _plain(value: object) -> str:
    """A value as a form sends it, without seconds and surrounding spaces."""
    if isinstance(value, datetime):
        text = value.astimezone(UTC).isoformat(timespec="minutes")
        return text if has_time(value) else f"{text} or any time"
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(getattr(value, "pk", value)).replace("\r\n", "\n").strip()
