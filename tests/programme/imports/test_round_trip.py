"""What the portal writes it takes back, and nothing changes."""

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from core.tables import normalise_header
from core.tables.mapping import in_every_language
from delegations.choices import AttendeeStatus
from events.import_kinds import KINDS
from events.imports import services
from events.imports.files import template_file
from events.imports.lookup import choice_words
from events.models import Room, Venue
from programme.choices import (
    AppearanceRole,
    AppearanceState,
    ImportKind,
    SessionKind,
    SessionStatus,
    Visibility,
)
from programme.models import Appearance, Session
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.programme.imports.office import Office, verdicts

HOSTILE = (
    "=1+1",
    "'=1+1",
    "'x",
    "007",
    "1e5",
    "+86 20",
    "-",
    "TRUE",
    "العربية",
    "🌺 in bloom",
    '"q"; a, b',
    "_x0041_",
    "2023-12-07",
    "14:00",
    "@sum",
    "\tx",
    "#1",
    "＝1",
    "a\nb",
    "a\r\nb",
)
every_kind = pytest.mark.parametrize("kind", list(ImportKind))


def _fill(office: Office) -> None:
    event = office.event
    hall = make_room(event, name=text("=Hall", ar="القاعة"), floor="02", use="'x")
    elsewhere = Venue.objects.create(event=event, name=text("Library"), position=2)
    make_room(event, name=text("Room 7"))
    make_room(event, name=text("Room 7"), capacity=7)
    twin = Room.objects.create(venue=elsewhere, name=text("Room 7"), capacity=30)
    forum = make_sub_forum(event, number=3, title=text("Rivers"))
    ada = make_attendee(make_delegation(event), given="Ada", family="Li", native_name="李爱达")
    other = make_attendee(make_delegation(event), given="Ada", family="Li", honorific="H.E.")
    waiting = make_attendee(make_delegation(event), status=AttendeeStatus.DRAFT)
    kinds = itertools.cycle(SessionKind)
    for number, title in enumerate(HOSTILE):
        session = make_session(
            event,
            title=text(title, ar=f"نص {title}"),
            abstract=text(title * 3),
            kind=next(kinds),
            office_note=title.strip(),
            room=(hall, twin, None)[number % 3],
            in_all_rooms=number % 3 == 2,
            sub_forum=forum if number % 2 else None,
            floor_languages=["zh", "en"][: number % 3],
            interpretation_languages=["ar", "de"],
            capacity=number or None,
            needs_sign_up=bool(number % 2),
            is_major=number == 4,
            visibility=list(Visibility)[number % 3],
            status=list(SessionStatus)[number % 3],
        )
        make_appearance(session, placeholder=text(title, zh_hans="待定"), position=2)
        make_appearance(session, placeholder=text(title), role=AppearanceRole.CHAIR)
        for person in (ada, other, waiting)[: number % 4]:
            make_appearance(session, attendee=person, state=list(AppearanceState)[number % 3])
    night = datetime(2030, 5, 2, 15, 30, 20, tzinfo=UTC)
    make_session(event, start=night, end=datetime(2030, 5, 2, 17, tzinfo=UTC), code="007123")


def _state() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values()) for model in (Session, Appearance, Room, Venue)
    ]


@every_kind
@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["en", "zh-hans", "ru", "ar"])
def test_an_export_comes_back_and_nothing_changes(
    kind: str, file_format: str, language: str, db: None
) -> None:
    office = Office()
    _fill(office)
    before = _state()
    with translation.override(language):
        data = office.export(kind, file_format)

    batch = office.upload(data, kind)
    plan = services.plan_import(batch, office.editor)

    assert [row for row in plan.rows if row.verdict != "unchanged"] == []
    assert verdicts(plan) == {"unchanged": KINDS[kind].model._default_manager.count()}
    assert _state() == before


@every_kind
def test_the_template_is_understood_and_its_own_rows_are_left_out(kind: str, db: None) -> None:
    office = Office()
    for language in ("en", "zh-hans", "fr", "ru", "ar"):
        with translation.override(language):
            data = b"".join(template_file(office.event, kind))

        batch = office.upload(data, kind)

        assert services.plan_import(batch, office.editor).rows == []
        assert len(batch.chosen_columns) == len(KINDS[kind].fields_for(office.event))


@every_kind
def test_no_header_stands_for_two_fields(kind: str) -> None:
    fields = KINDS[kind].fields
    labels = [
        {normalise_header(label) for label in (one.key, *in_every_language(one.label))}
        for one in fields
    ]

    for one, other in itertools.combinations(labels, 2):
        assert one & other == set()


@pytest.mark.parametrize(
    "choices", [SessionKind, SessionStatus, Visibility, AppearanceRole, AppearanceState]
)
def test_each_word_of_a_choice_leads_back_to_it_in_every_language(choices: Any) -> None:
    for language in ("en", "zh-hans", "fr", "es", "ru", "ar"):
        with translation.override(language):
            words = choice_words(choices)
            for value, label in choices.choices:
                assert words.find(str(label))[:1] == [value]
