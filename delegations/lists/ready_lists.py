"""The lists that every host office needs: columns, order and filters (domain notes, section 4).

Each is a filled-in form of the attendee list, so that its reader can go on from
there. A list is offered only to people who have the rights for its columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from delegations.choices import AttendeeFunction, AttendeeStatus, ConsentPurpose
from delegations.querysets import (
    ALPHABETICAL,
    ARRIVAL,
    DEPARTURE,
    FUNCTION,
    HOTEL,
    PRECEDENCE,
)


class ListGroup(TextChoices):
    """The kinds of work for which a list is made, in the order of the menu."""

    PROTOCOL = "protocol", _("Protocol")
    JOURNEYS = "journeys", _("Arrivals and hotels")
    SESSIONS = "sessions", _("Sessions")
    SECURITY = "security", _("Press and security")
    COUNTS = "counts", _("Counts and changes")
    SAVED = "saved", _("Saved lists")


# Forms of paper beside the table: a book by country and delegation, and a sheet for each person.
BOOK, PLATES, LETTERS = "book", "plates", "letters"
_APPROVED = {"status": AttendeeStatus.APPROVED}


@dataclass(frozen=True, slots=True)
class ReadyList:
    """A list. `code` is that of the working document; URLs and file names use `key`."""

    code: str
    key: str
    label: str | Promise
    columns: tuple[str, ...]
    order: str = ALPHABETICAL
    filters: Mapping[str, str] = field(default_factory=lambda: _APPROVED)
    right: Right | None = None
    then: str = ""
    # A list that leaves the office: nobody is on it who has not agreed, and of contacts, if it may
    # have any, only those of people who agreed to that.
    purpose: ConsentPurpose | None = None
    contacts: ConsentPurpose | None = None
    group: ListGroup = ListGroup.PROTOCOL
    # What is printed instead of a table; empty for a table.
    paper: str = ""

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it: then it names no reader and is not confidential."""
        return self.purpose == ConsentPurpose.PARTICIPANTS_BOOK

    @property
    def query(self) -> str:
        """The list as a query string, without "?"."""
        query = QueryDict(mutable=True)
        query["ready"] = self.key
        query.update(dict(self.filters))
        query["order"] = self.order
        if self.then:
            query["then"] = self.then
        query.setlist("columns", list(self.columns))
        return query.urlencode()


READY_LISTS: tuple[ReadyList, ...] = (
    ReadyList(
        "L1", "participants", _("List of participants"),
        ("number", "country", "organisation", "honorific", "name", "native_name", "function",
         "office_title_en"),
        filters={**_APPROVED, "counted": "yes"},
        purpose=ConsentPurpose.PARTICIPANTS_BOOK, contacts=ConsentPurpose.CONTACT_IN_BOOK,
        # Who is missing from it has said no: as for the answers themselves.
        right=Right.VIEW_CONTACTS,
        paper=BOOK,
    ),
    ReadyList(
        "L1", "participants-abroad", _("List of participants, for co-organizers abroad"),
        ("number", "country", "organisation", "honorific", "name", "native_name", "function",
         "office_title_en"),
        filters={**_APPROVED, "counted": "yes"}, purpose=ConsentPurpose.SHARING_ABROAD,
        right=Right.VIEW_CONTACTS,
        paper=BOOK,
    ),
    ReadyList(
        "L1", "participants-internal", _("List of participants, internal"),
        ("number", "code", "country", "organisation", "courtesy", "honorific", "name",
         "native_name", "function", "office_title_en", "office_title", "institution", "rank_class",
         "email", "phone"),
        right=Right.VIEW_CONTACTS,
        paper=BOOK,
    ),
    ReadyList(
        "L3", "addresses", _("Address list"),
        ("organisation", "institution", "name", "native_name", "office_title_en", "room_number",
         "phone", "email", "liaison", "liaison_phone"),
        right=Right.VIEW_CONTACTS,
    ),
    ReadyList(
        "L4", "vip", _("VIP list"),
        ("precedence", "name", "native_name", "courtesy", "honorific", "pronunciation",
         "office_title_en", "office_title", "organisation", "country", "arrives_at", "departs_at",
         "hotel", "liaison", "liaison_phone", "on_stage"),
        order=PRECEDENCE, filters={**_APPROVED, "vip": "yes"}, right=Right.VIEW_SENSITIVE,
    ),
    ReadyList(
        "L5", "arrivals", _("Arrivals"),
        ("arrives_at", "arrival_mode", "arrival_number", "arrival_from", "arrival_point", "code",
         "name", "rank_class", "vip", "bags", "hotel", "liaison", "liaison_phone", "remark"),
        order=ARRIVAL, right=Right.VIEW_SENSITIVE,
        group=ListGroup.JOURNEYS,
    ),
    ReadyList(
        "L6", "departures", _("Departures"),
        ("departs_at", "departure_number", "departure_point", "code", "name", "rank_class", "vip",
         "hotel", "liaison", "remark"),
        order=DEPARTURE, right=Right.VIEW_SENSITIVE,
        group=ListGroup.JOURNEYS,
    ),
    ReadyList(
        "L7", "on-stage", _("On stage, by session"),
        ("number", "name", "native_name", "organisation", "country", "function", "on_stage",
         "interpretation", "present"),
        filters={**_APPROVED, "session": "any"},
        group=ListGroup.SESSIONS,
    ),
    ReadyList(
        "L7", "seats", _("Seats, by session"),
        ("number", "name", "native_name", "organisation", "country", "function", "signed_up",
         "interpretation", "present"),
        filters={**_APPROVED, "signed_up": "any"},
        group=ListGroup.SESSIONS,
    ),
    ReadyList(
        "L9", "badges", _("Name badges"),
        ("code", "badge_line_1", "badge_line_2", "name", "office_title_en", "organisation",
         "country", "function", "photograph_file"),
    ),
    ReadyList(
        "L10", "plates", _("Table plates, by session"),
        ("number", "on_stage", "seat", "plate_front", "plate_back", "organisation", "country",
         "interpretation"),
        order=PRECEDENCE, filters={**_APPROVED, "session": "any"},
        group=ListGroup.SESSIONS,
        paper=PLATES,
    ),
    ReadyList(
        "L12", "rooming", _("Rooming list"),
        ("hotel", "confirmation_number", "passport_name", "family", "given", "nationality",
         "room_type", "shares_with", "arrives_at", "departs_at", "room_payer", "vip", "remark"),
        order=HOTEL, then=ARRIVAL, right=Right.VIEW_SENSITIVE,
        group=ListGroup.JOURNEYS,
    ),
    ReadyList(
        "L18", "press", _("Press list"),
        ("number", "organisation", "country", "name", "native_name", "office_title_en", "email",
         "phone", "remark"),
        filters={**_APPROVED, "function": AttendeeFunction.PRESS}, right=Right.VIEW_CONTACTS,
        group=ListGroup.SECURITY,
    ),
    ReadyList(
        "L22", "visa-letters", _("Letters for visa applications"),
        ("passport_name", "document_sex", "born_on", "nationality", "document_kind",
         "passport_number", "organisation", "office_title_en", "arrives_at", "departs_at",
         "room_payer"),
        right=Right.VIEW_SENSITIVE,
        group=ListGroup.SECURITY,
        paper=LETTERS,
    ),
    ReadyList(
        "L23", "security", _("Security submission"),
        ("function", "passport_name", "native_name", "document_sex", "born_on", "nationality",
         "document_kind", "passport_number", "issuing_country", "organisation", "institution",
         "office_title_en", "photograph_file"),
        order=FUNCTION, right=Right.VIEW_SENSITIVE,
        group=ListGroup.SECURITY,
    ),
)  # fmt: skip
BY_KEY = {ready_list.key: ready_list for ready_list in READY_LISTS}


def ready_lists_for(rights: frozenset[Right]) -> list[ReadyList]:
    """The lists that somebody with `rights` may open, in the order of the working documents."""
    return [
        ready_list
        for ready_list in READY_LISTS
        if ready_list.right is None or ready_list.right in rights
    ]
