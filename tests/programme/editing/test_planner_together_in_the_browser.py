"""The planner in a browser: several sessions at once, and two people on one board."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from accounts.roles import Role
from core.pages.cache import store
from programme.models import Session
from tests.factories import make_member, make_session, make_sub_forum, text
from tests.portal.test_in_the_browser import Visit
from tests.programme.editing.test_planner_in_the_browser import Desk, Finger

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
SIZE = {"width": 1280, "height": 1000}
_SELECTED = "[data-part=many-said]"


class Afternoon(Desk):
    """Beside the opening and the panel at nine, three sessions from two o'clock on."""

    def open(self, query: str = "") -> None:
        if not hasattr(self, "talks"):
            start = self.opening.start
            lunch = make_session(
                self.event, title=text("Lunch"), start=start + 3 * HOUR, room=self.hall
            )
            sub_forum = make_sub_forum(self.event)
            rooms = (self.hall, self.other, self.hall)
            self.talks = [
                make_session(
                    self.event,
                    title=text(f"Talk {number}"),
                    start=start + (5 + number) * HOUR,
                    room=room,
                    sub_forum=sub_forum if number else None,
                )
                for number, room in enumerate(rooms)
            ]
            self.lunch = lunch
        super().open(query)

    def starts(self) -> list[str]:
        return [self.place(talk)[0][3:] for talk in self.talks]

    def click(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def many(self, words: str) -> None:
        """Wait until the bar of the chosen sessions says so."""
        self.page.locator(_SELECTED, has_text=words).wait_for(timeout=5_000)


@pytest.fixture
def desk(browser: Any, live_server: Any) -> Iterator[Afternoon]:
    store.clear()
    found = Afternoon(browser, live_server.url, viewport=SIZE, locale="en-GB")
    yield found
    found.visit.context.close()


def test_an_afternoon_is_half_an_hour_later_with_four_clicks_and_back_with_one(
    desk: Afternoon,
) -> None:
    desk.block("Talk 0").click()
    desk.click("on this day")
    desk.many("Selected sessions: 3")
    desk.click("Later")
    desk.many("30 minutes later. Selected sessions: 3")
    desk.page.get_by_text("No new clashes.").wait_for(timeout=5_000)
    assert desk.starts() == ["14:00", "15:00", "16:00"]
    assert "14:30" in desk.block("Talk 0").inner_text()
    desk.click("Apply")
    desk.said("Saved. Moved sessions: 3")

    assert desk.starts() == ["14:30", "15:30", "16:30"]
    assert desk.place(desk.lunch)[0] == "02 12:00"
    desk.click("Undo")
    desk.said("Undone. Sessions moved back: 3")
    assert desk.starts() == ["14:00", "15:00", "16:00"]
    assert desk.visit.complaints == []


def test_the_keyboard_chooses_and_moves_several(desk: Afternoon) -> None:
    desk.press("Talk 0", "x")
    desk.press("Talk 1", "x")
    desk.many("Selected sessions: 2")
    assert desk.block("Talk 1").get_attribute("aria-pressed") == "true"
    desk.page.locator("[data-part=minutes]").fill("15")
    desk.page.get_by_role("button", name="Earlier").focus()
    desk.page.keyboard.press("Enter")
    desk.many("15 minutes earlier. Selected sessions: 2")
    desk.page.keyboard.press("Enter")
    desk.said("Saved. Moved sessions: 2")

    assert desk.starts() == ["13:45", "14:45", "16:00"]
    desk.page.keyboard.press("Control+z")
    desk.said("Undone. Sessions moved back: 2")
    assert desk.visit.complaints == []


def test_escape_forgets_the_choice_and_the_preview(desk: Afternoon) -> None:
    desk.press("Talk 0", "x")
    desk.click("Later")
    desk.many("30 minutes later")
    desk.page.keyboard.press("Escape")

    assert not desk.page.locator("[data-part=many]").is_visible()
    assert "14:00" in desk.block("Talk 0").inner_text()
    assert desk.starts() == ["14:00", "15:00", "16:00"]


def test_a_frame_and_a_click_with_shift_choose_several(desk: Afternoon) -> None:
    desk.block("Talk 2").scroll_into_view_if_needed()
    first, last = (desk.block(f"Talk {number}").bounding_box() for number in (0, 2))
    desk.page.mouse.move(first["x"] + 40, first["y"] - 20)
    desk.page.mouse.down()
    desk.page.mouse.move(first["x"] + 60, last["y"] + 20, steps=5)
    desk.page.mouse.up()
    desk.many("Selected sessions: 2")
    desk.block("Talk 1").click(modifiers=["Shift"])
    desk.many("Selected sessions: 3")
    desk.block("Talk 1").click(modifiers=["Shift"])

    desk.many("Selected sessions: 2")
    assert desk.starts() == ["14:00", "15:00", "16:00"]
    assert desk.visit.complaints == []


def test_of_several_chosen_sessions_the_mouse_carries_all(desk: Afternoon) -> None:
    for number in (0, 1):
        desk.block(f"Talk {number}").click(modifiers=["Shift"])
    x, y = desk.middle("Talk 1")
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x, y + desk.hours(0.5), steps=5)
    desk.many("30 minutes later. Selected sessions: 2")
    assert "14:30" in desk.block("Talk 0").inner_text()
    desk.page.get_by_text("No new clashes.").wait_for(timeout=5_000)
    desk.page.mouse.up()
    desk.said("Saved. Moved sessions: 2")

    assert desk.starts() == ["14:30", "15:30", "16:00"]
    desk.click("Undo")
    desk.said("Undone. Sessions moved back: 2")
    assert desk.starts() == ["14:00", "15:00", "16:00"]
    assert desk.visit.complaints == []


def test_several_that_are_let_go_outside_the_board_stay_where_they_were(desk: Afternoon) -> None:
    for number in (0, 1):
        desk.block(f"Talk {number}").click(modifiers=["Shift"])
    x, y = desk.middle("Talk 1")
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x, y + desk.hours(0.5), steps=3)
    desk.page.mouse.move(5, 5, steps=3)
    desk.page.mouse.up()

    desk.many("Selected sessions: 2")
    assert "14:00" in desk.block("Talk 0").inner_text()
    assert desk.starts() == ["14:00", "15:00", "16:00"]


def test_from_here_on_can_be_a_room_or_a_sub_forum(desk: Afternoon) -> None:
    desk.block("Talk 0").click()
    assert not desk.page.get_by_role("button", name="in this sub-forum").is_visible()
    desk.click("in this room")
    desk.many("Selected sessions: 2")
    desk.click("Cancel")
    desk.block("Talk 1").click()
    desk.click("in this sub-forum")

    desk.many("Selected sessions: 2")


def test_from_here_on_is_what_the_filter_shows(desk: Afternoon) -> None:
    desk.page.locator("summary", has_text="Sub-forums").click()
    desk.page.locator("input[name=track]").check()
    desk.page.keyboard.press("Escape")

    desk.block("Talk 1").click()
    desk.click("on this day")

    desk.many("Selected sessions: 2")  # not the lunch, nor the talk of no sub-forum
    assert desk.block("Talk 0").get_attribute("aria-pressed") is None


def test_a_preview_names_what_would_clash(desk: Afternoon) -> None:
    make_session(
        desk.event, title=text("Blocker"), start=desk.talks[2].start + HOUR, room=desk.hall
    )
    desk.open()

    desk.press("Talk 2", "x")
    desk.click("Later")

    desk.page.locator("[data-part=preview]", has_text="Hall A is double-booked").wait_for()


def test_many_are_refused_together_if_somebody_else_was_quicker(desk: Afternoon) -> None:
    desk.page.route("**/changes/**", lambda route: route.abort())
    other = Session.objects.get(pk=desk.talks[1].pk)
    other.room, other.updated_by = desk.hall, make_member(desk.event, Role.EDITOR, name="Wei")
    other.save()

    desk.press("Talk 0", "x")
    desk.press("Talk 1", "x")
    desk.click("Later")
    desk.click("Apply")
    desk.said("somebody else has changed one of these sessions")

    assert desk.starts() == ["14:00", "15:00", "16:00"]
    assert "Hall A" in str(desk.block("Talk 1").get_attribute("aria-label"))


def test_a_finger_moves_an_afternoon(browser: Any, live_server: Any) -> None:
    store.clear()
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    desk = Afternoon(browser, live_server.url, locale="en-GB", **phone)
    desk.block("Talk 0").scroll_into_view_if_needed()
    desk.block("Talk 0").tap()
    for name in ("on this day", "Later", "Apply"):
        desk.page.get_by_role("button", name=name, exact=True).tap()
    desk.said("Saved. Moved sessions: 3")

    assert desk.starts() == ["14:30", "15:30", "16:30"]
    assert desk.visit.complaints == []
    desk.visit.context.close()


def test_a_finger_that_lets_go_outside_the_board_changes_nothing(
    browser: Any, live_server: Any
) -> None:
    store.clear()
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    desk = Desk(browser, live_server.url, locale="en-GB", **phone)
    x, y = desk.middle("Opening")
    top = desk.page.locator("[data-part=tools]").bounding_box()["y"]

    Finger(desk, x, y).rest_and_move(0, top + 5 - y)
    desk.said("Put back: Opening, 09:00 to 10:00, Hall A")

    assert desk.place(desk.opening) == ("02 09:00", "10:00", "Hall A")
    assert desk.opening.history.count() == 1
    desk.visit.context.close()


# --- Two people -----------------------------------------------------------------------------------


class Colleague:
    """Wei, at a browser of his own, on the same board."""

    def __init__(self, browser: Any, origin: str, desk: Desk) -> None:
        self.user = make_member(desk.event, Role.EDITOR, name="Wei")
        self.visit = Visit(browser, origin, viewport=SIZE, locale="en-GB")
        self.visit.log_in(self.user.email)
        self.visit.open(desk.path)
        self.visit.page.wait_for_selector("[data-ready]", timeout=10_000)

    def press(self, title: str, *keys: str) -> None:
        self.visit.page.locator(".planner-block", has_text=title).focus()
        for key in keys:
            self.visit.page.keyboard.press(key)


@pytest.fixture
def wei(browser: Any, live_server: Any, desk: Afternoon) -> Iterator[Colleague]:
    found = Colleague(browser, live_server.url, desk)
    yield found
    found.visit.context.close()


def news(desk: Desk, words: str) -> None:
    """Wait five seconds, not more, for a note about somebody else."""
    desk.page.locator("[data-part=news]", has_text=words).wait_for(timeout=5_000)


def test_what_somebody_else_moves_is_seen_within_five_seconds(
    desk: Afternoon, wei: Colleague
) -> None:
    wei.press("Opening", "Enter", "ArrowRight", "Enter")

    news(desk, "Wei moved Thu 2 May: Opening, 09:00 to 10:00, Hall B.")

    assert "Hall B" in str(desk.block("Opening").get_attribute("aria-label"))
    assert desk.visit.complaints == []


def test_what_i_hold_is_not_taken_from_me_and_its_save_is_refused(
    desk: Afternoon, wei: Colleague
) -> None:
    desk.press("Opening", "Enter", "ArrowDown")
    wei.press("Opening", "Enter", "ArrowRight", "Enter")

    news(desk, "Wei has changed the session that you are moving")

    held = desk.page.locator(".planner-block--held")
    assert "09:05–10:05" in held.inner_text()
    desk.page.keyboard.press("Enter")
    desk.said("Not saved: somebody else has moved it")
    assert desk.place(desk.opening) == ("02 09:00", "10:00", "Hall B")


def test_what_i_put_back_is_then_where_the_other_put_it(desk: Afternoon, wei: Colleague) -> None:
    desk.press("Opening", "Enter", "ArrowDown")
    wei.press("Opening", "Enter", "ArrowRight", "Enter")
    news(desk, "Wei has changed the session that you are moving")

    desk.page.keyboard.press("Escape")

    desk.page.locator(".planner-block[aria-label*='Hall B']", has_text="Opening").wait_for(
        timeout=5_000
    )


def test_new_and_deleted_sessions_come_and_go(desk: Afternoon) -> None:
    make_session(
        desk.event,
        title=text("Brand new"),
        start=desk.opening.start,
        room=desk.other,
        updated_by=make_member(desk.event, Role.EDITOR, name="Wei"),
    )
    desk.block("Brand new").wait_for(timeout=5_000)

    Session.objects.get(pk=desk.lunch.pk).delete()

    desk.block("Lunch").wait_for(state="detached", timeout=5_000)


def test_a_page_that_cannot_be_seen_asks_nothing(desk: Afternoon) -> None:
    asked: list[str] = []
    desk.page.evaluate(
        "() => { Object.defineProperty(document, 'hidden', { value: true });"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    desk.page.on("request", lambda request: asked.append(request.url))

    desk.page.wait_for_timeout(4_000)

    assert asked == []


# By guid, the row of the page without scripts, and the row and sentences that the scripts make.
_ROWS = """
async path => {
  const read = async query => (await fetch(path + query)).text();
  const parse = text => new DOMParser().parseFromString(text, "text/html");
  const [plain, told] = await Promise.all(["", "&warnings=1"].map(read));
  const folder = "/static/js/planner/";
  const names = ["live/rows.js", "live/sentences.js", "plan.js", "words.js"];
  const [{ makeRows }, { readSentences }, { readPlan, readSessions }, { readWords }] =
    await Promise.all(names.map(name => import(folder + name)));
  const root = document.querySelector("[data-behaviour=planner]");
  const answer = await (await fetch(`${root.dataset.url}changes/?since=0-0`)).json();
  const made = makeRows(root, answer.board, readWords(root, readPlan(root)));
  const sessions = readSessions(made);
  readSentences(answer.sentences, sessions);
  return [...parse(plain).querySelectorAll("tr[data-guid]")].map(row => {
    const { guid } = row.dataset;
    const session = sessions.find(one => one.guid === guid);
    const own = made.querySelector(`[data-guid="${guid}"]`);
    for (const either of [row, own]) either.normalize();
    const said = [...parse(told).querySelectorAll(`[data-guid="${guid}"] [data-said]`)];
    return {
      isSame: row.isEqualNode(own),
      rows: [row.outerHTML, own.outerHTML],
      sentences: [said.map(line => line.textContent), [...session.clashes, ...session.warnings]],
    };
  });
}
"""


def test_a_row_and_its_sentences_are_the_same_by_the_server_and_by_the_script(
    desk: Afternoon,
) -> None:
    rival = make_session(desk.event, title=text("Rival & co."), start=desk.opening.start)
    Session.objects.filter(pk=rival.pk).update(room=desk.hall)
    Session.objects.filter(pk=desk.talks[2].pk).update(status="cancelled")
    Session.objects.filter(pk=desk.talks[1].pk).update(in_all_rooms=True, room=None)
    make_session(desk.event, title={"ar": "حوار"}, start=desk.opening.start)

    rows = desk.page.evaluate(_ROWS, desk.path)

    assert len(rows) == Session.objects.count()
    assert [row["rows"] for row in rows if not row["isSame"]] == []
    assert [row["sentences"] for row in rows if row["sentences"][0] != row["sentences"][1]] == []
    assert any(row["sentences"][0] for row in rows)
