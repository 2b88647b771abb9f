"""The demo forum: what the press release says, people who are nobody, the same on every machine."""

import re
import stat
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from delegations.choices import AttendeeStatus, InvitationStatus
from delegations.lists.live_figures import count_live_figures
from delegations.models import Attendee, Delegation, Organisation, SensitiveData, StatusChange
from events.models import (
    Award,
    AwardEntry,
    Document,
    Event,
    NewsItem,
    Page,
    Partner,
    PublishedFigure,
    Room,
    TeamMember,
    Venue,
)
from forum_portal.demo import source
from forum_portal.demo.accounts import accounts_file
from forum_portal.demo.texts import NOTICE
from programme.agenda.load_agenda import published_agenda
from programme.models import ScheduleRelease, Session, SubForum

GUIDED: tuple[Any, ...] = (
    Event,
    Venue,
    Room,
    Organisation,
    Delegation,
    Attendee,
    NewsItem,
    Award,
    AwardEntry,
    Document,
    SubForum,
    Session,
)
MODELS: tuple[Any, ...] = (
    *GUIDED,
    User,
    TeamMember,
    Page,
    Partner,
    PublishedFigure,
    SensitiveData,
    StatusChange,
    ScheduleRelease,
)
TITLES = {
    1: "Coordinated Development of Bay Areas and City Clusters",
    2: "High-Level Urban Opening-Up --- Global Cities Evaluation",
    3: "Artificial Intelligence and Digital Economy",
    4: "Green Cities and Resilient Communities",
    5: "Urban Cultural and Historical Heritage",
    6: "New Philosophies in Urban Planning and Construction",
    7: "Urban Social Safety Nets and Community Governance",
}


def snapshot() -> dict[str, Any]:
    """Everything that must be the same after a second run."""
    counts = {model.__name__: model.objects.count() for model in MODELS}
    guids = {model.__name__: set(model.objects.values_list("guid", flat=True)) for model in GUIDED}
    people = Attendee.objects.order_by("guid").values_list("guid", "listed_name", "phone", "status")
    codes = Session.objects.order_by("guid").values_list("guid", "code")
    return {"counts": counts, "guids": guids, "people": list(people), "codes": list(codes)}


class Demo:
    """The demo, loaded; then loaded once more."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "demo-accounts.txt"
        call_command("load_demo", verbosity=0)
        self.first, self.first_file = snapshot(), self.file.read_text()
        call_command("load_demo", verbosity=0)
        self.second, self.second_file = snapshot(), self.file.read_text()

    @property
    def event(self) -> Event:
        event: Event = Event.objects.get(slug="gmf-2023")
        return event


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    """Loaded once for all tests of this module, in a transaction that is taken back at the end."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr("django.conf.settings.DATA_DIR", folder)
        with transaction.atomic():
            yield Demo(folder)
            transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: Demo, db: None) -> Demo:
    return loaded


def test_a_second_run_changes_nothing(demo: Demo) -> None:
    assert demo.first["counts"]["Event"] == 1

    assert demo.second == demo.first
    assert demo.second_file == demo.first_file


def test_another_machine_has_the_same_people_under_the_same_identifiers(demo: Demo) -> None:
    for entry in source.read()["sessions"]:
        assert Session.objects.get(guid=source.guid("session", entry["id"])).code == source.code(
            entry["id"]
        )
    Event.objects.update(slug="gmf-elsewhere")
    for model in GUIDED:
        rows = list(model.objects.all())
        for row in rows:
            row.guid = source.guid("moved", str(row.guid))
        model.objects.bulk_update(rows, ["guid"])

    call_command("load_demo", yes=True, verbosity=0)

    again = demo.event
    people = Attendee.objects.of_event(again).order_by("guid")
    found = list(people.values_list("guid", "listed_name", "phone", "status"))
    assert found == demo.first["people"]
    sessions = again.sessions.order_by("guid").values_list("guid", "code")
    assert list(sessions) == demo.first["codes"]


def test_delegations_are_those_of_the_press_release(demo: Demo) -> None:
    delegations = demo.event.delegations
    cities = delegations.filter(organisation__kind="city")

    assert (cities.count(), delegations.exclude(organisation__kind="city").count()) == (65, 9)
    assert delegations.filter(organisation__kind="international").count() == 9
    assert cities.values("organisation__country").distinct().count() == 37
    assert not cities.filter(organisation__country="").exists()
    assert set(delegations.values_list("status", flat=True)) == {InvitationStatus.LIST_CONFIRMED}
    assert delegations.get(is_host=True).code == "CN-GUA"
    assert delegations.by_precedence()[0].is_host


def test_people_are_as_many_as_the_data_set_says(demo: Demo) -> None:
    people = Attendee.objects.of_event(demo.event)

    assert (
        people.count(),
        people.counted().count(),
        people.exclude(pk__in=people.counted()).count(),
    ) == (
        859,
        812,
        47,
    )
    assert people.approved().count() == 859
    assert people.filter(is_head=True).count() == people.filter(function="head").count() == 74
    assert people.filter(is_incumbent=True).count() == 23
    assert people.filter(is_incumbent=True, is_head=True, rank_class="A").count() == 23
    ranks = [people.filter(is_head=True, rank_class=rank).count() for rank in "ABCD"]
    assert ranks == [26, 29, 11, 8]


def test_every_approval_has_its_history(demo: Demo) -> None:
    steps = StatusChange.objects.filter(attendee__delegation__event=demo.event)

    assert steps.filter(to_status=AttendeeStatus.SUBMITTED).count() == 859
    assert steps.filter(to_status=AttendeeStatus.APPROVED).count() == 859
    assert not StatusChange.objects.filter(by=None).exists()


def test_nobody_can_be_reached_and_no_passport_is_real(demo: Demo) -> None:
    people = Attendee.objects.of_event(demo.event)

    assert all(email.endswith("@example.org") for email in people.values_list("email", flat=True))
    assert people.values("email").distinct().count() == 859
    # Numbers that the regulator keeps for films and books.
    phones = people.values_list("phone", flat=True)
    assert all(re.fullmatch(r"\+44 20 7946 0\d{3}", phone) for phone in phones)
    passports = SensitiveData.objects.values_list("passport_number", flat=True)
    assert all(re.fullmatch(r"X\d{7}", number) for number in passports)


def test_names_follow_the_countries(demo: Demo) -> None:
    people = Attendee.objects.of_event(demo.event)
    first = people.filter(delegation__organisation__country__in=["CN", "KR", "JP", "VN", "HU"])

    assert set(first.values_list("name_order", flat=True)) == {"family-first"}
    chinese = people.filter(delegation__organisation__country="CN")
    assert all(re.fullmatch(r"[\u4e00-\u9fff]{2,4}", one.native_name) for one in chinese)
    single = people.filter(name_order="single")
    assert set(single.values_list("delegation__organisation__country", flat=True)) <= {
        "ID",
        "IN",
        "",
    }
    assert single.filter(delegation__organisation__country="ID").exists()
    assert not single.exclude(family="").exists()


def test_seven_sub_forums_carry_their_titles_word_for_word(demo: Demo) -> None:
    entries = {one["number"]: one["title"] for one in source.read()["sub_forums"]}
    assert {number: title["en"] for number, title in entries.items()} == TITLES

    for sub_forum in SubForum.objects.filter(event=demo.event):
        assert dict(sub_forum.title) == source.texts(entries[sub_forum.number])
    assert SubForum.objects.filter(event=demo.event).count() == 7


def test_three_hyphens_in_the_data_are_a_dash_on_the_page(demo: Demo) -> None:
    second = SubForum.objects.get(event=demo.event, number=2)
    assert second.title["en"] == "High-Level Urban Opening-Up --- Global Cities Evaluation"

    for path in (f"/en/gmf-2023/sub-forums/{second.slug}/", "/en/gmf-2023/"):
        page = unescape(Client().get(path).content.decode())
        assert "High-Level Urban Opening-Up — Global Cities Evaluation" in page
        assert "Opening-Up ---" not in page


def test_figures_stand_as_they_were_published(demo: Demo) -> None:
    figures = {figure.key: figure for figure in demo.event.figures.all()}

    assert {key: figure.value["en"] for key, figure in figures.items()} == {
        "representatives": "over 800",
        "cities": "65",
        "countries": "37",
        "organizations": "9",
        "incumbents": "23",
        "sub-forums": "7",
        "major-events": "12",
        "tour-routes": "3",
    }
    for figure in figures.values():
        assert (str(figure.as_of), figure.source) == (
            "2023-12-11",
            "Guangzhou Foreign Affairs Office",
        )


def test_the_rows_bear_the_figures_out(demo: Demo) -> None:
    assert count_live_figures(demo.event) == {
        "representatives": 812,
        "cities": 65,
        "countries": 37,
        "organizations": 9,
        "incumbents": 23,
        "sub-forums": 7,
        "major-events": 12,
    }


def test_the_programme_has_28_sessions_and_is_released_once(demo: Demo) -> None:
    release = ScheduleRelease.objects.get(event=demo.event)
    agenda = published_agenda(demo.event)

    assert Session.objects.filter(event=demo.event).count() == 28
    assert (release.version, release.comment) == (1, "First published programme.")
    public = Session.objects.filter(event=demo.event).public()
    assert {one.code for one in agenda.sessions} == set(public.values_list("code", flat=True))
    titles = Session.objects.filter(event=demo.event, sub_forum__isnull=False, is_major=True)
    assert titles.count() == 7


def test_there_is_one_account_for_each_role_and_its_password_is_in_one_file(demo: Demo) -> None:
    lines = [line.split() for line in demo.file.read_text().splitlines()]

    assert [email for email, _password in lines] == [f"{role}@demo.example" for role in Role]
    assert stat.S_IMODE(demo.file.stat().st_mode) == 0o600
    assert accounts_file() == demo.file
    assert len({password for _email, password in lines}) == len(Role)
    for email, password in lines:
        client = Client()
        client.post(reverse("account_login"), {"login": email, "password": password})
        user = User.objects.get(email=email)
        assert client.session["_auth_user_id"] == str(user.pk)
        assert TeamMember.objects.get(event=demo.event, user=user).role == email.split("@")[0]
        assert len(password) >= 15
        assert not user.is_superuser


def test_a_database_made_anew_gets_the_passwords_that_the_file_names(demo: Demo) -> None:
    known = dict(line.split() for line in demo.first_file.splitlines())
    email = f"{Role.DESK}@demo.example"
    TeamMember.objects.filter(user__email=email).delete()
    User.objects.filter(email=email).delete()

    call_command("load_demo", verbosity=0)

    assert User.objects.get(email=email).check_password(known[email])
    assert demo.file.read_text() == demo.first_file


def test_a_file_that_is_lost_is_written_again_with_passwords_that_open(
    demo: Demo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("django.conf.settings.DATA_DIR", tmp_path)

    call_command("load_demo", verbosity=0)

    for line in (tmp_path / "demo-accounts.txt").read_text().splitlines():
        email, password = line.split()
        assert User.objects.get(email=email).check_password(password)


# --- On the pages --------------------------------------------------------------------------------


def public_paths(language: str, client: Client) -> set[str]:
    """Every page of the forum in one language that a link leads to, beginning at the front page."""
    start = f"/{language}/gmf-2023/"
    seen, waiting = set(), [start]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        page = client.get(path).content.decode()
        links = {
            unescape(link).split("#")[0] for link in re.findall(r'<a[^>]*href="([^"]+)"', page)
        }
        waiting += [link for link in links if link.startswith(start) and "?" not in link]
    return seen


@pytest.mark.parametrize("language", ["en", "zh-hans", "fr", "es", "ar"])
def test_every_page_says_that_people_times_and_rooms_are_illustrative(
    language: str, demo: Demo
) -> None:
    client = Client()
    paths = public_paths(language, client)
    kinds = {path.split("/")[3] for path in paths}
    assert {"sub-forums", "agenda", "sessions", "speakers", "delegations", "info"} <= kinds
    assert len(paths) > 28 + 7

    missing = [
        path
        for path in paths
        if NOTICE[language] not in unescape(client.get(path).content.decode())
    ]

    assert missing == []
    assert "illustrative" in NOTICE["en"]


def test_no_page_names_an_address_a_passport_or_a_telephone(demo: Demo) -> None:
    person = Attendee.objects.filter(appearances__isnull=False).first()
    assert person is not None
    client = Client()

    for path in public_paths("en", client):
        page = client.get(path).content.decode()
        assert "@example.org" not in page
        assert "+44 20 7946" not in page


def test_the_pages_take_no_more_than_the_release_says(demo: Demo) -> None:
    hidden = Session.objects.filter(event=demo.event).exclude(visibility="public")
    assert hidden.exists()
    page = Client().get("/en/gmf-2023/agenda/").content.decode()

    for session in hidden:
        assert session.code not in page
