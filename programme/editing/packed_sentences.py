"""What the checks say of the sessions of a board, as values: the planner’s script writes the words.

A thousand sessions have the same warnings about their own titles and rooms: each form of a sentence
and each value is sent once, and titles not at all. This is a tenth of the sentences themselves.
"""

from collections.abc import Iterable, Mapping
from string import Formatter
from typing import TypedDict

from programme.checks import Finding
from programme.checks.finding import Sentence

# Keys of the sessions that it is about; the number of its form; its values: the number of a text,
# or below zero the key of the session whose title it is.
PackedFinding = tuple[list[int], int, *tuple[int, ...]]


class PackedSentences(TypedDict):
    """`forms` are texts, with the place of a value between them."""

    forms: list[tuple[str | int, ...]]
    texts: list[str]
    clashes: list[PackedFinding]
    warnings: list[PackedFinding]


def pack_sentences(findings: Iterable[Finding], pks: Mapping[str, int]) -> PackedSentences:
    """Pack the sentences of findings; `pks` are the keys of sessions by their guid."""
    forms: dict[tuple[str | int, ...], int] = {}
    texts: dict[str, int] = {}
    clashes: list[PackedFinding] = []
    warnings: list[PackedFinding] = []
    for finding in findings:
        known = [session for session in finding.hit.sessions if session.guid in pks]
        titles = {str(session.title): -pks[session.guid] for session in known}
        form, values = _parts(finding.hit.sentence)
        packed: PackedFinding = (
            [pks[session.guid] for session in known],
            forms.setdefault(form, len(forms)),
            *(titles.get(value) or texts.setdefault(value, len(texts)) for value in values),
        )
        (clashes if finding.is_error else warnings).append(packed)
    return {"forms": [*forms], "texts": [*texts], "clashes": clashes, "warnings": warnings}


def _parts(sentence: object) -> tuple[tuple[str | int, ...], list[str]]:
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
