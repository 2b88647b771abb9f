"""Take something out of texts that were kept, and out of JSON and addresses made of texts."""

import json
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, models, transaction

GONE = "[–]"

# So many rows of one owner may be left with the same text.
_MOST_ALIKE = 10_000

# Takes from a text what is to go; the very same text where there is nothing of it.
Clean = Callable[[str], str]
# Whether it is worth looking closely at a text: cheap, for most have nothing in them.
MayHold = Callable[[str], bool]


def scrub_rows(
    rows: models.QuerySet[models.Model],
    fields: Iterable[str],
    clean: Clean,
    may_hold: MayHold | None = None,
) -> int:
    """Clean the fields (texts or JSON) of each row; how many rows changed.

    Without `save()`: no history is written of it, and records that nobody edits are reached too.
    """
    names, changed = list(fields), 0
    for pk, *texts in rows.order_by("pk").values_list("pk", *names).iterator():
        if may_hold is not None and not may_hold(in_words(texts)):
            continue
        values = {
            name: cleaned
            for name, value in zip(names, texts, strict=True)
            if (cleaned := scrub(value, clean)) != value
        }
        if values:
            write_clean_texts(rows.model, pk, values)
            changed += 1
    return changed


def scrub(value: object, clean: Clean) -> object:
    """`value` cleaned, whatever it is nested in."""
    if isinstance(value, str):
        return _cleaned_text(value, clean)
    if isinstance(value, Mapping):
        held = {scrub(key, clean): scrub(item, clean) for key, item in value.items()}
        return value if held == dict(value) else held
    if isinstance(value, list | tuple):
        return [scrub(item, clean) for item in value]
    return value


def in_words(values: Iterable[object]) -> str:
    """All values of a row as one text, for a first look."""
    return "\n".join(value if type(value) is str else _as_json(value) for value in values if value)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=dict)


def texts_of(value: object) -> list[str]:
    """Every text that cleaning `value` would look at, as somebody reads it."""
    seen: list[str] = []

    def look(text: str) -> str:
        seen.append(text)
        return text

    scrub(value, look)
    return seen


def write_clean_texts(model: type[models.Model], pk: object, values: Mapping[str, object]) -> None:
    """Write what is left of the texts of a row. Two rows that come to the same text are numbered.

    What one row is left with must never keep another one, or the whole erasure, from being written.
    """
    # Not through the model's own queryset: some refuse, some count it as a change.
    rows: models.QuerySet[models.Model] = models.QuerySet(model).filter(pk=pk)
    told_apart = unique_fields(model) & {key for key, text in values.items() if type(text) is str}
    for number in range(1, _MOST_ALIKE):
        fitted = {
            name: _fitted(model, name, value, number if name in told_apart else 1)
            for name, value in values.items()
        }
        try:
            with transaction.atomic():
                rows.update(**fitted)
        except IntegrityError:
            if not told_apart or number == _MOST_ALIKE - 1:
                raise
        else:
            return


def unique_fields(model: type[models.Model]) -> set[str]:
    """The fields of a model that a constraint wants to be unique, alone or with others."""
    meta = model._meta
    unique = {field.name for field in meta.concrete_fields if field.unique}
    unique.update(name for group in meta.unique_together for name in group)
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            unique.update(constraint.fields)
            for expression in constraint.expressions:
                parts = expression.flatten() if hasattr(expression, "flatten") else [expression]
                names = (part.deconstruct()[1] for part in parts if isinstance(part, models.F))
                unique.update(str(arguments[0]) for arguments in names)
    return unique


def _fitted(model: type[models.Model], name: str, value: object, number: int) -> object:
    """The value with its number, as long as the column allows: [–] is longer than a short name."""
    if not isinstance(value, str):
        return value
    longest = model._meta.get_field(name).max_length  # type: ignore[union-attr]
    suffix = f" {number}" if number > 1 else ""
    return value[: longest - len(suffix)] + suffix if longest else value + suffix


def _cleaned_text(text: str, clean: Clean) -> str:
    """Clean a text; JSON and the query of a URL are decoded first."""
    if text[:1] in ("{", "[") and "\\" in text:
        try:
            held = json.loads(text)
        except ValueError:
            return clean(text)
        cleaned = scrub(held, clean)
        return text if cleaned == held else json.dumps(cleaned)
    if "=" in text and ("%" in text or "+" in text) and not text.count(" "):
        pairs = parse_qsl(text, keep_blank_values=True)
        cleaned_pairs = [(name, clean(value)) for name, value in pairs]
        if cleaned_pairs != pairs:
            text = urlencode(cleaned_pairs)
    return clean(text)
