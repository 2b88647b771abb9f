"""A session in short, beside the list: who is on stage, what it lacks, what is wrong."""

from collections.abc import Iterator

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.http import user_of
from core.lists.peek import PeekedRows, Remark
from core.text.dates import moment_range
from programme.checks.finding_rows import load_rows
from programme.checks.review import review_for
from programme.models import Session


class SessionSummary(PeekedRows):
    """Before the admin of sessions."""

    peek_fields = (
        "moments",
        "place",
        "kind",
        "sub_forum",
        "visibility",
        "status",
        "on_stage",
        "floor_languages",
        "interpretation_languages",
        "abstract",
        "office_note",
        "updated_at",
        "updated_by",
    )

    @admin.display(description=gettext_lazy("when"))
    def moments(self, session: Session) -> str:
        """Begin and end, in the event's zone."""
        zone = session.event.zone
        return moment_range(session.start.astimezone(zone), session.end.astimezone(zone))

    @admin.display(description=gettext_lazy("Room"))
    def place(self, session: Session) -> str:
        """The room, or all of them."""
        if session.in_all_rooms:
            return _("In all rooms")
        return str(session.room) if session.room else ""

    @admin.display(description=gettext_lazy("On stage"))
    def on_stage(self, session: Session) -> str:
        """Each person and placeholder with role and state, in their order."""
        rows = session.appearances.select_related("attendee")
        lines = (
            (row, row.get_role_display(), row.get_state_display())
            for row in rows.order_by("position", "pk")
        )
        return format_html_join("", "<div><bdi>{}</bdi>, {}, {}</div>", lines)

    def peek_missing(self, row: Session) -> Iterator[str]:
        """A room, languages, names."""
        if row.room is None and not row.in_all_rooms:
            yield _("Room")
        if not row.floor_languages:
            yield _("Languages spoken")
        if unnamed := row.appearances.filter(attendee=None).count():
            yield _("Names of people on stage: %(count)d") % {"count": unnamed}

    def peek_remarks(self, request: HttpRequest, row: Session) -> Iterator[Remark]:
        """What the checks find, as far as this person may see it."""
        user = user_of(request)
        review = review_for(user, row.event).of_session(str(row.guid))
        for finding_row in load_rows(user, row.event, review).open:
            sentence = f"{finding_row.sentence} {finding_row.private}".strip()
            yield Remark(str(finding_row.finding.check.severity), finding_row.severity, sentence)
