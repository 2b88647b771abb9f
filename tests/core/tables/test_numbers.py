"""Numbers of workbooks: as the sheet shows them where that matters, and else as their digits."""

import pytest

from core.tables.numbers import has_lost_digits, is_shortened, number_text


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        # Telephone numbers in the formats of several countries.
        (612345678, "00 00 00 00 00", "06 12 34 56 78"),
        (612345678, "+33 # ## ## ## ##", "+33 6 12 34 56 78"),
        (61234, '00" "00" "00;-0;"-";@', "06 12 34"),
        (612345678, '0#" "##" "##" "##" "##', "06 12 34 56 78"),
        (612345678, r"0#\ ##\ ##\ ##\ ##", "06 12 34 56 78"),
        (612345678, r"[$-40C]0#\ ##\ ##\ ##\ ##", "06 12 34 56 78"),
        (33612345678, "+00 0 00 00 00 00", "+33 6 12 34 56 78"),
        (33612345678, r'"+"00\ 0\ 00\ 00\ 00\ 00', "+33 6 12 34 56 78"),
        (13812345678, '"+86 "000\u00a00000\u00a00000', "+86 138\u00a01234\u00a05678"),
        (2025550123, r"[<=9999999]###\-####;\(###\)\ ###\-####", "(202) 555-0123"),
        (5550123, r"[<=9999999]###\-####;\(###\)\ ###\-####", "555-0123"),
        (2079460000, r"\(000\)\ 0000\ 0000_)", "(020) 7946 0000"),
        (6123456789012, "00 00 00 00 00", "61234 56 78 90 12"),
        (12, r"0#\ ##\ ##", "00 00 12"),
        (12, r"##\ ##", "12"),
        # Numbers of papers and codes.
        (7, "0000", "0007"),
        (7, "00000;-00000;0", "00007"),
        (123456789, "000-00-0000", "123-45-6789"),
        (0, "0000", "0000"),
        (1234, r"00\-000", "01-234"),
        # Long ones have all their digits.
        (8613812345678, "General", "8613812345678"),
        (8613812345678.0, "", "8613812345678"),
        (6.12345678e8, "0.00E+00", "612345678"),
        (123456789012345.0, "0", "123456789012345"),
        (612345678.0, "@", "612345678"),
        (12.0, "0", "12"),
        (0, "#", "0"),
        (0, "0", "0"),
        # What says nothing about the digits.
        (1234567, "#,##0", "1234567"),
        (12, "0.00", "12"),
        (12, '0" seats"', "12"),
        (1, "0%", "1"),
        (0.5, "0%", "0.5"),
        (1200, "#,##0.00 [$€-407]", "1200"),
        (12, "0 €", "12"),
        (12, '"$"0', "12"),
        (12, "$0", "12"),
        (-5, "0000", "-5"),
        (12.5, "0000", "12.5"),
        (0.1 + 0.2, "", "0.3"),
        (1234, "0,", "1234"),
        (3, "# ?/?", "3"),
        (12, 'General" x"', "12"),
        (12, '"', "12"),
        (12, "[Red]", "12"),
        (12, ";;;", "12"),
    ],
)
def test_a_number_is_taken_as_the_sheet_shows_it(
    value: float, number_format: str, shown: str
) -> None:
    assert number_text(value, number_format) == shown


def test_a_number_that_has_lost_digits_is_known() -> None:
    assert [has_lost_digits(one) for one in (1.23456789012345e17, 1e15, -1e15)] == [True] * 3
    assert [has_lost_digits(one) for one in (123456789012345678, 999999999999999.0, 0.5)] == [
        False,
        False,
        False,
    ]


def test_a_number_that_was_shortened_is_known_from_words() -> None:
    shortened = ("8.61381E+12", "6,12E+08", "9E+15", "-1.5E+10")
    words = ("E+12", "8.6E", "1E5", "8613812345678", "A1E+12", "1.5E+1", "")

    assert [is_shortened(one) for one in shortened] == [True] * 4
    assert [is_shortened(one) for one in words] == [False] * 7
