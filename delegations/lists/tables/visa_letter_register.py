"""Working document L22: every letter for a visa application that was printed."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_countries import countries

from core.files.spreadsheets import Column
from core.text.languages import own_name
from delegations.lists.tables.table import Table
from delegations.models import Attendee, SensitiveData, VisaLetter
from events.models import Event

_SEALED = ("passport_number", "nationality")


def visa_letter_register(event: Event) -> Table:
    """Every letter, the newest first: one query. Of an erased person only the letter is left."""
    letters = list(
        VisaLetter.objects.filter(event=event)
        .select_related("attendee__delegation__organisation", "attendee__sensitive_data", "log__by")
        .order_by("-serial")
    )
    rows = [
        [letter.number, *_about(letter.attendee), *_progress(letter, event)] for letter in letters
    ]
    return Table(
        _columns(),
        rows,
        is_sensitive=True,
        sealed=_SEALED,
        links=[reverse("staff:visa-letter", args=[event.slug, letter.guid]) for letter in letters],
    )


def _about(person: Attendee | None) -> list[object]:
    if person is None:
        return [_("erased"), "", "", ""]
    try:
        document = person.sensitive_data
    except SensitiveData.DoesNotExist:
        document = SensitiveData()
    return [
        person.listed_name,
        str(person.delegation.organisation.name),
        document.passport_number,
        str(countries.name(document.nationality or "") or ""),
    ]


def _progress(letter: VisaLetter, event: Event) -> list[object]:
    return [
        own_name(letter.language),
        letter.log.at.astimezone(event.zone).date(),
        letter.log.by.get_full_name(),
        letter.stamped_by,
        letter.sent_on,
        letter.get_visa_display(),
        letter.revoked_at.astimezone(event.zone).date() if letter.revoked_at else None,
        letter.revocation_reason,
    ]


def _columns() -> list[Column]:
    return [
        Column("number", _("Letter no."), width=18),
        Column("name", pgettext("of a person", "Name"), width=28),
        Column("organisation", _("City or organization"), width=24),
        Column("passport_number", _("Passport number"), width=16),
        Column("nationality", _("Nationality"), width=16),
        Column("language", _("Language"), width=12),
        Column("issued_on", _("Issued on"), "date", 14),
        Column("issued_by", _("Issued by"), width=20),
        Column("stamped_by", _("Stamped by"), width=20),
        Column("sent_on", _("Sent on"), "date", 14),
        Column("visa", pgettext("outcome of an application", "Visa"), width=12),
        Column("revoked_on", _("Revoked on"), "date", 14),
        Column("revocation_reason", _("Reason for revoking"), width=28),
    ]
