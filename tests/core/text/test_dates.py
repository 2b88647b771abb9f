"""Dates as each language writes them."""

import re
from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

from core.text.dates import date_range, moment_in_figures
from tests.paths import ROOT

FRIDAY = date(2023, 12, 8)
PAGES = ROOT / "templates"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "7–9 December 2023"),
        ("fr", "7–9 décembre 2023"),
        ("es", "7–9 de diciembre de 2023"),
        ("ru", "7–9 декабря 2023 года"),
        ("zh-hans", "2023年12月7日–9日"),
        ("ar", "7–9 ديسمبر 2023"),
    ],
)
def test_days_of_one_month_name_it_once(language: str, written: str) -> None:
    with translation.override(language):
        assert date_range(date(2023, 12, 7), date(2023, 12, 9)) == written


def test_days_of_two_months_name_both_and_one_day_stands_alone() -> None:
    with translation.override("en"):
        assert date_range(date(2023, 11, 30), FRIDAY) == "30 November 2023 – 8 December 2023"
        assert date_range(FRIDAY, FRIDAY) == "8 December 2023"


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "Friday 8 December", "8 Dec, 14:30"),
        ("fr", "vendredi 8 décembre", "8 déc, 14:30"),
        ("es", "viernes 8 de diciembre", "8 dic, 14:30"),
        ("ru", "Пятница, 8 декабря", "8 декабря, 14:30"),
        ("zh-hans", "12月8日 星期五", "12月8日 14:30"),
        # Western digits: core/formats/ar/formats.py says why.
        ("ar", "الجمعة 8 ديسمبر", "8 ديسمبر، 14:30"),
    ],
)
def test_each_language_has_its_own_order_and_western_digits(
    language: str, day: str, moment: str
) -> None:
    with translation.override(language):
        assert date_format(FRIDAY, "WEEKDAY_FORMAT") == day
        assert date_format(datetime(2023, 12, 8, 14, 30), "SHORT_MOMENT_FORMAT") == moment


def test_no_page_writes_a_date_in_the_order_of_one_language() -> None:
    pages = [path for path in PAGES.rglob("*.html") if path.parent.name != "components"]
    patterns = {
        (path.name, pattern)
        for path in pages
        for pattern in re.findall(r"\|(?:date|time):['\"]([^'\"]+)['\"]", path.read_text("utf-8"))
        # ISO dates are for machines, and 14:30 is written alike in all languages.
        if not re.fullmatch(r"[A-Z_]+_FORMAT|c|Y-m-d(\\T.+)?|H:i", pattern)
    }

    assert len(pages) > 30
    assert patterns == set()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh-hans", "ar"])
@pytest.mark.parametrize(
    "name", ["WEEKDAY_FORMAT", "WEEKDAY_YEAR_FORMAT", "SHORT_DAY_FORMAT", "SHORT_MOMENT_FORMAT"]
)
def test_every_language_knows_every_pattern(language: str, name: str) -> None:
    with translation.override(language):
        written = date_format(datetime(2023, 12, 8), name)

    # Of a pattern that it does not know, Django would spell out the letters of its name.
    assert "8" in written
    assert "_" not in written


def test_figures_of_a_moment_keep_their_order_in_a_text_from_the_right() -> None:
    moment = datetime(2026, 12, 1, 14, 5, tzinfo=UTC)

    assert moment_in_figures(moment) == "2026-12-01 14:05"
    with translation.override("ar"):
        assert moment_in_figures(moment) == "\u20662026-12-01 14:05\u2069"
