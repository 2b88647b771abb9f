"""People, amendments and merges."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import BooleanField, F, OrderBy, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Replace

from accounts.models import User
from accounts.roles import Right
from core.ordering import ByBytes
from core.text.folding import search_terms
from delegations.choices import (
    COUNTED_FUNCTIONS,
    NOT_COMING,
    AmendmentState,
    AttendeeFunction,
    AttendeeStatus,
)
from delegations.protocol.consents import STOPPED_BY_NO
from delegations.protocol.contact_search import (
    TRUNK_ZERO,
    national_forms,
    parse_search,
    without_prefix,
)
from events.models import Event

if TYPE_CHECKING:
    from delegations.models import Amendment, Attendee, Merge


ALPHABETICAL, PRECEDENCE = "alphabetical", "precedence"
ARRIVAL, DEPARTURE, FUNCTION, HOTEL = "arrival", "departure", "function", "hotel"
# The first fields of each order of people. People without an arrival come last.
_ORDERS: dict[str, tuple[str, ...]] = {
    ALPHABETICAL: ("delegation__alphabetical_position",),
    PRECEDENCE: ("delegation__precedence_position",),
    FUNCTION: ("function_order",),
    ARRIVAL: ("travel__arrives_at", "travel__arrival_point"),
    DEPARTURE: ("travel__departs_at", "travel__departure_point"),
    HOTEL: ("travel__hotel_id",),
}
_WITHIN_DELEGATION = ("delegation_id", "-is_head", "function_order", "rank_class")


def order_terms(*orders: str, without: Collection[str] = ()) -> tuple[str, ...]:
    """The fields that sort people in these orders, each once; names come after them all.

    The fields `without` are left out: data that the reader may not see must not order a list.
    """
    fields = [field for order in (*orders, ALPHABETICAL) for field in _ORDERS[order]]
    terms = dict.fromkeys((*fields, *_WITHIN_DELEGATION))
    return tuple(term for term in terms if term.removeprefix("-") not in without)


def ordering(term: str) -> OrderBy:
    """A field as an ordering with empty values last, on every database."""
    if term.startswith("-"):
        return F(term[1:]).desc()
    return F(term).asc(nulls_last=True if term.startswith("travel__") else None)


def last_word(purpose: str) -> Subquery:
    """The last answer of each person to `purpose`: true, false, or null if there is none."""
    consents = apps.get_model("delegations", "Consent")._default_manager
    answers = consents.filter(attendee=OuterRef("pk"), purpose=purpose).order_by("-at", "-pk")
    return Subquery(answers.values("given")[:1], output_field=BooleanField())


def allows(purpose: str) -> Coalesce:
    """A condition for people to whom the office may do what `purpose` says."""
    return Coalesce(last_word(purpose), Value(purpose in STOPPED_BY_NO))


def _every_word(text: str) -> Q:
    query = Q()
    for word in search_terms(text):
        query &= Q(search_text__contains=word)
    return query


def _phone_digits() -> F | Replace:
    """The digits of the phone number."""
    digits: F | Replace = F("phone")
    for mark in (TRUNK_ZERO, *" +-./()\u00a0\u2010\u2011\u2013"):
        digits = Replace(digits, Value(mark), Value(""))
    return digits


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    """People with a badge."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """People whom `user` may see."""
        return self.filter(delegation__event__in=Event.objects.with_right(user, Right.VIEW_PEOPLE))

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """People whom `user` may change."""
        return self.filter(delegation__event__in=Event.objects.with_right(user, Right.EDIT_PEOPLE))

    def of_event(self, event: Event) -> Self:
        """People of one edition."""
        return self.filter(delegation__event=event)

    def counted(self) -> Self:
        """People who count towards the number of representatives."""
        return self.filter(function__in=COUNTED_FUNCTIONS)

    def with_unknown_parts(self) -> Self:
        """People whose family name is a proposal that nobody has confirmed."""
        return self.filter(parts_known=False)

    def coming(self) -> Self:
        """People who are neither refused nor withdrawn."""
        return self.exclude(status__in=NOT_COMING)

    def entered_heads(self) -> Self:
        """People entered as head who are coming."""
        return self.filter(function=AttendeeFunction.HEAD).coming()

    def other_heads(self, guid: object) -> Self:
        """The same, except the person with this `guid`."""
        return self.entered_heads().exclude(guid=guid)

    def approved(self) -> Self:
        """People whose accreditation is complete."""
        return self.filter(status=AttendeeStatus.APPROVED)

    def refusing(self, purpose: str) -> Self:
        """People whose last answer to `purpose` was no."""
        return self.alias(last_word=last_word(purpose)).filter(last_word=False)

    def agreeing(self, purpose: str) -> Self:
        """People whose last answer to `purpose` was yes."""
        return self.alias(last_word=last_word(purpose)).filter(last_word=True)

    def allowing(self, purpose: str) -> Self:
        """People to whom the office may do what `purpose` says, by docs/privacy.md."""
        return self.filter(allows(purpose))

    def matching(self, text: str, contacts_of: Iterable[Event] | None = None) -> Self:
        """People with every word of `text` in some form of name, office or city.

        In the events `contacts_of`, addresses and numbers in it are also looked for as contacts.
        """
        by_name = _every_word(text)
        asked = parse_search(text)
        if contacts_of is None or not asked.names_contacts:
            return self.filter(by_name)
        query = Q(delegation__event__in=contacts_of) & _every_word(asked.words)
        for address in asked.addresses:
            query &= Q(email__icontains=address)
        for number in map(without_prefix, asked.numbers):
            is_end = Q(phone_digits__endswith=number)
            query &= is_end | Q(phone_digits__in=national_forms(number))
        return self.alias(phone_digits=_phone_digits()).filter(by_name | query)

    def alphabetical(self) -> Self:
        """By country, city, then head first: equal treatment (working document L1)."""
        return self.in_order_of(ALPHABETICAL)

    def by_precedence(self) -> Self:
        """By the precedence of the delegation, then head first."""
        return self.in_order_of(PRECEDENCE)

    def in_order_of(self, *orders: str, without: Collection[str] = ()) -> Self:
        """Sort by one order, then by the next, and finally by name.

        The fields `without` are left out; if the name is among them, guid is the last resort.
        """
        terms = [ordering(term) for term in order_terms(*orders, without=without)]
        names = ["guid"] if "sort_key" in without else [ByBytes("sort_key"), "pk"]
        return self.order_by(*terms, *names)


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    """Amendments to people who were submitted."""

    def waiting(self) -> Self:
        """Amendments that wait for a decision."""
        return self.filter(state=AmendmentState.WAITING)


class MergeQuerySet(models.QuerySet["Merge"]):
    """Merges of two records of one person."""

    def standing(self) -> Self:
        """Merges that have not been undone."""
        return self.filter(undone_at=None)

    def kept_guids(self, event: Event) -> dict[str, str]:
        """The guid that a person of an event has now, by the one that a merge took from them."""
        pairs = self.standing().filter(event=event).values_list("merged_guid", "kept__guid")
        return {str(merged): str(kept) for merged, kept in pairs}

    def of_guid(self, event: Event, beginning: str) -> "Merge | None":
        """The one by which a person of an event gave up a guid, given its first hex digits.

        As a range, because PostgreSQL writes a guid with hyphens and SQLite without. None if there
        is no such merge, or `beginning` comes from an address and is not hexadecimal.
        """
        try:
            ends = [UUID(beginning.ljust(32, digit)) for digit in "0f"]
        except ValueError:
            return None
        rows = self.standing().filter(event=event, merged_guid__range=ends)
        return rows.select_related("kept").first()
