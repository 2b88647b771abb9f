"""Lists of names that somebody pastes, one per line."""

import re
from typing import NamedTuple

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events.models import Event, Room, Venue
from programme.models import SubForum

_MOST_LINES = 99
# “3. Ports”, “3) Ports”, “- Ports”: people paste lists as they are.
_MARK = re.compile(r"^(\d{1,2}[.)]|[-–•*])\s+")
_SEATS = re.compile(r"^(?P<name>.+?)\s*[;,\t]\s*(?P<seats>\d{1,6})$")


class RoomLine(NamedTuple):
    """The name of a room, and its seats."""

    name: str
    seats: int


class SubForumsForm(forms.Form):
    """Titles of sub-forums, in the source language of the edition."""

    titles = forms.CharField(
        label=_("Sub-forums, one per line"),
        widget=forms.Textarea({"rows": "8"}),
        help_text=_(
            "In the source language, in their order. Numbers at the beginning are not needed."
        ),
    )

    drops_unnamed = forms.BooleanField(
        label=_("Delete sub-forums that still have no title of their own, with their sessions"),
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, has_unnamed: bool) -> None:
        super().__init__(data)
        if not has_unnamed:
            del self.fields["drops_unnamed"]

    def clean_titles(self) -> list[str]:
        """The different titles, in their order."""
        longest = SubForum._meta.get_field("title").max_length
        return _lines(self.cleaned_data["titles"], longest)


class RoomsForm(forms.Form):
    """Names of rooms with their seats, and the venue in which they are."""

    venue = forms.CharField(
        label=_("Venue"),
        max_length=Venue._meta.get_field("name").max_length,
        help_text=_("An existing venue is used again."),
    )
    rooms = forms.CharField(
        label=_("Rooms, one per line"),
        widget=forms.Textarea({"rows": "8"}),
        help_text=_("Add the number of seats after a comma: Hall A, 400"),
    )
    seats = forms.IntegerField(
        label=_("Seats, if a line gives no number"),
        initial=100,
        validators=[MinValueValidator(1), MaxValueValidator(999_999)],
    )

    def __init__(self, data: QueryDict | None = None, *, event: Event) -> None:
        first = Venue.objects.filter(event=event).first()
        super().__init__(data, initial={"venue": str(first) if first else ""})

    def clean_rooms(self) -> list[tuple[str, str]]:
        """The different names with the seats as written, in their order."""
        longest = Room._meta.get_field("name").max_length
        rows: dict[str, str] = {}
        for line in _lines(self.cleaned_data["rooms"], longest):
            match = _SEATS.match(line)
            name, seats = (match["name"], match["seats"]) if match else (line, "")
            if seats and not int(seats):
                raise forms.ValidationError(_("“%s”: a room has at least one seat.") % line)
            rows.setdefault(name, seats)
        return list(rows.items())

    def room_lines(self) -> list[RoomLine]:
        """What a valid form says of each room."""
        seats: int = self.cleaned_data["seats"]
        pairs = self.cleaned_data["rooms"]
        return [RoomLine(name, int(written or seats)) for name, written in pairs]


def _lines(text: str, longest: int | None) -> list[str]:
    lines = (_MARK.sub("", line.strip()) for line in text.splitlines())
    names = list(dict.fromkeys(line for line in lines if line))
    if len(names) > _MOST_LINES:
        raise forms.ValidationError(_("At most %d lines.") % _MOST_LINES)
    for name in names:
        if longest and len(name) > longest:
            values = {"line": f"{name[:40]}…", "most": longest}
            raise forms.ValidationError(
                _("“%(line)s” is longer than %(most)d characters.") % values
            )
    return names
