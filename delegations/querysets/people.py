"""People: their scope, their orders, and what was asked or done about them."""

from typing import Any, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, OrderBy, OuterRef, Q, Subquery

from accounts.models import User
from accounts.roles import Right
from core.text.collation import ByBytes
from core.text.folding import search_terms
from delegations.choices import (
    COUNTED_FUNCTIONS,
    NOT_COMING,
    AmendmentState,
    AttendeeFunction,
    AttendeeStatus,
)
from events.models import Event

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
        for word in search_terms(text):
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
        return self.order_by(*terms, ByBytes("sort_key"), "pk")


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
