"""What the checks say of the sessions of a board, as values: the planner’s script writes the words.

A thousand sessions have the same warnings about their own titles and rooms: each form of a sentence
and each value is sent once, and titles not at all. This is an eighth of the sentences themselves.
"""

from collections.abc import Iterable, Mapping
from string import Formatter
from typing import TypedDict

from programme.checks import Finding
from programme.checks.finding import Sentence

# The texts of a sentence, with the place of a value between them.
Form = tuple[str | int, ...]


class Group(TypedDict):
    """Sentences of one form about as many `sessions`.

    A row has the keys of its sessions, then its values: the number of a text, or below zero, -1 for
    the first, one of its sessions whose title it is.
    """

    form: Form
    sessions: int
    rows: list[list[int]]


class PackedSentences(TypedDict):
    """What cannot work, what will cause trouble, and the texts that both name."""

    texts: list[str]
    clashes: list[Group]
    warnings: list[Group]


def pack_sentences(findings: Iterable[Finding], pks: Mapping[str, int]) -> PackedSentences:
    """Pack the sentences of findings; `pks` are the keys of sessions by their guid."""
    texts: dict[str, int] = {}
    groups: dict[tuple[bool, Form, int], list[list[int]]] = {}
    for finding in findings:
        known = [session for session in finding.hit.sessions if session.guid in pks]
        titles = {str(session.title): -place for place, session in enumerate(known, start=1)}
        form, values = _parts(finding.hit.sentence)
        rows = groups.setdefault((finding.is_error, form, len(known)), [])
        numbers = (titles.get(value) or texts.setdefault(value, len(texts)) for value in values)
        rows.append([*(pks[session.guid] for session in known), *numbers])
    packed: PackedSentences = {"texts": [*texts], "clashes": [], "warnings": []}
    for (is_error, form, sessions), rows in groups.items():
        kind = packed["clashes" if is_error else "warnings"]
        kind.append({"form": form, "sessions": sessions, "rows": rows})
    return packed


def _parts(sentence: object) -> tuple[Form, list[str]]:
    """The form of a sentence, and its values in the order of the language."""
    if not isinstance(sentence, Sentence):
        return (0,), [str(sentence)]
    form: list[str | int] = []
    values: list[str] = []
    for text, name, _spec, _conversion in Formatter().parse(str(sentence.template)):
        if text:
            form.append(text)
        if name:
            form.append(len(values))
            values.append(str(sentence.values[name]))
    return tuple(form), values
