"""Tags that any page needs. Built in: no page has to load them."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.text.dates import HasSpan, day_before_time, full_range, moment_range
from core.text.dates import date_range as date_range_of
from core.text.languages import content_language as language_of_contents
from core.text.languages import direction, own_name
from core.text.languages import language_tag as tag_of
from core.text.translated import TranslatedText
from core.text.zones import twice_mark, zone_label
from core.text.zones import zone_name as zone_name_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

register = template.Library()


@register.simple_tag
def content_language() -> str:
    """The code of the language of contents, which the interface may not have."""
    return language_of_contents()


@register.simple_tag
def text(value: object) -> str:
    """Translated text in the reader's language, marked where the interface has another one."""
    if not isinstance(value, TranslatedText):
        return str(value or "")
    best = value.best()
    if best.language == get_language():
        return best.text
    tag, side = tag_of(best.language), direction(best.language)
    return format_html('<span lang="{}" dir="{}">{}</span>', tag, side, best.text)


@register.filter
def language_tag(code: str) -> str:
    """zh-hans → zh-Hans, for the `lang` attribute."""
    return tag_of(str(code))


@register.filter
def language_direction(code: str) -> str:
    """`rtl` or `ltr`, for the `dir` attribute."""
    return direction(str(code))


@register.filter
def language_name(code: str) -> str:
    """The name of a language in itself: fr → français."""
    return own_name(str(code))


@register.simple_tag
def date_range(first: date, last: date) -> str:
    """The days of an event, as the reader's language writes them."""
    return date_range_of(first, last)


@register.simple_tag
def zone_name(*moments: datetime) -> str:
    """The time zone of the page as people say it, with its offset at `moments`."""
    return zone_name_of(timezone.get_current_timezone(), *moments)


@register.inclusion_tag("components/clock.html")
def clock(*moments: datetime) -> dict[str, str]:
    """By which clock the times of a page are: beside its tables and lists."""
    return {"zone": zone_name(*moments)}


@register.simple_tag
def hours(start: datetime, end: datetime, day_format: str = "") -> str:
    """From when to when: 14:00–15:30, after the day where a page gives its format.

    An end on another day names it. A script may show other times of day in the `time` elements.
    """
    begins, ends = timezone.localtime(start), timezone.localtime(end)
    day = day_before_time(begins, day_format) if day_format else ""
    if begins.date() == ends.date():
        return format_html("{}{}", _day_part(day), hours_of_one_day(begins, ends))
    last = day_before_time(ends, day_format or "SHORT_DAY_FORMAT")
    return format_html("{} – {}", timed(day, begins), timed(last, ends))


def hours_of_one_day(start: datetime, end: datetime) -> str:
    """14:00–15:30, in the zone of the moments."""
    # Kept as text, for equal moments differ by zone.
    begins, ends = (moment.isoformat(timespec="seconds") for moment in (start, end))
    return _hours(begins, twice_mark(start), ends, twice_mark(end))


@lru_cache(maxsize=1024)
def _hours(start: str, start_mark: str, end: str, end_mark: str) -> str:
    # Left to right in every script: a range of digits is read so.
    return format_html(
        '<span class="hours" dir="ltr"><time datetime="{}">{}{}</time>–'
        '<time datetime="{}">{}{}</time></span>',
        start,
        start[11:16],
        start_mark,
        end,
        end[11:16],
        end_mark,
    )


def timed(day: str, moment: datetime) -> str:
    """A time of day behind its day, for a page."""
    return format_html(
        '{}<time datetime="{}">{}{}</time>',
        _day_part(day),
        moment.isoformat(timespec="seconds"),
        f"{moment:%H:%M}",
        twice_mark(moment),
    )


def _day_part(day: str) -> str:
    # A script that shows other times replaces it, where the day is another one there.
    return format_html('<span data-part="day">{}</span>', day) if day else ""


@register.simple_tag
def zone_pattern() -> str:
    """How the reader's language names a zone, for a script: {zone}, UTC{offset}."""
    return zone_label("{zone}", "{offset}")


@register.filter
def iso_moment(moment: datetime | None) -> str:
    """A date and time for the attribute `datetime`, to the second, in the zone of the page.

    HTML takes no more than three digits of a second; the filter `date:'c'` writes six.
    """
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


@register.filter
def clock_time(moment: datetime) -> str:
    """14:30, in the zone of the page."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M}{twice_mark(local)}"


@register.filter
def moments(row: HasSpan, moment_format: str = "SHORT_MOMENT_FORMAT") -> str:
    """The start and end of something, as plain text."""
    start, end = timezone.localtime(row.start), timezone.localtime(row.end)
    return moment_range(start, end, moment_format)


@register.filter
def full_moments(row: HasSpan) -> str:
    """The start and end of something with weekday, year and zone, for e-mails."""
    start, end = timezone.localtime(row.start), timezone.localtime(row.end)
    zone = zone_name_of(timezone.get_current_timezone(), start)
    return f"{full_range(start, end)} ({zone})"


@register.filter
def get(mapping: Mapping[object, object], key: object) -> object:
    """An entry of a mapping by a key that is itself a variable."""
    return mapping.get(key, "")


@register.simple_tag
def markdown(value: object) -> SafeString:
    """Markdown, translated or not, as HTML, marked where the interface has another language.

    The one place of the portal that lets HTML out unescaped: raw HTML is off in the parser, and
    what it made passes an allow-list of tags and of link schemes.
    """
    if not value:
        return mark_safe("")
    if not isinstance(value, TranslatedText):
        return _html(str(value))
    best = value.best()
    html = _html(value[best.language])
    if best.text and best.language != get_language():
        tag, side = tag_of(best.language), direction(best.language)
        return format_html('<div lang="{}" dir="{}">{}</div>', tag, side, html)
    return html


@register.simple_tag
def json_ld(data: Mapping[str, object]) -> SafeString:
    """Facts for search engines, as a data block: no browser runs it, no text can leave it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


def _html(text: str) -> SafeString:
    return mark_safe(_clean(_parser().render(text)))  # noqa: S308  (see `markdown`)


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415  (only pages with long text need it)

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _clean(html: str) -> str:
    import nh3  # noqa: PLC0415  (only pages with long text need it)

    tags = {
        "a",
        "blockquote",
        "br",
        "code",
        "em",
        "h2",
        "h3",
        "h4",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    }
    return nh3.clean(
        html,
        tags=tags,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
