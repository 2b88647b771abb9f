"""The registry of texts that may name people, table by table; higher apps add theirs.

Every text of the database either stands here, or goes with the person, or is public and shown to
anyone who erases somebody, or names nobody (tests/personal_data.py says why).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models import Q

from core.protection.scrub import unique_fields
from delegations.models import (
    Amendment,
    ApiToken,
    Attendee,
    BackgroundExport,
    Consent,
    Delegation,
    ExportLog,
    FocalPoint,
    HeadChange,
    InvitationReply,
    InvitationRound,
    Letter,
    LetterTemplate,
    Merge,
    NominationLetter,
    PersonalLink,
    SensitiveAccess,
    StatusChange,
    Tag,
    Travel,
    VisaLetter,
)
from delegations.privacy.identity import Person
from events.models import (
    ColumnChoice,
    Document,
    Event,
    FormerAddress,
    ImportBatch,
    Invitation,
    SavedList,
    ValueChoice,
)
from events.public import PublicModel
from mail.models import OutgoingMail

_TEXTS_OF_LETTERS = (
    "salutation",
    "body",
    "event_name",
    "closing",
    "host_name",
    "host_address",
    "signatory_name",
    "signatory_title",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Texts of one table. `event` leads from a row to its event, or says which rows of one it is.

    `apart_from` takes from a value what is erased in another way.
    """

    model: Any
    event: str | Callable[[Event], Q]
    fields: tuple[str, ...]
    # Never offered one by one: what is worked out from the others.
    unshown: tuple[str, ...] = ()
    # Looked into in the history alone.
    only_past: tuple[str, ...] = ()
    # Shown to the user who erases, who decides: nothing is removed without asking.
    is_decided: bool = False
    # To be changed by hand, for others lead there: addresses of pages.
    is_fixed: bool = False
    apart_from: Callable[[Any, Person], object] | None = None

    def rows(self, event: Event) -> models.QuerySet[models.Model]:
        """The rows of an event."""
        every = models.QuerySet[models.Model](self.model)
        if callable(self.event):
            return every.filter(self.event(event))
        # Without the joins: a row that leads to its event in two ways is one row.
        return every.filter(pk__in=every.filter(**{self.event: event.pk}).order_by().values("pk"))

    def past(self, event: Event) -> models.QuerySet[models.Model]:
        """The history of these rows, and of deleted rows if it stores their event."""
        kept = models.QuerySet[models.Model](self.model.history.model)
        own = Q(id__in=self.rows(event).order_by().values("pk"))
        if self.event in ("event", "delegation__event"):
            own |= Q(**{self.event: event.pk})
        return kept.filter(own)

    @property
    def past_fields(self) -> tuple[str, ...]:
        """The fields in the history; none if there is no history."""
        if not hasattr(self.model, "history"):
            return ()
        kept = {field.name for field in self.model.history.model._meta.concrete_fields}
        return tuple(name for name in (*self.fields, *self.only_past) if name in kept)

    def own(self, person: Person) -> Q:
        """A condition for the rows that are deleted with a person."""
        if self.model is Attendee:
            return Q(pk__in=person.keys.pks)
        if self.model is FocalPoint:
            return Q(pk__in=[focal_point.pk for focal_point in person.focal_points])
        if self.model is OutgoingMail:
            return Q(recipient__in=person.mailboxes) | Q(address__in=person.known.emails)
        if self.model is LogEntry:
            about = Q(content_type__app_label="delegations", content_type__model="attendee")
            return about & Q(object_id__in=[str(pk) for pk in person.keys.pks])
        to = [
            field for field in self.model._meta.concrete_fields if field.related_model is Attendee
        ]
        going = [field.name for field in to if field.remote_field.on_delete is models.CASCADE]
        return Q(*(Q(**{f"{name}__in": person.keys.pks}) for name in going), _connector=Q.OR)


def _mails_about(event: Event) -> Q:
    return Q(scope=event.guid.hex)


def _everywhere(_event: Event) -> Q:
    """All rows: the log of the admin site has no event."""
    return Q()


PLACES: list[Place] = [
    # First, because recording a bounce locks the mail before the row.
    Place(OutgoingMail, _mails_about, ("subject", "body", "headers", "error")),
    Place(
        Attendee,
        "delegation__event",
        (
            "office_title",
            "office_title_en",
            "institution",
            "office_note",
            "pronunciation",
            "honorific",
        ),
        unshown=("search_text",),
        # An entry that was somebody else's before.
        only_past=(
            "given",
            "family",
            "display_name",
            "native_name",
            "list_name",
            "badge_name",
            "email",
            "phone",
        ),
    ),
    Place(Amendment, "attendee__delegation__event", ("changes", "before", "note")),
    Place(Consent, "attendee__delegation__event", ("given_by",)),
    Place(
        Travel,
        "attendee__delegation__event",
        (
            "arrival_number",
            "arrival_from",
            "arrival_point",
            "departure_number",
            "departure_point",
            "shares_with",
            "confirmation_number",
        ),
    ),
    Place(StatusChange, "delegation__event", ("delegation_note", "office_note")),
    Place(Tag, "attendee__delegation__event", ("name",)),
    Place(HeadChange, "delegation__event", ("note",)),
    Place(InvitationReply, "delegation__event", ("note",)),
    Place(Delegation, "event", ("office_note", "manual_reason", "salutation")),
    Place(FocalPoint, "delegation__event", ("bounce_reason",)),
    Place(PersonalLink, "delegation__event", ("bounce_reason",)),
    Place(NominationLetter, "delegation__event", ("file_name",)),
    Place(Letter, "event", ("texts", "recipients", "reason", "organisation")),
    Place(InvitationRound, "event", ("note", "results")),
    Place(Merge, "event", ("merged_name",)),
    Place(SensitiveAccess, "event", ("reason",)),
    Place(ExportLog, "event", ("filters", "reason")),
    Place(VisaLetter, "event", ("stamped_by", "revocation_reason")),
    Place(SavedList, "event", ("name", "query")),
    Place(BackgroundExport, "event", ("query", "title", "file_name")),
    Place(ApiToken, "event", ("name", "reason")),
    Place(ImportBatch, "event", ("file_name", "table", "done")),
    Place(ColumnChoice, "event", ("header",)),
    Place(ValueChoice, "event", ("text", "value")),
    Place(Invitation, "event", ("note",)),
    Place(LogEntry, _everywhere, ("object_repr", "change_message")),
    Place(Document, "event", ("file_name",), is_decided=True),
    # What was an address once leads nowhere without the name.
    Place(FormerAddress, "event", ("slug",), is_decided=True),
    Place(
        Event,
        "pk",
        ("title", "theme", "description", "notice", "city", "picture_alt"),
        is_decided=True,
    ),
    Place(LetterTemplate, "event", _TEXTS_OF_LETTERS, is_decided=True),
    # Somebody else may register another delegation under the same name.
    Place(FocalPoint, "delegation__event", ("name",), is_decided=True),
]


def all_places() -> list[Place]:
    """The registered places and every public text; people decide on the latter one by one."""
    return [*PLACES, *_public_places()]


def _public_places() -> Iterator[Place]:
    registered = {(place.model, name) for place in PLACES for name in place.fields}
    for model in apps.get_models():
        if issubclass(model, PublicModel):
            free = [field for field in _free_texts(model) if (model, field.name) not in registered]
            slugs = tuple(field.name for field in free if isinstance(field, models.SlugField))
            names = tuple(field.name for field in free if field.name not in slugs)
            if names:
                yield Place(model, model.event_path, names, is_decided=True)
            if slugs:
                yield Place(model, model.event_path, slugs, is_decided=True, is_fixed=True)


def _free_texts(model: type[models.Model]) -> Iterator["models.Field[Any, Any]"]:
    """The fields of a public model that hold free text."""
    identifiers = unique_fields(model)
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
        is_slug = isinstance(field, models.SlugField)
        if (
            is_text
            and field.editable
            and not field.choices
            and (is_slug or field.name not in identifiers)
        ):
            yield field
