"""What uses the rows of a kind, and how all of it is moved to another row. Apps register theirs."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

# The reason where one of the rows that use others is not as its reader saw it.
LIST_CHANGED = _("Somebody else has changed this list in the meantime. Check it, then try again.")


class CannotMove(Exception):
    """Nothing was moved; the message says why."""


class Moved(NamedTuple):
    """What was moved, a sentence each, and what is wrong with it now."""

    sentences: Sequence[str]
    warning: str = ""


class Uses(Protocol):
    """What uses the rows of a kind. `label` asks for the row to which it is moved."""

    @property
    def label(self) -> str | Promise:
        """The label of the choice."""

    @property
    def note(self) -> str | Promise:
        """What is deleted with the rows all the same; empty for nothing."""

    def versions(self, rows: Sequence[Any]) -> dict[int, int]:
        """The version of each row that uses `rows`, by primary key."""

    def move(self, *, rows: Sequence[Any], to: Any, by: User, seen: Mapping[int, int]) -> Moved:
        """Move all that uses `rows` to the row `to`, within the transaction of the caller.

        Raises CannotMove: something has another version than `seen`, or `by` may not change it.
        """


# By the label of the model whose rows are used.
USES: dict[str, Uses] = {}


class Dependents(Protocol):
    """Other rows that name the rows of a kind and would lose them without a word."""

    def describe(self, rows: Sequence[Any], user: User) -> str:
        """Say what depends on `rows`, as far as `user` may know; empty for nothing."""

    def move(self, *, rows: Sequence[Any], to: Any, by: User) -> str:
        """Make them name the row `to`, within the transaction of the caller, and say so.

        Raises CannotMove if `by` may not change them.
        """


# By the label of the model whose rows are named.
DEPENDENTS: dict[str, list[Dependents]] = {}
