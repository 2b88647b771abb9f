"""Rows for tests. Each makes what it needs; a test names only what it is about."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from pypdf import PdfWriter

from accounts.models import User
from accounts.roles import Role
from core.text.translated import TranslatedText
from delegations.access.focal_points import name_focal_point
from delegations.choices import AttendeeFunction, AttendeeStatus, InvitationStatus, OrganisationKind
from delegations.models import (
    Attendee,
    Deadline,
    Delegation,
    EventQuota,
    FocalPoint,
    Letter,
    LetterTemplate,
    NominationLetter,
    Organisation,
    Photograph,
)
from events.choices import EventStatus, FigureKey, PartnerRole
from events.imports.services import upload_table
from events.models import (
    Award,
    AwardEntry,
    Document,
    Event,
    ImportBatch,
    Invitation,
    NewsItem,
    Page,
    Partner,
    PublishedFigure,
    Room,
    Subscriber,
    TeamMember,
    Venue,
    VenueDistance,
)
from events.team import services as team
from programme.choices import ImportKind, SessionStatus, Visibility
from programme.models import Appearance, Profile, Session, SessionDocument, SubForum, Webhook

_numbers = count(1)
NOON = datetime(2030, 5, 2, 12, tzinfo=UTC)


def text(english: str, **others: str) -> TranslatedText:
    """Translated text; `zh_hans="…"` for the language zh-hans."""
    return TranslatedText(
        {"en": english, **{code.replace("_", "-"): other for code, other in others.items()}}
    )


def make_user(**values: Any) -> User:
    """Somebody who can log in."""
    email = values.pop("email", f"person{next(_numbers)}@example.org")
    return User.objects.create_user(email, "correct horse battery", **values)


def make_event(**values: Any) -> Event:
    """A published edition of three days in Guangzhou."""
    # The lowest that is free: the portal reads its routes once for each slug, which takes a while.
    taken = {*Event.objects.values_list("slug", flat=True)}
    number = next(number for number in count(1) if f"forum-{number}" not in taken)
    defaults: dict[str, Any] = {
        "slug": f"forum-{number}",
        "title": text(f"Forum {number}"),
        "start_date": date(2030, 5, 1),
        "end_date": date(2030, 5, 3),
        "time_zone": "Asia/Shanghai",
        "city": text("Guangzhou"),
        "country": "CN",
        "languages": ["en", "zh-hans", "fr", "es"],
        "status": EventStatus.PUBLISHED,
        "second_factor_roles": [],
    }
    return Event.objects.create(**{**defaults, **values})


def make_member(event: Event, role: Role, **values: Any) -> User:
    """Somebody in the team of `event`."""
    user = make_user(**values)
    TeamMember.objects.create(event=event, user=user, role=role)
    return user


def make_invitation(event: Event, **values: Any) -> Invitation:
    """An open invitation by an administrator, in English, as a viewer."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "email": f"invited{number}@example.org",
        "role": Role.VIEWER,
        "language": "en",
        "by": values.pop("by", None) or make_member(event, Role.ADMINISTRATOR),
    }
    return team.invite(event=event, **{**defaults, **values})


def make_room(event: Event, **values: Any) -> Room:
    """A room for 100 people."""
    venue = Venue.objects.filter(event=event).first() or Venue.objects.create(
        event=event, name=text("Congress centre")
    )
    return Room.objects.create(
        **{"venue": venue, "name": text(f"Room {next(_numbers)}"), "capacity": 100, **values}
    )


def make_distance(event: Event, **values: Any) -> VenueDistance:
    """A quarter of an hour between two new venues."""
    venues = [Venue.objects.create(event=event, name=text(name)) for name in ("Here", "There")]
    defaults = {"from_venue": venues[0], "to_venue": venues[1], "minutes": 15}
    return VenueDistance.objects.create(**{**defaults, **values})


def make_page(event: Event, **values: Any) -> Page:
    """A published page of practical information."""
    number = next(_numbers)
    defaults = {"slug": f"page-{number}", "title": text(f"Page {number}"), "is_published": True}
    return Page.objects.create(event=event, **{**defaults, **values})


def make_news(event: Event, **values: Any) -> NewsItem:
    """A news release in English, public for a day."""
    number = next(_numbers)
    defaults = {
        "language": "en",
        "title": f"News {number}",
        "summary": f"Summary {number}",
        "published_at": timezone.now() - timedelta(days=1),
    }
    return NewsItem.objects.create(event=event, **{**defaults, **values})


def make_award(event: Event, **values: Any) -> Award:
    """An award that everybody may know of; nobody is named yet."""
    defaults = {"title": text(f"Award {next(_numbers)}"), "is_published": True}
    return Award.objects.create(event=event, **{**defaults, **values})


def make_entry(award: Award, **values: Any) -> AwardEntry:
    """A shortlisted city."""
    defaults = {"city": text(f"Shortlisted {next(_numbers)}"), "country": "FR"}
    return AwardEntry.objects.create(award=award, **{**defaults, **values})


def make_session_document(
    session: Session, content: bytes = b"Slides.", **values: Any
) -> SessionDocument:
    """A text file of a session."""
    number = next(_numbers)
    defaults = {
        "title": text(f"Slides {number}"),
        "file": ContentFile(content, name=values.pop("name", f"slides-{number}.txt")),
    }
    return SessionDocument.objects.create(session=session, **{**defaults, **values})


def make_document(event: Event, content: bytes = b"Facts.", **values: Any) -> Document:
    """A text file, public for a day."""
    number = next(_numbers)
    defaults = {
        "title": text(f"Document {number}"),
        "file": ContentFile(content, name=values.pop("name", f"facts-{number}.txt")),
        "published_at": timezone.now() - timedelta(days=1),
    }
    return Document.objects.create(event=event, **{**defaults, **values})


def photograph(size: tuple[int, int] = (400, 500), kind: str = "JPEG", **values: Any) -> bytes:
    """A picture as a camera would write it; `values` go to the encoder, `exif` among them."""
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **values)
    return out.getvalue()


def make_photograph(attendee: Attendee, **values: Any) -> Photograph:
    """What somebody looks like, for the badge."""
    picture = ContentFile(photograph(), name="photograph.jpg")
    return Photograph.objects.create(attendee=attendee, **{"file": picture, **values})


def pdf_file(*, password: str = "", pages: int = 1) -> bytes:
    """An empty PDF, as a scanner would write it."""
    writer, out = PdfWriter(), BytesIO()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


PDF = pdf_file()


def make_nomination(delegation: Delegation, **values: Any) -> NominationLetter:
    """A nomination letter that was handed in."""
    file = ContentFile(PDF, name="letter.pdf")
    version = delegation.nomination_letters.count() + 1
    defaults = {"file": file, "file_name": "letter.pdf", "size": len(PDF), "version": version}
    return NominationLetter.objects.create(delegation=delegation, **{**defaults, **values})


def make_profile(attendee: Attendee, **values: Any) -> Profile:
    """A biography and a photograph."""
    portrait = ContentFile(photograph(), name="portrait.jpg")
    defaults = {"biography": text("A mayor who plants trees."), "portrait": portrait}
    return Profile.objects.create(attendee=attendee, **{**defaults, **values})


def make_subscriber(event: Event, **values: Any) -> Subscriber:
    """Somebody who confirmed, and reads English."""
    defaults = {"email": f"reader{next(_numbers)}@example.org", "language": "en"}
    return Subscriber.objects.create(event=event, **{**defaults, **values})


def make_figure(event: Event, **values: Any) -> PublishedFigure:
    """A headline figure."""
    defaults = {
        "key": FigureKey.REPRESENTATIVES,
        "label": text("representatives"),
        "value": text("over 800"),
        "as_of": date(2030, 5, 4),
        "source": "Press release",
    }
    return PublishedFigure.objects.create(event=event, **{**defaults, **values})


def make_partner(event: Event, **values: Any) -> Partner:
    """A co-organizer."""
    defaults = {"role": PartnerRole.CO_ORGANIZER, "name": text(f"Partner {next(_numbers)}")}
    return Partner.objects.create(event=event, **{**defaults, **values})


def make_sub_forum(event: Event, **values: Any) -> SubForum:
    """A sub-forum."""
    number = values.pop("number", None) or next(_numbers) % 90 + 1
    defaults = {"title": text(f"Sub-forum {number}"), "slug": f"sub-forum-{next(_numbers)}"}
    return SubForum.objects.create(event=event, number=number, **{**defaults, **values})


def make_session(event: Event, **values: Any) -> Session:
    """A public, confirmed session of an hour at noon UTC of the second day."""
    start = values.pop("start", NOON)
    defaults = {
        "title": text(f"Session {next(_numbers)}"),
        "start": start,
        "end": start + timedelta(hours=1),
        "visibility": Visibility.PUBLIC,
        "status": SessionStatus.CONFIRMED,
    }
    return Session.objects.create(event=event, **{**defaults, **values})


def make_organisation(**values: Any) -> Organisation:
    """A city in France."""
    defaults = {
        "kind": OrganisationKind.CITY,
        "name": text(f"City {next(_numbers)}"),
        "country": "FR",
    }
    return Organisation.objects.create(**{**defaults, **values})


def make_delegation(event: Event, **values: Any) -> Delegation:
    """A delegation that comes and is shown."""
    organisation = values.pop("organisation", None) or make_organisation()
    defaults = {
        "code": f"D{next(_numbers)}",
        "status": InvitationStatus.ACCEPTED,
        "is_public": True,
    }
    return Delegation.objects.create(
        event=event, organisation=organisation, **{**defaults, **values}
    )


def make_deadline(event: Event, **values: Any) -> Deadline:
    """The last day for the list, four weeks before the event."""
    due_on = event.start_date - timedelta(days=28)
    return Deadline.objects.create(event=event, **{"kind": "list", "due_on": due_on, **values})


def make_quota(event: Event, **values: Any) -> EventQuota:
    """At most three guards in a delegation."""
    return EventQuota.objects.create(event=event, **{"function": "security", "number": 3, **values})


def make_letter_template(event: Event, **values: Any) -> LetterTemplate:
    """A letter in English, Chinese and French."""
    defaults = {
        "salutation": text("Your Excellency,", zh_hans="尊敬的阁下：", fr="Excellence,"),
        "body": text(
            "{organisation} is invited to {event}.\n\nIt takes place on {dates}.",
            zh_hans="诚邀{organisation}出席{event}。",
            fr="{organisation} est invitée à {event}.",
        ),
        "host_name": text("Guangzhou", zh_hans="广州"),
        "signatory_name": text("Li Hua", zh_hans="李华"),
    }
    return LetterTemplate.objects.create(event=event, **{**defaults, **values})


def make_letter(delegation: Delegation, **values: Any) -> Letter:
    """A letter in English that was sent."""
    number = next(_numbers)
    part = {
        "language": "en",
        "number": "No.",
        "day": "1 March 2030",
        "to": ["City"],
        "title": "",
        "salutation": "Your Excellency,",
        "body": "You are invited.",
        "closing": "",
        "host": "Guangzhou",
        "address": "",
        "signatory": "Li Hua",
    }
    defaults = {
        "serial": number,
        "number": f"F-{number:04d}",
        "organisation": "City",
        "layout": "side-by-side",
        "dated_on": date(2030, 3, 1),
        "texts": [part],
        "languages": ["en"],
        "recipients": [{"name": "Ana", "email": "ana@example.org"}],
    }
    return Letter.objects.create(
        event=delegation.event, delegation=delegation, **{**defaults, **values}
    )


def make_focal_point(delegation: Delegation, **values: Any) -> FocalPoint:
    """Somebody who registers the delegation, and has a link that nobody has used."""
    number = next(_numbers)
    name, email = f"Focal Point {number}", f"focal-{number}@example.org"
    return name_focal_point(
        delegation=delegation,
        by=None,
        **{"name": name, "email": email, "language": "en", **values},
    )


def make_attendee(delegation: Delegation, **values: Any) -> Attendee:
    """An approved delegate."""
    # Five digits would look like a telephone number, which no mail takes for a name.
    number = next(_numbers) % 10_000
    defaults = {
        "given": f"Given{number}",
        "family": f"Family{number}",
        "function": AttendeeFunction.DELEGATE,
        "status": AttendeeStatus.APPROVED,
    }
    return Attendee.objects.create(delegation=delegation, **{**defaults, **values})


def make_appearance(session: Session, **values: Any) -> Appearance:
    """Somebody on stage: a placeholder unless an attendee is named."""
    if "attendee" not in values:
        values.setdefault("placeholder", text("Mayor, to be confirmed"))
    return Appearance.objects.create(session=session, **values)


def make_import(event: Event, by: User, **values: Any) -> ImportBatch:
    """A table of one new session, uploaded and not yet applied."""
    title = f"Imported {next(_numbers)}"
    rows = f"Title,Day,Start,End\n{title},2030-05-02,14:00,15:00\n"
    file = SimpleUploadedFile("programme.csv", rows.encode())
    defaults: dict[str, Any] = {"kind": ImportKind.SESSIONS, "file": file}
    return upload_table(event=event, by=by, **{**defaults, **values})


def make_people_import(event: Event, by: User, **values: Any) -> ImportBatch:
    """A table of one new person of a delegation of its own, uploaded and not yet applied."""
    code = make_delegation(event).code
    rows = f"Delegation,Given name,Family name\n{code},Imported,Person {next(_numbers)}\n"
    file = SimpleUploadedFile("people.csv", rows.encode())
    return upload_table(event=event, by=by, **{"kind": "people", "file": file, **values})


def make_webhook(event: Event, **values: Any) -> Webhook:
    """A webhook that is switched on, with a secret."""
    webhook = Webhook(event=event, **{"url": "https://hooks.city.example/agenda", **values})
    webhook.new_secret()
    webhook.save()
    return webhook
