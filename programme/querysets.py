"""Querysets of the programme: who can see and change what, and common conditions."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.db.models import Count, Q

from accounts.models import User
from accounts.roles import Right
from core.files.uploads import remove_after_commit
from delegations.choices import NOT_COMING
from events.models import Event
from events.querysets import AddressedQuerySet, PublicFileQuerySet, PublicQuerySet
from programme.choices import (
    DeliveryState,
    PlanState,
    SessionStatus,
    SignUpState,
    Visibility,
)

if TYPE_CHECKING:
    from programme.models import (
        Appearance,
        Profile,
        ReleasePlan,
        ScheduleRelease,
        Session,
        SessionDocument,
        SignUp,
        SubForum,
        WebhookDelivery,
    )


def _editable(user: User | AnonymousUser, own: str) -> Q:
    """A condition: rows of events whose draft `user` can edit, or of their sub-forums (`own`)."""
    return Q(event__in=Event.objects.with_right(user, Right.EDIT_DRAFT)) | (
        Q(event__in=Event.objects.with_right(user, Right.EDIT_OWN_SUB_FORUM)) & Q(**{own: user.pk})
    )


class SubForumQuerySet(AddressedQuerySet["SubForum"]):
    """Sub-forums."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Sub-forums in drafts that `user` may see."""
        return self.filter(event__in=Event.objects.with_right(user, Right.VIEW_DRAFT))

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Sub-forums that `user` may change."""
        return self.filter(
            pk__in=self.model.objects.filter(_editable(user, "editors")).values("pk")
        )


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions of the draft."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Sessions that `user` may see before they are released."""
        return self.filter(event__in=Event.objects.with_right(user, Right.VIEW_DRAFT))

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Sessions that `user` may change."""
        editable = self.model.objects.filter(_editable(user, "sub_forum__editors"))
        return self.filter(pk__in=editable.values("pk"))

    def public(self) -> Self:
        """Sessions that can enter a release."""
        return self.filter(visibility=Visibility.PUBLIC)

    def taking_place(self) -> Self:
        """Sessions that are not cancelled."""
        return self.exclude(status=SessionStatus.CANCELLED)

    def with_seats(self) -> Self:
        """Add `seated_count` and `waiting_count`: sign-ups of people who still come."""
        comes = ~Q(sign_ups__attendee__status__in=NOT_COMING)
        return self.annotate(
            seated_count=Count("sign_ups", comes & Q(sign_ups__state=SignUpState.SEATED)),
            waiting_count=Count("sign_ups", comes & Q(sign_ups__state=SignUpState.WAITING)),
        )

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete sessions with their documents and, after the commit, the files."""
        documents = apps.get_model("programme", "SessionDocument")
        with transaction.atomic(using=self.db, savepoint=False):
            SessionDocumentQuerySet(documents).filter(session__in=self.order_by()).delete()
            for name in self.exclude(picture="").values_list("picture", flat=True):
                remove_after_commit(name)
            return super().delete()

    def overlapping(self, start: datetime, end: datetime) -> Self:
        """Sessions that overlap with [start, end)."""
        return self.filter(start__lt=end, end__gt=start)


class ProfileQuerySet(PublicFileQuerySet["Profile"]):
    """Biographies and photographs."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Profiles in events whose draft `user` may see."""
        events = Event.objects.with_right(user, Right.VIEW_DRAFT)
        return self.filter(attendee__delegation__event__in=events)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Profiles that `user` may change: all, or those of speakers in their own sub-forums."""
        whole = Event.objects.with_right(user, Right.EDIT_DRAFT)
        own = SessionQuerySet(apps.get_model("programme", "Session")).editable_by(user)
        appearances = apps.get_model("programme", "Appearance")._default_manager
        on_stage = appearances.filter(session__in=own)
        return self.filter(
            Q(attendee__delegation__event__in=whole) | Q(attendee__in=on_stage.values("attendee"))
        )

    def of_event(self, event: Event) -> Self:
        """Profiles in one edition."""
        return self.filter(attendee__delegation__event=event)


class SessionDocumentQuerySet(PublicFileQuerySet["SessionDocument"]):
    """Slides and other files of sessions."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Documents that `user` may see before they are released."""
        return self.filter(session__event__in=Event.objects.with_right(user, Right.VIEW_DRAFT))

    def with_file(self) -> Self:
        """Documents whose file is there: a restored row has none."""
        return self.exclude(file="")


class AppearanceQuerySet(models.QuerySet["Appearance"]):
    """People and placeholders on stage."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Appearances that `user` may see before they are released."""
        return self.filter(session__event__in=Event.objects.with_right(user, Right.VIEW_DRAFT))


class ReleaseQuerySet(PublicQuerySet["ScheduleRelease"]):
    """Releases of the agenda."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Releases of events whose draft `user` may see."""
        return self.filter(event__in=Event.objects.with_right(user, Right.VIEW_DRAFT))

    def newest_change(self, event: Event, guid: str) -> dict[str, object] | None:
        """Return what the newest release changed in a session; None for the first release."""
        release = self.newest_of(event)
        if release is None or release.version == 1:
            return None
        return next((change for change in release.changes if change["guid"] == guid), None)

    def newest_of(self, event: Event) -> "ScheduleRelease | None":
        """The release that visitors see now, or None."""
        return self.filter(event=event).defer("payload").order_by("-version").first()


class PlanQuerySet(models.QuerySet["ReleasePlan"]):
    """Planned releases."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Plans of events whose draft `user` may see."""
        return self.filter(event__in=Event.objects.with_right(user, Right.VIEW_DRAFT))

    def active(self) -> Self:
        """Plans that can still become public."""
        return self.filter(state__in=(PlanState.WAITING, PlanState.PLANNED))

    def due(self, at: datetime) -> Self:
        """Plans whose date has come by `at`."""
        return self.filter(state=PlanState.PLANNED, due_at__lte=at).order_by("due_at", "pk")


class DeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    """Messages about releases to webhooks."""

    def due(self, at: datetime) -> Self:
        """Deliveries to try at `at`, the oldest first, without webhooks that are switched off."""
        waiting = self.filter(state=DeliveryState.WAITING, next_at__lte=at)
        return waiting.filter(webhook__is_active=True).order_by("next_at", "pk")


class SignUpQuerySet(models.QuerySet["SignUp"]):
    """Seats and places on waiting lists."""

    def seated(self) -> Self:
        """Sign-ups with a seat."""
        return self.filter(state=SignUpState.SEATED)

    def waiting(self) -> Self:
        """Sign-ups on a waiting list."""
        return self.filter(state=SignUpState.WAITING)

    def live(self) -> Self:
        """Sign-ups of people who are still coming; the others take no seat."""
        return self.exclude(attendee__status__in=NOT_COMING)

    def in_bulk_by_session(self) -> dict[int, dict[int, str]]:
        """Return the state of each sign-up by primary keys of session, then person."""
        states: dict[int, dict[int, str]] = {}
        for session, person, state in self.values_list("session_id", "attendee_id", "state"):
            states.setdefault(session, {})[person] = state
        return states
