"""Invitations: a link from a mail opens the team to one person, once."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from core.protection.tokens import token_digest
from events.choices import TeamChangeKind
from events.models import Event, Invitation, TeamChange, TeamMember
from events.team import services
from events.team.services import InTeamAlready, InvitationUnknown
from forum_portal.workspace.team.services import join
from mail import outbox
from mail.models import OutgoingMail
from tests.events.test_newsletter import everything_in_the_database
from tests.events.test_team import at_once
from tests.factories import (
    make_event,
    make_invitation,
    make_member,
    make_sub_forum,
    make_user,
    text,
)

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
JOIN = "/accounts/join/"
NEW = {
    "name": "Ana Ruiz",
    "password1": "a phrase of many words",
    "password2": "a phrase of many words",
}


@pytest.fixture(autouse=True)
def _no_turn_is_taken(db: None) -> None:
    cache.clear()


def link_in_mail() -> str:
    outbox.send_due()
    (found,) = re.findall(r"http://localhost(/accounts/join/\S+)", str(django_mail.outbox[-1].body))
    return str(found)


def invited(event: Event, **values: Any) -> str:
    """An invitation's link, from its mail."""
    make_invitation(event, **values)
    return link_in_mail()


def roles(event: Event) -> dict[str, str]:
    return dict(event.team_members.values_list("user__email", "role"))


# --- Inviting ------------------------------------------------------------------------------------


def test_the_mail_speaks_the_language_chosen_and_says_who_invites_to_what() -> None:
    event = make_event(title=text("Forum of Mayors", fr="Forum des maires"))
    by = make_member(event, Role.ADMINISTRATOR, name="Chen Yi")

    link = invited(event, email="Ana@Example.org", language="fr", note="À bientôt !", by=by)

    (message,) = django_mail.outbox
    assert message.to == ["ana@example.org"]
    assert message.subject == "Invitation à rejoindre l’équipe de Forum des maires"
    assert "Chen Yi" in message.body
    assert "À bientôt !" in message.body
    assert len(link.split("/")[3]) == 43  # 256 bits


def test_the_token_is_kept_nowhere_once_the_mail_is_sent() -> None:
    make_invitation(make_event())
    body = OutgoingMail.objects.get().body
    token = re.findall(r"/accounts/join/([^/\s]+)/", body)[0]
    assert token in everything_in_the_database()

    outbox.send_due()

    assert token not in everything_in_the_database()
    assert token_digest(token) in everything_in_the_database()


def test_an_administrator_invites_on_the_page_of_the_team() -> None:
    event = make_event()
    sub_forum = make_sub_forum(event)
    client = Client()
    client.force_login(make_member(event, Role.ADMINISTRATOR))
    data = {"email": "ana@example.org", "role": Role.SUB_FORUM_EDITOR, "language": "zh-hans"}

    without = client.post(reverse("admin:team", args=[event.pk]), data)
    data["sub_forums"] = str(sub_forum.guid)
    page = client.post(reverse("admin:team", args=[event.pk]), data, follow=True)

    assert "Choose at least one sub-forum." in without.content.decode()
    assert "ana@example.org" in page.content.decode()
    invitation = Invitation.objects.get()
    assert (invitation.sub_forums, invitation.language) == ([str(sub_forum.guid)], "zh-hans")


def test_nobody_is_invited_who_is_in_the_team() -> None:
    event = make_event()
    make_member(event, Role.DESK, email="ana@example.org")

    with pytest.raises(InTeamAlready):
        make_invitation(event, email="ANA@example.org")


def test_another_invitation_of_the_same_address_takes_the_place_of_the_first() -> None:
    event = make_event()
    first = invited(event, email="ana@example.org", role=Role.ADMINISTRATOR)
    second = invited(event, email="ana@example.org", role=Role.DESK)

    assert follow(first).status_code == 404
    assert follow(second).status_code == 200
    assert Invitation.objects.waiting().count() == 1


# --- The link ------------------------------------------------------------------------------------


def follow(link: str, client: Client | None = None) -> Any:
    return (client or Client()).get(link, follow=True)


def test_the_link_is_exchanged_for_a_session_at_once() -> None:
    client, link = Client(), invited(make_event())

    answer = client.get(link)

    assert (answer.status_code, answer.headers["Location"]) == (303, JOIN)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    page = client.get(JOIN)
    assert page.status_code == 200
    token = link.split("/")[3]
    assert token not in page.content.decode()
    assert token not in str(dict(client.session))


def test_the_session_begins_anew_with_the_link() -> None:
    client, link = Client(), invited(make_event())
    session = client.session
    session["before"] = "1"
    session.save()

    client.get(link)

    assert client.session.session_key != session.session_key


def test_the_page_names_the_clock_of_the_forum() -> None:
    link = invited(make_event(time_zone="Asia/Shanghai"))

    page = Client().get(link, follow=True)

    assert "Beijing time" in page.content.decode()


def test_looking_at_the_link_uses_nothing_up() -> None:
    # Programs that look through mail follow links.
    link = invited(make_event())
    for _program in range(3):
        follow(link)

    assert follow(link).status_code == 200


def test_who_has_no_account_sets_name_and_password_and_is_in() -> None:
    event = make_event()
    client, link = Client(), invited(event, email="ana@example.org", role=Role.EDITOR)
    client.get(link)

    page = client.post(JOIN, NEW, follow=True)

    user = User.objects.get(email="ana@example.org")
    assert page.redirect_chain[-1][0] == reverse("landing")
    assert page.context["user"] == user
    assert (user.name, user.check_password(NEW["password1"])) == ("Ana Ruiz", True)
    assert roles(event)["ana@example.org"] == Role.EDITOR
    joined = TeamChange.objects.filter(kind=TeamChangeKind.JOINED).get()
    assert (joined.about, joined.by, joined.after) == ("Ana Ruiz", user, "editor")


@pytest.mark.parametrize("password", ["short", "ana@example.org!!", "1q2w3e4r5t6y7u8i"])
def test_the_password_is_long_not_a_common_one_and_not_the_address(password: str) -> None:
    event = make_event()
    client, link = Client(), invited(event, email="ana@example.org")
    client.get(link)

    page = client.post(JOIN, {"name": "A", "password1": password, "password2": password})

    assert page.status_code == 200
    assert "ana@example.org" not in roles(event)


def test_a_sub_forum_editor_who_joins_edits_the_sub_forums_of_the_invitation() -> None:
    event = make_event()
    own = make_sub_forum(event)
    make_sub_forum(event)
    client = Client()
    client.get(invited(event, role=Role.SUB_FORUM_EDITOR, sub_forums=[str(own.guid)]))

    client.post(JOIN, NEW)

    assert list(User.objects.get(name="Ana Ruiz").sub_forums.all()) == [own]


def test_who_has_an_account_logs_in_to_it_first() -> None:
    event, client = make_event(), Client()
    user = make_user(email="Ana@Example.org")
    client.get(invited(event, email="ana@example.org", role=Role.DESK))

    refused = client.post(JOIN, NEW)
    assert 'name="password1"' not in refused.content.decode()
    assert "ana@example.org" not in roles(event)
    logged_in = client.post(
        "/accounts/login/", {"login": user.email, "password": PASSWORD, "next": JOIN}
    )
    assert logged_in.headers["Location"] == JOIN
    client.post(JOIN)

    user.refresh_from_db()
    assert roles(event)["ana@example.org"] == Role.DESK
    assert user.check_password(PASSWORD)


def test_somebody_else_cannot_take_the_place() -> None:
    event, client = make_event(), Client()
    make_user(email="ana@example.org")
    somebody = make_user(email="else@example.org")
    link = invited(event, email="ana@example.org")
    client.force_login(somebody)

    page = client.get(link, follow=True)
    client.post(JOIN, NEW)

    assert "You are logged in as else@example.org" in page.content.decode()
    assert {"ana@example.org", "else@example.org"} & set(roles(event)) == set()


# --- Dead links ----------------------------------------------------------------------------------


def _used(invitation: Invitation) -> None:
    join(token_hash=invitation.token_hash, user=None, name="A", password=PASSWORD)


def _run_out(invitation: Invitation) -> None:
    invitation.expires_at = timezone.now() - timedelta(seconds=1)
    invitation.save()


def _revoked(invitation: Invitation) -> None:
    services.revoke_invitation(invitation=invitation, by=make_user())


def _sent_again(invitation: Invitation) -> None:
    services.invite_again(invitation=invitation, by=make_user())


@pytest.mark.parametrize("happened", [_used, _run_out, _revoked, _sent_again])
@pytest.mark.parametrize("is_open", [False, True])
def test_a_dead_link_answers_like_one_that_never_was(happened: Any, is_open: bool) -> None:
    event, client = make_event(), Client()
    link = invited(event)
    invitation = Invitation.objects.get()
    if is_open:
        client.get(link)
        assert client.get(JOIN).status_code == 200

    happened(invitation)
    dead = client.get(JOIN) if is_open else client.get(link, follow=True)
    never = follow(f"/accounts/join/{'x' * 43}/")

    assert dead.status_code == never.status_code == 404
    assert dead.content == never.content
    assert "Ask the person who invited you to send it again." in dead.content.decode()
    assert client.post(JOIN, NEW).status_code == 404
    assert not User.objects.filter(name="Ana Ruiz").exists()


def test_sent_again_the_new_link_opens_and_the_old_mail_does_not_go_out() -> None:
    invitation = make_invitation(make_event())
    before = invitation.expires_at - timedelta(days=2)
    Invitation.objects.update(expires_at=before)

    services.invite_again(invitation=invitation, by=make_user())
    outbox.send_due()

    (_only,) = django_mail.outbox
    assert follow(link_in_mail()).status_code == 200
    assert Invitation.objects.get().expires_at > before + timedelta(days=1)


def test_near_misses_open_nothing() -> None:
    link = invited(make_event())
    token = link.split("/")[3]
    misses = [token[:-1], token + "A", token.swapcase(), token[1:], token[::-1], f"{token}%00"]

    for miss in misses:
        assert follow(f"/accounts/join/{miss}/").status_code == 404


def test_after_twenty_wrong_links_no_link_opens_from_there() -> None:
    link = invited(make_event())
    answers = [follow(f"/accounts/join/{'x' * 40}{n:03}/").status_code for n in range(20)]
    assert answers[:19] == [404] * 19

    throttled = follow(link)

    assert throttled.status_code == 429
    assert "try again in an hour" in throttled.content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    assert follow(link, elsewhere).status_code == 200
    forged = Client(headers={"X-Forwarded-For": "203.0.113.8"})
    assert follow(link, forged).status_code == 429


def test_no_log_holds_a_token(caplog: pytest.LogCaptureFixture) -> None:
    link = invited(make_event())
    wrong = f"/accounts/join/{'x' * 43}/"

    with caplog.at_level(logging.DEBUG):
        for one in (link, wrong):
            follow(one)

    logged = " ".join(record.getMessage() for record in caplog.records)
    assert JOIN in logged
    assert (link in logged, wrong in logged) == (False, False)


# --- Once ----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("has_account", [False, True])
def test_a_link_used_by_many_at_once_makes_one_member(has_account: bool) -> None:
    # Bites on PostgreSQL: without the lock each finds the invitation open.
    for _round in range(3):
        event = make_event()
        invitation = make_invitation(event, role=Role.DESK)
        user = make_user(email=invitation.email) if has_account else None

        def use(token_hash: str = invitation.token_hash, user: User | None = user) -> None:
            join(token_hash=token_hash, user=user, name="Ana", password=PASSWORD)

        refused = at_once(*[use] * 8)

        assert [type(error) for error in refused] == [InvitationUnknown] * 7
        assert TeamMember.objects.filter(event=event, role=Role.DESK).count() == 1
        joined = TeamChange.objects.filter(event=event, kind=TeamChangeKind.JOINED)
        assert joined.count() == 1
