"""Words for choosing delegations and their people."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connections, models, transaction
from django.db.models import Count, F, OrderBy, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Collate

from accounts.models import User
from accounts.roles import Right
from core.uploads import remove_after_commit
from delegations.choices import (
    COMING,
    COUNTED_FUNCTIONS,
    NOT_COMING,
    WAITS_FOR,
    AmendmentState,
    AttendeeFunction,
    AttendeeStatus,
    InvitationStatus,
)
from delegations.export_states import ExportState
from delegations.names import fold
from events.choices import EventStatus
from events.models import Event
from events.querysets import PublicQuerySet

ALPHABETICAL, PRECEDENCE = "alphabetical", "precedence"
ARRIVAL, DEPARTURE, FUNCTION, HOTEL = "arrival", "departure", "function", "hotel"
# What each order of people begins with. Whoever has no arrival stands behind those who have one.
_ORDERS: dict[str, tuple[str, ...]] = {
    ALPHABETICAL: ("delegation__alphabetical_position",),
    PRECEDENCE: ("delegation__precedence_position",),
    FUNCTION: ("function_order",),
    ARRIVAL: ("travel__arrives_at", "travel__arrival_point"),
    DEPARTURE: ("travel__departs_at", "travel__departure_point"),
    HOTEL: ("travel__hotel_id",),
}
_WITHIN_DELEGATION = ("delegation_id", "-is_head", "function_order", "rank_class")


def order_terms(*orders: str) -> tuple[str, ...]:
    """The fields by which people in these orders stand, each once; names come after them all."""
    fields = [field for order in (*orders, ALPHABETICAL) for field in _ORDERS[order]]
    return tuple(dict.fromkeys((*fields, *_WITHIN_DELEGATION)))


def ordering(term: str) -> OrderBy:
    """A field as an ordering; who lacks it stands last, on every database."""
    if term.startswith("-"):
        return F(term[1:]).desc()
    return F(term).asc(nulls_last=True if term.startswith("travel__") else None)


# A worker that has given no sign of life for so long has lost the file it was making.
EXPORT_LEASE = timedelta(seconds=60)
# How long a finished file may be taken.
EXPORT_KEPT = timedelta(days=1)

# The collation that compares bytes, so that both databases sort the same keys the same way.
_BYTES = {"postgresql": "C", "sqlite": "BINARY"}


def by_bytes(field: str, using: str) -> Collate:
    """An ordering expression for a stored sort key, the same on every database."""
    return Collate(field, _BYTES[connections[using].vendor])


class OrganisationQuerySet(PublicQuerySet[Any]):
    """Cities and organizations, shared by all editions."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those that sent a delegation to an event whose people `user` may see, and unused ones."""
        events = Event.objects.with_right(user, Right.VIEW_PEOPLE)
        if not events.exists():
            return self.none()
        return self.filter(Q(delegations__event__in=events) | Q(delegations=None)).distinct()

    def came_to(self, event: Event) -> Self:
        """Those that came to one edition."""
        delegations = apps.get_model("delegations", "Delegation")._default_manager
        came = delegations.filter(event=event, status__in=COMING)
        return self.filter(pk__in=came.values("organisation_id"))

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Those of which every delegation is to an event that `user` may edit: nobody renames a
        city in somebody else's forum."""
        events = Event.objects.with_right(user, Right.EDIT_PEOPLE)
        if not events.exists():
            return self.none()
        foreign = apps.get_model("delegations", "Delegation")._default_manager.exclude(
            event__in=events.values("pk")
        )
        return self.exclude(pk__in=foreign.values("organisation_id"))


class DelegationQuerySet(PublicQuerySet[Any]):
    """Delegations to one edition or to several."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those whose people `user` may see."""
        return self.filter(event__in=Event.objects.with_right(user, Right.VIEW_PEOPLE))

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Those that `user` may change."""
        return self.filter(event__in=Event.objects.with_right(user, Right.EDIT_PEOPLE))

    def coming(self) -> Self:
        """Those that have accepted and not cancelled."""
        return self.filter(status__in=COMING)

    def waiting_for(self, actor: str) -> Self:
        """Those for whose next step `actor` must do something."""
        return self.filter(status__in=[one for one, (who, _) in WAITS_FOR.items() if who == actor])

    def without_head(self) -> Self:
        """Those of which nobody is named head."""
        return self.exclude(attendees__is_head=True)

    def to_invite(self) -> Self:
        """Those whose invitation is to be sent."""
        return self.filter(status=InvitationStatus.TO_INVITE)

    def with_returned_mail(self) -> Self:
        """Those with a focal point whose mail comes back, and who still has access."""
        returned = Q(focal_points__bounced_at__isnull=False, focal_points__revoked_at=None)
        return self.filter(returned).distinct()

    def public(self) -> Self:
        """Those that visitors may see."""
        return self.coming().filter(is_public=True)

    def with_headcount(self) -> Self:
        """Add `counted_count`, `other_count`, and `heads`: a list of one or none."""
        live = ~Q(attendees__status__in=NOT_COMING)
        counted = Q(attendees__function__in=COUNTED_FUNCTIONS)
        heads = apps.get_model("delegations", "Attendee")._default_manager.filter(is_head=True)
        return (
            self.select_related("organisation", "liaison_officer")
            .annotate(
                counted_count=Count("attendees", filter=live & counted),
                other_count=Count("attendees", filter=live & ~counted),
            )
            .prefetch_related(Prefetch("attendees", heads, to_attr="heads"))
        )

    def alphabetical(self) -> Self:
        """Equal treatment: by English country name, then city; organizations last."""
        return self.order_by("alphabetical_position", "pk")

    def by_precedence(self) -> Self:
        """By rank, the host first; places given by hand win."""
        return self.order_by("precedence_position", "pk")


class SavedListQuerySet(models.QuerySet[Any]):
    """Lists that people keep under a name."""

    def open_to(self, user: User) -> Self:
        """Those of the whole team and those of `user`."""
        return self.filter(Q(owner=None) | Q(owner=user))

    def kept_by(self, user: User, *, may_edit_team: bool) -> Self:
        """The own ones, and for who may, those of the team."""
        return (
            self.filter(Q(owner=user) | Q(owner=None)) if may_edit_team else self.filter(owner=user)
        )


class ListVersionQuerySet(models.QuerySet[Any]):
    """What exports of lists held."""

    def of_list(self, event: Event, name: str) -> Self:
        """Those of one list of one edition, the newest first; without their rows."""
        own = self.filter(log__event=event, log__list_name=name)
        return own.select_related("log__by").defer("rows").order_by("-log__version")


class FileQuerySet(models.QuerySet[Any]):
    """Rows with a `file`."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows and, once that is certain, their files."""
        with transaction.atomic(using=self.db, savepoint=False):
            names = list(self.values_list("file", flat=True))
            result = super().delete()
            for name in names:
                remove_after_commit(name)
        return result


class BackgroundExportQuerySet(models.QuerySet[Any]):
    """Files that the worker makes."""

    def asked_by(self, user: User, event: Event) -> Self:
        """Those of one person in one edition: nobody else sees them."""
        return self.filter(by=user, event=event)

    def unfinished(self) -> Self:
        """Those with which the worker has still to do."""
        return self.filter(state__in=(ExportState.WAITING, ExportState.RUNNING))

    def due(self, at: datetime) -> Self:
        """Those that may be made at `at`: what waits, and what a killed worker left."""
        left = Q(state=ExportState.RUNNING, seen_at__lte=at - EXPORT_LEASE)
        return self.filter(Q(state=ExportState.WAITING) | left).order_by("pk")

    def ready(self, at: datetime) -> Self:
        """Those whose file may be taken at `at`."""
        return self.filter(state=ExportState.DONE, finished_at__gt=at - EXPORT_KEPT)

    def over(self, at: datetime) -> Self:
        """Those whose file has lain for its time."""
        return self.filter(state=ExportState.DONE, finished_at__lte=at - EXPORT_KEPT)


class ApiTokenQuerySet(models.QuerySet[Any]):
    """Access tokens."""

    def good(self, at: datetime) -> Self:
        """Those that open something at `at`."""
        return self.filter(
            revoked_at=None, expires_at__gt=at, owner__is_active=True,
            owner__session_generation=F("session_generation"),
        )  # fmt: skip

    def seen_by(self, user: User, *, may_edit_team: bool) -> Self:
        """The own ones; all of them for who answers for the team."""
        return self if may_edit_team else self.filter(owner=user)


class DeadlineQuerySet(models.QuerySet[Any]):
    """Last days of one edition or of several."""

    def by_kind(self) -> dict[str, Any]:
        """The last day of each kind, of one edition."""
        return dict(self.order_by().values_list("kind", "due_on"))

    def asking(self, kind: str) -> bool:
        """Whether one edition asks its delegations for this: it has a last day for it."""
        return self.filter(kind=kind).exists()


class LetterQuerySet(models.QuerySet[Any]):
    """Letters that were sent."""

    def newest_first(self) -> Self:
        """As the register has them."""
        return self.order_by("-serial", "-version")


class MailedLinkQuerySet(models.QuerySet[Any]):
    """Focal points of delegations, and others who get in by a link."""

    def active(self, at: datetime) -> Self:
        """Those whose access nobody has taken away, of editions that are not over at `at`."""
        # A day more than the last one: somewhere on earth it is still that day.
        last = at.date() - timedelta(days=1)
        return self.filter(revoked_at=None, delegation__event__end_date__gte=last).exclude(
            delegation__event__status=EventStatus.ARCHIVED
        )

    def with_link(self, token_hash: str, at: datetime) -> Self:
        """The one whose link is not used and good at `at`."""
        return self.active(at).filter(token_hash=token_hash, token_expires_at__gt=at)

    def knowing(self, token_hash: str) -> Self:
        """The one who was sent this link, good or used up."""
        return self.filter(Q(token_hash=token_hash) | Q(spent_hash=token_hash))

    def end(self, at: datetime) -> int:
        """Take the access away, at once: links and open pages are dead."""
        return self.filter(revoked_at=None).update(
            revoked_at=at, token_hash=None, token_expires_at=None, generation=F("generation") + 1
        )


class PersonalLinkQuerySet(MailedLinkQuerySet):
    """Ways of people to their own entries."""

    def active(self, at: datetime) -> Self:
        """Those of people who still come, in the delegation for which the link was sent."""
        here = super().active(at).filter(attendee__delegation=F("delegation"))
        return here.exclude(attendee__status__in=NOT_COMING)


class AmendmentQuerySet(models.QuerySet[Any]):
    """Amendments to people who were submitted."""

    def waiting(self) -> Self:
        """Those on which nobody has decided."""
        return self.filter(state=AmendmentState.WAITING)


class MergeQuerySet(models.QuerySet[Any]):
    """Records of one person that were made one."""

    def standing(self) -> Self:
        """Those that nobody has undone."""
        return self.filter(undone_at=None)

    def of_guid(self, event: Event, beginning: str) -> Any:
        """The one by which a person of an event gave up a guid that begins so, or None."""
        rows = self.standing().filter(event=event, merged_guid__startswith=beginning)
        return rows.select_related("kept").first()


class AttendeeQuerySet(models.QuerySet[Any]):
    """Everybody with a badge."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those whom `user` may see."""
        return self.filter(delegation__event__in=Event.objects.with_right(user, Right.VIEW_PEOPLE))

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Those whom `user` may change."""
        return self.filter(delegation__event__in=Event.objects.with_right(user, Right.EDIT_PEOPLE))

    def of_event(self, event: Event) -> Self:
        """Those of one edition."""
        return self.filter(delegation__event=event)

    def counted(self) -> Self:
        """Those who count towards the number of representatives."""
        return self.filter(function__in=COUNTED_FUNCTIONS)

    def not_counted(self) -> Self:
        """Those on a badge but outside the number of representatives."""
        return self.exclude(function__in=COUNTED_FUNCTIONS)

    def coming(self) -> Self:
        """Those who are neither refused nor have withdrawn."""
        return self.exclude(status__in=NOT_COMING)

    def other_heads(self, guid: object) -> Self:
        """Those who are entered as heads and come, but for the person with that `guid`."""
        heads = self.filter(function=AttendeeFunction.HEAD).coming()
        return heads.exclude(guid=guid)

    def approved(self) -> Self:
        """Those whose accreditation is complete."""
        return self.filter(status=AttendeeStatus.APPROVED)

    def refusing(self, purpose: str) -> Self:
        """Those whose last word on `purpose` was no."""
        return self._saying(purpose, last_word=False)

    def agreeing(self, purpose: str) -> Self:
        """Those whose last word on `purpose` was yes."""
        return self._saying(purpose, last_word=True)

    def _saying(self, purpose: str, *, last_word: bool) -> Self:
        consents = apps.get_model("delegations", "Consent")._default_manager
        said = consents.filter(attendee=OuterRef("pk"), purpose=purpose).order_by("-at", "-pk")
        return self.alias(last_word=Subquery(said.values("given")[:1])).filter(last_word=last_word)

    def matching(self, text: str) -> Self:
        """Those of whom every word of `text` stands in some form of name, office or city."""
        query = Q()
        for word in fold(text).split():
            query &= Q(search_text__contains=word)
        return self.filter(query)

    def alphabetical(self) -> Self:
        """By country, city, then head first: equal treatment (working document L1)."""
        return self.in_order_of(ALPHABETICAL)

    def by_precedence(self) -> Self:
        """By the precedence of the delegation, then head first."""
        return self.in_order_of(PRECEDENCE)

    def in_order_of(self, *orders: str) -> Self:
        """By one order, those who are equal in it by the next; at last as the alphabet has it."""
        terms = [ordering(term) for term in order_terms(*orders)]
        return self.order_by(*terms, by_bytes("sort_key", self.db), "pk")
