"""Send invitations, each with its letter, its number and its e-mails."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import User
from core.text.dates import date_range
from core.text.languages import content_language, in_language
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
    choose_languages,
    fill_in,
    placeholders_in,
)
from events.models import Event


class CannotInvite(Exception):
    """The delegation cannot be invited; `why` says the reason."""

    def __init__(self, why: str | Promise) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class InvitationVerdict:
    """The result for one delegation: its letter, or why there is none."""

    delegation: Delegation
    letter: Letter | None
    why: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Languages:
    """The chosen languages: the host's, and a second one, OWN or none."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class LetterMaterial:
    """The template and the deadline of all letters of an event, loaded once."""

    template: LetterTemplate
    reply_by: date | None


def send_invitations(
    *, event: Event, delegations: Iterable[int], choice: Languages, by: User, note: str = ""
) -> list[InvitationVerdict]:
    """Invite each delegation, or return why not. Each invitation is sent as a whole or not at all.

    If several people send at once, one of them invites a delegation; the others get the reason.
    """
    rows = Delegation.objects.filter(event=event, pk__in=list(delegations))
    waiting = rows.select_related("organisation").alphabetical()
    try:
        material = _load_material(event)
    except CannotInvite as error:
        return [InvitationVerdict(delegation, None, error.why) for delegation in waiting]
    return [_try_to_invite(delegation, material, choice, by, note) for delegation in waiting]


def _try_to_invite(
    row: Delegation, material: LetterMaterial, choice: Languages, by: User, note: str
) -> InvitationVerdict:
    event = material.template.event
    try:
        letter = send_invitation(
            event=event, pk=row.pk, choice=choice, by=by, note=note, material=material
        )
    except CannotInvite as error:
        return InvitationVerdict(row, None, error.why)
    return InvitationVerdict(row, letter)


@transaction.atomic
def send_invitation(
    *,
    event: Event,
    pk: int,
    choice: Languages,
    by: User,
    note: str = "",
    material: LetterMaterial | None = None,
) -> Letter:
    """Number a letter, e-mail it, and change the status of the delegation. Raises CannotInvite."""
    delegation = _lock_delegation(event, pk)
    if delegation.status != InvitationStatus.TO_INVITE:
        raise CannotInvite(
            _("It can no longer be invited: its status is “%s”.") % delegation.get_status_display()
        )
    letter = _issue(delegation, material or _load_material(event), choice, by)
    change_delegation_status(
        delegation=delegation,
        to=InvitationStatus.INVITED,
        by=by,
        office_note=" · ".join(part for part in (letter.number, note) if part),
    )
    return letter


@transaction.atomic
def correct_letter(*, delegation: Delegation, choice: Languages, by: User, reason: str) -> Letter:
    """Send a corrected letter: the same serial number with a new version.

    The earlier letter stays in the register unchanged. Raises CannotInvite.
    """
    current = _lock_delegation(delegation.event, delegation.pk)
    if not current.letters.exists():
        raise CannotInvite(gettext_lazy("There is no letter yet. Send the invitation first."))
    return _issue(current, _load_material(current.event), choice, by, reason)


def preview_letter(*, delegation: Delegation, choice: Languages) -> Letter:
    """The letter as it would be sent now, unsaved and without a number. Raises CannotInvite."""
    people = list(FocalPoint.objects.filter(delegation=delegation, revoked_at=None))
    number = pgettext("in place of the number of a letter", "Draft")
    return _compose(_load_material(delegation.event), delegation, choice, people, number=number)


def _lock_delegation(event: Event, pk: int) -> Delegation:
    """Lock the delegation until the transaction ends. Raises CannotInvite if it is gone."""
    lock_order(pk=event.pk)
    rows = Delegation.objects.filter(event=event).select_related("event", "organisation")
    delegation = rows.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if delegation is None:
        raise CannotInvite(gettext_lazy("It has been deleted in the meantime."))
    return delegation


def _load_material(event: Event) -> LetterMaterial:
    template = LetterTemplate.objects.filter(event=event).select_related("event").first()
    if template is None:
        raise CannotInvite(gettext_lazy("The letter of this event has not been written yet."))
    days = Deadline.objects.filter(event=event).by_kind()
    return LetterMaterial(template, days.get(DeadlineKind.REPLY))


def _issue(
    delegation: Delegation,
    material: LetterMaterial,
    choice: Languages,
    by: User,
    reason: str = "",
) -> Letter:
    people = _load_recipients(delegation)
    before = delegation.letters.newest_first().first()
    letters = Letter.objects.filter(event=delegation.event).newest_first()
    last = letters.values_list("serial", flat=True).first() or 0
    serial, version = (before.serial, before.version + 1) if before else (last + 1, 1)
    letter = _compose(
        material,
        delegation,
        choice,
        people,
        serial=serial,
        version=version,
        number=letter_number(material.template.prefix, serial, version),
        recipients=[{"name": person.name, "email": person.email} for person in people],
        by=by,
        reason=reason,
    )
    letter.save()
    try:
        for person in people:
            send_link(focal_point=person, letter=letter)
    except LinkUnknown as error:
        raise CannotInvite(
            gettext_lazy("The link would not work: the forum is over, or access has been revoked.")
        ) from error
    return letter


def _load_recipients(delegation: Delegation) -> list[FocalPoint]:
    people = list(FocalPoint.objects.filter(delegation=delegation, revoked_at=None))
    if not people:
        raise CannotInvite(gettext_lazy("There is no focal point yet. Name one."))
    return people


def _compose(
    material: LetterMaterial,
    delegation: Delegation,
    choice: Languages,
    people: Sequence[FocalPoint],
    **values: object,
) -> Letter:
    """An unsaved letter with its final texts. Raises CannotInvite."""
    template, event = material.template, material.template.event
    if not template.body.get(choice.first):
        raise CannotInvite(gettext_lazy("The letter has not been written in the first language."))
    own = people[0].language if people else ""
    languages = choose_languages(choice.first, choice.second, own, set(template.body))
    day = timezone.now().astimezone(event.zone).date()
    with fallback_order([choice.first, *event.languages]):
        texts = [_compose_part(material, delegation, code, day) for code in languages]
        organisation = delegation.organisation.name.best(event.source_language).text
    _refuse_unprintable(texts)
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


def _compose_part(
    material: LetterMaterial, delegation: Delegation, code: str, day: date
) -> LetterPart:
    template = material.template
    with in_language(code):
        places = _placeholder_values(material, delegation)
        body = template.body[code]
        if empty := sorted(name for name in placeholders_in(body) if not places[name]):
            raise CannotInvite(
                # In the language of the reader of the page, not of the letter.
                format_lazy(
                    gettext_lazy("There is no text to replace {places}."),
                    places=", ".join(f"{{{name}}}" for name in empty),
                )
            )
        return {
            "language": code,
            "number": pgettext("of a letter", "No."),
            "day": date_format(day, "DATE_FORMAT"),
            "to": [places["organisation"], places["country"]],
            "salutation": places["salutation"],
            "body": fill_in(body, places),
            "closing": str(template.closing),
            "host": str(template.host_name),
            "address": str(template.host_address),
            "signatory": str(template.signatory_name),
            "title": str(template.signatory_title),
        }


def _refuse_unprintable(texts: Sequence[LetterPart]) -> None:
    """Raise CannotInvite for characters that no font can print: they would be empty boxes."""
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
                characters=", ".join(f"“{char}” (U+{ord(char):04X})" for char in sorted(missing)),
            )
        )


def _placeholder_values(material: LetterMaterial, delegation: Delegation) -> dict[str, str]:
    """The value of each placeholder, in the active language."""
    event, language = material.template.event, content_language()
    reply_by = delegation.reply_by or material.reply_by
    places = {
        "organisation": str(delegation.organisation.name),
        "country": str(delegation.organisation.country.name or ""),
        "event": material.template.event_name.get(language) or str(event.title),
        "theme": str(event.theme),
        "dates": date_range(event.start_date, event.end_date),
        "city": str(event.city),
        "reply_by": date_format(reply_by, "DATE_FORMAT") if reply_by else "",
        "quota": "" if delegation.quota is None else str(delegation.quota),
        "salutation": "",
    }
    own = delegation.salutation.get(language)
    places["salutation"] = own or fill_in(str(material.template.salutation), places)
    return places
