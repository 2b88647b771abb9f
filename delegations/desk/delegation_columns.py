"""The columns of the list of delegations on the staff pages."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.models import Attendee, Delegation
from delegations.querysets import ALPHABETICAL, PRECEDENCE

Cell = str | int | None
# The first column, which is always shown.
TITLE, TITLE_HEADING = "organisation", gettext_lazy("City or organization")
STATUS = "status"
# Shown without being chosen where the order is that of precedence.
MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class DelegationColumn:
    """A column; `cell` is made of a delegation as with_headcount() and with_reply_deadline() do.

    `order` is the order by which its heading sorts the list. A telephone shows what `is_brief`.
    Rows with the same `source` have the same cell, which is made once.
    """

    key: str
    heading: str | Promise
    cell: Callable[[Delegation], Cell]
    is_default: bool = False
    kind: str = "text"
    order: str = ""
    is_brief: bool = False
    source: Callable[[Delegation], object] | None = None


def _of_head(make: Callable[[Attendee], Cell]) -> Callable[[Delegation], Cell]:
    return lambda row: make(row.heads[0]) if row.heads else ""


def _counted(row: Delegation) -> str:
    label = f"{_('Attendees')}: {row.organisation}, {row.counted_count}"
    # From the list of delegations: a hundred addresses cost as much as the rows.
    path = f"../attendees/?delegation={row.pk}"
    return format_html('<a href="{}" aria-label="{}">{}</a>', path, label, row.counted_count)


def _manual(row: Delegation) -> str:
    if not row.manual_position:
        return ""
    return f"{row.manual_reason} ({row.manual_by})" if row.manual_by else row.manual_reason


def _rank(head: Attendee) -> str:
    parts = (head.rank_class, _("incumbent") if head.is_incumbent else "")
    return " · ".join(filter(None, parts))


def _reply_by(row: Delegation) -> str:
    """The last day for the reply, marked where it is the delegation's own."""
    day = date_format(row.reply_due_on, "SHORT_DATE_FORMAT") if row.reply_due_on else ""
    return f"{day} · {_('own date')}" if row.reply_by else day


def _waits(row: Delegation) -> str:
    actor, step = row.waits_for
    return f"{actor.label} · {step}" if step else ""


COLUMNS: tuple[DelegationColumn, ...] = (
    DelegationColumn("code", gettext_lazy("Code"), lambda row: row.code, is_default=True),
    DelegationColumn(
        "country",
        gettext_lazy("Country"),
        lambda row: row.organisation.country.name,
        source=lambda row: row.organisation.country.code,
        is_default=True,
        order=ALPHABETICAL,
        is_brief=True,
    ),
    DelegationColumn(
        "precedence",
        gettext_lazy("Precedence"),
        lambda row: row.precedence_position,
        is_default=True,
        kind="number",
        order=PRECEDENCE,
    ),
    DelegationColumn(MANUAL, gettext_lazy("Place set by hand"), _manual),
    DelegationColumn(
        STATUS,
        gettext_lazy("Status"),
        lambda row: row.get_status_display(),
        source=lambda row: row.status,
        is_default=True,
        order=STATUS,
        is_brief=True,
    ),
    DelegationColumn(
        "head",
        gettext_lazy("Head"),
        _of_head(lambda head: head.listed_name),
        is_default=True,
        is_brief=True,
    ),
    DelegationColumn(
        "title",
        gettext_lazy("Office title in English"),
        _of_head(lambda head: head.office_title_en),
    ),
    DelegationColumn("rank", gettext_lazy("Rank class"), _of_head(_rank)),
    DelegationColumn("counted", gettext_lazy("People"), _counted, is_default=True, kind="number"),
    DelegationColumn("others", gettext_lazy("Others"), lambda row: row.other_count, kind="number"),
    DelegationColumn("quota", gettext_lazy("Quota"), lambda row: row.quota, kind="number"),
    DelegationColumn(
        "waits",
        gettext_lazy("Waiting for"),
        _waits,
        source=lambda row: row.status,
        is_default=True,
        is_brief=True,
    ),
    DelegationColumn("reply_by", gettext_lazy("Reply by"), _reply_by),
    DelegationColumn(
        "kind",
        gettext_lazy("Kind"),
        lambda row: row.organisation.get_kind_display(),
        source=lambda row: row.organisation.kind,
    ),
    DelegationColumn(
        "liaison", gettext_lazy("Liaison officer"), lambda row: str(row.liaison_officer or "")
    ),
)
