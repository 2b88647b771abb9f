"""Sessions of several days, or past midnight: every place names the day of the end."""

import html
import json
import re
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import vobject
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar
from pypdf import PdfReader

from accounts.roles import Role
from programme.agenda.grid import grid_of
from programme.agenda.load_agenda import draft_agenda
from programme.agenda.values import MOST_DAYS
from programme.editing.run_of_show import run_sheet
from programme.models import RunItem, ScheduleRelease
from programme.releases.services import release_agenda
from programme.releases.versions import agenda_of
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.paper import plain_text

pytestmark = pytest.mark.django_db

# By the clocks of Guangzhou: Thursday 2 May 2030, 22:00 – Saturday 4 May 2030, 18:00.
START, END = datetime(2030, 5, 2, 14, tzinfo=UTC), datetime(2030, 5, 4, 10, tzinfo=UTC)
# The end as each language writes it, whatever of weekday and year stands in it.
ENDS = {
    "en": r"4 May( 2030)?, 18:00",
    "zh-hans": r"5月4日( ?星期六)?[ ，]?18:00",
    "ar": r"4 مايو( 2030)?، 18:00",
}


class Forum:
    """A released edition with a fair of three days in a sub-forum, and a session beside it."""

    def __init__(self) -> None:
        self.event = make_event(
            start_date=date(2030, 5, 2),
            end_date=date(2030, 5, 4),
            languages=["en", "zh-hans", "ar"],
        )
        self.sub_forum = make_sub_forum(self.event, number=4)
        self.hall = make_room(self.event, name=text("Kapok Hall"))
        self.fair = make_session(
            self.event,
            title=text("Zzfair"),
            start=START,
            end=END,
            room=self.hall,
            sub_forum=self.sub_forum,
            is_major=True,
        )
        self.talk = make_session(
            self.event,
            title=text("Talk"),
            start=datetime(2030, 5, 3, 2, tzinfo=UTC),
            room=make_room(self.event),
        )
        self.speaker = make_attendee(make_delegation(self.event), email="ana@example.org")
        make_appearance(self.fair, attendee=self.speaker)
        self.editor = make_member(self.event, Role.EDITOR)
        self.release = release_agenda(event=self.event, by=self.editor)

    def page(self, name: str, *args: str, query: str = "") -> str:
        answer = Client().get(reverse(name, args=[self.event.slug, *args]) + query)
        assert answer.status_code == 200, (name, answer.status_code)
        return answer.content.decode()


@pytest.fixture
def forum() -> Forum:
    return Forum()


def shown(page: str) -> str:
    """What stands on a page, without its elements and their attributes."""
    body = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", body)).split())


@pytest.mark.parametrize("language", ENDS)
def test_every_page_for_visitors_names_the_day_of_the_end(forum: Forum, language: str) -> None:
    slug = next(iter(agenda_of(forum.release).speakers))
    asked = [
        ("home", (), ""),
        ("programme:sub-forums", (), ""),
        ("programme:sub-forum", (forum.sub_forum.slug,), ""),
        ("programme:session", (forum.fair.code,), ""),
        ("programme:speaker", (slug,), ""),
        ("search", (), "?q=zzfair"),
        ("programme:mine", (), f"?s={forum.fair.code}"),
        ("programme:now", (), "?at=2030-05-02T23:00"),
        ("programme:now", (), "?at=2030-05-03T23:00"),
        *(
            ("programme:agenda", (), f"?view={view}&day=2030-05-0{day}")
            for view in ("list", "grid", "rooms")
            for day in (2, 3)
        ),
    ]

    with translation.override(language):
        pages = {one: shown(forum.page(one[0], *one[1], query=one[2])) for one in asked}

    assert [one for one, page in pages.items() if not re.search(ENDS[language], page)] == []


@pytest.mark.parametrize("language", ENDS)
def test_every_page_of_the_office_names_the_day_of_the_end(forum: Forum, language: str) -> None:
    fair = forum.fair
    make_session(forum.event, title=text("Zzfair again"), start=START, end=END)
    RunItem.objects.create(session=fair, position=1, minutes=5, offset=300, item=text("Lights"))
    client = Client()
    client.force_login(make_member(forum.event, Role.ADMINISTRATOR))
    asked = [
        ("admin:programme_session_changelist", []),
        ("admin:programme_planner", [forum.event.pk]),
        ("admin:programme_publish", [forum.event.pk]),
        ("admin:programme_preview", [forum.event.pk]),
        ("admin:programme_checks", [forum.event.pk]),
        ("admin:programme_running_order", [fair.pk]),
    ]

    with translation.override(language):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        pages = {
            name: shown(client.get(reverse(name, args=args)).content.decode())
            for name, args in asked
        }
        sheet = json.dumps(run_sheet(fair, language, at=START), ensure_ascii=False, default=str)

    assert [name for name, page in pages.items() if "Zzfair" not in page] == []
    assert [name for name, page in pages.items() if not re.search(ENDS[language], page)] == []
    assert re.search(ENDS[language], sheet)


def test_an_item_of_a_running_order_after_midnight_names_its_day(forum: Forum) -> None:
    RunItem.objects.create(session=forum.fair, position=1, minutes=5, item=text("Doors"))
    RunItem.objects.create(
        session=forum.fair, position=2, minutes=5, offset=150, item=text("Lights")
    )

    sheet = run_sheet(forum.fair, "en", at=START)

    assert [row[0] for row in sheet["rows"]] == ["22:00", "Fri 3 May, 00:30"]


def test_no_other_way_to_write_an_end_is_left() -> None:
    written = re.compile(
        r"""\bend(\.astimezone\(\w+\))?:%H|\bend\|date:"(H|T|D|S)|\bend\b.{0,30}["']TIME_FORMAT"""
    )
    root = Path(settings.BASE_DIR)
    folders = ("programme", "forum_portal", "delegations", "templates")
    files = [one for name in folders for one in (root / name).rglob("*.*")]

    found = [
        f"{path.relative_to(root)}: {line.strip()}"
        for path in files
        if path.suffix in (".py", ".html", ".txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if written.search(line)
    ]

    assert found == []
    assert written.search('f"{session.end:%H:%M}"')
    assert written.search('session.end|date:"H:i"')


def test_it_stands_on_each_of_its_days_as_going_on(forum: Forum) -> None:
    days = draft_agenda(forum.event, public_only=True).days

    assert [[one.title["en"] for one in day.sessions] for day in days] == [
        ["Zzfair"],
        ["Zzfair", "Talk"],
        ["Zzfair"],
    ]
    assert [[one.title["en"] for one in day.continued] for day in days] == [
        [],
        ["Zzfair"],
        ["Zzfair"],
    ]


def test_a_later_day_lists_it_and_says_since_when(forum: Forum) -> None:
    query = f"?day=2030-05-03&track={forum.sub_forum.slug}"

    page = shown(forum.page("programme:agenda", query=query))
    last = shown(forum.page("programme:agenda", query="?day=2030-05-04"))

    assert "Continued from an earlier day" in page
    assert "since Thursday 2 May, 22:00, until Saturday 4 May, 18:00" in page
    assert "since Thursday 2 May, 22:00, until 18:00" in last
    assert "Sat 4 May" in page


def test_a_filter_counts_it_once_over_all_days(forum: Forum) -> None:
    page = forum.page("programme:agenda", query="?view=rooms")

    assert re.findall(r"Kapok Hall \((\d+)\)", page) == ["1"]


def test_the_grid_draws_it_from_midnight_and_to_midnight(forum: Forum) -> None:
    _first, second, last = draft_agenda(forum.event, public_only=True).days

    grid = grid_of(second)
    cells = {cell.session.title["en"]: (cell.row, cell.row_span) for cell in grid.cells}
    times = [f"{time.moment:%d %H:%M}" for time in grid.times]

    # Lines: midnight, 10:00, 11:00, midnight.
    assert cells == {"Zzfair": (1, 3), "Talk": (2, 1)}
    assert times == ["03 00:00", "03 10:00"]
    assert [cell.row_span for cell in grid_of(last).cells] == [1]


def test_an_end_at_midnight_leaves_the_next_day_free_but_is_dated() -> None:
    event = make_event()
    midnight = datetime(2030, 5, 2, 16, tzinfo=UTC)
    make_session(event, title=text("Gala"), start=START, end=midnight)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    days = draft_agenda(event, public_only=True).days
    page = shown(Client().get(reverse("programme:agenda", args=[event.slug])).content.decode())

    assert [day.date for day in days] == [date(2030, 5, 2)]
    assert "22:00 – Fri 3 May, 00:00" in page


def test_a_night_stands_on_the_next_day_until_it_ends() -> None:
    event = make_event()
    make_session(
        event, title=text("Gala"), start=START, end=datetime(2030, 5, 2, 17, 30, tzinfo=UTC)
    )

    days = draft_agenda(event, public_only=True).days

    assert [day.date.day for day in days] == [2, 3]
    assert [one.title["en"] for one in days[1].continued] == ["Gala"]


def test_a_wrong_year_makes_no_thousand_days() -> None:
    event = make_event()
    make_session(event, start=START, end=END.replace(year=2040))

    assert len(draft_agenda(event, public_only=True).days) == MOST_DAYS


def test_the_booklet_prints_it_on_each_day_and_its_text_once(forum: Forum) -> None:
    forum.fair.abstract = text("Seedlings of forty cities.")
    forum.fair.save()
    release_agenda(event=forum.event, by=forum.editor)
    answer = Client().get(reverse("feeds:booklet", args=[forum.event.slug]))

    words = plain_text(PdfReader(BytesIO(answer.content)))

    assert words.count("Seedlings") == 1
    assert words.count("Continued from an earlier day") == 2
    assert words.count("Thursday 2 May, 22:00 – Saturday 4 May, 18:00") == 2
    assert "– Sat 4 May, 18:00" in words


def test_schedules_list_it_once_on_its_first_day_with_its_hours(forum: Forum) -> None:
    data = json.loads(Client().get(reverse("feeds:schedule-json", args=[forum.event.slug])).content)
    days = data["schedule"]["conference"]["days"]

    found = [
        (day["date"], one["duration"])
        for day in days
        for room in day["rooms"].values()
        for one in room
        if one["title"] == "Zzfair"
    ]

    assert found == [("2030-05-02", "44:00")]


def test_two_calendar_libraries_read_its_whole_length(forum: Forum) -> None:
    data = Client().get(reverse("feeds:session", args=[forum.event.slug, forum.fair.code])).content

    (one,) = Calendar.from_ical(data).walk("VEVENT")
    other = vobject.readOne(data.decode()).vevent

    assert (one.decoded("dtstart"), one.decoded("dtend")) == (START, END)
    assert (other.dtstart.value, other.dtend.value) == (START, END)


def test_what_changed_and_the_mail_about_it_name_both_days(forum: Forum) -> None:
    forum.fair.end = END.replace(hour=11)
    forum.fair.save()
    release_agenda(event=forum.event, by=forum.editor)
    newest = ScheduleRelease.objects.filter(event=forum.event).latest("version")
    client = Client()
    client.force_login(forum.editor)

    page = shown(forum.page("programme:changes"))
    mail = shown(client.get(reverse("admin:programme_tell", args=[newest.pk])).content.decode())

    assert "End: 4 May, 18:00 → 4 May, 19:00" in page
    assert "End: Saturday 4 May 2030, 18:00 → Saturday 4 May 2030, 19:00" in mail


def _facts(page: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found is not None
    return json.loads(found[1])


def test_search_engines_are_told_the_end(forum: Forum) -> None:
    slug = next(iter(agenda_of(forum.release).speakers))

    session = _facts(forum.page("programme:session", forum.fair.code))
    (on_stage,) = _facts(forum.page("programme:speaker", slug))["performerIn"]

    assert session["endDate"] == on_stage["endDate"] == "2030-05-04T18:00:00+08:00"
