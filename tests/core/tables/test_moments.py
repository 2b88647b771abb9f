"""Days and times as people type them: read where they are clear, refused where they are not."""

from datetime import date, time

import pytest

from core.tables.moments import Ambiguous, UnreadableMoment, read_day, read_time, split_moment

FORUM = (date(2030, 5, 1), date(2030, 5, 3))


@pytest.mark.parametrize(
    "text",
    [
        "2030-05-02",
        "2030/5/2",
        "2.5.2030",
        "2030.05.02",
        "2 May 2030",
        "May 2, 2030",
        "Thu 2 May 2030",
        "2nd May 2030",
        "2030年5月2日",
        "5月2日",
        "周四 2030年5月2日",
        "2 mai 2030",
        "2 de mayo de 2030",
        "2 مايو 2030",
        "٢/٥/٢٠٣٠",
        "47605",
        "2030-05-02 00:00:00",
        "02/05/2030",
        "05/02/2030",
        "2/5",
        "２０３０－０５－０２",
    ],
)
def test_a_clear_day_is_read_in_any_order_and_language(text: str) -> None:
    assert read_day(text, FORUM) == date(2030, 5, 2)


def test_a_day_that_only_one_order_gives_is_read_even_outside_the_forum() -> None:
    assert read_day("13/06/2030", FORUM) == date(2030, 6, 13)
    assert read_day("06/13/2030", FORUM) == date(2030, 6, 13)


def test_a_day_that_can_be_two_is_not_guessed() -> None:
    with pytest.raises(Ambiguous):
        read_day("05/06/2030", FORUM)
    with pytest.raises(Ambiguous):
        read_day("02/01/2030", (date(2030, 1, 1), date(2030, 2, 3)))


@pytest.mark.parametrize(
    "text", ["", "tbc", "2030-13-40", "02.05.30", "30/02/2030", "Thursday", "0001-01-01"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UnreadableMoment):
        read_day(text, FORUM)


@pytest.mark.parametrize(
    "text",
    [
        "14:00",
        "14.00",
        "14：00",
        "14:00:00",
        "2:00 PM",
        "2pm",
        "2 p.m.",
        "下午2:00",
        "下午2点",
        "14h",
        "14h00",
        "14点",
        "2:00 م",
        "0.583333333333",
        "١٤:٠٠",
    ],
)
def test_a_clear_time_is_read(text: str) -> None:
    assert read_time(text) == time(14)


def test_noon_and_midnight_are_told_apart() -> None:
    assert read_time("0.30") == time(0, 30)
    assert [read_time(one) for one in ("12:00 pm", "12:00 am", "中午12:00", "上午9:30")] == [
        time(12),
        time(0),
        time(12),
        time(9, 30),
    ]


@pytest.mark.parametrize("text", ["", "14", "25:00", "14:70", "noon", "14:00-15:00", "0 pm"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(UnreadableMoment):
        read_time(text)


def test_a_cell_with_day_and_time_is_divided() -> None:
    assert split_moment("2030-05-02 14:00") == ("2030-05-02", "14:00")
    assert split_moment("07/12/2030, 2:00 pm") == ("07/12/2030", "2:00 pm")
    assert split_moment("7 December 9:30") == ("7 December", "9:30")
    assert split_moment("9:00 10:00") == split_moment("2:00 PM") == ("", "")
    assert split_moment("14:00") == ("", "")
