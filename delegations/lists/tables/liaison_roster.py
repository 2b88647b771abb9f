"""Working document L16: the delegations of each liaison officer."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right
from core.files.spreadsheets import Column
from core.text.languages import spoken_name
from delegations.lists.tables.table import Table
from delegations.models import Delegation
from events.models import Event


def liaison_roster(event: Event, rights: frozenset[Right]) -> Table:
    """Officers in the order of their first delegation, then delegations without one: one query."""
    rows = Delegation.objects.filter(event=event).coming().with_headcount().alphabetical()
    of: dict[User | None, list[Delegation]] = {}
    for row in rows:
        of.setdefault(row.liaison_officer, []).append(row)
    with_address = Right.VIEW_CONTACTS in rights
    officers = [officer for officer in of if officer is not None]
    if None in of:
        return _table([*officers, None], of, with_address)
    return _table(officers, of, with_address)


def _table(
    officers: Sequence[User | None], of: dict[User | None, list[Delegation]], with_address: bool
) -> Table:
    phone = Column("phone", _("Phone number"), width=18)
    email = Column("email", _("E-mail address"), width=30)
    address = [phone, email] if with_address else []
    columns = [
        Column("officer", _("Liaison officer"), width=26),
        *address,
        Column("languages", _("Languages"), width=20),
        Column("delegations", _("Delegations"), width=50),
        Column("people", _("People"), "number", 9),
    ]
    return Table(columns, [_row(officer, of[officer], with_address) for officer in officers])


def _row(
    officer: User | None, delegations: list[Delegation], with_address: bool
) -> list[str | int]:
    spoken = [row.liaison_languages for row in delegations if row.liaison_languages]
    languages = dict.fromkeys(
        spoken
        or [
            spoken_name(row.interpretation_language)
            for row in delegations
            if row.interpretation_language
        ]
    )
    phones = ", ".join(dict.fromkeys(filter(None, (row.liaison_phone for row in delegations))))
    name = officer.get_full_name() if officer else _("nobody yet")
    return [
        name,
        *([phones, officer.email if officer else ""] if with_address else []),
        ", ".join(languages),
        "; ".join(str(delegation) for delegation in delegations),
        sum(_size(delegation) for delegation in delegations),
    ]


def _size(delegation: Delegation) -> int:
    return delegation.counted_count + delegation.other_count
