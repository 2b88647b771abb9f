"""Open decisions: who leads a session, and which names are missing."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from programme.agenda.values import Agenda
from programme.checks.finding import Check, Hit, Sentence, Severity
from programme.checks.known import Known
from programme.choices import AppearanceRole, SessionKind

# Somebody has to give the floor in these.
_LED = frozenset({SessionKind.PANEL, SessionKind.DIALOGUE, SessionKind.SUB_FORUM})
_LEADING = frozenset({AppearanceRole.CHAIR, AppearanceRole.MODERATOR})
# By then names are printed: on plates, on badges, in the run of show.
NAMES_DUE = timedelta(days=14)


def nobody_leads(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find panels, dialogues and sub-forums without a chair or moderator; a placeholder counts."""
    for session in agenda.sessions:
        roles = {appearance.role for appearance in session.appearances}
        if session.kind in _LED and not roles & _LEADING:
            sentence = Sentence(_("“{title}” has no chair or moderator."), title=session.title)
            yield Hit(sentence, (session.guid,), (session,))


def name_missing(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find placeholders on stage in sessions that begin within two weeks."""
    for session in agenda.sessions:
        if not known.now <= session.start <= known.now + NAMES_DUE:
            continue
        for appearance in session.appearances:
            if appearance.person is None:
                sentence = Sentence(
                    _("“{title}” begins within 14 days and still has “{placeholder}” on stage."),
                    title=session.title,
                    placeholder=appearance.placeholder,
                )
                facts = (session.guid, appearance.role, dict(appearance.placeholder))
                yield Hit(sentence, facts, (session,))


CHECKS = (
    Check("nobody-leads", Severity.WARNING, _("No chair or moderator"), nobody_leads),
    Check("name-missing", Severity.WARNING, _("Name still to be announced"), name_missing),
)
