"""A row of a list in short, beside the list: what it says, for whom, and where it leads."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.roles import Role
from events.choices import EventStatus
from events.models import Event
from forum_portal.workspace.edition_urls import edition_url
from programme.models import Session
from programme.releases.services import release_agenda
from tests.audiences import ADMIN_MODELS
from tests.factories import (
    make_appearance,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.world import World

PEEK = "admin:programme_session_peek"


def peek(world: World, who: str, session: Session) -> Any:
    return world.client(who).get(edition_url(session.event, PEEK, session.pk))


def test_every_kind_of_row_has_a_summary(world: World) -> None:
    client, rows = world.client(Role.ADMINISTRATOR.value), world.rows
    summaries = [
        client.get(reverse(f"admin:{model}_peek", args=[rows[model].pk])).context["peek"]
        for model, (view, _edit) in ADMIN_MODELS.items()
        if view in world.rights(Role.ADMINISTRATOR.value)
    ]

    assert len(summaries) > 20
    assert all(one.title and one.facts and one.tools for one in summaries)


def test_a_session_in_short_says_what_is_missing_and_what_is_wrong(world: World) -> None:
    room = make_room(world.event, name=text("Small hall"))
    first = make_session(world.event, title=text("Opening", fr="Ouverture"), room=room)
    make_session(world.event, title=text("Rival"), room=room, start=first.start)
    make_appearance(first, placeholder=text("A mayor"))

    page = peek(world, "editor", first).context["peek"]

    facts = {fact.label: fact.value for fact in page.facts}
    assert facts["Room"] == "Small hall"
    assert "A mayor" in facts["On stage"]
    assert page.missing == (
        "Languages spoken",
        "Names of people on stage: 1",
        "Title in 简体中文, español",
    )
    assert any("Rival" in remark.sentence for remark in page.remarks)


def test_the_summary_leads_to_the_form_only_those_who_may_change_it(world: World) -> None:
    session = make_session(world.event)

    labels = {
        who: peek(world, who, session).context["peek"].tools[0].label
        for who in ("editor", "viewer")
    }

    assert labels == {"editor": "Edit", "viewer": "Open"}


def test_the_preview_stands_in_for_a_public_page_until_there_is_one(world: World) -> None:
    session = make_session(world.event)
    preview = edition_url(world.event, "admin:programme_preview", world.event.pk)
    form = edition_url(world.event, "admin:programme_session_change", session.pk)
    client = world.client("editor")

    def ways() -> tuple[str, bool]:
        return (
            peek(world, "editor", session).context["peek"].tools[-1].url,
            f'href="{preview}" class="listing__button"' in client.get(form).content.decode(),
        )

    before = ways()
    release_agenda(event=world.event, by=world.people["editor"])
    after = ways()

    assert before == (preview, True)
    assert after == (session.get_absolute_url(), False)


def test_the_bar_leads_to_the_preview_while_the_edition_is_not_public(world: World) -> None:
    path = edition_url(world.event, "admin:programme_session_changelist")
    Event.objects.filter(pk=world.event.pk).update(status=EventStatus.DRAFT)

    workspace = world.client("viewer").get(path).context["workspace"]

    assert workspace.public_url == ""
    assert world.client("viewer").get(workspace.preview_url).status_code == 200


@pytest.mark.parametrize("who", ["editor", "sub-forum-editor", "viewer", "translator"])
def test_changed_by_leads_nobody_to_a_page_that_is_closed(who: str, world: World) -> None:
    session = make_session(world.event, updated_by=world.people["administrator"])
    client, name = world.client(who), str(world.people["administrator"])
    form = client.get(edition_url(world.event, "admin:programme_session_change", session.pk))
    pages = form.content.decode() + peek(world, who, session).content.decode()

    assert name in pages
    assert "/accounts/user/" not in pages
    for url in set(re.findall(r'<a [^>]*href="(/admin/[^"]+/change/)"', pages)):
        assert client.get(url).status_code == 200, url


def test_a_sub_forum_editor_is_not_offered_to_delete_sub_forums(world: World) -> None:
    editor = world.people["sub-forum-editor"]
    own = make_sub_forum(world.event)
    own.editors.add(editor)
    path = edition_url(world.event, "admin:programme_subforum_changelist")

    offered = {
        who: "delete_selected" in world.client(who).get(path).content.decode()
        for who in ("editor", "sub-forum-editor")
    }
    delete = edition_url(world.event, "admin:programme_subforum_delete", own.pk)

    assert offered == {"editor": True, "sub-forum-editor": False}
    assert world.client("sub-forum-editor").get(delete).status_code == 403


def test_a_summary_costs_the_same_however_many_sessions_there_are(
    world: World, django_assert_max_num_queries: Any
) -> None:
    sessions = [
        make_session(world.event, start=world.rows["programme_session"].start + timedelta(days=n))
        for n in range(4)
    ]
    peek(world, "editor", sessions[0])

    with django_assert_max_num_queries(45):
        peek(world, "editor", sessions[0])
