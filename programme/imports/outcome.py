"""What visitors will see of an import that has been applied."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import ImportBatch
from programme.agenda.load_agenda import published_agenda
from programme.choices import ImportKind, Visibility
from programme.models import Session

# From a session to the rows of a table.
_PATHS = {ImportKind.SESSIONS: "pk__in", ImportKind.APPEARANCES: "appearances__in"}


def describe_outcome(batch: ImportBatch) -> str:
    """Return what has been imported and when visitors see it: sessions may be internal."""
    if batch.kind in (ImportKind.VENUES, ImportKind.ROOMS):
        return _("Imported. Visitors see a room once a session in it is published.")
    if batch.kind == ImportKind.SUB_FORUMS:
        return _("Imported. Visitors see the sub-forums at once, their sessions once published.")
    done = ImportBatch.objects.values_list("done", flat=True).get(pk=batch.pk)
    rows = {_PATHS[ImportKind(batch.kind)]: [row["pk"] for row in done]}
    sessions = dict(Session.objects.filter(**rows).values_list("guid", "visibility"))
    public = published_agenda(batch.event).by_guid
    internal = [
        guid
        for guid, visibility in sessions.items()
        if visibility == Visibility.INTERNAL and str(guid) not in public
    ]
    if not internal:
        return _("Imported. Visitors see the changes once the agenda is published.")
    hidden = ngettext(
        "Imported. %(counter)s session is internal; visitors do not see it yet.",
        "Imported. %(counter)s sessions are internal; visitors see none of them yet.",
        len(internal),
    ) % {"counter": len(internal)}
    if len(internal) == len(sessions):
        return hidden
    return f"{hidden} {_('Visitors see the other changes once the agenda is published.')}"
