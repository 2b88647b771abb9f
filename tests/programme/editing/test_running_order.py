"""The running order of a session: times follow, history stays, paper says which version it is."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.roles import Role
from core.pages.cache import store
from programme.editing.run_of_show import run_of_show, run_sheet
from programme.editing.running_order import (
    RunningOrderMovedOn,
    count_editions,
    run_version,
    save_running_order,
)
from programme.editing.running_order_times import run_times
from programme.editing.single_session import InvalidSession, SessionGone, session_version
from programme.models import RunItem
from programme.releases.services import release_agenda
from tests.factories import (
    NOON,
    make_event,
    make_member,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.portal.test_in_the_browser import Visit
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Stage:
    """A ceremony, and an editor who writes its running order."""

    def __init__(self) -> None:
        self.event = make_event()
        self.ceremony = make_session(
            self.event,
            kind="ceremony",
            title=text("Opening", ar="الافتتاح"),
            room=make_room(self.event, name=text("Plenary Hall")),
        )
        self.editor = make_member(self.event, Role.EDITOR, name="Ana")
        self.client = Client()
        self.client.force_login(self.editor)
        self.address = reverse("admin:programme_running_order", args=[self.ceremony.pk])

    def save(self, *items: Any, seen: int | None = None, contacts: str = "") -> None:
        """Items as (number of the row or None, title, minutes) and more values."""
        save_running_order(
            session=self.ceremony,
            items=[(pk, self.item(title, minutes=minutes)) for pk, title, minutes in items],
            contacts=contacts,
            by=self.editor,
            seen=run_version(self.ceremony) if seen is None else seen,
        )

    def item(self, title: str, **values: Any) -> dict[str, Any]:
        texts = dict.fromkeys(("who", "place", "cue", "interpretation", "owner", "note"), "")
        return {"item": text(title), "offset": None, "minutes": 5, **texts, **values}

    def rows(self) -> list[tuple[str, int, int]]:
        items = self.ceremony.run_items.all()
        return [(str(one.item), one.position, one.minutes) for one in items]


# --- Times ----------------------------------------------------------------------------------------


def test_each_item_begins_when_the_one_above_ends() -> None:
    times = run_times(NOON, [(None, 5), (None, 10), (None, 0)])

    assert [(one.begins, one.running, one.overlap) for one in times] == [
        (NOON, 0, 0),
        (NOON + 5 * MINUTE, 5, 0),
        (NOON + 15 * MINUTE, 15, 0),
    ]


def test_an_item_at_a_minute_of_its_own_may_leave_a_gap_or_come_too_early() -> None:
    times = run_times(NOON, [(-30, 20), (0, 10), (5, 5)])

    assert [(one.begins, one.running, one.overlap) for one in times] == [
        (NOON - 30 * MINUTE, 0, 0),
        (NOON, 30, 0),
        (NOON + 5 * MINUTE, 35, 5),
    ]


# --- The service ----------------------------------------------------------------------------------


def test_the_running_order_is_saved_in_its_sequence_with_a_record_of_each_change() -> None:
    stage = Stage()
    stage.save((None, "Anthem", 3), (None, "Speech", 10))
    anthem, speech = stage.ceremony.run_items.all()

    stage.save((speech.pk, "Speech", 12), (None, "Film", 4), (anthem.pk, "Anthem", 3))

    assert stage.rows() == [("Speech", 1, 12), ("Film", 2, 4), ("Anthem", 3, 3)]
    assert [one.history_user for one in speech.history.all()] == [stage.editor] * 2
    assert count_editions(stage.ceremony) == 2


def test_what_is_no_longer_in_it_is_gone_but_stays_in_the_history() -> None:
    stage = Stage()
    stage.save((None, "Anthem", 3), (None, "Speech", 10))
    anthem, speech = stage.ceremony.run_items.all()

    stage.save((speech.pk, "Speech", 10))

    assert stage.rows() == [("Speech", 1, 10)]
    gone = RunItem.history.filter(id=anthem.pk).first()
    assert (gone.history_type, gone.history_user) == ("-", stage.editor)


def test_what_does_not_change_leaves_no_record() -> None:
    stage = Stage()
    stage.save((None, "Anthem", 3), contacts="Ana, stage")
    (anthem,) = stage.ceremony.run_items.all()
    version = session_version(stage.ceremony)

    stage.save((anthem.pk, "Anthem", 3), contacts="Ana, stage")

    assert anthem.history.count() == 1
    assert session_version(stage.ceremony) == version
    stage.ceremony.refresh_from_db()
    assert stage.ceremony.stage_contacts == "Ana, stage"


def test_an_order_that_somebody_else_saved_is_not_overwritten() -> None:
    stage = Stage()
    stage.save((None, "Anthem", 3))
    seen = run_version(stage.ceremony)
    stage.save((None, "Film", 4), seen=seen)

    with pytest.raises(RunningOrderMovedOn):
        stage.save((None, "Speech", 10), seen=seen)

    assert stage.rows() == [("Film", 1, 4)]


def test_an_item_without_words_is_refused_and_nothing_is_saved() -> None:
    stage = Stage()

    with pytest.raises(InvalidSession):
        stage.save((None, "Anthem", 3), (None, "", 3))

    assert stage.rows() == []


def test_a_session_that_is_gone_has_no_running_order() -> None:
    stage = Stage()
    type(stage.ceremony).objects.filter(pk=stage.ceremony.pk).delete()

    with pytest.raises(SessionGone):
        stage.save((None, "Anthem", 3), seen=0)


# --- The page -------------------------------------------------------------------------------------


def _form(*titles: str, seen: int = 0, **values: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "items-TOTAL_FORMS": len(titles),
        "items-INITIAL_FORMS": 0,
        "seen": seen,
        "contacts": "",
    }
    for number, title in enumerate(titles):
        fields[f"items-{number}-item_en"] = title
        fields[f"items-{number}-minutes"] = 5
    return {**fields, **values}


def test_the_page_saves_in_the_sequence_that_was_asked_for() -> None:
    stage = Stage()

    answer = stage.client.post(
        stage.address, _form("Anthem", "Speech", **{"items-0-ORDER": 2, "items-1-ORDER": 1})
    )

    assert answer.status_code == 302
    assert stage.rows() == [("Speech", 1, 5), ("Anthem", 2, 5)]


def test_an_empty_item_at_the_end_is_no_item() -> None:
    stage = Stage()

    answer = stage.client.post(stage.address, _form("Anthem", "", **{"items-1-ORDER": 2}))

    assert answer.status_code == 302
    assert stage.rows() == [("Anthem", 1, 5)]


def test_the_second_of_two_is_told_and_keeps_what_was_typed() -> None:
    stage = Stage()
    stage.save((None, "Anthem", 3))

    page = stage.client.post(stage.address, _form("Speech", seen=0))

    assert stage.rows() == [("Anthem", 1, 3)]
    html = page.content.decode()
    assert "Somebody else saved this while you were editing." in html
    assert "Ana, " in html
    assert 'value="Speech"' in html
    again = _form("Speech", seen=page.context["seen"])
    assert stage.client.post(stage.address, again).status_code == 302
    assert stage.rows() == [("Speech", 1, 5)]


def test_who_may_look_at_the_draft_reads_it_and_a_sub_forum_editor_writes_their_own() -> None:
    stage = Stage()
    user, own = make_member(stage.event, Role.SUB_FORUM_EDITOR), make_sub_forum(stage.event)
    own.editors.add(user)
    mine = make_session(stage.event, sub_forum=own)
    client = Client()
    client.force_login(user)
    addresses = [
        reverse("admin:programme_running_order", args=[one.pk]) for one in (mine, stage.ceremony)
    ]

    reads = [client.get(address) for address in addresses]
    writes = [client.post(address, _form("Anthem")).status_code for address in addresses]

    assert [page.status_code for page in reads] == [200, 200]
    assert [page.context["may_edit"] for page in reads] == [True, False]
    assert writes == [302, 403]
    assert (mine.run_items.count(), stage.ceremony.run_items.count()) == (1, 0)


def test_the_page_takes_as_many_queries_for_three_items_as_for_one() -> None:
    stage = Stage()
    stage.save((None, "Anthem", 3))
    stage.client.get(stage.address)
    one = count_queries(lambda: stage.client.get(stage.address))
    stage.save((None, "Anthem", 3), (None, "Speech", 10), (None, "Film", 4))

    assert count_queries(lambda: stage.client.get(stage.address)) == one


def test_nothing_of_it_is_in_a_release() -> None:
    stage = Stage()
    stage.save((None, "Secret rehearsal", 3), contacts="Ana, +86 20 5555")

    release = release_agenda(event=stage.event, by=stage.editor)

    assert "Opening" in str(release.payload)
    assert "Secret rehearsal" not in str(release.payload)
    assert "5555" not in str(release.payload)


# --- Paper ----------------------------------------------------------------------------------------


def test_the_paper_says_version_moment_contacts_and_each_item() -> None:
    stage = Stage()
    stage.save((None, "Anthem", 3), (None, "Speech", 75), (None, "Film", 4), contacts="Ana, stage")

    sheet = run_sheet(stage.ceremony, "en", at=NOON)

    assert sheet["edition"] == "Version 1, as of 2 May 2030, 20:00"
    assert [row[:4] for row in sheet["rows"]] == [
        ["20:00", "3", "0:00", "Anthem"],
        ["20:03", "75", "0:03", "Speech"],
        ["21:18", "4", "1:18", "Film"],
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans", "ar"])
def test_the_paper_is_a4_across_with_numbered_pages(language: str) -> None:
    stage = Stage()
    stage.save(*[(None, f"Item {number}", 3) for number in range(60)], contacts="Ana, 5555")
    stage.ceremony.refresh_from_db()

    pages = PdfReader(BytesIO(run_of_show(stage.ceremony, language, at=NOON))).pages

    size = pages[0].mediabox
    assert (round(size.width), round(size.height)) == (842, 595)
    assert len(pages) > 1
    words = pages[0].extract_text().replace("\u202c", "")
    assert "5555" in words
    if language == "en":
        assert f"Page 1 of {len(pages)}" in words
        assert "Internal: not for the public" in pages[-1].extract_text()


def test_the_paper_opens_from_the_page() -> None:
    stage = Stage()
    address = reverse("admin:programme_run_of_show", args=[stage.ceremony.pk])

    answer = stage.client.get(address)

    assert address in stage.client.get(stage.address).content.decode()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.content.startswith(b"%PDF")


# --- In a browser ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_items_are_added_inserted_and_moved_by_keyboard(browser: Any, live_server: Any) -> None:
    store.clear()
    stage = Stage()
    stage.save((None, "Anthem", 3), (None, "Speech", 10))
    visit = Visit(browser, live_server.url, locale="en-GB")
    visit.log_in(stage.editor.email)
    visit.open(stage.address)
    page = visit.page

    page.locator("[name=items-1-item_en]").focus()
    page.keyboard.press("Alt+ArrowUp")
    said = page.locator("[data-part=live]").inner_text()
    page.locator("[data-act=insert]").first.press("Enter")
    page.locator("[name=items-3-item_en]").fill("Film")
    page.locator("[name=items-3-minutes]").fill("4")
    times = page.locator("[data-part=items] [data-part=time]").all_inner_texts()
    page.locator("input[type=submit].default").press("Enter")
    page.locator(".messagelist .success").wait_for()

    assert said == "Position 1, 20:00"
    assert times == ["20:00", "20:10", "20:14", "20:17"]
    assert stage.rows() == [("Speech", 1, 10), ("Film", 2, 4), ("Anthem", 3, 3)]
    assert visit.complaints == []
    visit.context.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locale", ["en-GB", "zh-CN", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_accessible(browser: Any, live_server: Any, locale: str, width: int) -> None:
    store.clear()
    stage = Stage()
    stage.save((None, "Anthem", 3))
    visit = Visit(browser, live_server.url, locale=locale, viewport={"width": width, "height": 900})
    visit.log_in(stage.editor.email)

    visit.examine(stage.address)

    assert visit.complaints == []
    visit.context.close()
