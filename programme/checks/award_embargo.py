"""The embargo of the award: no winner may be named in public before the results are.

A paragraph with both the winner's city and a word for winning counts as naming it. The whole text
would be too much: a mayor of that city may well speak where the winners are announced.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from core.protection.fingerprint import fingerprint
from core.text.folding import fold, searchable
from core.text.translated import TranslatedText
from programme.agenda.values import Agenda, Session
from programme.checks.finding import Check, Hit, Sentence, Severity
from programme.checks.known import Known, SecretWinner

# Folded beginnings of words in English, French, Spanish and Russian; Chinese and Arabic need no
# boundary.
_WINNING = re.compile(
    r"\b(?:winner|winning|wins?\b|won\b|laureat|gagn|vainqueu|remport|ganador|galardon|premiad"
    r"|лауреат|победи|выигра|награжд)"
    r"|获奖|获得者|得主|夺得|胜出|فايز|فاز|يفوز"
)


def broken(agenda: Agenda, known: Known) -> Iterator[Hit]:
    """Find public sessions that name a winner."""
    patterns = [(winner, _pattern(winner)) for winner in known.secret_winners]
    if not patterns:
        return
    for session in agenda.sessions:
        if session.guid in known.not_public:
            continue
        telling = [paragraph for paragraph in _paragraphs(session) if _WINNING.search(paragraph)]
        for winner, pattern in patterns:
            if text := next(
                (paragraph for paragraph in telling if pattern.search(paragraph)), None
            ):
                sentence = Sentence(
                    _("“{title}” names {city} as a winner before the results are public."),
                    title=session.title,
                    city=winner.city,
                )
                yield Hit(sentence, (session.guid, winner.guid, fingerprint(text)), (session,))


def _paragraphs(session: Session) -> Iterator[str]:
    texts: list[TranslatedText] = [session.title, session.abstract]
    for appearance in session.appearances:
        texts.append(appearance.placeholder)
        if appearance.person:
            yield searchable(*appearance.person.office_title.values())
    for text in texts:
        for translated in text.values():
            yield from (searchable(line) for line in translated.splitlines())


def _pattern(winner: SecretWinner) -> re.Pattern[str]:
    # Whole words in scripts that have them: “Nice” is in no “nicest”. In scripts without letter
    # case, the name may stand between other words without a space.
    names = {fold(name) for name in winner.city.values()}
    parts = (
        rf"\b{re.escape(name)}\b" if name.upper() != name else re.escape(name) for name in names
    )
    return re.compile("|".join(parts) or r"(?!)")


CHECKS = (
    Check(
        "embargo-broken",
        Severity.ERROR,
        _("Winner named before the results"),
        broken,
        # The finding itself tells who won.
        right=Right.VIEW_CONTENT,
    ),
)
