"""Working document L16: which liaison officer looks after which delegations."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right
from core.files.spreadsheets import Column
from core.text.languages import own_name
from delegations.lists.tables.table import Table
from delegations.models import Delegation
from events.models import Event


def liaison_roster(event: Event, rights: frozenset[Right]) -> Table:
    """Officers by their first delegation, and at last the delegations without one: one query."""
    rows = Delegation.objects.filter(event=event).coming().with_headcount().alphabetical()
    of: dict[User | None, list[Delegation]] = {}
    for one in rows:
        of.setdefault(one.liaison_officer, []).append(one)
    with_address = Right.VIEW_CONTACTS in rights
    officers = [officer for officer in of if officer is not None]
    if None in of:
        return _table([*officers, None], of, with_address)
    return _table(officers, of, with_address)


def _table(
    officers: Sequence[User | None], of: dict[User | None, list[Delegation]], with_address: bool
) -> Table:
    address = [Column("email", _("E-mail address"), width=30)] if with_address else []
    columns = [
        Column("officer", _("Liaison officer"), width=26),
        *address,
        Column("languages", _("Languages"), width=20),
        Column("delegations", _("Delegations"), width=50),
        Column("people", _("People"), "number", 9),
    ]
    return Table(columns, [_row(one, of[one], with_address) for one in officers])


def _row(
    officer: User | None, delegations: list[Delegation], with_address: bool
) -> list[str | int]:
    languages = dict.fromkeys(
        own_name(one.interpretation_language) for one in delegations if one.interpretation_language
    )
    name = officer.get_full_name() if officer else _("nobody yet")
    return [
        name,
        *([officer.email if officer else ""] if with_address else []),
        ", ".join(languages),
        "; ".join(str(one) for one in delegations),
        sum(_size(one) for one in delegations),
    ]


def _size(one: Delegation) -> int:
    return one.counted_count + one.other_count
