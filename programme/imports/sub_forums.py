"""Sub-forums as rows of a table."""

from collections.abc import Iterator, Mapping
from copy import copy

from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from core.text.languages import with_interface
from events.imports.plan import PlannedRow
from events.imports.rows import RowReader
from events.models import Event
from programme.choices import SubForumColour
from programme.imports import names
from programme.models import SubForum

_COLOURS = SubForumColour.values


class SubForumPlanner:
    """Compares rows with the sub-forums of one event by number, or else by title.

    A new one without a number takes the next; its address is made of its title. Changes nothing.
    """

    def __init__(self, event: Event, _by: User) -> None:
        self._event = event
        sub_forums = list(SubForum.objects.filter(event=event))
        self._by_number = {sub_forum.number: sub_forum for sub_forum in sub_forums}
        self._names = names.sub_forum_names(event)
        self._slugs = {sub_forum.slug for sub_forum in sub_forums}
        self._taken: set[int] = set()
        self._numbers: set[int] = set()
        self._titles = names.NamesOnce()

    def prepare(self, rows: list[RowReader]) -> None:
        """Learn which numbers the table gives: those without one take others."""
        numbers = (cells.text("number") for cells in rows)
        self._taken = {int(text) for text in numbers if text.isdecimal() and len(text) < 4}

    def plan(self, cells: RowReader) -> PlannedRow:
        """Return what importing one row would do."""
        number = cells.number_or("number", None)
        if number in self._numbers:
            cells.error("number", _("“%(code)s” is in several rows. Keep one."), code=number)
        old = self._named(cells) if number is None else self._by_number.get(number)
        row = copy(old) if old else SubForum(event=self._event)
        row.title = cells.texts("title", row.title, 200)
        self._titles.refuse_again(cells, "title", row.title)
        if old is None:
            row.number = self._next_number() if number is None else number
            row.slug = self._new_slug(row)
            row.colour = _COLOURS[(row.number - 1) % len(_COLOURS)]
        self._numbers.add(row.number)
        row.host = cells.texts("host", row.host, 200)
        row.description = cells.texts("description", row.description, None)
        row.quota = cells.number_or("quota", row.quota)
        cells.check(row, {"slug": "title"}, ("event", "updated_by"))
        return cells.planned(old, row, str(row.title))

    def _named(self, cells: RowReader) -> SubForum | None:
        return names.find_named(cells, "title", self._names)

    def _next_number(self) -> int:
        number = max([0, *self._by_number, *self._taken]) + 1
        self._taken.add(number)
        return number

    def _new_slug(self, row: SubForum) -> str:
        wanted = slugify(row.title.get("en") or str(row.title))[:70].strip("-")
        wanted = wanted or f"{slugify(_('Sub-forum'))}-{row.number}".strip("-")
        slug = wanted if wanted not in self._slugs else f"{wanted}-{row.number}"
        self._slugs.add(slug)
        return slug


def sub_forum_rows(event: Event) -> Iterator[Mapping[str, object]]:
    """Yield the sub-forums by field, as rows that an import reads back unchanged."""
    languages = with_interface(event.languages)
    for sub_forum in SubForum.objects.filter(event=event).order_by("number"):
        yield {
            "number": sub_forum.number,
            **{f"title.{code}": sub_forum.title.get(code, "") for code in languages},
            **{f"host.{code}": sub_forum.host.get(code, "") for code in languages},
            **{f"description.{code}": sub_forum.description.get(code, "") for code in languages},
            "quota": sub_forum.quota,
        }
