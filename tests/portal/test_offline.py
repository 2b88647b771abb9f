"""Without a network: the pages of the newest release open and say when they were kept."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from programme.choices import Visibility
from programme.releases.services import release_agenda
from tests.factories import make_event, make_member, make_session, make_sub_forum, text

pytestmark = pytest.mark.django_db(transaction=True)


class Kept:
    """A release with a sub-forum and a session, and an internal session."""

    def __init__(self) -> None:
        self.event = make_event()
        self.editor = make_member(self.event, Role.EDITOR)
        self.sub_forum = make_sub_forum(self.event, title=text("Ageing"))
        self.session = make_session(
            self.event, title=text("Bridges", zh_hans="桥梁"), sub_forum=self.sub_forum
        )
        self.internal = make_session(self.event, visibility=Visibility.INTERNAL)
        release_agenda(event=self.event, by=self.editor)

    def path(self, name: str, *rest: str) -> str:
        return reverse(name, args=[self.event.slug, *rest])


@pytest.fixture
def kept() -> Kept:
    return Kept()


def test_the_list_names_public_pages_and_moves_with_every_release(kept: Kept) -> None:
    before = Client().get(kept.path("offline-list")).json()

    assert kept.path("programme:session", kept.session.code) in before["pages"]
    assert kept.path("programme:sub-forum", kept.sub_forum.slug) in before["pages"]
    assert kept.path("programme:session", kept.internal.code) not in before["pages"]
    for path in before["pages"]:
        answer = Client().get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, no-cache"

    kept.session.title = text("Tunnels")
    kept.session.save()
    release_agenda(event=kept.event, by=kept.editor)
    assert Client().get(kept.path("offline-list")).json()["version"] != before["version"]


def test_the_manifest_speaks_the_language_of_its_pages(kept: Kept) -> None:
    path = kept.path("manifest").replace("/en/", "/ar/")
    manifest = Client().get(path).json()

    assert (manifest["lang"], manifest["dir"]) == ("ar", "rtl")
    assert manifest["start_url"] == f"/ar/{kept.event.slug}/agenda/"
    for icon in manifest["icons"]:
        picture = b"".join(Client().get(icon["src"]))
        assert picture.startswith(b"\x89PNG")
        width = int.from_bytes(picture[16:20], "big")
        assert icon["sizes"] == f"{width}x{width}"


_IS_KEPT = """async ([path, words]) => {
  for (let tries = 0; tries < 100; tries += 1) {
    const kept = await caches.match(path);
    if (kept && (await kept.text()).includes(words)) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
}"""
_ALL_KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const copy = await caches.open(name);
    for (const request of await copy.keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""


@pytest.fixture
def reader(browser: Any, live_server: Any) -> Any:
    context = browser.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def test_after_one_visit_pages_open_without_a_network(kept: Kept, reader: Any) -> None:
    reader.goto(kept.path("programme:agenda"))
    assert not reader.locator("[data-behaviour='offline']").is_visible()
    assert reader.evaluate(_IS_KEPT, [kept.path("offline-list"), "version"])

    reader.context.set_offline(True)
    reader.goto(kept.path("programme:session", kept.session.code))

    assert reader.get_by_role("heading", name="Bridges", level=1).is_visible()
    assert reader.get_by_text("The portal cannot be reached. This copy was saved on").is_visible()
    assert reader.locator("[data-behaviour='offline'] time").text_content()
    reader.goto(kept.path("programme:sub-forum", kept.sub_forum.slug))
    assert reader.get_by_role("heading", name="Ageing").first.is_visible()
    reader.goto(f"{kept.path('programme:agenda')}?view=grid")
    assert reader.get_by_role("link", name="Bridges").is_visible()
    # The style is kept too: the page is no bare text.
    assert reader.evaluate("getComputedStyle(document.body).display") == "flex"

    reader.goto(kept.path("search"))
    assert reader.get_by_role("heading", name="You are offline").is_visible()
    reader.goto(kept.path("search").replace("/en/", "/zh-hans/"))
    assert reader.get_by_role("heading", name="You are offline").is_visible()


def test_a_new_release_replaces_the_copy(kept: Kept, reader: Any) -> None:
    reader.goto(kept.path("programme:agenda"))
    assert reader.evaluate(_IS_KEPT, [kept.path("offline-list"), "version"])
    kept.session.title = text("Tunnels")
    kept.session.save()
    release_agenda(event=kept.event, by=kept.editor)

    reader.reload()
    path = kept.path("programme:session", kept.session.code)
    assert reader.evaluate(_IS_KEPT, [path, "<h1>Tunnels"])

    reader.context.set_offline(True)
    reader.goto(path)
    assert reader.get_by_role("heading", name="Tunnels", level=1).is_visible()


def test_nothing_is_kept_but_the_public_pages_of_the_list(kept: Kept, reader: Any) -> None:
    reader.goto(kept.path("programme:agenda"))
    assert reader.evaluate(_IS_KEPT, [kept.path("offline-list"), "version"])
    reader.goto("/accounts/login/")
    reader.goto(f"{kept.path('programme:mine')}?s={kept.session.code}")

    listed = Client().get(kept.path("offline-list")).json()
    found = set(reader.evaluate(_ALL_KEPT))

    assert found == {*listed["pages"], *listed["files"], kept.path("offline-list")}
