"""Every address of the portal with its places filled in, and everybody who may come to it.

It starts from the URLconf, so that a new address is there at once: a place in it is filled by what
the address is about where the access matrix says so, or else by the usual row.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.roles import Role
from core.pages.cache import store
from delegations.api.tokens import create_token
from delegations.lists.columns import COLUMNS
from delegations.models import ApiToken, BackgroundExport
from programme.agenda.load_agenda import published_agenda
from tests.delegations.focal import at_own_entry, opened
from tests.factories import make_invitation, make_user
from tests.world import ABOUT, STAFF_ROWS, World

WHO = (
    "anonymous", "nobody", "outsider", *Role.values, "superuser", "focal point", "own entry",
    "program",
)  # fmt: skip

# What an address is about, beyond what the access matrix says: the row, and its field.
_ABOUT_ROWS = {
    **STAFF_ROWS,
    **{name: (row, "pk") for name, row in ABOUT.items()},
    "focal:nomination-file": ("nomination", "guid"),
    "admin:team_member": ("member", "pk"),
    "admin:team_invitation": ("invitation", "pk"),
    "admin:translate": ("programme_session", "pk"),
    "admin:programme_planner_shift": ("events_event", "pk"),
    "admin:programme_planner_check": ("programme_session", "guid"),
    "admin:programme_planner_move": ("programme_session", "guid"),
    "staff:export-file": ("export", "guid"),
    "staff:export-delete": ("export", "guid"),
    "staff:token-revoke": ("token", "guid"),
    "document": ("events_document", "guid"),
}


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its name, and a path that leads to it."""

    name: str
    path: str


class Visitors:
    """A filled world, and a browser for each who may come to it."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.people["superuser"] = make_user(is_superuser=True)
        officer = world.people[Role.DELEGATIONS_OFFICER]
        token, self.secret = create_token(
            event=world.event, owner=officer, name="Badges", reason="Printing",
            columns=[column.key for column in COLUMNS if column.has_data], with_delegations=True,
            has_sensitive_columns=True, expires_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip
        world.rows["token"] = token
        world.rows["export"] = BackgroundExport.objects.create(
            event=world.event, by=officer, query="", file_format="csv", title="Attendees",
            language="en", rows_total=1,
        )  # fmt: skip
        world.rows["member"] = world.event.team_members.filter(role=Role.VIEWER)[0]
        world.rows["invitation"] = make_invitation(world.event)
        self._clients: dict[str, Client] = {}

    def client(self, who: str) -> Client:
        """The browser of `who`, signed in."""
        if who not in self._clients:
            self.sign_in(who)
        return self._clients[who]

    def sign_in(self, who: str) -> None:
        """Give `who` a new browser, signed in: they may have logged themselves out."""
        doors: dict[str, Callable[[], Client]] = {
            "focal point": lambda: opened(self.world.rows["focal point"]),
            "own entry": lambda: at_own_entry(self.world.rows["delegations_attendee"]),
            "program": self._program,
        }
        client = doors.get(who, lambda: self.world.client(who))()
        client.raise_request_exception = False
        self._clients[who] = client

    def _program(self) -> Client:
        return Client(headers={"authorization": f"Bearer {self.secret}"})

    def lift_the_limit_of_the_token(self) -> None:
        """Let the program ask as often as it likes."""
        ApiToken.objects.update(minute=0, used_in_minute=0)


def every_address(world: World) -> list[Address]:
    """All addresses of the portal, each with a path that leads to something of the event."""
    usual = _usual_values(world)
    return [Address(name, "/" + _filled(route, name, world, usual)) for name, route in _routes()]


def _routes(
    patterns: Any = None, prefix: str = "", namespace: str = ""
) -> Iterator[tuple[str, str]]:
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (namespace, pattern.namespace) if part)
            yield from _routes(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join(part for part in (namespace, pattern.name) if part), route


def _filled(route: str, name: str, world: World, usual: dict[Any, Any]) -> str:
    def place(match: re.Match[str]) -> str:
        return str(_value(match["name"], name, world, usual))

    # Django writes a place as <kind:name>, and in a pattern as (?P<name>…).
    route = re.sub(r"\(\?P<(?P<name>\w+)>[^()]*\)", place, route.replace("^", "").replace("$", ""))
    return re.sub(r"<(?:\w+:)?(?P<name>\w+)>", place, route)


def _value(place: str, name: str, world: World, usual: dict[Any, Any]) -> Any:
    if (name, place) in usual:
        return usual[name, place]
    if place in ("guid", "pk", "code") and name in _ABOUT_ROWS:
        row, field = _ABOUT_ROWS[name]
        return getattr(world.rows[row], field)
    model = re.fullmatch(r"admin:(\w+_\w+)_(history|delete|change)", name)
    if model and place == "object_id":
        return world.rows[model[1]].pk
    return usual.get(place, "1")


def _usual_values(world: World) -> dict[Any, Any]:
    """What stands in a place of this name, and of this name in one address."""
    rows, agenda = world.rows, published_agenda(world.event)
    speaker = next(iter(agenda.speakers))
    return {
        "event_slug": world.event.slug, "event_pk": world.event.pk,
        "guid": rows["delegations_attendee"].guid, "code": rows["programme_session"].code,
        "slug": rows["programme_subforum"].slug, "token": "x" * 43, "key": "delegations",
        "file_format": "csv", "form": "csv", "kind": "sessions", "language": "fr",
        "file_name": rows["events_document"].file_name, "label": "programme.session",
        "app_label": "programme", "url": "nothing",
        ("events:page", "slug"): rows["events_page"].slug,
        ("events:news-item", "slug"): rows["events_newsitem"].slug,
        ("programme:speaker", "slug"): speaker, ("feeds:speaker", "slug"): speaker,
        ("feeds:room", "key"): agenda.rooms[0].key,
    }  # fmt: skip


class Writes:
    """What a request writes into the database: the tables, one for each statement."""

    _STATEMENT = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.I)

    def __init__(self) -> None:
        self.tables: list[str] = []

    def __enter__(self) -> list[str]:
        store.clear()
        self._watch = connection.execute_wrapper(self._note)
        self._watch.__enter__()
        return self.tables

    def __exit__(self, *error: Any) -> None:
        self._watch.__exit__(*error)

    def _note(self, execute: Any, sql: str, *args: Any) -> Any:
        if match := self._STATEMENT.match(sql):
            self.tables.append(match[1])
        return execute(sql, *args)
