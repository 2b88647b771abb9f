"""Whatever visitors see raises the revision, whichever way it changes. No model is missed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.models import Delegation, Organisation
from events.models import (
    Award,
    AwardEntry,
    Document,
    Event,
    NewsItem,
    Page,
    Partner,
    PublishedFigure,
    RelatedNews,
    Room,
    Venue,
)
from events.public import PublicModel, current_revision
from programme.models import Profile, ScheduleRelease, SessionDocument, SubForum
from programme.releases.services import release_agenda
from tests.factories import (
    make_attendee,
    make_award,
    make_delegation,
    make_document,
    make_entry,
    make_event,
    make_figure,
    make_member,
    make_news,
    make_page,
    make_partner,
    make_profile,
    make_room,
    make_session,
    make_session_document,
    make_sub_forum,
    text,
)

# A field of each public model that can be set to something else.
FIELDS: dict[type[Any], dict[str, Any]] = {
    PublishedFigure: {"value": text("over 900")},
    Partner: {"name": text("Another name")},
    Venue: {"name": text("Another name")},
    Room: {"name": text("Another name")},
    Page: {"title": text("Another title")},
    SubForum: {"title": text("Another title")},
    Organisation: {"name": text("Another name")},
    Delegation: {"is_public": False},
    ScheduleRelease: {"comment": "Another comment"},
    NewsItem: {"title": "Another title"},
    RelatedNews: {"position": 2},
    Award: {"title": text("Another title")},
    AwardEntry: {"is_winner": True},
    SessionDocument: {"title": text("Another title")},
    Document: {"title": text("Another title")},
    Profile: {"portrait_credit": "Another"},
}
PUBLIC_MODELS = [model for model in apps.get_models() if issubclass(model, PublicModel)]


def test_every_public_model_is_tested() -> None:
    assert set(FIELDS) == set(PUBLIC_MODELS)


def make(model: type[Any], event: Event) -> Any:
    if model is ScheduleRelease:
        return release_agenda(event=event, by=make_member(event, Role.EDITOR))
    if model is Organisation:
        return make_delegation(event).organisation
    makers: dict[type[Any], Any] = {
        PublishedFigure: make_figure,
        Partner: make_partner,
        Venue: lambda event: make_room(event).venue,
        Room: make_room,
        Page: make_page,
        SubForum: make_sub_forum,
        Delegation: make_delegation,
        Profile: lambda event: make_profile(make_attendee(make_delegation(event))),
        NewsItem: make_news,
        RelatedNews: lambda event: RelatedNews.objects.create(
            item=make_news(event), other=make_news(event)
        ),
        Award: make_award,
        AwardEntry: lambda event: make_entry(make_award(event)),
        Document: make_document,
        SessionDocument: lambda event: make_session_document(make_session(event)),
    }
    return makers[model](event)


def change_by_save(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def change_by_update(row: Any, values: dict[str, Any]) -> None:
    type(row).objects.filter(pk=row.pk).update(**values)


def change_by_bulk_update(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    type(row).objects.bulk_update([row], list(values))


@pytest.mark.django_db
@pytest.mark.parametrize("change", [change_by_save, change_by_update, change_by_bulk_update])
@pytest.mark.parametrize("model", PUBLIC_MODELS, ids=lambda model: model.__name__)
def test_a_change_raises_the_revision_of_its_event_alone(model: type[Any], change: Any) -> None:
    event, other = make_event(), make_event()
    row = make(model, event)
    make(model, other)
    before, others = current_revision(event.slug), current_revision(other.slug)

    change(row, FIELDS[model])

    assert (current_revision(event.slug) or 0) > (before or 0)
    assert current_revision(other.slug) == others


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["row", "queryset"])
# An organisation that has a delegation cannot be deleted.
@pytest.mark.parametrize(
    "model",
    [model for model in PUBLIC_MODELS if model is not Organisation],
    ids=lambda model: model.__name__,
)
def test_deleting_raises_the_revision(model: type[Any], way: str) -> None:
    event, other = make_event(), make_event()
    row = make(model, event)
    make(model, other)
    before, others = current_revision(event.slug), current_revision(other.slug)

    _ = row.delete() if way == "row" else model.objects.filter(pk=row.pk).delete()

    assert (current_revision(event.slug) or 0) > (before or 0)
    assert current_revision(other.slug) == others


@pytest.mark.django_db
def test_bulk_create_raises_the_revision() -> None:
    event, other = make_event(), make_event()
    make_page(other)
    before, others = current_revision(event.slug), current_revision(other.slug)

    Page.objects.bulk_create([Page(event=event, slug="a", title=text("A"))])

    assert (current_revision(event.slug) or 0) > (before or 0)
    assert current_revision(other.slug) == others


@pytest.mark.django_db
def test_an_update_of_an_event_raises_its_revision_by_one() -> None:
    event = make_event()
    before = current_revision(event.slug) or 0

    Event.objects.filter(pk=event.pk).update(title=text("New title"))

    assert current_revision(event.slug) == before + 1


def _move_event(page: Page) -> None:
    Event.objects.filter(pk=page.event_id).update(slug="elsewhere")


def _rename(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(title=text("New title"))


def _move(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(slug="elsewhere")


def _create(page: Page) -> None:
    Page.objects.bulk_create([Page(event=page.event, slug="another", title=page.title)])


def _write_over(page: Page) -> None:
    row = Page(event=page.event, guid=page.guid, slug="elsewhere", title=page.title)
    Page.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["guid"], update_fields=["slug"]
    )


def _delete(page: Page) -> None:
    Page.objects.filter(pk=page.pk).delete()


def _delete_file(page: Page) -> None:
    Document.objects.filter(event=page.event_id).delete()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change", [_move_event, _rename, _move, _create, _write_over, _delete, _delete_file]
)
def test_rows_and_the_revision_change_in_one_transaction(change: Callable[[Page], None]) -> None:
    page, stands = make_page(make_event()), []
    make_document(page.event)

    def look(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            stands.append(connection.in_atomic_block)
        return execute(sql, *rest)

    with connection.execute_wrapper(look):
        change(page)

    assert len(stands) > 1
    assert all(stands)


@pytest.mark.django_db
def test_saving_an_event_never_writes_back_an_old_revision() -> None:
    event = make_event()
    loaded_early = Event.objects.get(pk=event.pk)
    for _number in range(3):
        make_page(event)
    before = current_revision(event.slug) or 0

    loaded_early.title = text("New title")
    loaded_early.save()

    assert current_revision(event.slug) == before + 1


@pytest.mark.django_db
def test_an_event_made_anew_under_an_old_slug_never_has_an_old_revision() -> None:
    event = make_event(slug="again")
    make_page(event)
    before = current_revision("again") or 0
    event.delete()

    make_event(slug="again")

    assert (current_revision("again") or 0) > before


@pytest.mark.django_db
def test_an_edit_in_the_admin_shows_at_the_next_request(client: Client) -> None:
    event = make_event()
    page = make_page(event, title=text("Before"))
    path = reverse("events:page", args=[event.slug, page.slug])
    assert b"Before" in client.get(path).content
    assert b"Before" in client.get(path).content
    organizer = Client()
    organizer.force_login(make_member(event, Role.EDITOR))

    organizer.post(
        reverse("admin:events_page_change", args=[page.pk]),
        {
            "event": event.pk,
            "slug": page.slug,
            "title_en": "After",
            "is_published": "on",
            "position": 0,
        },
    )

    assert b"After" in client.get(path).content
    page.refresh_from_db()
    assert page.updated_by is not None
