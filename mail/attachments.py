"""Attachments. They are made when a mail is sent, so that the outbox holds no files."""

from collections.abc import Callable
from dataclasses import dataclass

# A mail server may take ten; base64 makes it a third more.
MOST_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file: its name, its type, its bytes."""

    name: str
    content_type: str
    content: bytes


class CannotAttach(Exception):
    """The file cannot be made, now or at all: the mail does not go without it."""


# By kind: called with the identifier; raises CannotAttach. Apps above this one add theirs.
MAKERS: dict[str, Callable[[str], Attachment]] = {}


def make_attachment(reference: str) -> Attachment:
    """The file behind `kind/identifier`. Raises CannotAttach."""
    kind, _slash, identifier = reference.partition("/")
    if kind not in MAKERS:
        raise CannotAttach("Nobody makes attachments of this kind.")
    made = MAKERS[kind](identifier)
    if len(made.content) > MOST_BYTES:
        raise CannotAttach("The attachment is too large.")
    return made
