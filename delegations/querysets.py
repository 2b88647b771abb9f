"""Words for choosing delegations and their people."""

from typing import Any, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connections, models
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Collate

from accounts.models import User
from accounts.roles import Right
from delegations.choices import COMING, COUNTED_FUNCTIONS, WAITS_FOR, AttendeeStatus
from delegations.names import fold
from events.models import Event
from events.querysets import PublicQuerySet

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

    def public(self) -> Self:
        """Those that visitors may see."""
        return self.coming().filter(is_public=True)

    def with_headcount(self) -> Self:
        """Add `counted_count`, `other_count`, and `heads`: a list of one or none."""
        live = ~Q(attendees__status__in=(AttendeeStatus.REFUSED, AttendeeStatus.WITHDRAWN))
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

    def approved(self) -> Self:
        """Those whose accreditation is complete."""
        return self.filter(status=AttendeeStatus.APPROVED)

    def refusing(self, purpose: str) -> Self:
        """Those whose last word on `purpose` was no."""
        consents = apps.get_model("delegations", "Consent")._default_manager
        said = consents.filter(attendee=OuterRef("pk"), purpose=purpose).order_by("-at", "-pk")
        return self.alias(last_word=Subquery(said.values("given")[:1])).filter(last_word=False)

    def matching(self, text: str) -> Self:
        """Those of whom every word of `text` stands in some form of name, office or city."""
        query = Q()
        for word in fold(text).split():
            query &= Q(search_text__contains=word)
        return self.filter(query)

    def alphabetical(self) -> Self:
        """By country, city, then head first: equal treatment (working document L1)."""
        return self.order_by("delegation__alphabetical_position", *self._within_delegation())

    def by_precedence(self) -> Self:
        """By the precedence of the delegation, then head first."""
        return self.order_by("delegation__precedence_position", *self._within_delegation())

    def _within_delegation(self) -> tuple[Any, ...]:
        return (
            "delegation_id",
            "-is_head",
            "function_order",
            "rank_class",
            by_bytes("sort_key", self.db),
            "pk",
        )
