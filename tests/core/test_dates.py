"""Dates as each language writes them."""

from datetime import date, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

from core.dates import date_range

FRIDAY = date(2023, 12, 8)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "7–9 December 2023"),
        ("fr", "7–9 décembre 2023"),
        ("es", "7–9 de diciembre de 2023"),
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


@pytest.mark.parametrize("language", ["en", "fr", "es", "zh-hans", "ar"])
@pytest.mark.parametrize(
    "name", ["WEEKDAY_FORMAT", "WEEKDAY_YEAR_FORMAT", "SHORT_DAY_FORMAT", "SHORT_MOMENT_FORMAT"]
)
def test_every_language_knows_every_pattern(language: str, name: str) -> None:
    with translation.override(language):
        written = date_format(datetime(2023, 12, 8), name)

    # Of a pattern that it does not know, Django would spell out the letters of its name.
    assert "8" in written
    assert "_" not in written
