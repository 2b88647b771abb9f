"""Links by which one person finishes their own entry."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from delegations.access.focal_points import send_link
from delegations.access.mailed_links import lock_link, post_new_link
from delegations.models import Attendee, Delegation, FocalPoint, LinkWish, PersonalLink
from delegations.people.delegation_order import lock_order
from mail.services import forget_recipient, hold_mails, withdraw_mails

# In one turn of the worker.
MOST_WISHES = 50


@transaction.atomic
def send_personal_link(
    *,
    attendee: Attendee,
    email: str,
    language: str,
    by_focal_point: FocalPoint | None = None,
    by: User | None = None,
) -> PersonalLink:
    """E-mail a person the link to their own entry. A new address ends access by the old one.

    Raises LinkUnknown if the person is not coming or the forum is over.
    """
    lock_order(delegations__attendees=attendee.pk)
    person = Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=attendee.pk)
    address, row = email.strip().lower(), PersonalLink.objects.filter(attendee=person).first()
    link: PersonalLink = row or PersonalLink(attendee=person)
    if row is not None and (row.email, row.delegation_id) != (address, person.delegation_id):
        link.generation += 1
    link.email, link.language, link.delegation_id = address, language, person.delegation_id
    hold_mails(recipient=link.mailbox)
    link.sent_by, link.updated_by = by_focal_point, by
    link.revoked_at = link.finished_at = None
    link.save()
    _send(link)
    return link


def ask_for_links(*, email: str) -> None:
    """Have the worker send a new link to this address, if it belongs to anybody."""
    LinkWish.objects.create(email=email)


def send_asked_links() -> int:
    """Send the new links that were asked for; return the number of requests. A background job."""
    wishes = list(LinkWish.objects.order_by("pk")[:MOST_WISHES])
    for wish in wishes:
        with transaction.atomic():
            # Of several workers one finds it there.
            deleted, _models = LinkWish.objects.filter(pk=wish.pk).delete()
            if deleted:
                renew_links(email=wish.email)
    return len(wishes)


def renew_links(*, email: str) -> None:
    """Send a new link for each delegation and each entry registered under this address."""
    now, address = timezone.now(), email.strip()
    for focal_point in FocalPoint.objects.active(now).filter(email__iexact=address).order_by("pk"):
        send_link(focal_point=focal_point)
    for link in PersonalLink.objects.active(now).filter(email__iexact=address).order_by("pk"):
        _send(link)


@transaction.atomic
def _send(link: PersonalLink) -> None:
    hold_mails(recipient=link.mailbox)
    current = lock_link(PersonalLink.objects.active(timezone.now()).filter(pk=link.pk))
    post_new_link(
        current,
        subject=gettext_noop("%(organisation)s at %(event)s: your entry"),
        template="mail/personal_link.txt",
        context={"person": current.attendee, "address": current.email},
    )


@transaction.atomic
def revoke_personal_link(*, attendee: Attendee) -> bool:
    """Revoke access at once; return whether there was any."""
    rows = PersonalLink.objects.filter(attendee=attendee)
    for link in rows:
        withdraw_mails(recipient=link.mailbox)
    return bool(rows.end(timezone.now()))


@transaction.atomic
def finish_entry(*, link: PersonalLink) -> None:
    """Record that the person has completed their entry. Raises LinkUnknown."""
    current = lock_link(PersonalLink.objects.active(timezone.now()).filter(pk=link.pk))
    current.finished_at = timezone.now()
    current.save(update_fields=["finished_at", "updated_at"])


def load_links(delegation: Delegation) -> dict[int, PersonalLink]:
    """The links that have been opened or still work, by the key of the person."""
    rows = PersonalLink.objects.active(timezone.now()).filter(delegation=delegation)
    return {link.attendee_id: link for link in rows}


def forget_personal_links(links: Iterable[PersonalLink]) -> None:
    """Erase links, with the mails that contain them."""
    for link in links:
        forget_recipient(recipient=link.mailbox)
        link.delete()
