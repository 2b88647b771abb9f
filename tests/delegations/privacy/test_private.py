"""What few may see: encrypted, opened with a reason, kept only with a consent."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.protection.sealed import CannotUnseal
from core.text.whole_days import day_or_moment
from delegations.choices import ConsentPurpose
from delegations.models import Attendee, Consent, SensitiveAccess, SensitiveData, Travel
from events.models import Event
from tests.delegations.focal import opened
from tests.factories import make_attendee, make_delegation, make_focal_point, make_member

pytestmark = pytest.mark.django_db
MARKERS = {
    "passport_name": "MARKER NAME",
    "passport_number": "X0MARKER",
    "diet": "halal-marker",
    "diet_note": "no marker nuts",
    "health_note": "marker heart",
    "religious_needs": "marker room",
}


def everything_in_the_database() -> str:
    """Each value of each table, as a thief of the file would read it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def form(**values: Any) -> dict[str, Any]:
    """Everything answered with yes, nothing written."""
    return {**{purpose.value: "yes" for purpose in ConsentPurpose}, **values}


def moment(name: str, day: int, clock: str = "") -> dict[str, str]:
    """The two inputs of a moment in May 2030."""
    return {f"{name}_0": f"2030-05-{day:02}", f"{name}_1": clock}


def officer(event: Event, role: Role = Role.DELEGATIONS_OFFICER) -> Client:
    client = Client()
    client.force_login(make_member(event, role))
    return client


def sensitive_page(person: Attendee) -> str:
    return reverse("staff:sensitive", args=[person.delegation.event.slug, person.guid])


# --- Encrypted ------------------------------------------------------------------------------------


def test_nothing_of_it_stands_in_the_database_in_plain_words(event: Event) -> None:
    person = make_attendee(make_delegation(event))
    values: dict[str, Any] = {"born_on": date(1961, 7, 9), "nationality": "CO", **MARKERS}
    SensitiveData.objects.create(attendee=person, **values)

    kept = everything_in_the_database()

    assert person.family in kept
    assert "marker" not in kept.lower()
    assert "1961-07-09" not in kept
    read = SensitiveData.objects.get()
    assert {name: getattr(read, name) for name in values} == values


def test_nobody_searches_by_what_is_encrypted() -> None:
    with pytest.raises(FieldError):
        SensitiveData.objects.filter(Q(("passport_number__startswith", "X")))
    with pytest.raises(FieldError):
        SensitiveData.objects.filter(Q(("passport_number", "X")))


def test_a_key_is_replaced_and_the_old_one_reads_nothing_any_more(
    event: Event, settings: Any
) -> None:
    old, new = "old-" + "k1" * 30, "new-" + "k2" * 30
    settings.DATA_KEYS = [old]
    SensitiveData.objects.create(attendee=make_attendee(make_delegation(event)), diet="halal")

    settings.DATA_KEYS = [new, old]
    assert SensitiveData.objects.get().diet == "halal"
    call_command("reseal", verbosity=0)

    settings.DATA_KEYS = [new]
    assert SensitiveData.objects.get().diet == "halal"
    settings.DATA_KEYS = [old]
    with pytest.raises(CannotUnseal):
        SensitiveData.objects.get()


# --- The office -----------------------------------------------------------------------------------


def test_nothing_is_shown_before_somebody_says_what_for_and_that_is_kept(event: Event) -> None:
    person = make_attendee(make_delegation(event))
    SensitiveData.objects.create(attendee=person, **MARKERS)
    client = officer(event)

    first = client.get(sensitive_page(person)).content.decode()
    blank = client.post(sensitive_page(person), {"reason": " "}).content.decode()
    assert "MARKER" not in first + blank
    assert not SensitiveAccess.objects.exists()

    opened_page = client.post(sensitive_page(person), {"reason": "Visa letter"}).content.decode()

    assert "X0MARKER" in opened_page
    access = SensitiveAccess.objects.get()
    assert (access.attendee, access.kind, access.reason) == (person, "view", "Visa letter")


def test_a_change_by_the_office_is_kept_with_its_reason(event: Event) -> None:
    person = make_attendee(make_delegation(event))

    officer(event).post(
        sensitive_page(person),
        form(reason="Told by phone", save="", diet="vegan", **moment("arrives_at", 1, "09:30")),
    )

    assert person.sensitive_data.diet == "vegan"
    assert person.travel.arrives_at == datetime(2030, 5, 1, 1, 30, tzinfo=UTC)
    assert SensitiveAccess.objects.get().kind == "change"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DESK])
def test_without_the_right_there_is_no_way_to_it(event: Event, role: Role) -> None:
    person = make_attendee(make_delegation(event))
    SensitiveData.objects.create(attendee=person, **MARKERS)

    answer = officer(event, role).post(sensitive_page(person), {"reason": "Curious"})

    assert answer.status_code == 403
    assert not SensitiveAccess.objects.exists()


# --- The focal point ------------------------------------------------------------------------------


def test_a_focal_point_fills_in_what_is_private_and_who_answered_is_kept(event: Event) -> None:
    delegation = make_delegation(event)
    person = make_attendee(delegation)
    focal_point = make_focal_point(delegation, language="fr")
    path = reverse("focal:private", args=[person.guid])

    opened(focal_point).post(
        path,
        form(on_behalf="on", nationality="CO", born_on="1961-07-09", images="no", **MARKERS),
    )

    data = SensitiveData.objects.get()
    assert (data.diet, data.nationality, data.born_on) == ("halal-marker", "CO", date(1961, 7, 9))
    said = {one.purpose: one for one in Consent.objects.all()}
    assert len(said) == len(ConsentPurpose)
    assert (said["images"].given, said["diet-health"].given) == (False, True)
    assert said["images"].given_by == f"{focal_point.name} for {person}"
    assert (said["images"].language, said["images"].text_version) == ("fr", "2026-12")


@pytest.mark.parametrize(
    ("field", "purpose"),
    [
        ("diet", "diet-health"),
        ("health_note", "diet-health"),
        ("religious_needs", "religious-needs"),
    ],
)
@pytest.mark.parametrize("answer", ["no", ""])
def test_needs_are_not_kept_without_a_yes_of_their_own(
    event: Event, field: str, purpose: str, answer: str
) -> None:
    person = make_attendee(make_delegation(event))
    client = opened(make_focal_point(person.delegation))
    path = reverse("focal:private", args=[person.guid])

    sent = client.post(path, form(**{field: "Typed by hand", purpose: answer}))

    html = sent.content.decode()
    assert sent.status_code == 400
    assert "can only be stored if the answer to this is yes" in html
    assert "Typed by hand" in html
    assert not SensitiveData.objects.exists()


def test_an_answer_that_stays_is_not_repeated_and_a_new_one_is_added(event: Event) -> None:
    person = make_attendee(make_delegation(event))
    client = opened(make_focal_point(person.delegation))
    path = reverse("focal:private", args=[person.guid])
    for images in ("yes", "yes", "no"):
        client.post(path, form(images=images))

    assert list(person.consents.filter(purpose="images").order_by("pk").values_list("given")) == [
        (True,),
        (False,),
    ]
    assert person.consents.filter(purpose="registration").count() == 1


def test_a_yes_to_pictures_that_is_taken_back_makes_public_pages_anew(event: Event) -> None:
    person = make_attendee(make_delegation(event))
    client = opened(make_focal_point(person.delegation))
    path = reverse("focal:private", args=[person.guid])
    client.post(path, form())
    event.refresh_from_db()
    before = event.revision

    client.post(path, form(diet="vegan"))
    event.refresh_from_db()
    assert event.revision == before

    client.post(path, form(images="no"))
    event.refresh_from_db()
    assert event.revision > before


def test_a_journey_that_ends_before_it_begins_is_refused(event: Event) -> None:
    person = make_attendee(make_delegation(event))
    client = opened(make_focal_point(person.delegation))

    answer = client.post(
        reverse("focal:private", args=[person.guid]),
        form(**moment("arrives_at", 3, "10:00"), **moment("departs_at", 1, "10:00")),
    )

    assert "The departure is before the arrival." in answer.content.decode()
    assert not Travel.objects.exists()


def test_a_day_without_a_time_is_a_value_of_a_journey(event: Event) -> None:
    person = make_attendee(make_delegation(event))
    client = opened(make_focal_point(person.delegation))
    path = reverse("focal:private", args=[person.guid])

    # On the day of the arrival somebody may leave at any time: neither is known.
    client.post(path, form(**moment("arrives_at", 3), **moment("departs_at", 3, "18:00")))

    travel, zone = Travel.objects.get(), event.zone
    assert day_or_moment(travel.arrives_at, zone) == date(2030, 5, 3)
    assert day_or_moment(travel.departs_at, zone) == datetime(2030, 5, 3, 18, tzinfo=zone)
    page = client.get(path).content.decode()
    assert inputs_of(page, "arrives_at") == ["2030-05-03", ""]
    assert inputs_of(page, "departs_at") == ["2030-05-03", "18:00"]


def inputs_of(page: str, name: str) -> list[str]:
    """What the two inputs of a moment hold."""
    tags = [re.search(rf'<input[^>]*name="{name}_{part}"[^>]*>', page) for part in (0, 1)]
    values = [re.search(r'value="([^"]*)"', tag[0]) if tag else None for tag in tags]
    return [value[1] if value else "" for value in values]


def test_a_journey_in_a_year_that_has_no_moments_is_refused(event: Event) -> None:
    person = make_attendee(make_delegation(event))
    client = opened(make_focal_point(person.delegation))
    path = reverse("focal:private", args=[person.guid])

    answer = client.post(path, form(arrives_at_0="0001-01-01", arrives_at_1="00:00", hotel=""))

    assert "Enter a valid date." in answer.content.decode()
    assert not Travel.objects.exists()


def test_another_delegation_neither_reads_nor_changes_it(event: Event) -> None:
    person = make_attendee(make_delegation(event))
    SensitiveData.objects.create(attendee=person, **MARKERS)
    stranger = opened(make_focal_point(make_delegation(event)))
    path = reverse("focal:private", args=[person.guid])

    assert stranger.get(path).status_code == 404
    assert stranger.post(path, form(passport_number="Y")).status_code == 404
    assert SensitiveData.objects.get().passport_number == "X0MARKER"


def test_countries_stand_in_the_language_of_the_focal_point(event: Event) -> None:
    person = make_attendee(make_delegation(event))
    client = opened(make_focal_point(person.delegation, language="zh-hans"))

    html = client.get(reverse("focal:private", args=[person.guid])).content.decode()

    assert "哥伦比亚" in html
    assert "Colombia" not in html
