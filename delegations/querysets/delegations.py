"""Organisations, delegations, deadlines and letters."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, When
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.roles import Right
from delegations.choices import (
    AWAITING_REPLY,
    COMING,
    COUNTED_FUNCTIONS,
    CURRENT_REPLY,
    NOT_COMING,
    WAITS_FOR,
    AmendmentState,
    AttendeeStatus,
    DeadlineKind,
    InvitationStatus,
    ReplyState,
    RoundState,
)
from events.models import Event
from events.querysets import PublicQuerySet

if TYPE_CHECKING:
    from delegations.models import (
        Deadline,
        Delegation,
        InvitationReply,
        InvitationRound,
        Letter,
        Organisation,
    )


class OrganisationQuerySet(PublicQuerySet["Organisation"]):
    """Cities and organizations, which all editions share."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Organisations with a delegation whose people `user` may see, and unused ones."""
        events = Event.objects.with_right(user, Right.VIEW_PEOPLE)
        if not events.exists():
            return self.none()
        return self.filter(Q(delegations__event__in=events) | Q(delegations=None)).distinct()

    def came_to(self, event: Event) -> Self:
        """Organisations that came to one edition."""
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


def reply_overdue(today: date) -> Q:
    """Delegations whose last day for the reply has passed; they must know their `reply_due_on`."""
    return Q(status__in=AWAITING_REPLY, reply_due_on__lt=today)


class DelegationQuerySet(PublicQuerySet["Delegation"]):
    """Delegations to one edition or to several."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Delegations whose people `user` may see."""
        return self.filter(event__in=Event.objects.with_right(user, Right.VIEW_PEOPLE))

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Delegations that `user` may change."""
        return self.filter(event__in=Event.objects.with_right(user, Right.EDIT_PEOPLE))

    def coming(self) -> Self:
        """Delegations that have accepted and not cancelled."""
        return self.filter(status__in=COMING)

    def waiting_for(self, *actors: str) -> Self:
        """Delegations whose next step is up to one of `actors`."""
        return self.filter(
            status__in=[status for status, (who, _) in WAITS_FOR.items() if who in actors]
        )

    def without_head(self) -> Self:
        """Delegations without a head."""
        return self.exclude(attendees__is_head=True)

    def with_waiting_entries(self) -> Self:
        """Delegations with a person, or an amendment, that waits for a decision."""
        people = apps.get_model("delegations", "Attendee")._default_manager
        submitted = Q(status=AttendeeStatus.SUBMITTED)
        amended = Q(amendments__state=AmendmentState.WAITING)
        return self.filter(pk__in=people.filter(submitted | amended).values("delegation_id"))

    def to_invite(self) -> Self:
        """Delegations whose invitation is to be sent."""
        return self.filter(status=InvitationStatus.TO_INVITE)

    def with_returned_mail(self) -> Self:
        """Delegations with an active focal point whose mail bounces."""
        returned = Q(focal_points__bounced_at__isnull=False, focal_points__revoked_at=None)
        return self.filter(returned).distinct()

    def public(self) -> Self:
        """Delegations that visitors may see."""
        return self.coming().filter(is_public=True)

    def with_headcount(self) -> Self:
        """Add `counted_count`, `other_count`, and `heads`: a list of one or none."""
        live = ~Q(attendees__status__in=NOT_COMING)
        counted = Q(attendees__function__in=COUNTED_FUNCTIONS)
        heads = apps.get_model("delegations", "Attendee")._default_manager.filter(is_head=True)
        return (
            self.select_related("organisation", "liaison_officer", "manual_by")
            .annotate(
                counted_count=Count("attendees", filter=live & counted),
                other_count=Count("attendees", filter=live & ~counted),
            )
            .prefetch_related(Prefetch("attendees", heads, to_attr="heads"))
        )

    def with_reply_deadline(self) -> Self:
        """Add `reply_due_on`: the last day for the reply, its own or that of the event."""
        deadlines = apps.get_model("delegations", "Deadline")._default_manager
        of_event = deadlines.filter(event=OuterRef("event"), kind=DeadlineKind.REPLY)
        return self.annotate(reply_due_on=Coalesce("reply_by", of_event.values("due_on")[:1]))

    def overdue(self, today: date) -> Self:
        """Delegations whose last day for the reply has passed without one."""
        return self.with_reply_deadline().filter(reply_overdue(today))

    def alphabetical(self) -> Self:
        """Equal treatment: by English country name, then city; organizations last."""
        return self.order_by("alphabetical_position", "pk")

    def by_precedence(self) -> Self:
        """By rank, the host first; manual positions win."""
        return self.order_by("precedence_position", "pk")

    def by_status(self) -> Self:
        """By the steps of an invitation, then alphabetically."""
        steps = [When(status=step, then=place) for place, step in enumerate(InvitationStatus)]
        return self.order_by(Case(*steps), "alphabetical_position", "pk")


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Deadlines of one edition or of several."""

    def by_kind(self) -> dict[str, date]:
        """The deadline of each kind, of one edition."""
        return dict(self.order_by().values_list("kind", "due_on"))

    def of_delegation(self, delegation: "Delegation") -> dict[str, date]:
        """The deadline of each kind for one delegation, whose own for the reply comes first."""
        days = self.filter(event=delegation.event_id).by_kind()
        return {**days, DeadlineKind.REPLY: delegation.reply_by} if delegation.reply_by else days

    def asking(self, kind: str) -> bool:
        """Whether an edition has a deadline for this, and so asks its delegations for it."""
        return self.filter(kind=kind).exists()


# A worker that has given no sign of life for so long was killed.
ROUND_LEASE = timedelta(seconds=60)


class InvitationRoundQuerySet(models.QuerySet["InvitationRound"]):
    """Rounds of invitations."""

    def unfinished(self) -> Self:
        """Those with letters still to be written."""
        return self.filter(state__in=(RoundState.WAITING, RoundState.RUNNING))

    def due(self, at: datetime) -> Self:
        """Those that wait for the worker at `at`, and those left by a killed worker."""
        left = Q(state=RoundState.RUNNING, seen_at__lte=at - ROUND_LEASE)
        return self.filter(Q(state=RoundState.WAITING) | left).order_by("pk")


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters that were sent."""

    def newest_first(self) -> Self:
        """In the order of the register."""
        return self.order_by("-serial", "-version")


class InvitationReplyQuerySet(models.QuerySet["InvitationReply"]):
    """Replies of delegations to the invitation."""

    def current(self) -> Self:
        """Replies that hold: neither replaced nor undone."""
        return self.filter(state__in=CURRENT_REPLY)

    def waiting(self) -> Self:
        """Replies that the office has not noted, unless the delegation has moved on since."""
        as_replied = Q(delegation__status=F("status"))
        came_further = Q(status=InvitationStatus.ACCEPTED, delegation__status__in=COMING)
        return self.filter(as_replied | came_further, state=ReplyState.WAITING)
