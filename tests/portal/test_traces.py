"""What is secret leaves no trace: not in the log of a server that tells all, not in the database
outside the tables it belongs to, not among the files; and none anywhere once it is erased."""

import http.cookiejar
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.mail.server import mail_server
from tests.paths import ROOT
from tests.portal.server import SESSION_OF, Portal

# One of each kind of what few may see.
PRIVATE = {
    "passport_number": "QX7700123",
    "passport_name": "MARKERMANN<<ZED",
    "diet_note": "kumquatfrei",
    "health_note": "gletscherallergie",
    "religious_needs": "morgenandacht",
    "arrival_number": "ZZ9917",
    "departure_point": "Quokka-Pier",
}
_ANSWERS = {"diet-health": "yes", "religious-needs": "yes", "on_behalf": "on"}
_OWN_TABLES = {"delegations_sensitivedata", "delegations_travel"}

_PREPARE = f"""
{SESSION_OF}
from datetime import timedelta
from django.utils import timezone
from accounts.roles import Role
from delegations.access import focal_points
from tests.factories import make_attendee, make_delegation, make_event, make_member
start = timezone.now().date() + timedelta(90)
event = make_event(slug="kept", start_date=start, end_date=start + timedelta(2))
delegation = make_delegation(event, code="AA-AAA")
focal_points.name_focal_point(
    delegation=delegation, name="Ana", email="ana@example.org", language="en", by=None)
person = make_attendee(delegation, family="Zedmarkova", status="draft")
print(person.guid, session_of(make_member(event, Role.ADMINISTRATOR)))
"""
_SEARCH = """
import sys
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f'SELECT * FROM "{table}"')
        rows = "\\n".join(str(row) for row in cursor.fetchall()).lower()
        print(*(f"{table}:{one}" for one in sys.argv[1:] if one.lower() in rows))
"""


class Somebody:
    """Reads pages and sends their forms, as a browser does."""

    def __init__(self, origin: str, session: str = "") -> None:
        self.origin = origin
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        if session:
            self.jar.set_cookie(_cookie("session", session))

    def read(self, path: str, data: bytes | None = None) -> str:
        """The page behind all redirects, or the page that says what is wrong."""
        request = urllib.request.Request(f"{self.origin}{path}", data)
        try:
            with self.opener.open(request, timeout=20) as answer:
                return str(answer.read().decode(errors="replace"))
        except urllib.error.HTTPError as error:
            return error.read().decode(errors="replace")

    def send(self, path: str, to: str = "", **values: Any) -> str:
        """Fill in the form of the page at `path`; a button may lead it elsewhere."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.read(path))
        assert found, f"There is a form at {path}"
        filled = {"csrfmiddlewaretoken": found[1], **values}
        return self.read(to or path, urllib.parse.urlencode(filled, doseq=True).encode())


def _cookie(name: str, value: str) -> http.cookiejar.Cookie:
    return http.cookiejar.Cookie(
        0,
        name,
        value,
        None,
        False,
        "127.0.0.1",
        False,
        False,
        "/",
        True,
        False,
        None,
        True,
        None,
        None,
        {},
    )


def _in_files(folder: Path, markers: Iterable[str]) -> set[str]:
    """In which files, the log among them, something stands; the database is asked, not read."""
    files = [one for one in folder.rglob("*") if one.is_file() and "sqlite" not in one.name]
    return {
        f"{file.name}:{marker}"
        for file in files
        for marker in markers
        if marker.lower().encode() in file.read_bytes().lower() or marker in file.name
    }


def test_secrets_leave_no_trace_and_none_anywhere_once_they_are_erased(
    tmp_path: Path, own_database: str
) -> None:
    with mail_server() as mails:
        portal = Portal(tmp_path, own_database, EMAIL_URL=mails.url, LOG_LEVEL="DEBUG")
        guid, session = portal.python(_PREPARE)
        portal.run(sys.executable, str(ROOT / "manage.py"), "work", "--once")
        (mail,) = (message.get_content() for _to, message in mails.accepted)
        (token,) = set(re.findall(r"/join/([\w-]{20,})/", mail))
        portal.start()
        try:
            _follow(Somebody(portal.origin), token, guid)
            officer = Somebody(portal.origin, session)
            _look_and_take_out(officer, guid)

            markers = [*PRIVATE.values(), token]
            found = set(portal.python(_SEARCH, *markers))
            assert {one.split(":")[0] for one in found} <= _OWN_TABLES
            # Travel is searched for in its table; what is encrypted is found nowhere.
            assert {one.split(":")[1] for one in found} == {"ZZ9917", "Quokka-Pier"}
            assert _in_files(tmp_path, markers) == set()
            assert "Not Found: /join/…" in portal.log.read_text()

            officer.send(f"/staff/kept/people/{guid}/data/", reason="x", sure="on", erase="1")
            markers += ["Zedmarkova", guid]
            assert portal.python(_SEARCH, *markers) == []
            assert _in_files(tmp_path, PRIVATE.values()) == set()
        finally:
            portal.kill()


def _follow(city: Somebody, token: str, guid: str) -> None:
    """The link as a mail program mangles it, as it is, and the forms, wrong at first."""
    city.read(f"/join/{token}/).")
    city.read(f"/join/{token}")
    city.read(f"/join/{token}/")
    city.send("/join/")
    path = f"/delegation/people/{guid}/private/"
    wrong = city.send(path, **PRIVATE, **_ANSWERS, born_on="never")
    assert PRIVATE["passport_number"] in wrong
    assert "Saved." in city.send(path, **PRIVATE, **_ANSWERS)
    city.read(f"/delegation/people/{guid}/nowhere/?passport={token}")


def _look_and_take_out(officer: Somebody, guid: str) -> None:
    """The office reads it with a reason, and takes it out in every format."""
    shown = officer.send(f"/staff/kept/people/{guid}/sensitive/", reason="Visa")
    assert PRIVATE["health_note"] in shown
    columns = ["name", "passport_number", "arrival_number", "diet"]
    page = "/staff/kept/attendees/"
    for form in ("pdf", "xlsx", "csv"):
        file = officer.send(page, to=f"{page}export.{form}", columns=columns, reason="Visa")
    assert PRIVATE["passport_number"] in file
