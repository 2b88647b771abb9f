"""Who is erased is gone: under every name they ever had, and nobody else with them."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from core.protection.scrub import scrub_rows, unique_fields
from delegations.models import (
    Attendee,
    Delegation,
    ExportLog,
    FocalPoint,
    LinkWish,
    NominationLetter,
    SensitiveAccess,
    StatusChange,
    Tag,
)
from delegations.privacy.erasure import erase_person
from delegations.privacy.identity import load_person
from delegations.privacy.naming_texts import all_places
from delegations.privacy.traces import find_traces
from events.models import ColumnChoice, Event, ImportBatch, NewsItem, SavedList, ValueChoice
from mail.models import OutgoingMail
from mail.services import post, write_mail
from programme.models import Booklet
from tests.delegations.privacy.test_erasure import administrator, traces
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_focal_point,
    make_member,
    make_news,
    make_nomination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(event: Event) -> User:
    return make_member(event, Role.ADMINISTRATOR)


@pytest.fixture
def delegation(event: Event) -> Delegation:
    return make_delegation(event)


def noted(delegation: Delegation, note: str) -> StatusChange:
    return StatusChange.objects.create(
        delegation=delegation, from_status="a", to_status="b", office_note=note
    )


def note_of(change: StatusChange) -> str:
    change.refresh_from_db()
    return change.office_note


def erase(person: Attendee, by: User, *chosen: str, reason: str = "Asked") -> None:
    erase_person(attendee=person, by=by, reason=reason, chosen=chosen)


# --- One erasure never blocks another -------------------------------------------------------------


def test_two_lists_that_come_to_the_same_name_are_numbered(
    event: Event, officer: User, delegation: Delegation
) -> None:
    people = [
        make_attendee(delegation, given="Zvezdana", family=family, native_name="")
        for family in ("Markerova", "Markerovic", "Markerman")
    ]
    for owner in (officer, None):
        for person in people:
            SavedList.objects.create(event=event, owner=owner, name=f"With {person}", query="")

    for person in people:
        erase(person, officer)

    for owner in (officer, None):
        own = SavedList.objects.filter(owner=owner)
        assert {one.name for one in own} == {"With [–]", "With [–] 2", "With [–] 3"}


@pytest.mark.django_db(transaction=True)
def test_two_people_who_are_erased_at_once_are_both_gone() -> None:
    event = make_event()
    officer, delegation = make_member(event, Role.ADMINISTRATOR), make_delegation(event)
    people = [
        make_attendee(delegation, given="Zvezdana", family=family)
        for family in ("Markerova", "Markerovic")
    ]
    for person in people:
        SavedList.objects.create(event=event, owner=officer, name=str(person), query="")
    start = threading.Barrier(2)

    def erase_at_once(person: Attendee) -> None:
        try:
            start.wait()
            erase(person, officer)
        finally:
            connection.close()

    threads = [threading.Thread(target=erase_at_once, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not Attendee.objects.exists()
    assert {one.name for one in SavedList.objects.all()} == {"[–]", "[–] 2"}


def test_what_is_left_of_a_name_fits_into_its_column(
    event: Event, officer: User, delegation: Delegation
) -> None:
    person = make_attendee(delegation, given="", family="", native_name="王伟")
    for name in ("王伟" * 40, "王伟 " * 26 + "王伟"):
        SavedList.objects.create(event=event, owner=officer, name=name, query="")

    erase(person, officer)

    names = sorted(SavedList.objects.values_list("name", flat=True))
    assert "王" not in "".join(names)
    assert len({*names}) == 2


def test_every_unique_text_that_is_scrubbed_can_be_left_twice(event: Event) -> None:
    tagged = make_attendee(make_delegation(event))
    unique = {
        f"{place.model._meta.label}.{name}"
        for place in all_places()
        for name in (*place.fields, *place.unshown)
        if not place.is_fixed and name in unique_fields(place.model)
    }
    assert "events.SavedList.name" in unique
    # Anyone who scrubs another unique text adds two rows of it here.
    assert unique <= {
        "delegations.Tag.name", "events.ColumnChoice.header", "events.FormerAddress.slug",
        "events.SavedList.name", "events.ValueChoice.text",
    }  # fmt: skip
    for name in ("Zvezdana Markerova", "Markerova Zvezdana"):
        ColumnChoice.objects.create(event=event, kind="people", header=name)
        ValueChoice.objects.create(event=event, kind="sessions", field="room", text=name)
        Tag.objects.create(attendee=tagged, name=name)

    for model, name in ((ColumnChoice, "header"), (ValueChoice, "text"), (Tag, "name")):
        scrub_rows(model._default_manager.all(), (name,), lambda _text: "[–]")
        assert {*model._default_manager.values_list(name, flat=True)} == {"[–]", "[–] 2"}


# --- Every name, in every script ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "note", "left"),
    [
        ({"native_name": "王伟"}, "王伟先生到了，王　伟也到了", "[–]先生到了，[–]也到了"),
        ({"native_name": "김민수"}, "김민수는 늦게", "[–]는 늦게"),
        ({"family": "王", "given": "伟"}, "请王伟。国王和雄伟王国", "请[–]。国王和雄伟王国"),
        ({"native_name": "مي"}, "ومي في الميناء", "و[–] في الميناء"),
        ({"family": "Suharto"}, "SUHARTO came, Suhartono left", "[–] came, Suhartono left"),
        ({"given": "Li", "family": "Na"}, "Na, Li of Lisbon", "[–] of Lisbon"),
        ({"given": "Jürgen", "family": "Groß"}, "Juergen Gross; GROSS J. JÜRGEN", "[–]; [–]"),
        ({"given": "Eva", "family": "de la Cruz"}, "CRUZ, Eva; Eva de la O", "[–]; Eva de la O"),
        (
            {"given": "María José", "family": "García Márquez"},
            "Maria%20Jose%20Garcia.pdf",
            "[–].pdf",
        ),
        ({"given": "Žarko", "family": "Đorđević"}, "Zarko DJORDJEVIC; Dordevic", "[–]; Dordevic"),
        ({"given": "ชัชชาติ", "family": "สิทธิพันธุ์"}, "คุณชัชชาติสิทธิพันธุ์", "คุณ[–]"),
        ({"native_name": "渡邉 美咲"}, "渡辺美咲; 渡邊　美咲", "[–]; [–]"),
    ],
)
def test_a_name_goes_in_its_own_script_and_nothing_that_only_looks_like_it(
    name: dict[str, str], note: str, left: str, delegation: Delegation, officer: User
) -> None:
    nothing = {"given": "", "family": "", "native_name": ""}
    person = make_attendee(delegation, **{**nothing, **name})
    change = noted(delegation, note)

    erase(person, officer)

    assert note_of(change) == left


def test_people_with_the_same_or_a_longer_name_keep_theirs(
    delegation: Delegation, officer: User
) -> None:
    person = make_attendee(delegation, given="Maria", family="Garcia", native_name="王伟")
    make_attendee(delegation, given="Maria", family="Garcia Lopez", native_name="王伟明")
    make_attendee(delegation, given="", family="", native_name="김민수", email="office@x.example")
    change = noted(delegation, "Garcia Lopez, Maria; Garcia, Maria; 王伟明, 王伟; office@x.example")

    erase(person, officer)

    assert note_of(change) == "Garcia Lopez, Maria; [–]; 王伟明, [–]; office@x.example"


def test_an_address_that_others_share_stays_theirs(delegation: Delegation, officer: User) -> None:
    shared = {"email": "city@x.example", "phone": "+99 1234567"}
    person = make_attendee(delegation, **shared)
    make_attendee(delegation, **shared)
    focal_point = make_focal_point(delegation, name="Protocol office", email="city@x.example")
    change = noted(delegation, "city@x.example, 0099 1234 567")

    erase(person, officer)

    assert note_of(change) == "city@x.example, 0099 1234 567"
    assert FocalPoint.objects.get() == focal_point


# --- What they were before ------------------------------------------------------------------------


def test_former_names_and_contacts_go_with_the_present_ones(
    event: Event, delegation: Delegation, officer: User
) -> None:
    person = make_attendee(
        delegation,
        given="Zvezdana",
        family="Markerova",
        native_name="旧名",
        email="old@home.example",
        phone="+99 7000 123",
        status="approved",
    )
    focal_point = make_focal_point(delegation, name="Z. Markerova", email="old@home.example")
    other = make_focal_point(delegation)
    person.family, person.native_name = "Novakova", "新名"
    person.email, person.phone = "new@home.example", "+99 8000 456"
    person.save()
    words = "Zvezdana Markerova 旧名 old@home.example (00 99) 7000-123"
    noted(delegation, words)
    post(
        write_mail(
            key="a",
            address=other.email,
            subject=words,
            body=words,
            scope=event.guid.hex,
            recipient=other.guid.hex,
        ),
        write_mail(
            key="b",
            address="old@home.example",
            subject="x",
            body="",
            scope=event.guid.hex,
            recipient="somebody",
        ),
    )
    ExportLog.objects.create(
        event=event,
        by=officer,
        list_name="a",
        row_count=1,
        reason=words,
        filters={"Name": "markerova, zvezdana"},
    )
    SensitiveAccess.objects.create(event=event, by=officer, kind="view", reason=words)
    LinkWish.objects.create(email="Old@home.example")
    Booklet.objects.create(
        event=event, language="en", order="day", version=1, revision=1, content=words.encode()
    )
    make_nomination(delegation, file_name="Markerova+Zvezdana, nomination.pdf")
    rows = {
        "rows": [[1, ["Zvezdana", "delegate", "Markerova"]]],
        "sheet": "",
        "sheets": [],
        "encoding": "",
        "delimiter": "",
        "flaws": {}, "merged": [],
    }  # fmt: skip
    ImportBatch.objects.create(
        event=event, kind="people", file_name="Zvezdana.Markerova.xlsx", digest="x", table=rows
    )

    erase(person, officer, reason=f"{words} by lawyer@firm.example, +99 1 23 45 67; Markerova")

    # Not “7000”, which may be part of a random file name.
    former = ("Markerova", "旧名", "@home.example", "7000 1", "7000-1", "lawyer@firm.", "23 45 67")
    assert traces(*former) == []
    assert not Booklet.objects.exists()
    assert not FocalPoint.objects.filter(pk=focal_point.pk).exists()
    assert not OutgoingMail.objects.filter(key="b").exists()
    assert NominationLetter.objects.get().file_name == "[–], nomination.pdf"


def test_an_entry_that_was_somebody_elses_before_forgets_them(
    delegation: Delegation, officer: User
) -> None:
    overwritten = make_attendee(delegation, given="Zvezdana", family="Markerova", native_name="")
    overwritten.given, overwritten.family = "Ana", "Novakova"
    overwritten.save()
    person = make_attendee(delegation, given="Zvezdana", family="Markerova", native_name="")

    erase(person, officer)

    assert traces("Markerova") == []
    assert Attendee.objects.get() == overwritten


# --- What people decide ---------------------------------------------------------------------------


def test_a_name_that_stands_alone_is_shown_and_taken_out_where_it_is_ticked(
    event: Event, delegation: Delegation
) -> None:
    person = make_attendee(delegation, given="Zvezdana", family="Markerova", native_name="")
    make_attendee(delegation, given="Zvezdana", family="Petrova", native_name="")
    ticked, left = noted(delegation, "Ask Markerova first."), noted(delegation, "Markerova Street")
    noted(delegation, "Zvezdana Petrova has a seat.")
    news = make_news(event, title="Zvezdana Markerova speaks", summary="", body="")
    kept = make_news(event, title="Thanks to Zvezdana Markerova", summary="", body="")
    client = administrator(event)
    path = reverse("staff:person-data", args=[event.slug, person.guid])

    shown = {one.key: one.context for one, _page in client.get(path).context["traces"]}
    ticks = [
        f"delegations.statuschange.office_note.{ticked.pk}",
        f"events.newsitem.title.{news.pk}",
    ]
    answer = client.post(
        path, {"reason": "Asked", "erase": "", "sure": "on", "chosen": [*ticks, "a.b.1", "nothing"]}
    )

    assert sorted(shown.values()) == [
        "Ask Markerova first.",
        "Markerova Street",
        "Thanks to Zvezdana Markerova",
        "Zvezdana Markerova speaks",
        "thanks-to-zvezdana-markerova",
        "zvezdana-markerova-speaks",
    ]
    assert note_of(ticked) == "Ask [–] first."
    assert note_of(left) == "Markerova Street"
    assert NewsItem.objects.get(pk=news.pk).title == "[–] speaks"
    assert NewsItem.history.filter(id=news.pk, title__contains="Markerova").count() == 0
    assert NewsItem.objects.get(pk=kept.pk).title == "Thanks to Zvezdana Markerova"
    page = answer.content.decode()
    assert "Markerova</strong> Street" in page
    assert "Thanks to " in page
    assert "Ask" not in page


@pytest.mark.parametrize(
    ("name", "note", "shown"),
    [
        ("王伟", "王市长和国王都来", ["王"]),
        ("欧阳修", "請歐陽 副市長發言", ["歐陽"]),
        ("김민수", "김 시장님께", ["김"]),
        ("Nu", "Ask Nu, not nuance", ["Nu"]),
    ],
)
def test_a_family_name_before_a_title_and_a_short_name_are_shown(
    name: str, note: str, shown: list[str], event: Event, delegation: Delegation
) -> None:
    person = make_attendee(delegation, given="", family="", native_name=name)
    noted(delegation, note)

    found = find_traces(event, load_person(person))

    assert [one.name for one in found] == shown


def test_a_refused_erasure_keeps_what_was_ticked(event: Event, delegation: Delegation) -> None:
    person = make_attendee(delegation, given="Zvezdana", family="Markerova", native_name="")
    ticked = f"events.newsitem.title.{make_news(event, title='Zvezdana Markerova speaks').pk}"
    path = reverse("staff:person-data", args=[event.slug, person.guid])

    answer = administrator(event).post(path, {"reason": "Asked", "erase": "", "chosen": [ticked]})

    assert answer.status_code == 400
    assert f'value="{ticked}" id="{ticked}" checked' in answer.content.decode()


def test_the_page_after_an_erasure_is_not_kept_anywhere(
    event: Event, delegation: Delegation
) -> None:
    person = make_attendee(delegation, given="Zvezdana", family="Markerova", native_name="")
    make_nomination(delegation)
    client: Client = administrator(event)
    path = reverse("staff:person-data", args=[event.slug, person.guid])

    answer = client.post(path, {"reason": "Asked by Markerova", "erase": "", "sure": "on"})

    assert answer.status_code == 200
    assert "nomination letter" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert traces("Markerova") == []
