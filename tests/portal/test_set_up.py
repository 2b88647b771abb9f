"""From an empty portal to its first edition: one link, one administrator, no Python shell."""

import re
import threading
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import SetUpLink, User
from accounts.roles import Role
from events.models import Event, TeamMember
from forum_portal import serve
from forum_portal.workspace.set_up import services
from forum_portal.workspace.set_up.services import LinkUnknown
from programme.models import Session, SubForum
from tests.factories import make_event, make_member, make_user
from tests.markup import faults

PASSWORD = "a quiet harbour at dusk"
ACCOUNT = {
    "name": "Ana",
    "email": "Ana@City.example",
    "password1": PASSWORD,
    "password2": PASSWORD,
}
EDITION = {
    "slug": "gmf-2027",
    "title": ["Forum 2027", "fr=Forum de 2027"],
    "city": ["Lyon"],
    "country": "FR",
    "time_zone": "Europe/Paris",
    "start_date": "2027-06-01",
    "end_date": "2027-06-03",
    "languages": "en,fr",
    "noinput": True,
}


def run(*command: str, **options: Any) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


def new_link() -> str:
    """The path of the link that `manage.py setup` prints."""
    match = re.search(r"(/accounts/set-up/[\w-]{43}/)", run("setup"))
    assert match
    return match[1]


def test_make_start_keeps_its_data_apart_from_the_demo_under_a_name_that_passkeys_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "ROOT", tmp_path)
    for name in ("DATA_DIR", "SECRET_KEY", "PUBLIC_ORIGIN", "ALLOWED_HOSTS"):
        monkeypatch.delenv(name, raising=False)

    own, demo = (serve._environment(what, "127.0.0.1", 8000) for what in ("start", "demo"))

    assert (own["DATA_DIR"], demo["DATA_DIR"]) == (str(tmp_path / "data"), str(tmp_path / "var"))
    assert own["SECRET_KEY"] != demo["SECRET_KEY"]
    assert own["PUBLIC_ORIGIN"] == "http://localhost:8000"
    assert "localhost" in own["ALLOWED_HOSTS"].split(",")


@pytest.mark.django_db
def test_the_link_makes_one_administrator_who_is_logged_in(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    path = new_link()
    token = path.split("/")[3]
    opened = client.get(path)
    page = client.get(opened.headers["Location"]).content.decode()
    made = client.post(opened.headers["Location"], ACCOUNT)

    assert (opened.status_code, opened.headers["Referrer-Policy"]) == (303, "no-referrer")
    assert token not in opened.headers["Location"]
    assert faults(page) == []
    assert made.headers["Location"] == reverse("second-factor")
    user = get_user(client)
    assert (str(user), user.email, user.is_superuser) == ("Ana", "ana@city.example", True)  # type: ignore[union-attr]
    assert token not in str(SetUpLink.objects.values().get())
    # From now on there is no page, not even with a link that is issued by force.
    assert Client().get(path, follow=True).status_code == 404
    assert "already has an administrator" in run("setup")
    assert token not in caplog.text


@pytest.mark.django_db
def test_without_the_newest_link_there_is_no_page() -> None:
    older, newest = new_link(), new_link()
    SetUpLink.objects.update(expires_at=timezone.now() + timedelta(seconds=30))
    answers = [
        Client().get(path, follow=True).status_code
        for path in ("/accounts/set-up/", "/accounts/set-up/guess/", older, newest)
    ]
    SetUpLink.objects.update(expires_at=timezone.now())

    assert answers == [404, 404, 404, 200]
    assert Client().get(newest, follow=True).status_code == 404
    assert Client().post("/accounts/set-up/", ACCOUNT).status_code == 404
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("_empty_limits")
def test_wrong_links_are_counted_like_other_secrets() -> None:
    path = new_link()
    for number in range(20):
        Client().get(f"/accounts/set-up/guess-{number}/")

    assert Client().get(path, follow=True).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["closed superuser", "administrator"])
def test_set_up_is_closed_for_ever_once_somebody_can_administer(kind: str) -> None:
    path = new_link()
    if kind == "administrator":
        make_member(make_event(), Role.ADMINISTRATOR)
    else:
        make_user(is_superuser=True, is_active=False)

    assert Client().get(path, follow=True).status_code == 404
    assert "already has an administrator" in run("setup")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_come_at_once_one_becomes_the_administrator() -> None:
    services.issue_link()
    token_hash = SetUpLink.objects.get().token_hash
    barrier, outcomes = threading.Barrier(4), []

    def come(number: int) -> None:
        barrier.wait()
        try:
            services.accept_link(
                token_hash=token_hash, email=f"a{number}@city.example", name="A", password=PASSWORD
            )
            outcomes.append("made")
        except LinkUnknown:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["made", "refused", "refused", "refused"]
    assert User.objects.count() == 1


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("SETUP_EMAIL", "ana@city.example")
    monkeypatch.setenv("SETUP_PASSWORD", PASSWORD)
    monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", "wei@city.example")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "short")
    return monkeypatch


@pytest.mark.django_db
def test_passwords_from_the_environment_are_held_to_the_same_rules(
    variables: pytest.MonkeyPatch,
) -> None:
    variables.setenv("SETUP_PASSWORD", "short")
    for command in ("setup", "createsuperuser"):
        with pytest.raises(CommandError, match=r"PASSWORD: .*at least 15 characters"):
            run(command, interactive=False) if command != "setup" else run(command, noinput=True)
    variables.setenv("SETUP_PASSWORD", PASSWORD)
    run("setup", noinput=True)

    assert User.objects.get().check_password(PASSWORD)
    assert "already has an administrator" in run("setup", noinput=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "密码太短：至少需要 15 个字符。"), ("ar", "الحد الأدنى 15 حرفًا")],
)
def test_a_short_password_is_refused_in_the_language_of_the_page(language: str, words: str) -> None:
    client = Client(headers={"accept-language": language})
    client.get(new_link())

    page = client.post("/accounts/set-up/", {**ACCOUNT, "password1": "short", "password2": "short"})

    assert words in page.content.decode()
    assert 'value="Ana@City.example"' in page.content.decode()


@pytest.mark.django_db
def test_a_lost_second_factor_is_taken_away_and_the_password_stays(client: Client) -> None:
    ana = make_user(email="ana@city.example")
    Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data={})
    client.force_login(ana)

    run("reset_second_factor", "Ana@City.example")

    assert not Authenticator.objects.exists()
    ana.refresh_from_db()
    assert ana.has_usable_password()
    assert not get_user(client).is_authenticated
    with pytest.raises(CommandError, match="no account"):
        run("reset_second_factor", "nobody@city.example")


@pytest.mark.django_db
def test_an_edition_is_created_on_the_command_line_by_the_rules_of_the_form() -> None:
    ana = make_user(email="ana@city.example")

    run("create_edition", administrator=ana.email, shape="outline", sub_forums=2, **EDITION)
    with pytest.raises(CommandError) as refused:
        run("create_edition", **{**EDITION, "time_zone": "Etc/GMT+8", "end_date": "2027-05-01"})

    event = Event.objects.get()
    assert (dict(event.title), event.languages) == (
        {"en": "Forum 2027", "fr": "Forum de 2027"},
        ["en", "fr"],
    )
    assert TeamMember.objects.get().role == Role.ADMINISTRATOR
    assert [str(row) for row in SubForum.objects.all()] == ["1. Sub-forum 1", "2. Sub-forum 2"]
    assert dict(SubForum.objects.first().title)["fr"] == "Sous-forum 1"  # type: ignore[union-attr]
    assert Session.objects.count() == 5
    for option in ("--time-zone", "--last-day", "--slug"):
        assert option in str(refused.value)


@pytest.mark.django_db
def test_the_programme_of_the_demo_comes_without_people_on_the_days_of_the_edition() -> None:
    run("create_edition", shape="demo", **EDITION)

    event = Event.objects.get()
    assert event.sub_forums.count() == 7
    days = {row.start.astimezone(event.zone).date() for row in event.sessions.all()}
    assert (min(days), max(days)) == (event.start_date, event.end_date)
    assert not event.sessions.exclude(appearances=None).exists()
    assert {code for row in event.sessions.all() for code in dict(row.title)} == {"en", "fr"}


@pytest.mark.django_db
def test_the_demo_is_not_loaded_among_other_data_unless_asked(
    tmp_path: Path, settings: Any
) -> None:
    settings.DATA_DIR = tmp_path
    make_user()

    with pytest.raises(CommandError, match="--yes"):
        run("load_demo")

    assert not (tmp_path / "demo-accounts.txt").exists()
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_only_a_superuser_creates_an_edition_and_what_was_typed_is_kept(client: Client) -> None:
    url = reverse("admin:edition_new")
    chosen = {"country": "FR", "time_zone": "Europe/Paris", "languages_en": "on"}
    client.force_login(make_member(make_event(), Role.ADMINISTRATOR))
    refused = client.get(url).status_code
    client.force_login(make_user(is_superuser=True))
    sent = {**chosen, "languages_fr": "on", "place": ""}
    place = client.post(url, sent).headers["Location"]
    form = client.get(f"{url}{place}").content.decode()
    typed = {"slug": "accounts", "title_en": "Forum", "city_fr": "Lyon", "shape": "empty"}
    again = client.post(f"{url}{place}", typed).content.decode()

    assert refused == 404
    assert place == "?country=FR&time_zone=Europe/Paris&languages=en,fr"
    assert 'name="title_fr"' in form
    assert 'name="title_es"' not in form
    assert "is used by the portal itself" in again
    assert 'value="Lyon"' in again
    assert Event.objects.count() == 1
