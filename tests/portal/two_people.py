"""Two people who differ in all that a list can be filtered or ordered by."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from delegations.api.tokens import create_token
from delegations.choices import ConsentPurpose
from delegations.lists.columns import all_columns
from delegations.models import Attendee, Consent, Tag, Travel
from delegations.people.delegation_order import refresh_order
from events.models import Venue
from programme.models import SignUp
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    make_session,
    text,
)

KEYS = [one.key for one in all_columns() if one.has_data]


class Two:
    """Two people who differ in everything, and for each filter a value for each of them."""

    def __init__(self) -> None:
        self.event = make_event()
        session, tour = (make_session(self.event, needs_sign_up=True) for _one in range(2))
        hotels = [Venue.objects.create(event=self.event, name=text(f"H{n}")) for n in range(2)]
        # The one whom every order but that of names puts last comes first in the alphabet.
        self.last = self._enter(
            "ZZ-A",
            "Zagreb",
            "HR",
            family="Aa",
            function="press",
            status="submitted",
            rank_class="D",
            office_title_en="Zquestor",
        )
        self.first = self._enter(
            "AA-Z",
            "Algiers",
            "DZ",
            family="Zz",
            function="head",
            rank_class="A",
            vip=True,
            office_title_en="Aquestor",
        )
        for day, (person, hotel) in enumerate(zip(self.people, hotels[::-1], strict=True)):
            moment = datetime(2030, 5, 3 - day, 12 + day, tzinfo=UTC)
            Travel.objects.create(
                attendee=person,
                arrives_at=moment,
                departs_at=moment,
                hotel=hotel,
                arrival_point=str(9 - day),
                departure_point=str(9 - day),
            )
            Consent.objects.create(
                attendee=person,
                purpose=ConsentPurpose.IMAGES,
                given=bool(day),
                text_version="x",
                language="en",
            )
        for person, name in zip(self.people, ("called", "waits"), strict=True):
            Tag.objects.create(attendee=person, name=name)
        make_appearance(session, attendee=self.first)
        SignUp.objects.create(session=tour, attendee=self.first, state="seated")
        Attendee.objects.filter(pk=self.first.pk).update(parts_known=False)
        refresh_order(event=self.event)
        self.tries: dict[str, tuple[str, str]] = {
            "q": ("zquestor", "aquestor"),
            "delegation": (self._key(self.last), self._key(self.first)),
            "country": ("HR", "DZ"), "function": ("press", "head"), "rank": ("D", "A"),
            "status": ("submitted", "approved"), "counted": ("no", "yes"), "vip": ("", "yes"),
            "session": ("", "any"), "signed_up": ("", "any"),
            "arrives_on": ("2030-05-03", "2030-05-02"), "departs_on": ("2030-05-03", "2030-05-02"),
            "arrives_from": ("21:30", "20:30"), "arrives_until": ("19:30", "20:30"),
            "departs_from": ("21:30", "20:30"), "departs_until": ("19:30", "20:30"),
            "consent": ("images.no", "images.yes"), "name_parts": ("", "not-known"),
            "tag": ("called", "waits"),
        }  # fmt: skip
        self.officer = make_member(self.event, Role.DELEGATIONS_OFFICER)
        self.client = Client()

    def _enter(self, code: str, city: str, country: str, **values: Any) -> Attendee:
        organisation = make_organisation(name=text(city), country=country)
        return make_attendee(
            make_delegation(self.event, organisation=organisation, code=code), given="", **values
        )

    def _key(self, person: Attendee) -> str:
        return str(person.delegation_id)

    @property
    def people(self) -> tuple[Attendee, Attendee]:
        return self.last, self.first

    def token(self, columns: list[str]) -> str:
        return create_token(
            event=self.event,
            owner=self.officer,
            name="Walk",
            columns=columns,
            reason="Walk",
            with_delegations=True,
            has_sensitive_columns=True,
            expires_at=timezone.now() + timedelta(days=1),
        )[1]

    def ask(self, words: str, query: str, name: str = "api:attendees") -> tuple[int, Any]:
        path = reverse(name, args=[self.event.slug])
        headers = {"authorization": f"Bearer {words}"}
        answer = self.client.get(f"{path}?{query}", headers=headers)
        body = answer.json()
        if answer.status_code == 200:
            return 200, [row["id"] for row in body["rows"]]
        return answer.status_code, [one["parameter"] for one in body.get("errors", ())]
