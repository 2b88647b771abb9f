"""Types of values that are written as JSON or were read from it."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

# Read-only inside, so that a list of texts is a value as well as a list of anything.
JsonValue: TypeAlias = (
    "str | int | float | bool | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
)
JsonObject: TypeAlias = dict[str, JsonValue]
