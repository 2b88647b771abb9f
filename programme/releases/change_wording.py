"""How changes of the agenda read, from what a release stores. Knows no database."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.json_types import JsonValue
from core.text.dates import date_range, short_moment
from core.text.languages import spoken_name
from core.text.translated import TranslatedText
from core.text.zones import offset, zone_name
from programme.agenda.payload_types import ChangePayload, FieldChangePayload
from programme.agenda.values import Agenda
from programme.choices import SessionKind, SessionStatus
from programme.releases.changes import changed_details

CHANGE_LABELS: dict[str, str | Promise] = {
    "new": gettext_lazy("New"),
    "moved": gettext_lazy("Moved"),
    "changed": gettext_lazy("Changed"),
    "cancelled": gettext_lazy("Cancelled"),
    "withdrawn": pgettext_lazy("of a session", "Withdrawn"),
}
_FIELDS: dict[str, str | Promise] = {
    "start": gettext_lazy("Start"),
    "end": gettext_lazy("End"),
    "room": gettext_lazy("Room"),
    "in_all_rooms": gettext_lazy("In all rooms"),
    "title": gettext_lazy("Title"),
    "abstract": gettext_lazy("Description"),
    "kind": gettext_lazy("Kind"),
    "sub_forum": gettext_lazy("Sub-forum"),
    "floor_languages": gettext_lazy("Languages spoken"),
    "interpretation_languages": gettext_lazy("Interpreted into"),
    "appearances": gettext_lazy("On stage"),
    "capacity": gettext_lazy("Seats"),
    "needs_sign_up": gettext_lazy("Sign-up"),
    "is_major": gettext_lazy("Major event"),
    "status": gettext_lazy("Status"),
}
# Labels of stored values, by field.
_WORDS: dict[str, dict[str, str | Promise]] = {
    "kind": {kind.value: kind.label for kind in SessionKind},
    "status": {status.value: status.label for status in SessionStatus},
}
_LANGUAGES = frozenset({"floor_languages", "interpretation_languages"})
_MOMENTS = frozenset({"start", "end"})
# Added, changed, removed: a URL in a list helps nobody.
_MEDIA: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    "stream": (
        gettext_lazy("Live stream added"),
        gettext_lazy("Live stream changed"),
        gettext_lazy("Live stream removed"),
    ),
    "recording": (
        gettext_lazy("Recording added"),
        gettext_lazy("Recording changed"),
        gettext_lazy("Recording removed"),
    ),
    "documents": (
        gettext_lazy("Documents added"),
        gettext_lazy("Documents changed"),
        gettext_lazy("Documents removed"),
    ),
    "picture": (
        gettext_lazy("Picture added"),
        gettext_lazy("Picture changed"),
        gettext_lazy("Picture removed"),
    ),
}
# Too long for a list: it is enough to say that it has changed.
_LONG = frozenset({"abstract"})


def change_lines(
    change: ChangePayload, show: Callable[[datetime], str] = short_moment
) -> list[str]:
    """Return a line for each changed field, with old and new value; `show` writes moments."""
    lines = []
    for field in change["fields"]:
        name, label = field["field"], _FIELDS.get(field["field"], field["field"])
        if name in _MEDIA:
            lines.append(_of_media(field))
            continue
        if name in _LONG:
            lines.append(_("%(field)s: new text") % {"field": label})
            continue
        old, new = (_in_words(name, value, show) for value in (field["old"], field["new"]))
        if name in _MOMENTS:
            offsets = [_offset(value) for value in (field["old"], field["new"])]
            if offsets[0] != offsets[1]:
                old, new = f"{old} (UTC{offsets[0]})", f"{new} (UTC{offsets[1]})"
        values = {"field": label, "old": old or "–", "new": new or "–"}
        lines.append(_("%(field)s: %(old)s → %(new)s") % values)
    return lines


def frame_lines(old: Agenda, new: Agenda) -> list[str]:
    """Return a line for each change besides the sessions: time zone, dates, details."""
    lines = []
    if old.time_zone != new.time_zone:
        lines.append((capfirst(_("time zone")), zone_name(old.zone), zone_name(new.zone)))
    if old.dates and new.dates and old.dates != new.dates:
        lines.append((_("Dates"), date_range(*old.dates), date_range(*new.dates)))
    text = _("%(field)s: %(old)s → %(new)s")
    named = [
        str(getattr(detail, "name", "") or getattr(detail, "title", ""))
        for detail in changed_details(old, new)
    ]
    details = [_("New details: %(names)s") % {"names": pgettext("in a list", ", ").join(named)}]
    return [
        *(text % {"field": label, "old": was, "new": will} for label, was, will in lines),
        *(details if named else []),
    ]


def _of_media(field: FieldChangePayload) -> str:
    added, changed, removed = _MEDIA[field["field"]]
    if not field["old"]:
        return str(added)
    return str(changed if field["new"] else removed)


def _offset(moment: JsonValue) -> str:
    return offset(datetime.fromisoformat(str(moment)))


def _in_words(field: str, value: JsonValue, show: Callable[[datetime], str]) -> str:
    if field in _WORDS and isinstance(value, str):
        return str(_WORDS[field].get(value, value))
    if field in _LANGUAGES:
        codes = [str(code) for code in value] if isinstance(value, list) else []
        value = [spoken_name(code) for code in codes]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return str(TranslatedText(value))
    if isinstance(value, list):
        return pgettext("in a list", ", ").join(_item(item) for item in value)
    if isinstance(value, str):
        try:
            return show(datetime.fromisoformat(value))
        except ValueError:
            return value
    return "" if value is None else str(value)


def _item(value: object) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return value.get("name") or str(TranslatedText(value.get("placeholder")))
