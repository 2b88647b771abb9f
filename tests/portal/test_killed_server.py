"""What was acknowledged is kept: a real server, real saves in the admin, and kill -9."""

import http.cookiejar
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from itertools import count
from pathlib import Path

from tests.databases import cursor_at
from tests.portal.server import SESSION_OF, Portal

_ENOUGH = 30

PREPARE = f"""
{SESSION_OF}
from accounts.roles import Role
from tests.factories import make_event, make_member
event = make_event(slug="kept")
print(event.pk, session_of(make_member(event, Role.EDITOR)))
"""


class Editor:
    """An editor who saves one new page after the other, as fast as the server lets them."""

    def __init__(self, portal: Portal, event_pk: str, session: str, name: str) -> None:
        self.portal, self.event_pk, self.name = portal, event_pk, name
        self.acknowledged: list[str] = []
        self.is_over = threading.Event()
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(jar), _NoRedirect()
        )
        self.opener.addheaders = [("Cookie", f"session={session}")]
        page = self.opener.open(f"{portal.origin}/admin/events/page/add/", timeout=10)
        match = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.read())
        assert match
        self.token = match[1].decode()
        (csrf,) = (cookie.value for cookie in jar if cookie.name == "csrf")
        self.opener.addheaders = [("Cookie", f"session={session}; csrf={csrf}")]

    def work(self) -> None:
        """Save until the server is gone. A redirect is what the portal says when it has saved."""
        for number in count():
            if self.is_over.is_set():
                return
            slug = f"{self.name}-{number}"
            form = {
                "csrfmiddlewaretoken": self.token,
                "event": self.event_pk,
                "slug": slug,
                "title_en": f"Page {slug}",
                "is_published": "on",
                "position": "0",
            }
            data = urllib.parse.urlencode(form).encode()
            try:
                self.opener.open(f"{self.portal.origin}/admin/events/page/add/", data, timeout=10)
            except urllib.error.HTTPError as error:
                if error.code != 302:
                    return
                self.acknowledged.append(slug)
            except (OSError, http.client.HTTPException):
                return


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def test_kill_nine_during_saves_in_the_admin_loses_no_acknowledged_save(
    tmp_path: Path, own_database: str
) -> None:
    portal = Portal(tmp_path, own_database)
    event_pk, session = portal.python(PREPARE)
    portal.start()
    try:
        editors = [Editor(portal, event_pk, session, name) for name in ("ana", "wei")]
        threads = [threading.Thread(target=editor.work) for editor in editors]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 30
        while sum(len(editor.acknowledged) for editor in editors) < _ENOUGH:
            assert time.monotonic() < deadline
            assert any(thread.is_alive() for thread in threads)
            time.sleep(0.01)
    finally:
        portal.kill()
    for thread in threads:
        thread.join(timeout=20)
    acknowledged = {slug for editor in editors for slug in editor.acknowledged}
    with cursor_at(own_database) as cursor:
        cursor.execute("SELECT slug FROM events_page")
        stored = {slug for (slug,) in cursor.fetchall()}

    assert acknowledged <= stored
    # What was saved without the answer arriving: one for each editor at most.
    assert len(stored - acknowledged) <= len(editors)

    portal.start()
    try:
        # Under load one editor may have had all the turns.
        last = next(editor.acknowledged[-1] for editor in editors if editor.acknowledged)
        page = urllib.request.urlopen(f"{portal.origin}/en/kept/info/{last}/", timeout=10)
        assert f"Page {last}" in page.read().decode()
    finally:
        portal.kill()
