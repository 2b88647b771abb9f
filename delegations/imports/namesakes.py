"""What tells two people of one name in one delegation apart. Knows no database."""

from dataclasses import dataclass

from core.text.folding import fold_solid


@dataclass(frozen=True, slots=True)
class Marks:
    """The e-mail address of somebody, and the titles of their office."""

    email: str
    offices: frozenset[str]

    def differ_from(self, other: "Marks") -> bool:
        """Whether these are of another person: another address, or no common title of an office.

        Where both have an address, it alone decides: one office has two spellings.
        """
        if self.email and other.email:
            return self.email != other.email
        return bool(self.offices and other.offices and not self.offices & other.offices)


def marks_of(email: str, *offices: str) -> Marks:
    """The marks of somebody with this address and these titles of an office."""
    return Marks(email.strip().lower(), frozenset(map(fold_solid, offices)) - {""})
