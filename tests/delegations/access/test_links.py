"""What a private link is worth, moment by moment, and what is written down of it."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from core.protection.tokens import token_digest
from delegations.access.focal_points import send_link
from delegations.access.mailed_links import (
    LinkUnknown,
    choose_language,
    mark_undelivered,
    open_link,
    read_link,
    use_link,
    was_sent,
)
from delegations.models import FocalPoint, PersonalLink
from delegations.registration.views.focal_access import (
    KEY,
    OWN_KEY,
    PENDING,
    focal_page,
    own_page,
)
from events.models import Event
from mail.models import OutgoingMail
from tests.delegations.focal import mailed_link, own_link
from tests.factories import make_attendee, make_delegation, make_focal_point, text

pytestmark = pytest.mark.django_db
Link = FocalPoint | PersonalLink


def focal(event: Event) -> Link:
    return make_focal_point(make_delegation(event))


def own(event: Event) -> Link:
    return own_link(make_attendee(make_delegation(event), status="draft"))


def token_of(link: Link) -> str:
    """The digest of the newest link that was mailed."""
    return token_digest(mailed_link(link).split("/")[2])


def stands(link: Link, *, guid: UUID | None = None, generation: int | None = None) -> bool:
    """Whether what this link opened is still open, or would be with another key."""
    kind: Any = type(link)
    key = guid or link.guid, link.generation if generation is None else generation
    found = open_link(kind, *key)
    assert found in (None, link)
    return found is not None


def opens(token_hash: str) -> bool:
    try:
        read_link(token_hash)
    except LinkUnknown:
        return False
    return True


both = pytest.mark.parametrize("made", [focal, own])


@both
def test_a_link_that_is_used_opens_nothing_more_and_is_known(
    made: Callable[[Event], Link], event: Event
) -> None:
    link = made(event)
    token_hash = token_of(link)
    type(link).objects.update(bounced_at=timezone.now(), bounce_reason="Full")
    assert (opens(token_hash), was_sent(token_hash)) == (True, True)

    used = use_link(token_hash=token_hash)

    link.refresh_from_db()
    assert (link.pk, link.spent_hash, link.token_hash) == (used.pk, token_hash, None)
    assert (link.token_expires_at, link.bounced_at, link.bounce_reason) == (None, None, "")
    assert link.opened_at == used.opened_at is not None
    assert (opens(token_hash), was_sent(token_hash)) == (False, True)
    with pytest.raises(LinkUnknown):
        use_link(token_hash=token_hash)


def test_what_was_never_a_link_is_unknown(event: Event) -> None:
    focal(event)

    assert (opens(""), was_sent("")) == (False, False)
    assert (opens("0" * 64), was_sent("0" * 64)) == (False, False)


@both
def test_of_two_links_the_newer_opens_and_the_older_is_still_known(
    made: Callable[[Event], Link], event: Event
) -> None:
    link = made(event)
    older = token_of(link)

    if isinstance(link, PersonalLink):
        own_link(link.attendee)
    else:
        send_link(focal_point=link)

    newer = token_of(link)
    assert (opens(older), was_sent(older)) == (False, True)
    assert (opens(newer), was_sent(newer)) == (True, True)
    # The text of the older one, which nobody has sent yet, is not sent any more.
    assert OutgoingMail.objects.filter(recipient=link.mailbox).count() == 1


@both
@pytest.mark.parametrize(
    ("days", "status", "lasts"),
    [
        (0, "published", True),
        (1, "published", True),
        (2, "published", False),
        (0, "archived", False),
    ],
)
def test_access_ends_a_day_after_the_forum_or_with_its_archive(
    made: Callable[[Event], Link], days: int, status: str, lasts: bool, event: Event
) -> None:
    link = made(event)
    token_hash = token_of(link)
    last = timezone.now().date() - timedelta(days=days)
    Event.objects.filter(pk=event.pk).update(start_date=last, end_date=last, status=status)

    assert (opens(token_hash), stands(link)) == (lasts, lasts)


@both
def test_a_link_opens_until_its_moment(made: Callable[[Event], Link], event: Event) -> None:
    link, now = made(event), timezone.now()
    kind, token_hash = type(link), token_of(link)
    kind.objects.update(token_expires_at=now)

    before = kind.objects.with_link(token_hash, now - timedelta(microseconds=1))

    assert (before.count(), kind.objects.with_link(token_hash, now).count()) == (1, 0)


@both
def test_what_is_open_ends_with_its_generation(made: Callable[[Event], Link], event: Event) -> None:
    link, beside = made(event), made(event)
    kind, token_hash, generation = type(link), token_of(link), link.generation
    assert stands(link)
    assert not stands(link, generation=generation + 1)
    assert not stands(link, guid=uuid4())

    assert kind.objects.filter(pk=link.pk).end(timezone.now()) == 1

    link.refresh_from_db()
    assert (link.generation, link.token_hash, link.token_expires_at) == (generation + 1, None, None)
    assert not stands(link, generation=generation)
    assert not stands(link, generation=generation + 1)
    assert not opens(token_hash)
    assert stands(beside)
    # Who is out already is not put out a second time.
    assert kind.objects.filter(pk=link.pk).end(timezone.now()) == 0


def test_a_person_who_goes_elsewhere_or_does_not_come_has_no_entry_any_more(event: Event) -> None:
    def there(**values: Any) -> bool:
        link = own(event)
        assert isinstance(link, PersonalLink)
        type(link.attendee).objects.filter(pk=link.attendee_id).update(**values)
        return stands(link)

    assert there(status="submitted")
    assert not there(status="withdrawn")
    assert not there(status="refused")
    assert not there(delegation=make_delegation(event))


@both
def test_a_language_is_chosen_for_one_link_alone(
    made: Callable[[Event], Link], event: Event
) -> None:
    link, beside = made(event), made(event)

    choose_language(link=link, language="ar")

    link.refresh_from_db()
    beside.refresh_from_db()
    assert (link.language, beside.language) == ("ar", "en")


def _page_of(link: Link) -> str:
    if isinstance(link, PersonalLink):
        return reverse("own:entry", args=[link.attendee.guid])
    return reverse("focal:overview")


@both
def test_a_page_names_the_language_of_its_reader_among_all_languages(
    made: Callable[[Event], Link], event: Event
) -> None:
    link, client = made(event), Client()
    choose_language(link=link, language="fr")
    client.get(mailed_link(link))
    client.post(reverse("focal-door"))

    context = client.get(_page_of(link)).context

    languages = context["own_languages"]
    assert [one.code for one in languages] == [code for code, _name in settings.LANGUAGES]
    assert [one.code for one in languages if one.is_current] == ["fr"]
    reader = context["link" if isinstance(link, PersonalLink) else "focal_point"]
    shown = (reader, context["delegation"], context["event"])
    assert shown == (link, link.delegation, event)


@both
def test_a_page_is_made_for_its_reader_at_the_clock_and_with_the_texts_of_the_forum(
    made: Callable[[Event], Link], event: Event
) -> None:
    Event.objects.filter(pk=event.pk).update(time_zone="Asia/Shanghai", languages=["es", "en"])
    link, client = made(event), Client()
    choose_language(link=link, language="fr")
    client.get(mailed_link(link))
    client.post(reverse("focal-door"))
    request = RequestFactory().get("/")
    request.session = client.session

    def view(_request: HttpRequest, reader: Link) -> HttpResponse:
        zone, said = timezone.get_current_timezone_name(), str(text("Welcome", es="Bienvenidos"))
        return JsonResponse([reader.pk, get_language(), zone, said], safe=False)

    if isinstance(link, PersonalLink):
        answer: Any = own_page(view)(request, guid=link.attendee.guid)
    else:
        answer = focal_page(view)(request)

    assert json.loads(answer.content) == [link.pk, "fr", "Asia/Shanghai", "Bienvenidos"]


@both
def test_mail_that_comes_back_is_written_down_with_its_own_address_since_the_first(
    made: Callable[[Event], Link], event: Event
) -> None:
    link, beside = made(event), made(event)

    def comes_back(reason: str, **values: str) -> Link:
        mail = OutgoingMail(**{"recipient": link.mailbox, "address": link.email.upper(), **values})
        mark_undelivered(mail, reason)
        link.refresh_from_db()
        return link

    assert comes_back("Gone", recipient="subscriber").bounced_at is None
    assert comes_back("Gone", recipient=uuid4().hex).bounced_at is None
    assert comes_back("Gone", address="former@home.example").bounced_at is None
    since = comes_back("x" * 600).bounced_at
    assert since is not None
    assert link.bounce_reason == "x" * 500
    assert comes_back("Full", recipient=link.guid.hex).bounced_at == since
    assert link.bounce_reason == "Full"
    beside.refresh_from_db()
    assert (beside.bounced_at, beside.bounce_reason) == (None, "")


@both
def test_whoever_follows_a_wrong_link_does_not_get_in_by_the_one_before(
    made: Callable[[Event], Link], event: Event
) -> None:
    link, client = made(event), Client()
    client.get(mailed_link(link))

    client.get(f"/join/{uuid4().hex}{uuid4().hex}/")

    assert client.post(reverse("focal-door")).status_code == 200
    assert opens(token_of(link))


@both
def test_a_session_that_somebody_knew_before_is_another_one_behind_the_link(
    made: Callable[[Event], Link], event: Event
) -> None:
    link, client = made(event), Client()
    client.session.save()
    keys = [client.session.session_key]

    client.get(mailed_link(link))
    keys.append(client.session.session_key)
    assert client.post(reverse("focal-door")).status_code == 302
    keys.append(client.session.session_key)

    assert len(set(keys)) == 3
    # What waited is used up, and does not wait any more.
    assert client.session.get(PENDING) is None


@pytest.mark.parametrize("kept", [None, "", "key", [], ["key"], [1, 2, 3], {"0": 1, "1": 2}])
def test_a_session_of_an_older_release_opens_nothing(kept: Any, event: Event) -> None:
    client = Client()
    session = client.session
    session[KEY] = session[OWN_KEY] = kept
    session.save()

    assert client.get("/delegation/").headers["Location"] == "/join/"
