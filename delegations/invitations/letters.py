"""Send invitations: each gets its letter, its number and its mails once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import User
from core.text.dates import date_range
from core.text.translated import fallback_order
from core.typesetting.faces import without_face
from delegations.access.focal_points import send_link
from delegations.access.mailed_links import LinkUnknown
from delegations.choices import DeadlineKind, InvitationStatus
from delegations.models import Deadline, Delegation, FocalPoint, Letter, LetterTemplate
from delegations.people.delegation_order import lock_order
from delegations.people.delegation_steps import change_delegation_status
from delegations.protocol.letter_numbers import letter_number
from delegations.protocol.letter_texts import (
    LetterPart,
    chosen_languages,
    filled,
    placeholders_in,
)
from events.models import Event


class CannotInvite(Exception):
    """This delegation is not invited now; why, in words."""

    def __init__(self, why: str | Promise) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class InvitationVerdict:
    """What became of one delegation: its letter, or why there is none."""

    delegation: Delegation
    letter: Letter | None
    why: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The languages that somebody chose: the host's, and a second one, OWN or none."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Words:
    """What every letter of an event is made of, read once for many."""

    template: LetterTemplate
    reply_by: date | None


def send_invitations(
    *, event: Event, delegations: Iterable[int], choice: Choice, by: User, note: str = ""
) -> list[InvitationVerdict]:
    """Invite each delegation, or say why not. Each is invited wholly or not at all.

    Of several who send at once, one invites a delegation; the others are told.
    """
    rows = Delegation.objects.filter(event=event, pk__in=list(delegations))
    found = rows.select_related("organisation").alphabetical()
    try:
        words = _words(event)
    except CannotInvite as error:
        return [InvitationVerdict(one, None, error.why) for one in found]
    return [_verdict(one, words, choice, by, note) for one in found]


def _verdict(
    row: Delegation, words: Words, choice: Choice, by: User, note: str
) -> InvitationVerdict:
    event = words.template.event
    try:
        letter = send_invitation(
            event=event, pk=row.pk, choice=choice, by=by, note=note, words=words
        )
    except CannotInvite as error:
        return InvitationVerdict(row, None, error.why)
    return InvitationVerdict(row, letter)


@transaction.atomic
def send_invitation(
    *,
    event: Event,
    pk: int,
    choice: Choice,
    by: User,
    note: str = "",
    words: Words | None = None,
) -> Letter:
    """Give the invitation its number, mail it, and take the step. Raises CannotInvite."""
    delegation = _locked(event, pk)
    if delegation.status != InvitationStatus.TO_INVITE:
        raise CannotInvite(
            _("It can no longer be invited: its status is “%s”.") % delegation.get_status_display()
        )
    letter = _issue(delegation, words or _words(event), choice, by)
    change_delegation_status(
        delegation=delegation,
        to=InvitationStatus.INVITED,
        by=by,
        office_note=" · ".join(one for one in (letter.number, note) if one),
    )
    return letter


@transaction.atomic
def correct_letter(*, delegation: Delegation, choice: Choice, by: User, reason: str) -> Letter:
    """Send the letter again with what it should have said: its number, and a version of its own.

    What was sent before stays in the register as it was. Raises CannotInvite.
    """
    current = _locked(delegation.event, delegation.pk)
    if not current.letters.exists():
        raise CannotInvite(gettext_lazy("There is no letter yet. Send the invitation first."))
    return _issue(current, _words(current.event), choice, by, reason)


def preview_letter(*, delegation: Delegation, choice: Choice) -> Letter:
    """The letter as it would be sent now, without a number and not saved. Raises CannotInvite."""
    people = list(FocalPoint.objects.filter(delegation=delegation, revoked_at=None))
    number = pgettext("in place of the number of a letter", "Draft")
    return _written(_words(delegation.event), delegation, choice, people, number=number)


def _locked(event: Event, pk: int) -> Delegation:
    """The delegation, for this transaction alone. Raises CannotInvite where it is gone."""
    lock_order(pk=event.pk)
    rows = Delegation.objects.filter(event=event).select_related("event", "organisation")
    found = rows.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if found is None:
        raise CannotInvite(gettext_lazy("It has been deleted in the meantime."))
    return found


def _words(event: Event) -> Words:
    found = LetterTemplate.objects.filter(event=event).select_related("event").first()
    if found is None:
        raise CannotInvite(gettext_lazy("The letter of this event has not been written yet."))
    return Words(found, Deadline.objects.filter(event=event).by_kind().get(DeadlineKind.REPLY))


def _issue(
    delegation: Delegation, words: Words, choice: Choice, by: User, reason: str = ""
) -> Letter:
    people = _reachable(delegation)
    before = delegation.letters.newest_first().first()
    letters = Letter.objects.filter(event=delegation.event).newest_first()
    last = letters.values_list("serial", flat=True).first() or 0
    serial, version = (before.serial, before.version + 1) if before else (last + 1, 1)
    letter = _written(
        words,
        delegation,
        choice,
        people,
        serial=serial,
        version=version,
        number=letter_number(words.template.prefix, serial, version),
        recipients=[{"name": one.name, "email": one.email} for one in people],
        by=by,
        reason=reason,
    )
    letter.save()
    try:
        for one in people:
            send_link(focal_point=one, letter=letter)
    except LinkUnknown as error:
        raise CannotInvite(
            gettext_lazy("The link would not work: the forum is over, or access has been revoked.")
        ) from error
    return letter


def _reachable(delegation: Delegation) -> list[FocalPoint]:
    people = list(FocalPoint.objects.filter(delegation=delegation, revoked_at=None))
    if not people:
        raise CannotInvite(gettext_lazy("There is no focal point yet. Name one."))
    return people


# --- The words ------------------------------------------------------------------------------------


def _written(
    words: Words,
    delegation: Delegation,
    choice: Choice,
    people: Sequence[FocalPoint],
    **values: object,
) -> Letter:
    """The letter with every word in its place, not saved. Raises CannotInvite."""
    template, event = words.template, words.template.event
    if not template.body.get(choice.first):
        raise CannotInvite(gettext_lazy("The letter has not been written in the first language."))
    own = people[0].language if people else ""
    languages = chosen_languages(choice.first, choice.second, own, set(template.body))
    day = timezone.now().astimezone(event.zone).date()
    with fallback_order([choice.first, *event.languages]):
        texts = [_part(words, delegation, code, day) for code in languages]
        organisation = delegation.organisation.name.best(event.source_language).text
    _refuse_boxes(texts)
    return Letter(
        event=event,
        delegation=delegation,
        organisation=organisation,
        layout=template.layout,
        dated_on=day,
        texts=texts,
        languages=languages,
        **values,
    )


def _part(words: Words, delegation: Delegation, code: str, day: date) -> LetterPart:
    template = words.template
    with translation.override(code):
        places = _values(words, delegation)
        body = template.body[code]
        if empty := sorted(one for one in placeholders_in(body) if not places[one]):
            raise CannotInvite(
                # Said in the language of who reads it, not in that of the letter.
                format_lazy(
                    gettext_lazy("There is no text to replace {places}."),
                    places=", ".join(f"{{{one}}}" for one in empty),
                )
            )
        return {
            "language": code,
            "number": pgettext("of a letter", "No."),
            "day": date_format(day, "DATE_FORMAT"),
            "to": [places["organisation"], places["country"]],
            "salutation": places["salutation"],
            "body": filled(body, places),
            "closing": str(template.closing),
            "host": str(template.host_name),
            "address": str(template.host_address),
            "signatory": str(template.signatory_name),
            "title": str(template.signatory_title),
        }


def _refuse_boxes(texts: Sequence[LetterPart]) -> None:
    """A letter with an empty box in a name is not sent. Raises CannotInvite."""
    lines = [
        str(line)
        for part in texts
        for value in part.values()
        for line in (value if isinstance(value, list) else [value])
    ]
    if missing := without_face(lines):
        raise CannotInvite(
            format_lazy(
                gettext_lazy(
                    "No font on this server can print {characters}. Use other characters, "
                    "or have a font installed."
                ),
                characters=", ".join(f"“{one}” (U+{ord(one):04X})" for one in sorted(missing)),
            )
        )


def _values(words: Words, delegation: Delegation) -> dict[str, str]:
    """What fills each place, in the active language."""
    event, language = words.template.event, translation.get_language() or ""
    places = {
        "organisation": str(delegation.organisation.name),
        "country": str(delegation.organisation.country.name or ""),
        "event": str(event.title),
        "theme": str(event.theme),
        "dates": date_range(event.start_date, event.end_date),
        "city": str(event.city),
        "reply_by": date_format(words.reply_by, "DATE_FORMAT") if words.reply_by else "",
        "quota": "" if delegation.quota is None else str(delegation.quota),
        "salutation": "",
    }
    own = delegation.salutation.get(language)
    places["salutation"] = own or filled(str(words.template.salutation), places)
    return places
