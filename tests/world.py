"""Two editions full of rows that could leak, everybody who may come, and where each page is."""

import pickle
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import RIGHTS, Right, Role
from delegations.models import (
    Amendment,
    ExportLog,
    InvitationRound,
    Merge,
    SensitiveAccess,
    VisaLetter,
)
from mail.models import OutgoingMail
from mail.services import post, write_mail
from programme.agenda.load_agenda import published_agenda
from programme.choices import PlanState
from programme.models import AcceptedFinding, ReleasePlan, WebhookDelivery
from programme.releases.preview_links import create_link
from programme.releases.services import release_agenda
from tests.delegations.focal import make_reply
from tests.factories import (
    NOON,
    make_appearance,
    make_attendee,
    make_award,
    make_deadline,
    make_delegation,
    make_distance,
    make_document,
    make_event,
    make_focal_point,
    make_import,
    make_letter,
    make_letter_template,
    make_member,
    make_news,
    make_nomination,
    make_page,
    make_partner,
    make_people_import,
    make_photograph,
    make_profile,
    make_quota,
    make_room,
    make_session,
    make_session_document,
    make_sub_forum,
    make_subscriber,
    make_user,
    make_webhook,
    photograph,
    text,
)


class World:
    """Two editions full of rows that could leak, and a person for each role of the first."""

    def __init__(self) -> None:
        self.event, self.other = (
            make_event(slug=slug, picture=ContentFile(photograph(), name="city.jpg"))
            for slug in ("ours", "theirs")
        )
        self.rows = self._fill(self.event)
        self.foreign = self._fill(self.other)
        self.people: dict[str, User] = {role.value: make_member(self.event, role) for role in Role}
        self.people["outsider"] = make_member(self.other, Role.ADMINISTRATOR)
        self.people["nobody"] = make_user()

    def _fill(self, event: Any) -> dict[str, Any]:
        sub_forum = make_sub_forum(event)
        room = make_room(event)
        session = make_session(event, sub_forum=sub_forum, room=room)
        delegation = make_delegation(event)
        attendee = make_attendee(delegation)
        make_photograph(attendee)
        make_appearance(session, attendee=attendee)
        placeholder = make_appearance(session)
        # Visitors get the files of a session once it has ended.
        file = ContentFile(photograph(), name="hall.jpg")
        over = make_session(
            event, start=NOON - timedelta(days=3650), picture=file, picture_alt=text("The hall")
        )
        document = make_session_document(over)
        member = make_member(event, Role.VIEWER)
        release = release_agenda(event=event, by=member)
        batch = make_import(event, make_user(is_superuser=True))
        webhook = make_webhook(event)
        log = ExportLog.objects.create(event=event, by=member, list_name="attendees", row_count=1)
        return {
            "events_event": event,
            "events_venue": room.venue,
            "events_room": room,
            "events_venuedistance": make_distance(event),
            "events_page": make_page(event),
            "events_newsitem": make_news(event),
            "events_award": make_award(event),
            "events_document": make_document(event),
            "events_subscriber": make_subscriber(event),
            "mail_outgoingmail": self._mail(event),
            "delegations_organisation": delegation.organisation,
            "delegations_delegation": delegation,
            "delegations_attendee": attendee,
            "delegations_exportlog": log,
            "delegations_sensitiveaccess": SensitiveAccess.objects.create(
                event=event, attendee=attendee, by=member, kind="view", reason="Visa"
            ),
            "delegations_deadline": make_deadline(event),
            "delegations_eventquota": make_quota(event),
            "delegations_lettertemplate": make_letter_template(event),
            "letter": make_letter(delegation),
            "visa letter": VisaLetter.objects.create(
                event=event, attendee=attendee, log=log, serial=1, number="V-1", language="en"
            ),
            "invitation round": InvitationRound.objects.create(event=event, language="en"),
            "focal point": make_focal_point(delegation),
            "merge": Merge.objects.create(
                event=event, kept=attendee, merged_pk=0, merged_guid=uuid4(), merged_name="Eva"
            ),
            "nomination": make_nomination(delegation),
            "people import": make_people_import(event, make_user(is_superuser=True)),
            "amendment": Amendment.objects.create(attendee=attendee, changes={"given": "Eva"}),
            "reply": make_reply(delegation),
            "programme_subforum": sub_forum,
            "programme_session": session,
            "programme_profile": make_profile(attendee),
            "session document": document,
            "session picture": over,
            "partner": make_partner(event, logo=ContentFile(photograph(kind="PNG"), name="l.png")),
            "placeholder": placeholder,
            "programme_schedulerelease": release,
            "programme_releaseplan": ReleasePlan.objects.create(
                event=event, base_version=1, payload={}, state=PlanState.WAITING
            ),
            "programme_previewlink": create_link(
                event=event, by=member, label="Press office", days=1
            )[0],
            "programme_acceptedfinding": AcceptedFinding.objects.create(
                event=event, sentence="No room.", reason="In the garden.", accepted_by=member
            ),
            "events_importbatch": batch,
            "programme_webhook": webhook,
            "programme_webhookdelivery": WebhookDelivery.objects.create(
                webhook=webhook, release=release
            ),
            "accounts_user": member,
        }

    def _mail(self, event: Any) -> OutgoingMail:
        mail = write_mail(
            key=event.slug, address="a@example.org", subject="A", body="", scope=event.guid.hex
        )
        post(mail)
        return OutgoingMail.objects.get(key=event.slug)

    def client(self, who: str) -> Client:
        client = Client(raise_request_exception=True)
        if who != "anonymous":
            client.force_login(self.people[who])
        return client

    def rights(self, who: str) -> frozenset[Right]:
        return RIGHTS[Role(who)] if who in Role.values else frozenset()


OF_NO_EVENT = frozenset(
    {"root", "healthz", "readyz", "favicon", "sitemap", "robots", "service-worker", "embed"}
    | {"style", "api:openapi"}
)
WHO = ("anonymous", "nobody", "outsider", *Role.values)


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[bytes]:
    """Made once: a thousand tests look at it, each in a transaction that is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield pickle.dumps(World())
        transaction.set_rollback(True)


@pytest.fixture
def world(filled: bytes, db: None) -> World:
    world: World = pickle.loads(filled)
    return world


def public_path(name: str, world: World) -> str:
    session = world.rows["programme_session"]
    published = published_agenda(world.event)
    arguments: dict[str, list[Any]] = {
        "programme:sub-forum": [world.rows["programme_subforum"].slug],
        "programme:session": [session.code],
        "feeds:session": [session.code],
        "feeds:sub-forum": [world.rows["programme_subforum"].slug],
        "feeds:speaker": [next(iter(published.speakers))],
        "feeds:room": [published.rooms[0].key],
        "programme:speaker": [next(iter(published.speakers))],
        "events:page": [world.rows["events_page"].slug],
        "events:news-item": [world.rows["events_newsitem"].slug],
        "portrait": [world.rows["delegations_attendee"].guid],
        "session-document": [
            world.rows["session document"].session.code,
            world.rows["session document"].guid,
            world.rows["session document"].file_name,
        ],
        "partner-logo": [world.rows["partner"].pk, world.rows["partner"].logo_digest],
        "edition-picture": [800, world.event.picture_digest],
        "session-picture": [world.rows["session picture"].code],
        "document": [world.rows["events_document"].guid, world.rows["events_document"].file_name],
    }
    # The page that depends on the clock is asked for one moment: everybody sees the same.
    clock = "?at=2030-05-02T12:00" if name == "programme:now" else ""
    own: list[Any] = [] if name in OF_NO_EVENT else [world.event.slug, *arguments.get(name, [])]
    return reverse(name, args=own) + clock


# Pages of the delegations desk about one row: what stands in their address, and which are read.
READ = {
    "staff:delegation",
    "staff:person",
    "staff:person-peek",
    "staff:photograph",
    "staff:photograph-change",
    "staff:nomination",
    "staff:import",
    "staff:import-columns",
    "staff:import-values",
    "staff:import-errors",
    "staff:invitation-round",
    "staff:letter",
    "staff:letter-preview",
    "staff:visa-letter",
}
STAFF_ROWS = {
    "staff:sensitive": ("delegations_attendee", "guid"),
    "staff:person-data": ("delegations_attendee", "guid"),
    "staff:delegation": ("delegations_delegation", "code"),
    "staff:head": ("delegations_delegation", "code"),
    "staff:focal-point": ("focal point", "guid"),
    "staff:amendment": ("amendment", "guid"),
    "staff:reply": ("reply", "guid"),
    "staff:person": ("delegations_attendee", "guid"),
    "staff:person-peek": ("delegations_attendee", "guid"),
    "staff:person-link": ("delegations_attendee", "guid"),
    "staff:photograph": ("delegations_attendee", "guid"),
    "staff:photograph-change": ("delegations_attendee", "guid"),
    "staff:merge": ("delegations_attendee", "guid"),
    "staff:not-same": ("delegations_attendee", "guid"),
    "staff:merge-undo": ("merge", "pk"),
    "staff:earlier": ("delegations_delegation", "code"),
    "staff:nomination": ("nomination", "guid"),
    "staff:remove-nomination": ("nomination", "guid"),
    "staff:import": ("people import", "pk"),
    "staff:import-columns": ("people import", "pk"),
    "staff:import-values": ("people import", "pk"),
    "staff:import-errors": ("people import", "pk"),
    "staff:import-apply": ("people import", "pk"),
    "staff:import-undo": ("people import", "pk"),
    "staff:invitation-round": ("invitation round", "guid"),
    "staff:letter": ("letter", "guid"),
    "staff:visa-letter": ("visa letter", "guid"),
    "staff:letter-preview": ("delegations_delegation", "code"),
    "staff:letter-correct": ("delegations_delegation", "code"),
}


# The organizers' own pages, and the row that each is about.
ABOUT = {
    "admin:team": "events_event",
    "admin:edition_copy": "events_event",
    "admin:paste_sub_forums": "events_event",
    "admin:paste_rooms": "events_event",
    "admin:readiness": "events_event",
    "admin:translations": "events_event",
    "admin:programme_preview": "events_event",
    "admin:programme_publish": "events_event",
    "admin:programme_withdraw": "events_event",
    "admin:programme_checks": "events_event",
    "admin:programme_compare": "events_event",
    "admin:programme_roll_back": "programme_schedulerelease",
    "admin:programme_tell": "programme_schedulerelease",
    "admin:programme_plan": "programme_releaseplan",
    "admin:programme_planner": "events_event",
    "admin:programme_planner_changes": "events_event",
    "admin:programme_typed_place": "events_event",
    "admin:programme_person_times": "events_event",
    "admin:programme_name_person": "placeholder",
    "admin:programme_running_order": "programme_session",
    "admin:programme_run_of_show": "programme_session",
    "admin:events_news_send": "events_newsitem",
    "admin:programme_profile_portrait": "programme_profile",
    "admin:programme_session_document": "session document",
    "admin:programme_session_picture": "session picture",
    "admin:events_partner_logo": "partner",
    "admin:events_event_picture": "events_event",
    "admin:events_document_file": "events_document",
}
