"""Send people links to their own entries, for focal points and the office."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from core.protection.throttle import take_turn
from delegations.access.mailed_links import LinkUnknown
from delegations.access.personal_links import revoke_personal_link, send_personal_link
from delegations.models import Attendee, FocalPoint
from delegations.registration.entries import Entry
from delegations.registration.forms import PersonalLinkForm

# Mails that one address gets, and that a member of the team has sent, in an hour.
_MAILS_TO_ONE = {"most": 5, "seconds": 3600}
_MAILS_BY_ONE = {"most": 200, "seconds": 3600}


def has_mail_left(delegation_pk: int) -> bool:
    """Use up one of the mails of a delegation per hour; return False if none is left."""
    most = settings.DELEGATION_MAILS_PER_HOUR
    return take_turn("delegation-mail", str(delegation_pk), most=most, seconds=3600)


def link_initial(entry: Entry | None, language: str) -> dict[str, str]:
    """The initial values of the form: the address of the last link, or else of the person."""
    if entry is None:
        return {"language": language}
    link = entry.link
    return {
        "email": link.email if link else entry.person.email,
        "language": link.language if link else language,
    }


def send_or_revoke(
    request: HttpRequest,
    person: Attendee,
    *,
    by: User | None = None,
    by_focal_point: FocalPoint | None = None,
) -> None:
    """Mail a person their link, or revoke it, as the form says; add a message with the result.

    The sender is either a member of the team, `by`, or a focal point.
    """
    if request.POST.get("step") == "revoke":
        if revoke_personal_link(attendee=person):
            messages.success(request, _("The access of %s has been revoked.") % person)
        return
    form = PersonalLinkForm(request.POST)
    if not form.is_valid():
        faults = [str(error) for errors in form.errors.values() for error in errors]
        messages.error(request, " ".join(faults))
    elif not _has_turn(form.cleaned_data["email"].lower(), person, by):
        messages.error(
            request, _("Too many links have been requested. Please try again in an hour.")
        )
    else:
        _send(request, person, form, by, by_focal_point)


def _has_turn(email: str, person: Attendee, user: User | None) -> bool:
    if not take_turn("personal-link", email, **_MAILS_TO_ONE):
        return False
    if user is None:
        return has_mail_left(person.delegation_id)
    return take_turn("personal-link-by", f"user {user.pk}", **_MAILS_BY_ONE)


def _send(
    request: HttpRequest,
    person: Attendee,
    form: PersonalLinkForm,
    by: User | None,
    by_focal_point: FocalPoint | None,
) -> None:
    try:
        send_personal_link(
            attendee=person, **form.cleaned_data, by=by, by_focal_point=by_focal_point
        )
    except LinkUnknown:
        text = _("No link was sent: this person is not coming, or the forum is over.")
        messages.warning(request, text)
    else:
        messages.success(request, _("%s will receive an e-mail with a link.") % person)
