"""Formats of exported lists, and the states of a file that the worker makes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExportState(TextChoices):
    """The progress of a file."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", pgettext_lazy("of a file", "In preparation")
    DONE = "done", pgettext_lazy("of a file", "Ready")
    FAILED = "failed", pgettext_lazy("of a file", "Failed")
    # The file has expired, or a person in it was erased.
    GONE = "gone", pgettext_lazy("of a file", "Deleted")


class ExportFailure(TextChoices):
    """Why there is no file."""

    NOT_ALLOWED = "not-allowed", _("You no longer have the right to export this list.")
    TOO_LONG = (
        "too-long",
        _("An Excel workbook holds at most a million rows. Export the list to CSV instead."),
    )
    BROKEN = "broken", _("Something went wrong. Please request the file again.")


class ListFormat(TextChoices):
    """Format of an exported list."""

    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"
    PDF = "pdf", "PDF"
    JSON = "json", "JSON"
    # No file: a link to the page of the list.
    LINK = "link", _("Link by e-mail")
