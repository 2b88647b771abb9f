"""The numbers on letters. Knows no database.

Which serial comes next is decided where letters are issued: `delegations/invitations/letters.py`
and `delegations/people/visa_letters.py`.
"""


def letter_number(prefix: str, serial: int, version: int) -> str:
    """The number of a letter: GMF-2023-0042; its first correction GMF-2023-0042-2.

    `serial` counts the letters of an event from 1, `version` those of one serial number from 1.
    """
    number = f"{prefix}-{serial:04d}"
    return number if version == 1 else f"{number}-{version}"


def visa_letter_number(prefix: str, serial: int) -> str:
    """The number of a letter for a visa: GMF-2023-V-0042; `serial` counts those of an event."""
    return f"{prefix}-V-{serial:04d}"
