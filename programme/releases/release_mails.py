"""E-mails to the people whom a release concerns, after an organizer has reviewed the list."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.ordering import ByBytes
from core.text.dates import full_moment, full_range
from core.text.languages import in_language
from core.text.translated import fallback_order
from core.text.zones import zone_name
from delegations.models import Attendee
from events.editions.mails import write_event_mail
from mail.models import OutgoingMail
from mail.services import post
from programme.models import ScheduleRelease, SubForum
from programme.releases import change_wording, changes
from programme.releases.recipients import Concern, find_affected
from programme.releases.versions import agenda_of, load_agenda_before


@dataclass(frozen=True, slots=True)
class Notice:
    """An e-mail that can be sent: to whom, why, and whether it has been sent already.

    `address` is empty if the office has none: that person must be told in another way.
    `person` is the guid of an attendee, so that erasing them reaches the e-mail.
    """

    key: str
    recipient: str
    why: str
    address: str
    lines: tuple[str, ...]
    person: str = ""
    is_written: bool = False


def load_notices(release: ScheduleRelease) -> list[Notice]:
    """Load one notice for each person whom this release concerns, people on stage first."""
    event = release.event
    with (
        in_language(event.source_language),
        fallback_order(event.languages),
        timezone.override(agenda_of(release).zone),
    ):
        affected = find_affected(load_agenda_before(release), agenda_of(release))
        notices = [*_to_people(release, affected.people), *_to_hosts(release, affected.sub_forums)]
    written = set(
        OutgoingMail.objects.filter(key__in=[notice.key for notice in notices]).values_list(
            "key", flat=True
        )
    )
    return [replace(notice, is_written=notice.key in written) for notice in notices]


def send_notices(*, release: ScheduleRelease, keys: Iterable[str]) -> int:
    """Put the notices with these keys into the outbox, each only once ever; return how many."""
    chosen = set(keys)
    notices = [
        notice for notice in load_notices(release) if notice.key in chosen and notice.address
    ]
    return post(*(_mail(release, notice) for notice in notices))


def _to_people(
    release: ScheduleRelease, people: Mapping[str, tuple[object, Concern]]
) -> Iterator[Notice]:
    rows = Attendee.objects.filter(guid__in=people, delegation__event=release.event)
    for row in rows.order_by(ByBytes("sort_key")):
        lines = _lines(people[str(row.guid)][1])
        key = _key(release, "person", str(row.guid))
        yield Notice(key, row.listed_name, _("On stage"), row.email, lines, row.guid.hex)


def _to_hosts(
    release: ScheduleRelease, sub_forums: Mapping[str, tuple[object, Concern]]
) -> Iterator[Notice]:
    rows = SubForum.objects.filter(event=release.event, guid__in=sub_forums)
    for row in rows.prefetch_related("editors"):
        lines = _lines(sub_forums[str(row.guid)][1])
        for user in row.editors.all():
            if user.is_active:
                key = _key(release, f"sub-forum-{row.guid.hex}", str(user.pk))
                yield Notice(key, str(user), str(row), user.email, lines)


def _lines(concern: Concern) -> tuple[str, ...]:
    lines = []
    for kept in changes.as_json(concern.changes):
        label = change_wording.CHANGE_LABELS.get(kept["kind"], "")
        session = next(
            change.session for change in concern.changes if change.session.guid == kept["guid"]
        )
        lines.append(f"{label}: {session.title}")
        if kept["kind"] == "new":
            lines.append(f"  {full_range(session.start, session.end)}")
        lines += [f"  {line}" for line in change_wording.change_lines(kept, full_moment)]
    return tuple(lines)


def _mail(release: ScheduleRelease, notice: Notice) -> OutgoingMail:
    event = release.event
    with in_language(event.source_language), fallback_order(event.languages):
        page = f"{settings.PUBLIC_ORIGIN}{reverse('programme:agenda', args=[event.slug])}"
        context = {"event": event, "release": release, "notice": notice, "page": page}
        context["zone"] = zone_name(release.payload["time_zone"])
        return write_event_mail(
            event,
            key=notice.key,
            address=notice.address,
            subject=_("The agenda of %(event)s has changed") % {"event": event.title},
            body=render_to_string("mail/release.txt", context),
            recipient=notice.person,
        )


def _key(release: ScheduleRelease, why: str, whom: str) -> str:
    return f"release/{release.event.guid.hex}/{release.version}/{why}/{whom}"
