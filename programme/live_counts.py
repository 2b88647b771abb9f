"""Counts of the draft agenda, shown beside the published figures."""

from django.utils.translation import gettext_lazy as _

from delegations.lists.live_figures import LiveCount
from events.choices import FigureKey
from programme.models import Session, SubForum

COUNTS = (
    LiveCount(
        FigureKey.SUB_FORUMS,
        FigureKey.SUB_FORUMS.label,
        _("Sub-forums in the draft agenda."),
        lambda event: SubForum.objects.filter(event=event),
    ),
    LiveCount(
        FigureKey.MAJOR_EVENTS,
        FigureKey.MAJOR_EVENTS.label,
        _("Sessions marked as major that are not cancelled."),
        lambda event: Session.objects.filter(event=event, is_major=True).taking_place(),
    ),
)
